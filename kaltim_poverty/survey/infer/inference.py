"""Moments to answers: the value of each measure, its standard error, interval and design effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import LINE, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.survey.infer.student import t_quantile
from kaltim_poverty.survey.moments.constants import quantiles_at
from kaltim_poverty.survey.sample.design import Design, Variance, degrees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.moments.reduced import Reduced
    from kaltim_poverty.survey.moments.relative import RelativeLine
    from kaltim_poverty.survey.sample.blocks import Breakdown
    from kaltim_poverty.survey.sample.chunks import Chunk

Mask = NDArray[np.bool_]
ROUNDING = 1e-14  # of a value: what a standard error below it consists of
ROUNDING_OF_SUMS = 1e-12  # of what is added up to a spread: what a spread below it consists of
WOODRUFF_LEVEL = 0.95


class Uncertainty(Protocol):
    """A way to the variance of an estimate: linearisation or replicates."""

    def variances(self, measures: Sequence[Measure], values: Sequence[Linear]) -> list[Array]:
        """The variance of each measure in each domain."""

    def degrees(self) -> Array:
        """The degrees of freedom in each domain."""


class Result(NamedTuple):
    """One measure in all domains of a breakdown; NaN where a number does not exist.

    `low` and `high` are the ends of the interval, `spread` the population variance of the influence values
    that the design effect compares with.
    """

    measure: Measure
    value: Array
    se: Array
    low: Array
    high: Array
    deff: Array


class Linearised:
    """Variances from the PSU totals of influence values."""

    def __init__(self, design: Design, reduced: Reduced, relative: RelativeLine | None = None) -> None:
        self.design, self.reduced, self.relative = design, reduced, relative
        self.of_totals = Variance(design, reduced.over, reduced.within)

    def degrees(self) -> Array:
        """All PSUs of the domain's strata, minus those strata."""
        return degrees(self.design, self.reduced.over)

    def variances(self, measures: Sequence[Measure], values: Sequence[Linear]) -> list[Array]:
        """The variances of the influence totals."""
        del measures
        each, place = different(values)
        unlike = self.of_totals.of_each(lambda chunk: influences(chunk, self.reduced, each), len(each))
        found = [unlike[own] for own in place]
        if self.relative is None:
            return found
        moved = [number for number, value in enumerate(values) if LINE in value.slopes]
        totals = influence_totals(self.reduced, [values[number] for number in moved])
        for number, own in zip(moved, totals, strict=True):
            found[number] = self.with_line(own, values[number].slopes[LINE], self.relative.psu)
        return found

    def with_line(self, totals: Array, slopes: Array, line: Array) -> Array:
        """The variance where every PSU of the file moves the line, and so each domain."""
        over, every = self.reduced.over, Variance(self.design, whole(len(line)))
        variances = np.empty(len(over))
        for domain, slope in enumerate(slopes.tolist()):
            own = over.own(domain)
            by_psu = slope * line
            by_psu[over.psu[own]] += totals[own]
            variances[domain] = every.of(by_psu)[0]
        return variances


def whole(psus: int) -> Breakdown:
    """A breakdown of one domain with a cell in every PSU."""
    from kaltim_poverty.survey.sample.blocks import Breakdown

    places = np.arange(psus)
    return Breakdown((), [()], places, np.zeros(psus, dtype=np.intp), places, np.array([0, psus]))


def different(values: Sequence[Linear]) -> tuple[list[Linear], list[int]]:
    """Values with other slopes than those before, and the place among them of each: many shares are one."""
    seen: dict[tuple[tuple[Feature, bytes], ...], int] = {}
    each: list[Linear] = []
    place = []
    for value in values:
        key = tuple((feature, slope.tobytes()) for feature, slope in value.slopes.items())
        if key not in seen:
            seen[key] = len(each)
            each.append(value)
        place.append(seen[key])
    return each, place


def influence_totals(reduced: Reduced, values: Sequence[Linear]) -> list[Array]:
    """Σ w·(influence value) of each own cell; of an estimated line only what the slopes say is left out."""
    totals = list(np.empty((len(values), len(reduced.over.domain))))
    for chunk in reduced.within.every.values():
        for found, own in zip(totals, influences(chunk, reduced, values), strict=True):
            found[chunk.cells] = own
    return totals


def influences(chunk: Chunk, reduced: Reduced, values: Sequence[Linear]) -> Iterator[Array]:
    """The same of some own cells."""
    sums = reduced.moments.cells(chunk)
    for value in values:
        slopes = {feature: slope for feature, slope in value.slopes.items() if feature != LINE}
        terms = (chunk.spread(slope) * sums[feature] for feature, slope in slopes.items())
        totals = next(terms)
        for term in terms:
            totals += term
        yield totals


def influence_spread(reduced: Reduced, value: Linear) -> Array:
    """Σ w (u − ū)² over the rows of each domain."""
    squares, sums, size = np.zeros((3, len(reduced.over)))
    names = list(value.slopes)
    for place, one in enumerate(names):
        sums += value.slopes[one] * reduced.moments.totals[one]
        for two in names[place:]:
            twice = 1.0 if one == two else 2.0
            term = twice * value.slopes[one] * value.slopes[two] * reduced.moments.product(one, two)
            squares += term
            size += np.abs(term)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - sums * sums / reduced.constants.people
    return np.where(spread <= ROUNDING_OF_SUMS * size, 0.0, spread)


