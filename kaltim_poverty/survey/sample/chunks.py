"""Cells and rows a run of PSUs at a time, few enough to stay in the processor's cache.

All breakdowns have the same runs, so that rows are put in order of them once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.sample.blocks import Groups, Whole, run_lengths
from kaltim_poverty.survey.sample.partition import parted

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample.blocks import Block, Breakdown, Slice
    from kaltim_poverty.survey.sample.spare import Spare

PSUS_OF_CHUNK = 2**14


class Chunk(NamedTuple):
    """The own cells of a breakdown in a run of PSUs.

    Attributes:
        number: of the run.
        cells: which, ascending.
        size: how many.
        domains: those that have some of them, ascending.
        counts: how many each has, one after the other.
    """

    number: int
    cells: slice | Whole
    size: int
    domains: Whole
    counts: Whole

    def of(self, values: Array) -> Array:
        """The numbers of its cells, of numbers of all own cells."""
        return values[self.cells] if isinstance(self.cells, slice) else values.take(self.cells)

    def spread(self, values: Array) -> Array:
        """The number of each domain given to its cells; one number where there is one domain."""
        if len(self.domains) == 1:
            return values[self.domains]
        return np.repeat(values[self.domains], self.counts)


class Chunks(NamedTuple):
    """All own cells of a breakdown.

    Attributes:
        every: the chunks by their number; runs of PSUs without a cell are left out.
        place: of each own cell in its chunk.
    """

    every: Mapping[int, Chunk]
    place: Whole


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
        domain = over.domain[cells]
        starts, counts = run_lengths(domain)
        every[number] = Chunk(number, cells, size, domain[starts], counts)
    return Chunks(every, place)


def groups(blocks: Callable[[], Iterable[Block]], psu: Whole, spare: Spare) -> Groups:
    """Rows by their run of PSUs, in order of welfare.

    Args:
        blocks: the rows.
        psu: of each cell.
        spare: memory to use.
    """
    number = number_of(psu)
    found: dict[int, list[Slice]] = defaultdict(list)
    for block in blocks():
        for part in parted(block, number, int(number.max(initial=0)) + 1, spare.empty):
            found[part.domain].append(part)
    return found
