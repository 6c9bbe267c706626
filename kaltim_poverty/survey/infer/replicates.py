"""Variances from replicates: weights that came with the file, or a rescaling bootstrap over the PSUs.

Most totals under other weights follow from the moments alone; what depends on ranks is folded once more.
Bootstrap: Rao, Wu and Yue (1992), Survey Methodology 18, 209-217, with n_h − 1 draws a stratum.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import fraction, within
from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import DEVIATION, ONE, PAIR, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.infer.bootstrap import Bootstrap
from kaltim_poverty.survey.infer.reasons import defined_under
from kaltim_poverty.survey.moments.constants import quantiles_at
from kaltim_poverty.survey.moments.moments import fold, pieces, plan_of, poor_rows, whole
from kaltim_poverty.survey.moments.reduced import constants_under, varies
from kaltim_poverty.survey.options import METHODS
from kaltim_poverty.survey.sample.blocks import breakdown
from kaltim_poverty.survey.sample.partition import slices
from kaltim_poverty.survey.sample.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.moments.reduced import Reduced
    from kaltim_poverty.survey.options import Inference
    from kaltim_poverty.survey.read import LineSpec, Reading, Roles
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slice, Whole
    from kaltim_poverty.survey.sample.design import Design

RANK_TOLERANCE = 1e-7  # of the largest singular value
PSUS_OF_PRODUCT = 2**12  # in one product of matrices: small ones need not be copied first
CACHED = 2**14  # rows whose columns stay in the processor's cache from one step to the next


class Replicates(NamedTuple):
    """How replicates are made and weighed.

    Attributes:
        number: how many.
        scale: of the sum of squares.
        each: r_k of each replicate.
        freedom: degrees of freedom; None where they follow from the design.
        weights: the seed of bootstrap factors, or None where blocks hold replicate weights.
    """

    number: int
    scale: float
    each: Array
    freedom: float | None
    weights: int | None


def replicates_of(reading: Reading, roles: Roles, asked: Inference, file: str) -> Replicates | None:
    """The replicates that were asked for, or None.

    Raises:
        UsageError: for an unknown method, or one that needs another option.
    """
    if asked.bootstrap:
        return Replicates(asked.bootstrap, 1.0 / asked.bootstrap, np.ones(asked.bootstrap), None, asked.seed)
    if not roles.replicate_weights:
        for option, value in (("method", roles.replicate_method), ("scale", roles.replicate_scale)):
            if value is not None:
                raise UsageError("needs_option", option=f"--replicate-{option}", needed="--replicate-weights")
        return None
    return from_columns(reading, roles, file)


def from_columns(reading: Reading, roles: Roles, file: str) -> Replicates:
    """Replicate weights of the file.

    Raises:
        UsageError: for an unknown method, or fay without its rho.
        InputError: for a replicate without any weight.
    """
    if roles.replicate_method is None:
        raise UsageError("needs_option", option="--replicate-weights", needed="--replicate-method")
    method = choice("--replicate-method", roles.replicate_method, METHODS)
    count = len(reading.columns.replicates)
    scale, each = 1.0 / count, np.ones(count)
    if method == "fay":
        if roles.fay_rho is None:
            raise UsageError("needs_option", option="--replicate-method fay", needed="--fay-rho")
        scale /= (1.0 - float(fraction("--fay-rho", roles.fay_rho))) ** 2
    elif roles.fay_rho is not None:
        raise UsageError("conflict", one="--fay-rho", other=f"--replicate-method {method}")
    largest, rank = looked_at(reading.sample, count)
    if (largest <= 0).any():
        place = int(np.flatnonzero(largest <= 0)[0])
        raise InputError("replicate_empty", file=file, column=reading.columns.replicates[place])
    if method == "jackknife":
        scale, each = 1.0, 1.0 / largest
    if roles.replicate_scale is not None:
        scale = float(within("--replicate-scale", roles.replicate_scale, above=0, scientific=True))
    return Replicates(count, scale, each, float(rank - 1), None)


def looked_at(sample: Sample, count: int) -> tuple[Array, int]:
    """The largest w_k/w of each replicate, and the rank of the matrix of replicate weights."""
    largest, triangle = np.zeros(count), np.zeros((0, count))
    for block in sample.blocks():
        largest = np.maximum(largest, (block.replicates / block.weight).max(axis=1, initial=0.0))
        triangle = np.asarray(np.linalg.qr(np.vstack([triangle, block.replicates.T]), mode="r"))
    singular = np.linalg.svd(triangle, compute_uv=False)
    return largest, int(np.count_nonzero(singular > RANK_TOLERANCE * singular[0]))


class Own(NamedTuple):
    """What a domain has in a run of strata.

    Attributes:
        domain: its number.
        psus: its PSUs, counted from the first of the run.
        columns: one row a PSU, one column a sum.
    """

    domain: int
    psus: slice | Whole
    columns: Array


class Replicated:
    """Variances as the spread of an estimate over replicates."""

    def __init__(
        self,
        replicates: Replicates,
        design: Design,
        sample: Sample,
        reduced: Reduced,
        asked: Inference,
        spec: LineSpec,
    ) -> None:
        self.replicates, self.design, self.sample, self.reduced = replicates, design, sample, reduced
        self.asked, self.spec = asked, spec
        self.undefined: dict[str, int] = {}
        moving = [measure for measure in asked.measures if self.moves(measure)]
        self.values: dict[str, Array] = {}
        self.sums = {
            feature: np.zeros((replicates.number, len(reduced.over)))
            for feature in reduced.plan.features
            if not moves_with_ranks(feature)
        }
        self.fill(moving)

    def moves(self, measure: Measure) -> bool:
        """Whether a measure depends on the weights by more than its totals."""
        if self.spec.share is not None and measure.of_poverty:
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
        if self.sample.kept:
            in_threads(tasks)
            return
        for task in tasks:  # the engine answers one at a time
            task()

    def runs(self, bootstrap: Bootstrap) -> list[list[Own]]:
        """What domains have in each run of strata: all sums that replicates weigh."""
        over = self.reduced.over
        columns = np.stack(whole(self.reduced.moments.cells, self.reduced.within, list(self.sums)))
        found: list[list[Own]] = [[] for _ in bootstrap.runs]
        first = [range(run.psus.start, run.psus.stop, PSUS_OF_PRODUCT) for run in bootstrap.runs]
        run_of = [run for run, starts in enumerate(first) for _ in starts]
        ends = [*(start for starts in first for start in starts), bootstrap.psus]
        for domain in range(len(over)):
            own = over.own(domain)
            bounds = own.start + np.searchsorted(over.psu[own], ends)
            for run, (start, stop) in zip(run_of, pairwise(bounds.tolist()), strict=True):
                if start < stop:
                    places = over.psu[start:stop] - bootstrap.runs[run].psus.start
                    found[run].append(Own(domain, adjoining(places), columns[:, start:stop].T))
        return found

    def draw(
        self, bootstrap: Bootstrap, runs: Sequence[Sequence[Own]], moving: Sequence[Measure], batch: int
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
            self.add(part, weights, Rows(part.welfare, part.weight, 0.0, own, {}), poor=False)
            if self.reduced.plan.poverty:
                chosen, line = poor_rows(self.sample, part)
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
        if self.spec.share is not None:
            line = line_under(sample, self.spec, weights)
            sample = sample._replace(cells=sample.cells._replace(line=line))
            moving = [measure for measure in moving if line > 0 or not measure.of_poverty]
        plan = plan_of(moving, late=varies(sample))
        constants = constants_under(
            sample, over, parts, plan, moving, floor=self.asked.floor, weights=weights
        )
        moments = fold(sample, over, plan, constants, parts, reweigh=weights)
        totals = Totals(moments.totals, constants, {})
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for measure in moving:
                self.values[measure.name][place] = value_under(totals, measure)

    def gini(self, measure: Measure, place: int, weights: Callable[[Slice], Array]) -> Array:
        """Gini under one replicate, from Σ_ij w_i w_j |y_i − y_j| alone: people and welfare are known."""
        constants = self.reduced.constants
        domains = len(self.reduced.over)
        pairs, before, moved = np.zeros(domains), np.zeros(domains), np.zeros(domains)
        for part in (piece for every in self.reduced.parts() for piece in pieces(every, CACHED)):
            d = part.domain
            weight = weights(part)
            weighted = weight * (part.welfare - constants.centre[d])
            cumulated, cumulated_welfare = np.cumsum(weight), np.cumsum(weighted)
            pairs[d] += 2.0 * (np.dot(weighted, cumulated) - np.dot(weight, cumulated_welfare))
            pairs[d] += 2.0 * (before[d] * cumulated_welfare[-1] - moved[d] * cumulated[-1])
            before[d] += cumulated[-1]
            moved[d] += cumulated_welfare[-1]
        sums = {PAIR: pairs, **{feature: self.sums[feature][place] for feature in (ONE, DEVIATION)}}
        with np.errstate(divide="ignore", invalid="ignore"):
            return value_under(Totals(sums, constants, {}), measure)

    def variances(self, measures: Sequence[Measure], values: Sequence[Linear]) -> list[Array]:
        """The variance of each measure."""
        return list(map(self.variance, measures, values))

    def variance(self, measure: Measure, value: Linear) -> Array:
        """scale·Σ r_k (θ_k − θ)² over the replicates in which the measure exists."""
        found = self.values.get(measure.name)
        if found is None:
            found = value_under(Totals(self.sums, self.reduced.constants, {}), measure)
        exists = np.isfinite(found)
        missing = int(np.count_nonzero(~exists & np.isfinite(value.value)))
        if missing:
            self.undefined[measure.name] = self.undefined.get(measure.name, 0) + missing
        away = np.where(exists, found - value.value, 0.0)
        summed = (self.replicates.each[:, None] * away * away).sum(axis=0)
        if self.replicates.weights is None:
            return np.asarray(summed * self.replicates.scale)
        return np.asarray(summed / np.maximum(exists.sum(axis=0), 1))

    def degrees(self) -> Array:
        """The rank of the replicate weights less 1, or PSUs minus strata."""
        from kaltim_poverty.survey.sample.design import degrees

        if self.replicates.freedom is not None:
            return np.full(len(self.reduced.over), self.replicates.freedom)
        return degrees(self.design, self.reduced.over)


def moves_with_ranks(feature: Feature) -> bool:
    """Whether the feature of a row itself depends on the weights, so that its sum must be computed anew."""
    return feature.over_pairs or feature.family in ("below", "above")


def adjoining(places: Whole) -> slice | Whole:
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


def line_under(sample: Sample, spec: LineSpec, weights: Callable[[Slice], Array]) -> float:
    """The relative line under other weights, NaN where they leave nobody."""
    over = breakdown(sample, (), everybody=True)
    parts = slices(sample, over)
    people = sum(float(weights(part).sum()) for part in parts())
    share = spec.share or 0.0
    if not people > 0:
        return np.nan
    if spec.to == "mean":
        return share * sum(float(np.dot(weights(part), part.welfare)) for part in parts()) / people
    found = quantiles_at(over, parts, np.array([people]), np.array([[0.5]]), weights=weights)
    return share * float(found[0, 0])


__all__ = ["Breakdown", "Replicated", "Replicates", "replicates_of"]
