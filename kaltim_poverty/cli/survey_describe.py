"""``kpov survey describe``: what is in a household file, problems first."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_options import design, engines, reading


def ask(output: Output, files: tuple[str, ...], **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.describe import describe

    with progress(output):
        answer = describe(list(files), **question)
    output.write(answer)


COMMAND = Command(
    "survey describe",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        *(each for each in design() if each.name not in {"write_design", "currency"}),
        *reading(),
        *engines(),
    ],
)
