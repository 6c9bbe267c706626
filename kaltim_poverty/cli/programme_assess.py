"""``kpov programme assess``: is an amount enough, and how many does it reach?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, needed, option, own, per
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.assess import assess


def ask(output: Output, amount: str, recipients: str, **question: Any) -> None:
    """Ask and write."""
    output.write(assess(amount, recipients, **question))


COMMAND = Command(
    "programme assess",
    ask,
    [
        needed("--amount", metavar="RP"),
        needed("--recipients"),
        per(),
        option("--period", metavar="PERIOD", complete=complete.periods),
        option("--overhead", metavar="PERCENT"),
        Option(["monthly_return", "--return"], metavar="PERCENT"),
        area(),
        *own(),
    ],
)
