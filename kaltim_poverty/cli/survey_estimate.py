"""``kpov survey estimate``: every measure of a household file with its standard error."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Argument, chart, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_options import (
    answers,
    design,
    engines,
    full_count,
    lines,
    listed,
    reading,
    save_design,
)


def ask(output: Output, files: tuple[str, ...], write_design: str | None = None, **question: Any) -> None:
    """Ask and write; save the design if asked to."""
    from kaltim_poverty.survey.estimate import estimate

    save_design(write_design, question)
    with progress(output):
        answer = estimate(list(files), processes=2, **listed(question))
    output.write(answer)


COMMAND = Command(
    "survey estimate",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        *design(),
        *lines(),
        *answers(),
        *full_count(),
        option("--like", metavar="PEER", complete=complete.peers),
        *reading(),
        *engines(),
        *chart(),
    ],
)
