"""``kpov trend``: how did an indicator move, and how fast?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, chart, locality, own, period, rounds
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.wide import wide_options, widened
from kaltim_poverty.published.trend import trend

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask(
    output: Output, indicator: str, wide: str | None = None, cell: Sequence[str] = (), **question: Any
) -> None:
    """Ask and write."""
    output.write(widened(trend(indicator, **question), wide, cell))


COMMAND = Command(
    "trend",
    ask,
    [
        argument("indicator", "INDICATOR", complete=complete.indicators),
        period("period", "RANGE"),
        area(),
        locality(),
        rounds(),
        *wide_options(),
        *chart(),
        *own(),
    ],
)
