"""Measures under other weights: those of replicates, that came with the file or are drawn.

Most totals under other weights follow from the moments alone; what depends on ranks is folded once more.
Bootstrap: Rao, Wu and Yue (1992), Survey Methodology 18, 209-217, with n_h − 1 draws a stratum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import DEVIATION, ONE, PAIR, Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.infer.bootstrap import Bootstrap
from kaltim_poverty.survey.infer.conditions import defined_under
from kaltim_poverty.survey.infer.poor_psus import poor_alike_in_replicates, poor_in_few_psus
from kaltim_poverty.survey.moments import (
    LineRule,
    all_cell_sums,
    line_of_rows,
    line_under,
    poor_rows,
    totals_under,
)
from kaltim_poverty.survey.sample import in_threads, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.infer.replicates import Replicates
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import Reduced
    from kaltim_poverty.survey.sample import Design, IntArray, Sample, Slice

PSUS_OF_PRODUCT = 2**12  # in one product of matrices: small ones need not be copied first
CACHED = 2**14  # rows whose columns stay in the processor's cache from one step to the next


class DomainColumns(NamedTuple):
    """The sums of one domain in a run of strata.

    Attributes:
        domain: its number.
        psus: its PSUs, counted from the first of the run.
        columns: one row a PSU, one column a sum.
    """

    domain: int
    psus: slice | IntArray
    columns: Array


class Reweighted:
    """The measures of a breakdown under the weights of each replicate.

    Args:
        replicates: how many, and whose weights.
        design: of the sample, for a bootstrap.
        sample: the survey.
        reduced: its moments under the weights as they are.
        measures: what is computed.
        floor: what welfare at or below 0 becomes for Watts.
        line: how the line follows from the weights, where it does.
    """

    def __init__(
        self,
        replicates: Replicates,
        design: Design,
        sample: Sample,
        reduced: Reduced,
        measures: Sequence[Measure],
        *,
        floor: float | None,
        line: LineRule | None,
    ) -> None:
        self.replicates, self.design, self.sample, self.reduced = replicates, design, sample, reduced
        self.floor, self.line = floor, line
        moving = [measure for measure in measures if self.needs_ranks(measure)]
        self.values: dict[str, Array] = {}
        self.sums = {
            feature: np.zeros((replicates.number, len(reduced.over)))
            for feature in reduced.plan.features
            if not moves_with_ranks(feature)
        }
        self.fill(moving)

    def poor_in_few_psus(self) -> Mask:
        """Whether the poor of each domain are in fewer than two PSUs, (domains,)."""
        if self.replicates.weights is not None:
            return poor_in_few_psus(self.reduced)
        return poor_alike_in_replicates(self.reduced, self.sample, self.replicates.number)

    def needs_ranks(self, measure: Measure) -> bool:
        """Whether a measure depends on the weights by more than its totals."""
        if self.line is not None and measure.of_poverty:
            return True
        return any(map(moves_with_ranks, measure.features))

    def fill(self, moving: Sequence[Measure]) -> None:
        """All totals under all replicates, and the values of measures that must be computed anew."""
        for measure in moving:
            self.values[measure.name] = np.full((self.replicates.number, len(self.reduced.over)), np.nan)
        if self.replicates.weights is None:
            self.sum_rows()
            for place in range(self.replicates.number):
                self.compute(moving, place, partial(column_of, place))
            return
        bootstrap = Bootstrap(self.design, self.replicates.weights, self.replicates.number)
        runs = self.runs(bootstrap)
        tasks = [
            partial(self.draw, bootstrap, runs, moving, batch) for batch in range(len(bootstrap.batches))
        ]
        if self.sample.in_memory:
            in_threads(tasks)
            return
        for task in tasks:  # the engine answers one at a time
            task()

    def runs(self, bootstrap: Bootstrap) -> list[list[DomainColumns]]:
        """The sums that replicates weigh, for each domain in each run of strata."""
        over = self.reduced.over
        columns = np.stack(all_cell_sums(self.reduced.moments.cells, self.reduced.within, list(self.sums)))
        found: list[list[DomainColumns]] = [[] for _ in bootstrap.runs]
        first = [range(run.psus.start, run.psus.stop, PSUS_OF_PRODUCT) for run in bootstrap.runs]
        run_of = [run for run, starts in enumerate(first) for _ in starts]
        ends = [*(start for starts in first for start in starts), bootstrap.psus]
        for domain in range(len(over)):
            own = over.own(domain)
            bounds = own.start + np.searchsorted(over.psu[own], ends)
            for run, (start, stop) in zip(run_of, pairwise(bounds.tolist()), strict=True):
                if start < stop:
                    places = over.psu[start:stop] - bootstrap.runs[run].psus.start
                    found[run].append(
                        DomainColumns(domain, slice_if_adjacent(places), columns[:, start:stop].T)
                    )
        return found

    def draw(
        self,
        bootstrap: Bootstrap,
        runs: Sequence[Sequence[DomainColumns]],
        moving: Sequence[Measure],
        batch: int,
    ) -> None:
        """The totals and values under a batch of replicates."""
        places = bootstrap.batches[batch]
        factors = np.empty((len(places), bootstrap.psus if moving else 0))
        sums = np.zeros((len(self.reduced.over), len(places), len(self.sums)))
        for number, drawn in bootstrap.drawn(batch):
            for own in runs[number]:
                sums[own.domain] += drawn[:, own.psus] @ own.columns
            if moving:
                factors[:, bootstrap.runs[number].psus] = drawn
        for column, feature in enumerate(self.sums):
            self.sums[feature][places.start : places.stop] = sums[:, :, column].T
        for place, factor in zip(places, factors, strict=True) if moving else ():
            self.compute(moving, place, partial(scaled_by, factor[self.sample.cells.psu]))

    def sum_rows(self) -> None:
        """The totals of each domain from its rows, for all replicates."""
        for part in self.reduced.parts():
            own = self.reduced.constants.of(part.domain)
            weights = part.block.replicates[:, part.place]
            everybody = Rows(part.welfare, part.weight, line_of_rows(self.sample.cells.line, part), own, {})
            self.add(part, weights, everybody, poor=False)
            if self.reduced.plan.poverty:
                chosen, line = poor_rows(self.sample.cells.line, part)
                rows = Rows(part.welfare[chosen], part.weight[chosen], line, own, {})
                self.add(part, weights[:, chosen], rows, poor=True)

    def add(self, part: Slice, weights: Array, rows: Rows, *, poor: bool) -> None:
        """Add the features of a slice under all weights."""
        for feature, sums in self.sums.items():
            if feature.of_the_poor == poor:
                sums[:, part.domain] += weights @ evaluate(feature, rows)

    def compute(self, moving: Sequence[Measure], place: int, weights: Callable[[Slice], Array]) -> None:
        """The values of measures under one replicate."""
        if not moving:
            return
        if all(measure.name == "gini" for measure in moving):
            self.values["gini"][place] = self.gini(moving[0], place, weights)
            return
        sample, over, parts = self.sample, self.reduced.over, self.reduced.parts
        if self.line is not None:
            line = line_under(sample, self.line, weights)
            sample = sample._replace(cells=sample.cells._replace(line=line))
            moving = [measure for measure in moving if line > 0 or not measure.of_poverty]
        totals = totals_under(
            sample,
            over,
            parts,
            moving,
            floor=self.floor,
            weights=weights,
            ratio_bandwidth=self.reduced.constants.ratio_bandwidth,
        )
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for measure in moving:
                self.values[measure.name][place] = value_under(totals, measure)

    def gini(self, measure: Measure, place: int, weights: Callable[[Slice], Array]) -> Array:
        """Gini under one replicate, from Σ_ij w_i w_j |y_i − y_j| alone: people and welfare are known."""
        constants = self.reduced.constants
        domains = len(self.reduced.over)
        pairs, before, moved = np.zeros(domains), np.zeros(domains), np.zeros(domains)
        for part in in_pieces(self.reduced.parts(), CACHED):
            d, weight = part.domain, weights(part)
            weighted = weight * (part.welfare - constants.centre[d])
            cumulated, cumulated_welfare = np.cumsum(weight), np.cumsum(weighted)
            pairs[d] += 2.0 * (np.dot(weighted, cumulated) - np.dot(weight, cumulated_welfare))
            pairs[d] += 2.0 * (before[d] * cumulated_welfare[-1] - moved[d] * cumulated[-1])
            before[d] += cumulated[-1]
            moved[d] += cumulated_welfare[-1]
        people, away = (self.sums[feature][place] for feature in (ONE, DEVIATION))
        sums = {PAIR: pairs - people * away, ONE: people, DEVIATION: away}  # as the feature lacks it
        with np.errstate(divide="ignore", invalid="ignore"):
            return value_under(Totals(sums, constants, {}), measure)

    def values_of(self, measure: Measure) -> Array:
        """The values of a measure, (replicates, domains); NaN where it does not exist."""
        found = self.values.get(measure.name)
        if found is None:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                found = value_under(Totals(self.sums, self.reduced.constants, {}), measure)
        return found


def moves_with_ranks(feature: Feature) -> bool:
    """Whether the feature of a row itself depends on the weights, so that its sum must be computed anew."""
    return feature.over_pairs or feature.moves_with_its_domain or feature.family in ("below", "above")


def slice_if_adjacent(places: IntArray) -> slice | IntArray:
    """Ascending places; a slice where each follows the one before."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def value_under(totals: Totals, measure: Measure) -> Array:
    """The value of a measure under other weights, NaN where it does not exist under them."""
    return np.where(defined_under(totals, measure), measure.formula(totals).value, np.nan)


def column_of(place: int, part: Slice) -> Array:
    """The replicate weights of the rows of a slice."""
    return np.asarray(part.block.replicates[place][part.place])


def scaled_by(by_cell: Array, part: Slice) -> Array:
    """The weights of the rows of a slice times a factor of their cell."""
    return np.asarray(part.weight * by_cell[part.cell])


def in_pieces(parts: Iterable[Slice], rows: int) -> Iterator[Slice]:
    """Slices of so many rows at most."""
    return (part.take(own) for part in parts for own in pieces(0, len(part.weight), rows))
