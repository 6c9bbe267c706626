"""``kpov grouped curve``: the curve through groups in numbers."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.grouped_options import file, methods, reading
from kaltim_poverty.cli.options import chart, option
from kaltim_poverty.cli.output import Output


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.grouped.curve import curve

    output.write(curve(**question))


COMMAND = Command(
    "grouped curve",
    ask,
    [
        file(),
        option("--points"),
        option("--mean", metavar="RP"),
        option("--gini", metavar="N"),
        option("--method", metavar="METHOD", complete=methods),
        option("--by", metavar="COL"),
        *reading(currency=False),
        *chart(),
    ],
)
