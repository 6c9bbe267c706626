"""``kpov programme strategies``: the same rupiah spent in different ways."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, chart, needed, option, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.strategies import strategies


def ask(output: Output, budget: str, **question: Any) -> None:
    """Ask and write."""
    output.write(strategies(budget, **question))


COMMAND = Command(
    "programme strategies",
    ask,
    [
        needed("--budget", metavar="RP"),
        option("--transfer", metavar="RP"),
        option("--months"),
        option("--capital", metavar="RP", repeat=True),
        option("--group", metavar="RP/N", repeat=True),
        Option(["monthly_return", "--return"], metavar="PERCENT", multiple=True),
        option("--horizon"),
        option("--survival", metavar="PERCENT"),
        option("--overhead", metavar="NAME=PERCENT,..."),
        option("--period", metavar="PERIOD", complete=complete.periods),
        area(),
        *chart(),
        *own(),
    ],
)
