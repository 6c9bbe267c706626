"""``kpov compare``: what changed between two periods?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, chart, indicator, locality, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.wide import wide_options, widened
from kaltim_poverty.published.compare import compare

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask(output: Output, wide: str | None = None, cell: Sequence[str] = (), **question: Any) -> None:
    """Ask and write."""
    output.write(widened(compare(**question), wide, cell))


COMMAND = Command(
    "compare",
    ask,
    [
        period("before", "BEFORE"),
        period("after", "AFTER"),
        area(),
        locality(),
        indicator(),
        option("--households", metavar="B,A"),
        option("--deff", metavar="D"),
        *wide_options(),
        *chart(),
        *own(),
    ],
)
