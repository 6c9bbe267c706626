"""Sums of the own cells of a domain (a domain and a PSU) over the rows of one slice.

They are added to those of other slices as a whole, so that a block adds the same whatever came before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.sample import Breakdown, IntArray, Slice, factorize, summed

SPARSE = 1.5  # times as many cells as rows: then a table of the cells that have rows is smaller than of all


class CellsOfSlice(NamedTuple):
    """The own cells that have rows in a slice.

    Attributes:
        cells: which, among all own cells of the breakdown; each once.
        size: how many.
        number: of each cell of the sample, among all own cells.
        place: of each row among these own cells, (rows,); None where all of a domain are there, so that it
            follows from their number.
    """

    cells: slice | IntArray
    size: int
    number: IntArray
    place: IntArray | None

    def places(self, part: Slice, rows: slice) -> IntArray:
        """The place of some rows among these own cells: a piece at a time, as the cache holds no more."""
        if self.place is not None:
            return self.place[rows]
        assert isinstance(self.cells, slice)  # noqa: S101 - all of a domain
        return np.asarray(self.number.take(part.cell[rows]) - self.cells.start)


def cells_of_slice(over: Breakdown, part: Slice) -> CellsOfSlice:
    """All own cells of its domain, or those that have rows where these are few."""
    of_domain = over.own(part.domain)
    size = of_domain.stop - of_domain.start
    if size <= SPARSE * len(part.cell):
        return CellsOfSlice(of_domain, size, over.cell_of, None)
    cells, place = factorize(over.cell_of.take(part.cell))
    return CellsOfSlice(cells, len(cells), over.cell_of, place)


def add_runs(tables: Array, over: Breakdown, part: Slice, run: IntArray, values: Sequence[Array]) -> None:
    """Add values to tables by run and own cell.

    Args:
        tables: of all own cells, (tables, runs, own cells).
        over: the breakdown.
        part: the rows.
        run: of each row, ascending, (rows,).
        values: one for each table, (rows,).
    """
    runs, own = tables.shape[1], cells_of_slice(over, part)
    index = run * own.size + own.places(part, slice(None))
    if runs * own.size <= SPARSE * len(index):
        for table, each in zip(tables, values, strict=True):
            table[:, own.cells] += summed(index, each, runs * own.size).reshape(runs, own.size)
        return
    there, place = factorize(index)
    which, cell = np.divmod(there, own.size)
    cells = cell + own.cells.start if isinstance(own.cells, slice) else own.cells[cell]
    for table, each in zip(tables, values, strict=True):
        table[which, cells] += summed(place, each, len(there))
