"""``kpov grouped estimate``: poverty and inequality from a few shares or classes."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.grouped_options import file, listed, reading, source
from kaltim_poverty.cli.options import chart, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.survey_options import measures


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.grouped.estimate import estimate

    output.write(estimate(**listed(question)))


COMMAND = Command(
    "grouped estimate",
    ask,
    [
        file(),
        option("--line", metavar="RP", repeat=True),
        option("--measure", metavar="NAME", repeat=True, complete=measures),
        *source(),
        option("--population", metavar="N"),
        *reading(),
        *chart(),
    ],
)