def results(
    reduced: Reduced,
    measures: Sequence[Measure],
    uncertainty: Uncertainty,
    *,
    level: float,
    interval: str,
    defined: Sequence[Mask],
    replicated: bool = False,
) -> list[Result]:
    """Every measure in every domain.

    Args:
        reduced: the moments.
        measures: what to compute.
        uncertainty: where variances come from.
        level: of the interval, such as 0.95.
        interval: ``wald``, or ``logit`` for P0.
        defined: for each measure, in which domains it exists.
        replicated: whether replicate weights stand for the PSUs, so that these are not known.
    """
    freedom = uncertainty.degrees()
    few = np.zeros(len(freedom), dtype=bool) if replicated else single_psu(reduced.over)
    known = estimated(reduced, measures, uncertainty)
    quantiles = woodruff(reduced, [each for each in known if each.measure.is_quantile], level, freedom)
    t = t_values(level, freedom)
    found = [quantiles.get(each.measure.name) or each.with_interval(t, interval) for each in known]
    return [blanked(each, exists, freedom, few) for each, exists in zip(found, defined, strict=True)]


class Estimated(NamedTuple):
    """A measure before its interval; of a quantile the value is the share of people at or below it."""

    measure: Measure
    value: Array
    variance: Array
    deff: Array

    def with_interval(self, t: Array, interval: str) -> Result:
        """Estimate ± t·se, or for P0 the same on the scale of log odds."""
        se = np.sqrt(self.variance)
        low, high = ends(self.measure, self.value, se, t, interval)
        return Result(self.measure, self.value, se, low, high, self.deff)


def estimated(reduced: Reduced, measures: Sequence[Measure], uncertainty: Uncertainty) -> list[Estimated]:
    """The value of each measure in all domains, with its variance and design effect."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        values = [measure.formula(reduced.totals) for measure in measures]
        found = []
        variances = uncertainty.variances(measures, values)
        for measure, value, variance in zip(measures, values, variances, strict=True):
            cleared = cleaned(variance, value.value)
            deff = design_effect(reduced, measure, value, cleared)
            found.append(Estimated(measure, value.value, cleared, deff))
        return found


def t_values(level: float, freedom: Array) -> Array:
    """The factor of the interval in each domain."""
    known = {df: t_quantile(0.5 + level / 2.0, df) for df in set(freedom.tolist()) if df >= 1}
    return np.array([known.get(df, np.nan) for df in freedom.tolist()])


def cleaned(variance: Array, value: Array) -> Array:
    """Variances that consist of rounding are 0."""
    return np.where(variance <= (ROUNDING * value) ** 2, 0.0, variance)


def design_effect(reduced: Reduced, measure: Measure, value: Linear, variance: Array) -> Array:
    """V over that of a simple random sample, N Σw(u − ū)²/(n − 1); of a quantile V(F)/(F(1 − F)/(n − 1))."""
    rows, people = reduced.constants.rows, reduced.constants.people
    if measure.is_quantile:
        simple = value.value * (1.0 - value.value) / (rows - 1.0)
    else:
        spread = influence_spread(reduced, value)
        spread = np.where(people * spread <= (100 * ROUNDING * value.value) ** 2, 0.0, spread)
        simple = people * spread / (rows - 1.0)
    return np.where((simple > 0) & np.isfinite(simple), variance / simple, np.nan)


def ends(measure: Measure, value: Array, se: Array, t: Array, interval: str) -> tuple[Array, Array]:
    """The ends of the interval: estimate ± t·se, or for P0 the same on the scale of log odds."""
    if interval != "logit" or not measure.is_headcount_ratio:
        return value - t * se, value + t * se
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        p = value / 100.0
        middle, width = np.log(p / (1.0 - p)), t * (se / 100.0) / (p * (1.0 - p))
        low, high = (100.0 / (1.0 + np.exp(-(middle + side * width))) for side in (-1.0, 1.0))
    inside = (p > 0) & (p < 1)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def woodruff(
    reduced: Reduced, quantiles: Sequence[Estimated], level: float, freedom: Array
) -> dict[str, Result]:
    """Quantiles by name, with the interval of Woodruff (1952), https://doi.org/10.1080/01621459.1952.10483443.

    The interval is Q(F ± t·s), s the standard error of the share of people at or below the quantile; the
    standard error is the width of the 95 % interval over 2·t, whatever the level.
    """
    if not quantiles:
        return {}
    own, usual = t_values(level, freedom), t_values(WOODRUFF_LEVEL, freedom)
    reach = [
        each.value + t * np.sqrt(each.variance) for each in quantiles for t in (-usual, usual, -own, own)
    ]
    shares = np.stack([np.where((p >= 0) & (p <= 1), p, np.nan) for p in reach], axis=1)
    points = quantiles_at(reduced.over, reduced.parts, reduced.constants.people, shares)
    found = {}
    for place, each in enumerate(quantiles):
        low, high, own_low, own_high = points[:, 4 * place : 4 * place + 4].T
        value = reduced.constants.quantiles[each.measure.percents[0]]
        se = (high - low) / (2.0 * usual)
        found[each.measure.name] = Result(each.measure, value, se, own_low, own_high, each.deff)
    return found


def single_psu(over: Breakdown) -> Mask:
    """Whether the rows of each domain lie in fewer than two PSUs."""
    return np.asarray(np.diff(over.starts) < 2)  # noqa: PLR2004 - two are needed for a difference


def blanked(result: Result, exists: Mask, freedom: Array, few: Mask) -> Result:
    """NaN for every number that does not exist."""
    measured = exists & ~few & (freedom >= 1)
    value = np.where(exists, result.value, np.nan)
    rest = (np.where(measured, each, np.nan) for each in result[2:])
    return Result(result.measure, value, *rest)
