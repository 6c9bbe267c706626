"""Cells and rows a run of PSUs at a time, few enough to stay in the processor's cache.

All breakdowns have the same runs, so that rows are put in order of them once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.blocks import Whole, looked_up
from kaltim_poverty.survey.threads import in_threads

if TYPE_CHECKING:
    from kaltim_poverty.survey.blocks import Breakdown

PSUS_OF_CHUNK = 2**15


class Chunk(NamedTuple):
    """The own cells of a breakdown in a run of PSUs.

    Attributes:
        number: of the run.
        cells: which, ascending.
        size: how many.
        domain: of each; None where they are all of one, the only one of the breakdown.
    """

    number: int
    cells: slice | Whole
    size: int
    domain: Whole | None

    def of(self, values: Array) -> Array:
        """The numbers of its cells, of numbers of all own cells."""
        return values[self.cells] if isinstance(self.cells, slice) else values.take(self.cells)

    def spread(self, values: Array) -> Array:
        """The number of each domain given to its cells; one number where there is one domain."""
        return values if self.domain is None else values.take(self.domain)


class Chunks(NamedTuple):
    """All own cells of a breakdown.

    Attributes:
        every: the chunks by their number; runs of PSUs without a cell are left out.
        place: of each own cell in its chunk.
    """

    every: Mapping[int, Chunk]
    place: Whole


class Group(NamedTuple):
    """Rows in a run of PSUs, in order of the file.

    Attributes:
        place: of each in order of welfare.
        welfare: of each.
        weight: of each.
        cell: of each.
    """

    place: NDArray[np.int32]
    welfare: Array
    weight: Array
    cell: Whole


class Runs(NamedTuple):
    """Things in order of their run of PSUs.

    Attributes:
        order: their places in this order; a slice of all where they come in it.
        places: those of each run in the order, by its number.
    """

    order: slice | Whole
    places: Mapping[int, slice]


def runs_of(number: NDArray[np.uint16]) -> Runs:
    """The order of things by the number of their run."""
    ends = np.arange(int(number.max(initial=0)) + 2, dtype=number.dtype)
    order: slice | Whole = slice(None)
    if (number[1:] >= number[:-1]).all():
        bounds = np.searchsorted(number, ends)
    else:
        order = np.argsort(number, kind="stable")
        bounds = np.searchsorted(number, ends, sorter=order)
    places = {run: slice(start, end) for run, (start, end) in enumerate(pairwise(bounds.tolist()))}
    return Runs(order, {run: own for run, own in places.items() if own.start < own.stop})


def number_of(psu: Whole) -> NDArray[np.uint16]:
    """The number of the run that PSUs belong to."""
    return (psu // PSUS_OF_CHUNK).astype(np.uint16)


def chunks(over: Breakdown) -> Chunks:
    """The chunks of a breakdown."""
    runs = runs_of(number_of(over.psu))
    every, place = {}, np.empty(len(over.psu), dtype=np.intp)
    for number, own in runs.places.items():
        cells = own if isinstance(runs.order, slice) else runs.order[own]
        size = own.stop - own.start
        place[cells] = np.arange(size)
        every[number] = Chunk(number, cells, size, None if len(over) == 1 else over.domain[cells])
    return Chunks(every, place)


def groups(welfare: Array, weight: Array, cell: Whole, order: Whole, psu: Whole) -> Mapping[int, Group]:
    """Rows by their run of PSUs.

    Args:
        welfare: of each row, in order of the file.
        weight: the same.
        cell: the same.
        order: their places in order of welfare.
        psu: of each cell.
    """
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    runs = runs_of(looked_up(number_of(psu), cell))
    columns = in_threads([partial(taken, column, runs.order) for column in (place, welfare, weight, cell)])
    return {number: Group(*(column[own] for column in columns)) for number, own in runs.places.items()}


def taken(column: NDArray[Any], order: slice | Whole) -> NDArray[Any]:
    """A column in another order."""
    return column[order]
