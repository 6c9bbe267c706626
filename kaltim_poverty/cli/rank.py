"""``kpov rank``: how does each area rank?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, locality, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.rank import rank


def ask(output: Output, indicator: str, **question: Any) -> None:
    """Ask and write."""
    output.write(rank(indicator, **question))


COMMAND = Command(
    "rank",
    ask,
    [
        argument("indicator", "INDICATOR", complete=complete.indicators),
        period(),
        option("--among", metavar="AMONG", complete=complete.among),
        area(),
        locality(),
        *own(),
    ],
)
