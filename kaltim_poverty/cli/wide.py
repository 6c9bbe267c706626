"""``--wide`` and ``--cell``: areas, periods or indicators side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.options import option
from kaltim_poverty.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.cli.options import Option
    from kaltim_poverty.records import Answer


def wide_options() -> list[Option]:
    """Which key becomes the columns, and what fills them."""
    return [
        option("--wide", metavar="KEY", complete=complete.wide_keys),
        option("--cell", metavar="FIELD", repeat=True, complete=complete.cells),
    ]


def widened(answer: Answer[Any], wide: str | None, cell: Sequence[str]) -> Answer[Any]:
    """The answer, as a wide table if that is asked for.

    Raises:
        UsageError: for an unknown key or field, or fields without a key.
    """
    if wide is None:
        if cell:
            raise UsageError("needs_option", option="--cell", needed="--wide")
        return answer
    from kaltim_poverty.published.wide import wide as spread

    return spread(answer, wide, cell=cell or None)
