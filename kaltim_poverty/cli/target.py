"""``kpov target``: what pace does a target need, against the pace so far?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, argument, chart, flag, locality, option, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.target import target


def ask(output: Output, rate: str, year: str, **question: Any) -> None:
    """Ask and write."""
    output.write(target(rate, year, **question))


COMMAND = Command(
    "target",
    ask,
    [
        argument("rate", "RATE"),
        argument("year", "YEAR"),
        option("--indicator", metavar="INDICATOR", complete=complete.indicators),
        flag("--path"),
        Option(["since", "--from"], metavar="PERIOD", shell_complete=complete.periods),
        area(),
        locality(),
        *chart(),
        *own(),
    ],
)
