"""``kpov brief``: say it in a paragraph."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.brief import brief


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(brief(**question))


COMMAND = Command(
    "brief",
    ask,
    [period(), option("--against", metavar="PERIOD", complete=complete.periods), area(), *own()],
    piped="paragraph",
)
