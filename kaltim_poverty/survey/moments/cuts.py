"""What hangs on quantiles: parts of Lorenz ordinates and shares of people, of all cuts in one pass.

Rows come in order of welfare, so the rows between two cuts are a run, of which sums are taken. The feature of
a cut follows from that of the cut before it, by sums of one sign only, so that nothing is lost in rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.moments.runs import InTables, Later

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slice
    from kaltim_poverty.survey.sample.chunks import Chunk, Chunks

Sums: TypeAlias = tuple[Array, ...]  # Σ w, Σ w(y − q), perhaps Σ w(y − q)² of some rows, q their cut


def recentre_at_next_cut(sums: Sums, step: Array) -> Sums:
    """The sums of the same rows at another cut, *step* the old cut less the new one."""
    people, away, *squares = sums
    moved = away + step * people
    return (people, moved, *(each + step * (away + moved) for each in squares))


def cumulated_runs(runs: Iterable[Sums], steps: Iterable[Array]) -> Iterator[Sums]:
    """The sums of the first run, of the first two, and so on, each at the cut of its last run."""
    known: Sums = ()
    for run, step in zip(runs, steps, strict=True):
        before = recentre_at_next_cut(known, step) if known else known
        known = tuple(one + two for one, two in zip(before, run, strict=True)) if known else run
        yield known


def first_moment(feature: Feature, sums: Sums) -> Array:
    """Σ w·feature."""
    return sums[0] if feature.family == "up_to" else sums[1]


class Cuts:
    """Adds up the runs of rows between the cuts of each domain.

    Args:
        sample: the survey.
        over: the breakdown.
        features: what is wanted.
        constants: of the domains, with the quantiles.
        within: the own cells, if sums of these are wanted.
    """

    def __init__(
        self,
        sample: Sample,
        over: Breakdown,
        features: Sequence[Feature],
        constants: DomainConstants,
        within: Chunks | None,
    ) -> None:
        self.over = over
        self.percents = sorted({feature.number for feature in features})
        self.points = np.array([constants.quantiles[percent] for percent in self.percents])
        self.places = {feature: self.percents.index(feature.number) for feature in features}
        below = (place for feature, place in self.places.items() if feature.family == "below")
        self.last_below = max(below, default=-1)
        self.seen_from = np.array([self.points[self.cut_of(run)] for run in range(len(self.percents) + 1)])
        self.totals = [tuple(np.zeros((3, len(over)))) for _ in self.seen_from]
        make = InTables if sample.groups is None else Later
        self.cells = None if within is None else make(sample, over, within, self.seen_from)

    def cut_of(self, run: int) -> int:
        """The cut from which the welfare of a run is seen; between both sides any will do."""
        return run if run <= self.last_below else max(run - 1, 0)

    def add(self, part: Slice, weight: Array) -> None:
        """The rows of one domain in one block."""
        ends = np.searchsorted(part.welfare, self.points[:, part.domain], side="right").tolist()
        bounds = [0, *ends, len(part.welfare)]
        for run, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                self.add_run(part.domain, run, part.welfare[start:end], weight[start:end])
        if self.cells is not None:
            self.cells.add(part, weight, bounds)

    def add_run(self, domain: int, run: int, welfare: Array, weight: Array) -> None:
        """Rows of one domain between two cuts."""
        away = welfare - self.seen_from[run, domain]
        weighted = weight * away
        people, moment, squares = self.totals[run]
        people[domain] += weight.sum()
        moment[domain] += weighted.sum()
        squares[domain] += dot(weighted, away)

    def by_domain(self) -> dict[Feature, Sums]:
        """The sums of each feature, one number a domain."""
        return dict(self.of_features(self.totals, lambda step: step))

    def of_cells(self, chunk: Chunk) -> dict[Feature, Array]:
        """Σ w·feature of the own cells of a chunk."""
        if self.cells is None:
            return {}
        runs = self.cells.runs(chunk)
        return {
            feature: first_moment(feature, sums) for feature, sums in self.of_features(runs, chunk.spread)
        }

    def of_features(
        self, runs: Sequence[Sums], spread: Callable[[Array], Array]
    ) -> Iterator[tuple[Feature, Sums]]:
        """The sums of each feature; *spread* gives the number of a domain to all that belongs to it."""
        steps, none = np.diff(self.points, axis=0), np.zeros(len(self.over))
        upwards, downwards = map(spread, (none, *-steps)), map(spread, (none, *steps[::-1]))
        for percent, sums in zip(self.percents[::-1], cumulated_runs(runs[:0:-1], downwards), strict=True):
            yield from ((feature, sums) for feature in (Feature("above", percent),) if feature in self.places)
        for percent, sums in zip(self.percents, cumulated_runs(runs[:-1], upwards), strict=True):
            both = Feature("below", percent), Feature("up_to", percent)
            yield from ((feature, sums) for feature in both if feature in self.places)

    def product(self, one: Feature, two: Feature, sums: Mapping[Feature, Sums], centre: Array) -> Array:
        """Σ w·feature·feature of each domain, of a cut and another cut or `DEVIATION`."""
        if not one.of_a_cut:
            one, two = two, one
        if one.family == "up_to":
            return first_moment(one, sums[one])
        if not two.of_a_cut:
            return np.asarray(sums[one][2] + (self.points[self.places[one]] - centre) * sums[one][1])
        return self.product_of_cuts(one, two, sums)

    def product_of_cuts(self, one: Feature, two: Feature, sums: Mapping[Feature, Sums]) -> Array:
        """Σ w·feature·feature of two cuts: of the rows beyond the outer one; none is beyond both ends."""
        if one.family != two.family:
            return np.zeros(len(self.over))
        inner, outer = sorted((one, two), key=self.places.__getitem__, reverse=one.family == "below")
        step = self.points[self.places[outer]] - self.points[self.places[inner]]
        return np.asarray(sums[outer][2] + step * sums[outer][1])
