"""``kpov rank``: how does each area rank?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, chart, locality, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.wide import wide_options, widened
from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.published.rank import rank

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask(
    output: Output, indicator: str, wide: str | None = None, cell: Sequence[str] = (), **question: Any
) -> None:
    """Ask and write; side by side, several indicators or a range of periods can be asked for."""
    if wide is None:
        refuse_several(indicator)
        output.write(widened(rank(indicator, **question), wide, cell))
        return
    from kaltim_poverty.published.rankings import rankings

    output.write(widened(rankings(indicator, **question), wide, cell))


def refuse_several(indicator: str) -> None:
    """Refuse several indicators, each of which has a ranking of its own.

    Raises:
        UsageError: with the option that sets them side by side.
    """
    if len(split_list(indicator)) > 1:
        raise UsageError("several_rankings", given=indicator)


COMMAND = Command(
    "rank",
    ask,
    [
        argument("indicator", "INDICATOR", complete=complete.indicators),
        period(),
        option("--among", metavar="AMONG", complete=complete.among),
        area(),
        locality(),
        *wide_options(),
        *chart(),
        *own(),
    ],
)
