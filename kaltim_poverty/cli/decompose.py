"""``kpov decompose``: which part of a change is urban, rural, or people moving?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, chart, indicator, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.decompose import decompose


def ask(output: Output, before: str, **question: Any) -> None:
    """Ask and write."""
    output.write(decompose(before, **question))


COMMAND = Command(
    "decompose",
    ask,
    [
        period("before", "BEFORE", needed=True),
        period("after", "AFTER"),
        option("--over", metavar="OVER", complete=complete.over),
        area(),
        indicator(),
        *chart(),
        *own(),
    ],
)
