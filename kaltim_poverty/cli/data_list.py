"""``kpov data list``: which tables are in it?"""

from __future__ import annotations

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.data import list_data


def ask(output: Output) -> None:
    """Ask and write."""
    output.write(list_data())


COMMAND = Command("data list", ask, [])
