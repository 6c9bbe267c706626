"""From statistics to results: standard error, interval, degrees of freedom, design effect, reasons.

This is the one way to all of them. Each part has a file of its own: `linearisation` and `replicates`
(variances, put together in `by_sample`), `woodruff` (quantiles), `degrees`, `interval`, `design_effect`,
`reasons`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer.by_sample import InSample, in_samples, without_replicates
from kaltim_poverty.survey.infer.degrees import satterthwaite, t_values
from kaltim_poverty.survey.infer.design_effect import design_effect
from kaltim_poverty.survey.infer.full_count import counted
from kaltim_poverty.survey.infer.interval import Interval, logit, wald
from kaltim_poverty.survey.infer.reasons import reasons
from kaltim_poverty.survey.infer.result import Result
from kaltim_poverty.survey.infer.statistic import at_places, rows_in
from kaltim_poverty.survey.infer.woodruff import Inverted, inverted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Evidence
    from kaltim_poverty.survey.infer.statistic import Statistic


class RawErrors(NamedTuple):
    """Standard error and interval before anything is blanked, (rows,)."""

    se: Array
    interval: Interval


def infer(
    statistics: Iterable[Statistic], evidence: Evidence, *, level: float = 0.95, interval: str = "wald"
) -> list[Result]:
    """Results of statistics that have the same rows.

    Samples are independent: the variance is the sum of those in each sample, with degrees of freedom after
    Satterthwaite; a full count adds nothing to either. Within a sample the influences of all subsamples are
    added by PSU first.

    Args:
        statistics: one after the other; values under replicates are released before the next is asked for.
        evidence: the samples and subsamples that they name.
        level: of the interval.
        interval: ``wald``, or ``logit`` for proportions of people.

    Returns:
        in the order of the statistics.

    Raises:
        ValueError: if a statistic is made of a quantile and of more in the same sample.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        known = without_replicates(statistics, evidence)
        samples = in_samples(known, evidence)
        quantiles = inverted_quantiles(samples, evidence, level)
        return [
            result(each.statistic, own, quantiles, evidence, level, interval)
            for each, own in zip(known, samples, strict=True)
        ]


def inverted_quantiles(
    samples: Iterable[Sequence[InSample]], evidence: Evidence, level: float
) -> dict[int, Inverted]:
    """The errors of all quantiles by the `id` of their shares: those of a subsample are inverted together."""
    by_source: dict[int, dict[int, InSample]] = {}
    for each in (each for own in samples for each in own if each.quantile is not None):
        assert each.quantile is not None  # noqa: S101 - filtered
        by_source.setdefault(each.quantile.subsample, {})[id(each.quantile.share)] = each
    found: dict[int, Inverted] = {}
    for number, own in by_source.items():
        shares = [each.quantile.share for each in own.values() if each.quantile is not None]
        variances = [each.variance for each in own.values()]
        freedom = next(iter(own.values())).freedom
        errors = inverted(evidence.subsamples[number], shares, variances, freedom, level)
        found.update(zip(own, errors, strict=True))
    return found


def result(
    statistic: Statistic,
    samples: Sequence[InSample],
    quantiles: Mapping[int, Inverted],
    evidence: Evidence,
    level: float,
    interval: str,
) -> Result:
    """The result of one statistic."""
    if not samples:
        return counted(statistic)
    variances = [variance_of(each, quantiles) for each in samples]
    freedom = satterthwaite(variances, [each.freedom for each in samples])
    own = samples[0].quantile if len(statistic.subsamples) == 1 else None
    if own is None or not (isinstance(own.slope, float) and own.slope == 1):
        se = np.sqrt(sum(variances[1:], variances[0]))
        t = t_values(level, freedom)
        ends = logit if interval == "logit" and statistic.is_proportion else wald
        errors = RawErrors(se, ends(statistic.value, se, t))
    else:
        inverse = quantiles[id(own.share)]
        errors = RawErrors(inverse.se, Interval(inverse.low, inverse.high))
    deff = effect(statistic, samples[0], evidence)
    return explained(blanked(statistic, errors, freedom, deff), statistic, samples)


def variance_of(own: InSample, quantiles: Mapping[int, Inverted]) -> Array:
    """The variance of a statistic in a sample, of a quantile by its inversion."""
    if own.quantile is None:
        return own.variance
    return np.asarray((own.quantile.slope * quantiles[id(own.quantile.share)].se) ** 2)


def effect(statistic: Statistic, own: InSample, evidence: Evidence) -> Array:
    """The design effect; NaN where none is asked for."""
    subsample = evidence.subsamples[statistic.subsamples[0]]
    if statistic.spread is None or subsample.people is None or subsample.rows is None:
        return np.full(len(statistic.value), np.nan)
    people, rows = (at_places(each, subsample.domain) for each in (subsample.people, subsample.rows))
    size = statistic.size if own.quantile is None else own.quantile.share
    return design_effect(own.variance, statistic.spread, people, rows, size)


def blanked(statistic: Statistic, errors: RawErrors, freedom: Array, deff: Array) -> Result:
    """Set to NaN every number that does not exist, and intervals that would be degenerate.

    Where a variance cannot be measured it is NaN, and what is made of it too.
    """
    exists = statistic.exists
    value, se = (np.where(exists, number, np.nan) for number in (statistic.value, errors.se))
    constant = (se == 0) & rows_in(statistic.constant, len(value))
    has_interval = exists & ~constant & ~rows_in(statistic.degenerate, len(value))
    low, high = (np.where(has_interval, end, np.nan) for end in errors.interval)
    deff = np.where(exists & ~constant, deff, np.nan)
    return Result(statistic.name, statistic.unit, value, se, low, high, freedom, deff)


def explained(result: Result, statistic: Statistic, samples: Sequence[InSample]) -> Result:
    """Add the reason for every number that is missing."""
    few, none = np.zeros((2, len(result.value)), dtype=bool)
    for each in samples:
        few |= each.few
        none |= each.freedom < 1
    found = reasons(statistic, result, few, none)
    return replace(result, reasons=found, undefined=sum(each.undefined for each in samples))
