"""Rows to moments: features are computed and added up, a slice at a time.

A slice (the rows of one domain in one block) is folded from what came before it, its carry, and its sums are
added as a whole. So blocks can be folded anywhere and put together in their order: the digits are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import Constants, DomainConstants
from kaltim_poverty.measures.evaluate import NOTHING, Prefix, Rows, evaluate, prefix
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.moments.carry import Carry, no_carry
from kaltim_poverty.survey.moments.cell_sums import CellsOfSlice, cells_of_slice
from kaltim_poverty.survey.moments.cuts import CellRuns, Cuts, RunSums, cuts_of, no_cell_sums, no_runs
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Pair, Plan
from kaltim_poverty.survey.moments.poor import Lines, poor_rows
from kaltim_poverty.survey.sample import SIZES, Breakdown, IntArray, Sizes, Slice, Weights


class Folded(NamedTuple):
    """What rows became.

    Attributes:
        moments: their sums.
        carry: running sums of these rows and of those before, from which the next go on.
    """

    moments: Moments
    carry: Carry


def own_weight(part: Slice) -> Array:
    """The weight as it is."""
    return part.weight


def fold(
    parts: Iterable[Slice],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    start: Carry | None = None,
    with_cells: bool = True,
    weights: Weights = own_weight,
    sizes: Sizes = SIZES,
) -> Folded:
    """The moments of some rows.

    Args:
        parts: the rows of domains, block by block, in the order that features over pairs rank by.
        over: the breakdown.
        plan: what is wanted.
        constants: of its domains.
        lines: poverty lines of the sample.
        start: running sums of the blocks before; None if these are the first.
        with_cells: whether sums of own cells, and products, are wanted.
        weights: of the rows of a slice, if not their own.
        sizes: how many rows are looked at together.
    """
    accumulator = Accumulator(over, plan, constants, lines, start, with_cells=with_cells, sizes=sizes)
    for part in parts:
        accumulator.add(part, weights(part))
    return accumulator.result()


def fold_blocks(
    blocks: Iterable[Sequence[Slice]],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    start: Carry | None = None,
    with_cells: bool = True,
    sizes: Sizes = SIZES,
) -> list[Moments]:
    """The moments of each of some blocks that follow each other.

    Those of all blocks of a sample, added in their order, are the same to the last bit in however many pieces
    and wherever the blocks were folded.

    Args:
        blocks: the slices of each block.
        over: the breakdown.
        plan: what is wanted.
        constants: of its domains.
        lines: poverty lines of the sample.
        start: running sums of the blocks before these; None if there are none.
        with_cells: whether sums of own cells, and products, are wanted.
        sizes: how many rows are looked at together.
    """
    found = []
    for parts in blocks:
        folded = fold(
            parts, over, plan, constants, lines=lines, start=start, with_cells=with_cells, sizes=sizes
        )
        found.append(folded.moments)
        start = folded.carry
    return found


def running_sums(
    parts: Iterable[Slice],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    with_cells: bool = True,
    sizes: Sizes = SIZES,
) -> Carry:
    """The running sums of one block alone; those of all blocks before one, added up, are what it starts from.

    Args: as of `fold`.
    """
    features = features_of(plan, with_cells=with_cells)
    carry = no_carry(features.evaluated, len(over))
    for part in parts:
        own = SliceSums(features, None, np.zeros((0, 0)))
        cells = cells_of_slice(over, part) if with_cells else None
        for rows in pieces(len(part.weight), cells, sizes):
            own.pass_by(part.part(rows), part.weight[rows], constants.of(part.domain), lines)
        carry.add(part.domain, own.passed)
    return carry


def pieces(rows: int, cells: CellsOfSlice | None, sizes: Sizes) -> Iterable[slice]:
    """As many rows as stay in the processor's cache, but not fewer than own cells to add them to."""
    size = max(sizes.rows_of_fold, 0 if cells is None else cells.size)
    return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


class Accumulator:
    """Adds up the features of slices as they come; slices of different domains may come from two threads."""

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
        self.table = np.zeros((len(self.sums), own_cells))  # one, so that its pages are large
        carry = no_carry(self.features.evaluated, len(over))
        self.carry = carry if start is None else carry.added(start)
        self.begun: set[int] = set()
        self.of_domain = [constants.of(domain) for domain in range(len(over))]

    def add(self, part: Slice, weight: Array) -> None:
        """The rows of one domain in one block, in order."""
        if self.runs is not None:
            self.runs.add(part, weight)
        if not self.sums:
            return
        cells = cells_of_slice(self.over, part) if self.with_cells else None
        own = SliceSums(self.features, cells, self.table_of(part.domain, cells))
        constants, before = self.of_domain[part.domain], self.carry.of(part.domain)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # where a measure is undefined
            for rows in pieces(len(weight), cells, self.sizes):
                place = None if cells is None else cells.places(part, rows)
                own.add(part.part(rows), weight[rows], place, constants, before, self.lines)
        self.take(part.domain, own)

    def table_of(self, domain: int, cells: CellsOfSlice | None) -> Array:
        """Where the sums of own cells of a slice are made: of the first of a domain in place."""
        if cells is not None and isinstance(cells.cells, slice) and domain not in self.begun:
            return self.table[:, cells.cells]
        return np.zeros((len(self.table), 0 if cells is None else cells.size))

    def take(self, domain: int, own: SliceSums) -> None:
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
    """The sums between cuts before the first row, if a feature hangs on a quantile."""
    cut = [feature for feature in plan.features if feature.of_a_cut]
    if not cut:
        return None
    cuts = cuts_of(cut, constants)
    return no_runs(cuts, cell_runs(cuts) if cell_runs else None)


