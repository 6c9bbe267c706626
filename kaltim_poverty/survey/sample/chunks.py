"""Own cells a run of PSUs at a time, few enough that their sums stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample.arrays import run_lengths
from kaltim_poverty.survey.sample.breakdown import Breakdown
from kaltim_poverty.survey.sample.sizes import SIZES


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
    cells: slice | IntArray
    size: int
    domains: IntArray
    counts: IntArray

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
    place: IntArray


def chunks(over: Breakdown, psus_of_chunk: int = SIZES.psus_of_chunk) -> Chunks:
    """The chunks of a breakdown, each of the own cells in so many PSUs."""
    number = over.psu // psus_of_chunk
    order: slice | IntArray = slice(None)
    if not (number[1:] >= number[:-1]).all():
        order = np.argsort(number.astype(np.uint16), kind="stable")
        number = number[order]
    starts, counts = run_lengths(number)
    every, place = {}, np.empty(len(over.psu), dtype=np.intp)
    for start, size in zip(starts.tolist(), counts.tolist(), strict=True):
        own = slice(start, start + size)
        cells = own if isinstance(order, slice) else order[own]
        place[cells] = np.arange(size)
        domain = over.domain[cells]
        first, cells_of_domain = run_lengths(domain)
        every[int(number[start])] = Chunk(int(number[start]), cells, size, domain[first], cells_of_domain)
    return Chunks(every, place)
