"""``kpov programme list``: the amounts and rules of programmes, with their sources."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.listing import listing


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(listing(**question))


COMMAND = Command(
    "programme list",
    ask,
    [option("--year", metavar="YEAR"), option("--programmes", metavar="FILE", repeat=True)],
)
