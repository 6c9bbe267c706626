"""``kpov gap``: how far apart are urban and rural areas?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, chart, indicator, own, period, rounds
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.gap import gap


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(gap(**question))


COMMAND = Command("gap", ask, [period(), area(), indicator(), rounds(), *chart(), *own()])
