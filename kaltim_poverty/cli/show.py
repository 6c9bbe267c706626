"""``kpov show``: which figures are there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, indicator, locality, own, period, rounds
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.wide import wide_options, widened
from kaltim_poverty.published.show import show

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask(output: Output, wide: str | None = None, cell: Sequence[str] = (), **question: Any) -> None:
    """Ask and write."""
    output.write(widened(show(**question), wide, cell))


COMMAND = Command("show", ask, [period(), area(), locality(), indicator(), rounds(), *wide_options(), *own()])
