"""What depends on quantiles: parts of Lorenz ordinates and shares of people, of all cuts in one pass.

Rows come in order of welfare, so the rows between two cuts are a run, of which sums are taken. The feature of
a cut follows from that of the cut before it, by sums of one sign only, so that nothing is lost in rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import DEVIATION, OF_A_CUT, Family, Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.moments.cell_sums import add_runs
from kaltim_poverty.survey.sample import SIZES, Breakdown, Chunk, IntArray, Sizes, Slice, pieces

SHARES_OF_PEOPLE: frozenset[Family] = frozenset(("up_to", "at_quantile"))
Sums: TypeAlias = tuple[Array, ...]  # Σ w, Σ w(y − q), perhaps Σ w(y − q)² of some rows, q their cut


class Cuts(NamedTuple):
    """The quantiles at which the rows of each domain are cut, and what is made of the runs between them.

    Attributes:
        features: made of the runs.
        percents: of the quantiles, ascending.
        points: the quantiles, (percents, domains).
        centre: the mean of welfare of each domain, (domains,).
        origins: the welfare from which that of each run is measured, (runs, domains).
    """

    features: tuple[Feature, ...]
    percents: tuple[float, ...]
    points: Array
    centre: Array
    origins: Array

    def place(self, feature: Feature) -> int:
        """The cut of a feature."""
        return self.percents.index(feature.number)

    def count(self, family: Family) -> int:
        """How many cuts there are from the end at which a family begins to the last that it needs."""
        places = [self.place(feature) for feature in self.features if feature.family == family]
        if not places:
            return 0
        return len(self.percents) - min(places) if family == "above" else max(places) + 1

    def of_features(
        self, runs: Sequence[Sums], spread: Callable[[Array], Array]
    ) -> Iterator[tuple[Feature, Sums]]:
        """The sums of each feature; of shares of people beyond the last Lorenz ordinate Σ w alone.

        Args:
            runs: the sums of each run.
            spread: gives the number of a domain to all that belongs to it.
        """
        steps, none = np.diff(self.points, axis=0), np.zeros_like(self.centre)
        above, below = self.count("above"), self.count("below")
        from_top = cumulated_runs(runs[:0:-1][:above], (none, *steps[::-1]), spread)
        for percent, sums in zip(self.percents[::-1], from_top, strict=False):
            yield Feature("above", percent), sums
        from_bottom = [run if place < below else run[:1] for place, run in enumerate(runs[:-1])]
        cumulated = cumulated_runs(from_bottom, (none, *-steps), spread)
        for percent, sums in zip(self.percents, cumulated, strict=True):
            yield Feature("below", percent), sums
            yield Feature("up_to", percent), sums
            yield Feature("at_quantile", percent), sums


def cuts_of(features: Sequence[Feature], constants: DomainConstants) -> Cuts:
    """The cuts that features are made of; between those of both ends of a curve any origin will do."""
    percents = tuple(sorted({feature.number for feature in features}))
    points = np.array([constants.quantiles[percent] for percent in percents])
    below = [percents.index(feature.number) for feature in features if feature.family == "below"]
    last = max(below, default=-1)
    origins = [run if run <= last else max(run - 1, 0) for run in range(len(percents) + 1)]
    return Cuts(tuple(features), percents, points, constants.centre, points[origins])


def product_follows_from_runs(one: Feature, two: Feature) -> bool:
    """Whether Σ w·feature·feature of a pair follows from sums between cuts.

    People up to a quantile have no sum of welfare but where another feature needs it.
    """
    families = {one.family, two.family}
    if families & SHARES_OF_PEOPLE:
        return families <= {*SHARES_OF_PEOPLE, "below"}
    return families <= OF_A_CUT | {DEVIATION.family} and families != {DEVIATION.family}


def recentre_at_next_cut(sums: Sums, step: Array, spread: Callable[[Array], Array]) -> Sums:
    """The sums of the same rows at another cut, *step* the old cut less the new one."""
    if len(sums) == 1:  # people are as many from everywhere
        return sums
    step = spread(step)
    people, away, *squares = sums
    moved = away + step * people
    return (people, moved, *(each + step * (away + moved) for each in squares))


def cumulated_runs(
    runs: Iterable[Sums], steps: Iterable[Array], spread: Callable[[Array], Array]
) -> Iterator[Sums]:
    """The sums of the first run, of the first two, and so on, each at the cut of its last run."""
    known: Sums = ()
    for run, step in zip(runs, steps, strict=False):
        before = recentre_at_next_cut(known[: len(run)], step, spread) if known else known
        known = tuple(one + two for one, two in zip(before, run, strict=True)) if known else run
        yield known


def first_moment(feature: Feature, sums: Sums) -> Array:
    """Σ w·feature."""
    return sums[0] if feature.family in SHARES_OF_PEOPLE else sums[1]


class CellRuns(Protocol):
    """Σ w and Σ w(y − origin) of the rows between cuts, by own cell."""

    def add(self, part: Slice, weight: Array, runs: IntArray) -> None:
        """Take the rows of a slice in, with how many of them are in each run."""

    def of(self, chunk: Chunk) -> list[Sums]:
        """The sums of each run, (cells of the chunk,)."""


class EagerCellSums(NamedTuple):
    """Tables of all own cells.

    Attributes:
        over: the breakdown.
        origins: the welfare from which that of each run is measured, (runs, domains).
        tables: Σ w and Σ w(y − origin), (2, runs, own cells).
    """

    over: Breakdown
    origins: Array
    tables: Array

    def add(self, part: Slice, weight: Array, runs: IntArray) -> None:
        """Take the rows of a slice in, with how many of them are in each run."""
        run = np.repeat(np.arange(len(runs)), runs)
        weighted = weight * (part.welfare - self.origins[:, part.domain].take(run))
        add_runs(self.tables, self.over, part, run, (weight, weighted))

    def of(self, chunk: Chunk) -> list[Sums]:
        """The sums of each run, (cells of the chunk,)."""
        return [tuple(chunk.of(sums) for sums in run) for run in self.tables.swapaxes(0, 1)]


def no_cell_sums(over: Breakdown, cuts: Cuts) -> EagerCellSums:
    """The tables before the first row."""
    return EagerCellSums(over, cuts.origins, np.zeros((2, len(cuts.origins), len(over.domain))))


@dataclass(frozen=True, eq=False)
class RunSums:
    """Sums of the rows between cuts.

    Attributes:
        cuts: which.
        domains: Σ w, Σ w(y − origin), Σ w(y − origin)² of each run, (3, runs, domains).
        cells: the first two of the own cells; None if they are not wanted.
    """

    cuts: Cuts
    domains: Array
    cells: CellRuns | None

    def added(self, other: RunSums) -> RunSums:
        """With other rows.

        Raises:
            ValueError: if the sums of cells are no tables.
        """
        found = replace(self, domains=self.domains + other.domains)
        if self.cells is None or other.cells is None:
            return replace(found, cells=None)
        if not isinstance(self.cells, EagerCellSums) or not isinstance(other.cells, EagerCellSums):
            raise ValueError("deferred sums of cells do not add up")  # noqa: TRY004 - not a wrong type of ours
        tables = self.cells.tables + other.cells.tables
        return replace(found, cells=self.cells._replace(tables=tables))

    def add(self, part: Slice, weight: Array, sizes: Sizes = SIZES) -> None:
        """Take the rows of a slice in, which are in order of welfare, so many at a time."""
        domain, points = part.domain, self.cuts.points[:, part.domain]
        ends = np.searchsorted(part.welfare, points, side="right").tolist()
        bounds = [0, *ends, len(part.welfare)]
        for number, (start, end) in enumerate(pairwise(bounds)):
            for rows in pieces(start, end, sizes.rows_of_fold):
                away = part.welfare[rows] - self.cuts.origins[number, domain]
                weighted = weight[rows] * away
                self.domains[:, number, domain] += weight[rows].sum(), weighted.sum(), dot(weighted, away)
        if self.cells is not None:
            self.cells.add(part, weight, np.diff(bounds))

    @cached_property
    def by_feature(self) -> dict[Feature, Sums]:
        """The sums of each feature, (domains,)."""
        runs = [tuple(sums) for sums in self.domains.swapaxes(0, 1)]
        every = self.cuts.of_features(runs, lambda step: step)
        return {feature: sums for feature, sums in every if feature in self.cuts.features}

    @property
    def totals(self) -> dict[Feature, Array]:
        """Σ w·feature, (domains,)."""
        return {feature: first_moment(feature, sums) for feature, sums in self.by_feature.items()}

    def cells_of(self, chunk: Chunk) -> dict[Feature, Array]:
        """Σ w·feature of the own cells of a chunk."""
        if self.cells is None:
            return {}
        every = self.cuts.of_features(self.cells.of(chunk), chunk.spread)
        return {
            feature: first_moment(feature, sums) for feature, sums in every if feature in self.cuts.features
        }

    def product(self, one: Feature, two: Feature) -> Array:
        """Σ w·feature·feature of each domain, of features that `product_follows_from_runs`."""
        if not one.of_a_cut:
            one, two = two, one
        if not two.of_a_cut:
            _, away, squares = self.by_feature[one]
            return np.asarray(squares + (self.cuts.points[self.cuts.place(one)] - self.cuts.centre) * away)
        return self.product_of_cuts(one, two)

    def product_of_cuts(self, one: Feature, two: Feature) -> Array:
        """Σ w·feature·feature of two cuts: of the rows beyond the outer one; none is beyond both ends."""
        if {one.family, two.family} == {"below", "above"}:
            return np.zeros_like(self.cuts.centre)
        inner, outer = sorted((one, two), key=self.cuts.place, reverse=one.family != "above")
        if inner.family in SHARES_OF_PEOPLE:
            return first_moment(outer, self.by_feature[outer])
        people, away, *squares = self.by_feature[outer]
        step = self.cuts.points[self.cuts.place(outer)] - self.cuts.points[self.cuts.place(inner)]
        if outer.family in SHARES_OF_PEOPLE:
            return np.asarray(away + step * people)
        return np.asarray(squares[0] + step * away)


def no_runs(cuts: Cuts, cells: CellRuns | None) -> RunSums:
    """The sums before the first row."""
    return RunSums(cuts, np.zeros((3, *cuts.origins.shape)), cells)
