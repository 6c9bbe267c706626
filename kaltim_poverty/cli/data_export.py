"""``kpov data export``: write it as one file."""

from __future__ import annotations

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.data import export


def ask(output: Output, file: str) -> None:
    """Ask and write."""
    output.write(export(file))


COMMAND = Command("data export", ask, [argument("file", "FILE.zip", complete=complete.files)])
