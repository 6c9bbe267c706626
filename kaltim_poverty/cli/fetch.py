"""``kpov fetch``: what is new at BPS?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, argument, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.fetching import fetch, find_tables
from kaltim_poverty.current.review import REFUSED
from kaltim_poverty.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

SOMETHING_REFUSED, SERVICE_FAILED = 1, 69
OF_FINDING = ("offline", "refresh", "timeout")


def ask(output: Output, tables: Sequence[str] = (), find: str | None = None, **question: Any) -> None:
    """Ask and write; the exit code says whether something was refused, or a table could not be had.

    Raises:
        UsageError: for options that do not go with ``--find``.
    """
    if find is not None:
        others = [name for name in question if name not in OF_FINDING]
        if tables or others:
            raise UsageError("conflict", one="--find", other=f"--{others[0]}" if others else tables[0])
        output.write(find_tables(find, **question))
        return
    answer = fetch(tables, **question)
    output.write(answer)
    said = {note.code for note in answer.notes}
    if "table_failed" in said:
        click.get_current_context().exit(SERVICE_FAILED)
    if "table_refused" in said or any(row.status == REFUSED for row in answer):
        click.get_current_context().exit(SOMETHING_REFUSED)


COMMAND = Command(
    "fetch",
    ask,
    [
        argument("tables", "TABLE", needed=False, several=True, complete=complete.service_tables),
        option("--years", metavar="RANGE"),
        area(),
        option("--keep", metavar="KEEP", complete=complete.keeping),
        Option(["every", "--all"], is_flag=True, default=None),
        option("--find", metavar="WORDS"),
        flag("--offline"),
        flag("--refresh"),
        option("--timeout", metavar="SECONDS"),
    ],
)
