"""``kpov scenario``: what if spending grows, the line rises, inequality moves?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, chart, flag, locality, option, own, period
from kaltim_poverty.cli.output import Output


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.grouped.scenario import scenario

    output.write(scenario(**question))


COMMAND = Command(
    "scenario",
    ask,
    [
        period(),
        option("--growth", metavar="PERCENT", repeat=True),
        option("--line-growth", metavar="PERCENT", repeat=True),
        option("--gini", metavar="PERCENT", repeat=True),
        option("--years", metavar="N"),
        option("--transfer", metavar="RP"),
        option("--recipients"),
        option("--poorest", metavar="PERCENT"),
        flag("--backtest"),
        area(),
        locality(),
        *chart(),
        *own(),
    ],
)
