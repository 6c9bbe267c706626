"""``kpov programme allocate``: how many for each district?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, chart, flag, option, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.allocate import allocate


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(allocate(**question))


COMMAND = Command(
    "programme allocate",
    ask,
    [
        option("--recipients"),
        option("--budget", metavar="RP"),
        option("--amount", metavar="RP"),
        option("--overhead", metavar="PERCENT"),
        option("--rule", metavar="RULE", complete=complete.allocation_rules),
        option("--minimum"),
        option("--rounding", metavar="METHOD", complete=complete.roundings),
        option("--source", metavar="NAME=PERCENT,..."),
        flag("--compare"),
        option("--period", metavar="PERIOD", complete=complete.periods),
        area(),
        *chart(),
        *own(),
    ],
)
