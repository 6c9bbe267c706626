"""``kpov import``: what is in a downloaded table of BPS, and is it right?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, argument, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.imports import import_figures
from kaltim_poverty.current.review import REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

SOMETHING_REFUSED = 1


def ask(output: Output, files: Sequence[str], **question: Any) -> None:
    """Ask and write; exit code 1 if a figure is refused."""
    answer = import_figures(files, **question)
    output.write(answer)
    if any(getattr(row, "status", "") == REFUSED for row in answer):
        click.get_current_context().exit(SOMETHING_REFUSED)


COMMAND = Command(
    "import",
    ask,
    [
        argument("files", "FILE", several=True, complete=complete.files),
        option("--keep", metavar="KEEP", complete=complete.keeping),
        Option(["every", "--all"], is_flag=True, default=None),
        flag("--tidy"),
        option("--indicator", metavar="INDICATOR", complete=complete.indicators),
        option("--year", metavar="YEAR"),
        option("--round", metavar="ROUND", complete=complete.rounds),
        option("--parent", metavar="AREA", complete=complete.areas),
        option("--sheet", metavar="NAME"),
        option("--decimal", metavar="MARK"),
    ],
)
