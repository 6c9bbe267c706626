"""``kpov compare``: what changed between two periods?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, indicator, locality, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.compare import compare


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(compare(**question))


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
        *own(),
    ],
)
