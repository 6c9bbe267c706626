"""Sums of the own cells of a domain (a domain and a PSU) over the rows of one slice.

They are added to those of other slices as a whole, so that a block adds the same whatever came before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.sample import Breakdown, Slice, Whole, factorize, summed

SPARSE = 1.5  # times as many cells as rows: then a table of the cells that have rows is smaller than of all


class CellsOfSlice(NamedTuple):
    """The own cells that have rows in a slice.

    Attributes:
        cells: which, among all own cells of the breakdown; each once.
        size: how many.
        place: of each row among them, (rows,).
    """

    cells: slice | Whole
    size: int
    place: Whole

    def add(self, sums: Array, rows: slice | Whole, values: Array) -> None:
        """Add values of some rows to sums of these cells, (size,)."""
        sums += np.bincount(self.place[rows], values, self.size)


def cells_of_slice(over: Breakdown, part: Slice) -> CellsOfSlice:
    """All own cells of its domain, or those that have rows where these are few."""
    of_domain = over.own(part.domain)
    size = of_domain.stop - of_domain.start
    place = over.cell_of.take(part.cell) - of_domain.start
    if size <= SPARSE * len(place):
        return CellsOfSlice(of_domain, size, place)
    cells, place = factorize(place)
    return CellsOfSlice(cells + of_domain.start, len(cells), place)


def add_runs(tables: Array, own: CellsOfSlice, run: Whole, values: Sequence[Array]) -> None:
    """Add values to tables by run and own cell.

    Args:
        tables: of all own cells, (tables, runs, own cells).
        own: those of the slice.
        run: of each row, ascending, (rows,).
        values: one for each table, (rows,).
    """
    runs = tables.shape[1]
    index = run * own.size + own.place
    if runs * own.size <= SPARSE * len(index):
        for table, each in zip(tables, values, strict=True):
            table[:, own.cells] += summed(index, each, runs * own.size).reshape(runs, own.size)
        return
    there, place = factorize(index)
    which, cell = np.divmod(there, own.size)
    cells = cell + own.cells.start if isinstance(own.cells, slice) else own.cells[cell]
    for table, each in zip(tables, values, strict=True):
        table[which, cells] += summed(place, each, len(there))
