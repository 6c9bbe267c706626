"""Sums of the rows between two cuts of the order of welfare, by own cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.sample.blocks import add_to_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slice, Whole
    from kaltim_poverty.survey.sample.chunks import Chunk, Chunks

Sums = Sequence[tuple["Array", "Array"]]  # of each run Σ w and Σ w(y − q), one number an own cell


class InTables:
    """Tables of all own cells, for rows that come only once.

    Args:
        sample: the survey.
        over: the breakdown.
        within: its own cells.
        seen_from: q, the welfare from which that of each run is seen, one column a domain.
    """

    def __init__(self, sample: Sample, over: Breakdown, within: Chunks, seen_from: Array) -> None:
        del sample
        self.over, self.seen_from = over, seen_from
        self.people, self.away = np.zeros((2, len(seen_from), len(within.place)))

    def add(self, part: Slice, weight: Array, bounds: Sequence[int]) -> None:
        """Rows of one domain, whose runs begin at some places and end at the next."""
        own = self.over.own(part.domain)
        place = self.over.cell_of.take(part.cell) - own.start
        weighted = weight * (part.welfare - np.repeat(self.seen_from[:, part.domain], np.diff(bounds)))
        for run, (start, end) in enumerate(pairwise(bounds)):
            rows = slice(start, end)
            for table, values in ((self.people, weight), (self.away, weighted)):
                add_to_cells(table[run, own], place[rows], values[rows])

    def runs(self, chunk: Chunk) -> Sums:
        """The sums of a chunk."""
        return list(zip(self.people[:, chunk.cells], self.away[:, chunk.cells], strict=True))


class Later:
    """Only the run of each row is kept, and sums are taken when a chunk is asked for."""

    def __init__(self, sample: Sample, over: Breakdown, within: Chunks, seen_from: Array) -> None:
        assert sample.groups is not None  # noqa: S101 - asked by the caller
        self.groups, self.over, self.seen_from = sample.groups(), over, seen_from
        self.place = over.given_to_cells(within.place, outside=-1).astype(np.int32)
        self.domain = over.given_to_cells(over.domain, outside=0).astype(np.int32)
        self.complete = bool((over.cell_of[sample.cells.rows > 0] >= 0).all())
        narrow = np.uint8 if len(seen_from) < 2**8 else np.uint16
        self.run: NDArray[np.unsignedinteger] = np.zeros(int(sample.cells.rows.sum()), dtype=narrow)
        self.flat = np.ascontiguousarray(seen_from).ravel()

    def add(self, part: Slice, weight: Array, bounds: Sequence[int]) -> None:
        """Rows of one domain, whose runs begin at some places and end at the next."""
        del weight
        run = np.repeat(np.arange(len(self.seen_from), dtype=self.run.dtype), np.diff(bounds))
        self.of_block(part)[part.place] = run

    def runs(self, chunk: Chunk) -> Sums:
        """The sums of a chunk."""
        people, away = zip(
            *(self.of_part(self.inside(part), chunk.size) for part in self.groups[chunk.number]), strict=True
        )
        return list(zip(sum(people[1:], start=people[0]), sum(away[1:], start=away[0]), strict=True))

    def of_part(self, part: Slice, cells: int) -> tuple[Array, Array]:
        """Σ w and Σ w(y − q) of some rows, one row a run, one column a cell."""
        run = self.of_block(part)[part.place]
        weighted = part.welfare - self.seen_by(run, part.cell)
        weighted *= part.weight
        index = run.astype(np.intp)  # nearly ascending, so that few sums are in use at a time
        index *= cells
        index += self.place.take(part.cell)
        return self.summed(index, part.weight, cells), self.summed(index, weighted, cells)

    def summed(self, index: Whole, values: Array, cells: int) -> Array:
        """The sums of values, one row a run, one column a cell."""
        runs = len(self.seen_from)
        return np.bincount(index, values, runs * cells).reshape(runs, cells).astype(np.float64, copy=False)

    def of_block(self, part: Slice) -> NDArray[np.unsignedinteger]:
        """The runs of all rows of a block."""
        return self.run[part.block.start : part.block.start + len(part.block.weight)]

    def inside(self, part: Slice) -> Slice:
        """The rows that belong to a domain."""
        if self.complete:
            return part
        own = np.flatnonzero(self.place.take(part.cell) >= 0)
        place = np.arange(len(self.of_block(part)))[part.place]
        return part._replace(
            place=place[own], welfare=part.welfare[own], weight=part.weight[own], cell=part.cell[own]
        )

    def seen_by(self, run: NDArray[np.unsignedinteger], cell: Whole) -> Array:
        """The welfare from which that of each row is seen."""
        if len(self.over) == 1:
            return self.flat.take(run)
        return self.flat.take(run.astype(np.int32) * len(self.over) + self.domain.take(cell))