class Features(NamedTuple):
    """The features of a plan by when they are computed.

    Attributes:
        summed: of which sums are wanted.
        pairs: of which products are wanted.
        general: that everybody has.
        poor: that the poor have.
        shared: that everybody has and that are in a product with one of the poor.
        columns: names of columns that they need.
    """

    summed: tuple[Feature, ...]
    pairs: tuple[Pair, ...]
    general: tuple[Feature, ...]
    poor: tuple[Feature, ...]
    shared: tuple[Feature, ...]
    columns: tuple[str, ...]

    @property
    def evaluated(self) -> tuple[Feature, ...]:
        """All that are computed."""
        return (*self.general, *self.poor)


def features_of(plan: Plan, *, with_cells: bool) -> Features:
    """The features of a plan, but for those of a cut; products are wanted with cells alone."""
    summed = tuple(feature for feature in plan.features if not feature.of_a_cut)
    pairs = [pair for pair in plan.products if with_cells and not any(each.of_a_cut for each in pair)]
    evaluated = dict.fromkeys([*summed, *(feature for pair in pairs for feature in pair)])
    with_poor = [pair for pair in pairs if pair[0].of_the_poor != pair[1].of_the_poor]
    return Features(
        summed,
        tuple(pairs),
        tuple(feature for feature in evaluated if not feature.of_the_poor),
        tuple(feature for feature in evaluated if feature.of_the_poor),
        tuple({one if two.of_the_poor else two: None for one, two in with_poor}),
        tuple(dict.fromkeys(feature.column for feature in evaluated if feature.column is not None)),
    )


class SliceSums:
    """The sums of one slice."""

    def __init__(self, features: Features, cells: CellsOfSlice | None, table: Array) -> None:
        self.features, self.cells, self.table = features, cells, table
        self.sums = dict.fromkeys(features.summed, 0.0)
        self.cross = dict.fromkeys(features.pairs, 0.0)
        self.passed: dict[Feature, Prefix] = {}

    def add(
        self,
        part: Slice,
        weight: Array,
        place: IntArray | None,
        constants: Constants,
        start: Mapping[Feature, Prefix],
        lines: Lines,
    ) -> None:
        """A piece of the slice.

        Args:
            part: the piece.
            weight: of its rows.
            place: of each among the own cells; None where these are not wanted.
            constants: of the domain.
            start: running sums before the slice.
            lines: of the sample.
        """
        before = {feature: each.plus(self.passed.get(feature, NOTHING)) for feature, each in start.items()}
        columns = {name: part.column(name) for name in self.features.columns}
        everybody = Rows(part.welfare, weight, 0.0, constants, before, columns)
        general = self.evaluated(self.features.general, everybody)
        self.add_values(weight, place, general, {})
        if not self.features.poor:
            return
        chosen, line = poor_rows(lines, part)
        own = {name: values[chosen] for name, values in columns.items()}
        poor = Rows(part.welfare[chosen], weight[chosen], line, constants, before, own)
        values = self.evaluated(self.features.poor, poor)
        known = {feature: general[feature][chosen] for feature in self.features.shared}
        self.add_values(poor.weight, None if place is None else place[chosen], values, known)

    def pass_by(self, part: Slice, weight: Array, constants: Constants, lines: Lines) -> None:
        """Only the running sums of a piece."""
        self.move_on(self.features.general, Rows(part.welfare, weight, 0.0, constants, {}))
        if self.features.poor:
            chosen, line = poor_rows(lines, part)
            poor = Rows(part.welfare[chosen], weight[chosen], line, constants, {})
            self.move_on(self.features.poor, poor)

    def evaluated(self, features: Sequence[Feature], rows: Rows) -> dict[Feature, Array]:
        """Features of rows, which from then on have passed."""
        found = {feature: evaluate(feature, rows) for feature in features}
        self.move_on(features, rows)
        return found

    def move_on(self, features: Sequence[Feature], rows: Rows) -> None:
        """Add rows to the running sums of features over pairs."""
        for feature in features:
            if feature.over_pairs:
                self.passed[feature] = self.passed.get(feature, NOTHING).plus(prefix(feature, rows))

    def add_values(
        self,
        weight: Array,
        place: IntArray | None,
        values: Mapping[Feature, Array],
        known: Mapping[Feature, Array],
    ) -> None:
        """Add w·feature to the sums, w·feature·feature to the products.

        Args:
            weight: of the rows.
            place: of each row among the own cells; None where these are not wanted.
            values: features that are new.
            known: features of the same rows that have been added, for products with new ones.
        """
        weighted = {feature: weight * value for feature, value in values.items()}
        for feature, sums in zip(self.features.summed, self.table, strict=True):
            if feature in weighted:
                self.sums[feature] += float(weighted[feature].sum())
                if place is not None:
                    np.add(sums, np.bincount(place, weighted[feature], len(sums)), out=sums)
        every = {**known, **values}
        for one, two in self.cross:
            if one in weighted and two in every:
                self.cross[one, two] += dot(weighted[one], every[two])
            elif two in weighted and one in every:
                self.cross[one, two] += dot(weighted[two], every[one])
