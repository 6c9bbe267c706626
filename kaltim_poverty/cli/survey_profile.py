"""``kpov survey profile``: who are the poor?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import survey_options
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import Argument, chart, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress

LISTED = ("by", "of", "shares")


def ask(output: Output, files: tuple[str, ...], write_design: str | None = None, **question: Any) -> None:
    """Ask and write; save the design if asked to."""
    from kaltim_poverty.survey.profile import profile

    survey_options.save_design(write_design, question)
    with progress(output):
        answer = profile(list(files), **survey_options.listed(question, LISTED))
    output.write(answer)


COMMAND = Command(
    "survey profile",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        option("--of", metavar="COLS", repeat=True),
        option("--shares", metavar="COLS", repeat=True),
        *survey_options.design(),
        *survey_options.lines_alone(),
        *survey_options.errors(),
        *survey_options.full_count(),
        *survey_options.reading(),
        *on_this_machine(),
        *chart(),
    ],
)
