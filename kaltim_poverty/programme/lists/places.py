"""The number of places in a cell of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaltim_poverty.programme.lists.table import ListTable


def place_count(plan: ListTable, row: int, recipients: str) -> int:
    """The places in one row of the file.

    Raises:
        InputError: if it is not a whole number from 0 on.
    """
    cell = plan.cells[recipients][row].removesuffix(".0")
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10):  # noqa: PLR2004 - a billion
        raise plan.refuse("places_cell", row, recipients)
    return int(cell)
