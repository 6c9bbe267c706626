"""``kpov show``: which figures are there?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, indicator, locality, own, period, rounds
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.show import show


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(show(**question))


COMMAND = Command("show", ask, [period(), area(), locality(), indicator(), rounds(), *own()])
