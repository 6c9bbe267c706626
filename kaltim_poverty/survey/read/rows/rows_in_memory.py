"""Rows that fit in memory: fetched at once, sorted by numpy, delivered as views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.survey.read.rows.sorting import sorted_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.read.rows.used_rows import UsedRows
    from kaltim_poverty.survey.sample import Block, IntArray


class RowsInMemory:
    """The rows in order of welfare; they can be sorted while their cells are numbered and looked up.

    Args:
        rows: which rows.
    """

    def __init__(self, rows: UsedRows) -> None:
        self.rows = rows
        self.fetched: dict[str, NDArray[Any]] = rows.fetch(rows.columns)
        self.sorted: dict[str, NDArray[Any]] = {}
        self.order: IntArray = np.empty(0, dtype=np.intp)
        self.cell: NDArray[Any] | None = None

    def sort(self) -> None:
        """Put the rows in order of welfare."""
        self.order, columns = sorted_rows(*self.fetched.values())
        self.sorted = dict(zip(self.fetched, columns, strict=True))

    def look_up_cells(self) -> None:
        """Find the cell of each row, once cells are numbered."""
        self.cell = self.rows.cell_numbers()

    def blocks(self, rows_of_block: int | None) -> Callable[[], Iterator[Block]]:
        """A function that starts delivering the rows from the first block.

        Args:
            rows_of_block: how many rows a block has, if not all.
        """
        if not self.sorted:
            self.sort()
        order, cell = self.order, self.rows.cell_numbers() if self.cell is None else self.cell
        columns = {**self.sorted, "cell": cell.take(order)}
        self.drop()
        size = rows_of_block or max(len(order), 1)
        blocks = [
            self.rows.block(columns, slice(start, start + size), start)
            for start in range(0, max(len(order), 1), size)
        ]
        return lambda: iter(blocks)

    def drop(self) -> None:
        """Free the arrays that are no longer needed."""
        self.fetched, self.sorted, self.order, self.cell = {}, {}, np.empty(0, dtype=np.intp), None
        self.rows.raw.drop()
        self.rows.cells.drop()
