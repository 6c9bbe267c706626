"""``kpov programme options``: what does a budget buy, more people or more for each?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, needed, option, own, per
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.options import options


def ask(output: Output, budget: str, **question: Any) -> None:
    """Ask and write."""
    output.write(options(budget, **question))


COMMAND = Command(
    "programme options",
    ask,
    [
        needed("--budget", metavar="RP"),
        option("--amount", metavar="RP", repeat=True),
        option("--recipients", metavar="N", repeat=True),
        per(),
        option("--period", metavar="PERIOD", complete=complete.periods),
        option("--overhead", metavar="PERCENT"),
        area(),
        *own(),
    ],
)
