"""Sums over slices as they come, each folded from the running sums of those before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.carry import Carry, no_carry
from kaltim_poverty.survey.moments.cell_sums import CellsOfSlice, cells_of_slice
from kaltim_poverty.survey.moments.cuts import CellRuns, Cuts, RunSums, cuts_of, no_cell_sums, no_runs
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.poor import Lines
from kaltim_poverty.survey.moments.slice_sums import SliceSums, features_of
from kaltim_poverty.survey.sample import SIZES, Breakdown, Sizes, Slice, pieces


class Folded(NamedTuple):
    """The result of folding some rows: their moments and the carry after them.

    Attributes:
        moments: their sums.
        carry: running sums of these rows and of those before, from which the next go on.
    """

    moments: Moments
    carry: Carry


def rows_together(cells: CellsOfSlice | None, sizes: Sizes) -> int:
    """As many rows as fit the processor's cache, but no fewer than own cells."""
    return max(sizes.rows_of_fold, 0 if cells is None else cells.size)


class Accumulator:
    """Adds up the features of slices as they come."""

    def __init__(
        self,
        over: Breakdown,
        plan: Plan,
        constants: DomainConstants,
        lines: Lines,
        start: Carry | None = None,
        *,
        with_cells: bool = True,
        cell_runs: Callable[[Cuts], CellRuns] | None = None,
        sizes: Sizes = SIZES,
    ) -> None:
        self.over, self.lines, self.sizes, self.with_cells = over, lines, sizes, with_cells
        own_cells = len(over.domain) if with_cells else 0
        make = cell_runs or partial(no_cell_sums, over)
        self.runs = runs_of(plan, constants, make if with_cells else None)
        self.features = features_of(plan, with_cells=with_cells)
        self.sums = {feature: np.zeros(len(over)) for feature in self.features.summed}
        self.cross = {pair: np.zeros(len(over)) for pair in self.features.pairs}
        self.table = np.zeros((len(self.sums), own_cells))
        carry = no_carry(self.features.evaluated, len(over))
        self.carry = carry if start is None else carry.added(start)
        self.begun: set[int] = set()
        self.of_domain = [constants.of(domain) for domain in range(len(over))]

    def add(self, part: Slice, weight: Array) -> None:
        """The rows of one domain in one block, in order."""
        if self.runs is not None:
            self.runs.add(part, weight, self.sizes)
        if not self.features.evaluated:
            return
        cells = cells_of_slice(self.over, part) if self.with_cells else None
        own = SliceSums(self.features, cells, self.table_of(part.domain, cells))
        constants, before = self.of_domain[part.domain], self.carry.of(part.domain)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # where a measure is undefined
            for rows in pieces(0, len(weight), rows_together(cells, self.sizes)):
                place = None if cells is None else cells.places(part, rows)
                own.add(part.take(rows), weight[rows], place, constants, before, self.lines)
        self.add_slice(part.domain, own)

    def table_of(self, domain: int, cells: CellsOfSlice | None) -> Array:
        """Where the sums of own cells of a slice are made: of the first of a domain in place."""
        if cells is not None and isinstance(cells.cells, slice) and domain not in self.begun:
            return self.table[:, cells.cells]
        return np.zeros((len(self.table), 0 if cells is None else cells.size))

    def add_slice(self, domain: int, own: SliceSums) -> None:
        """Add the sums of a slice to those of the others."""
        for feature, value in own.sums.items():
            self.sums[feature][domain] += value
        for pair, value in own.cross.items():
            self.cross[pair][domain] += value
        self.carry.add(domain, own.passed)
        self.begun.add(domain)
        if own.cells is not None and own.table.base is not self.table:
            for sums, table in zip(own.table, self.table, strict=True):
                table[own.cells.cells] += sums

    def result(self) -> Folded:
        """The sums of all slices."""
        cell_sums = dict(zip(self.sums, self.table, strict=True)) if self.with_cells else {}
        return Folded(Moments(self.sums, self.cross, cell_sums, self.runs), self.carry)


def runs_of(
    plan: Plan, constants: DomainConstants, cell_runs: Callable[[Cuts], CellRuns] | None
) -> RunSums | None:
    """The sums between cuts before the first row, if a feature depends on a quantile."""
    cut = [feature for feature in plan.features if feature.of_a_cut]
    if not cut:
        return None
    cuts = cuts_of(cut, constants)
    return no_runs(cuts, cell_runs(cuts) if cell_runs else None)
