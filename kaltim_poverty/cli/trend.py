"""``kpov trend``: how did an indicator move, and how fast?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, locality, own, period, rounds
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.trend import trend


def ask(output: Output, indicator: str, **question: Any) -> None:
    """Ask and write."""
    output.write(trend(indicator, **question))


COMMAND = Command(
    "trend",
    ask,
    [
        argument("indicator", "INDICATOR", complete=complete.indicators),
        period("period", "RANGE"),
        area(),
        locality(),
        rounds(),
        *own(),
    ],
)
