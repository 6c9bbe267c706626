"""``kpov data forget``: take a table out."""

from __future__ import annotations

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.data import forget


def ask(output: Output, table: str) -> None:
    """Ask and write."""
    output.write(forget(table))


COMMAND = Command("data forget", ask, [argument("table", "TABLE", complete=complete.kept_tables)])
