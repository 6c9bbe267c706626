"""Sums of the rows between two cuts of the order of welfare, by own cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.blocks import add_to_cells
from kaltim_poverty.survey.chunks import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.blocks import Breakdown, Sample, Slice, Whole
    from kaltim_poverty.survey.chunks import Chunk, Chunks

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
        block = self.run[part.block.start : part.block.start + len(part.block.weight)]
        block[part.place] = np.repeat(np.arange(len(self.seen_from), dtype=self.run.dtype), np.diff(bounds))

    def runs(self, chunk: Chunk) -> Sums:
        """The sums of a chunk."""
        group = self.group(chunk)
        place = self.place.take(group.cell)
        run = self.run.take(group.place)
        away = group.welfare - self.seen_by(run, group.cell)
        away *= group.weight
        index = place.astype(np.intp)  # cells of neighbours lie close to each other, runs do not
        index *= len(self.seen_from)
        index += run
        people, welfare = (self.added(index, values, chunk.size) for values in (group.weight, away))
        return list(zip(people, welfare, strict=True))

    def group(self, chunk: Chunk) -> Group:
        """The rows of a chunk that belong to a domain."""
        group = self.groups[chunk.number]
        if self.complete:
            return group
        inside = np.flatnonzero(self.place.take(group.cell) >= 0)
        return Group(
            group.place.take(inside),
            group.welfare.take(inside),
            group.weight.take(inside),
            group.cell.take(inside),
        )

    def seen_by(self, run: NDArray[np.unsignedinteger], cell: Whole) -> Array:
        """The welfare from which that of each row is seen."""
        if len(self.over) == 1:
            return self.flat.take(run)
        return self.flat.take(run.astype(np.int32) * len(self.over) + self.domain.take(cell))

    def added(self, index: Whole, values: Array, cells: int) -> Array:
        """The sums of each run, one row a run, one column a cell."""
        runs = len(self.seen_from)
        sums = np.bincount(index, values, runs * cells).reshape(cells, runs)
        return np.ascontiguousarray(sums.T, dtype=np.float64)
