"""The measures of a breakdown as statistics: values and slopes from its moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import LINE, ONE, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.survey.infer.conditions import (
    defined,
    degenerate,
    undefined,
)
from kaltim_poverty.survey.infer.design_effect import spread_of_features, spread_of_share
from kaltim_poverty.survey.infer.evidence import Subsample
from kaltim_poverty.survey.infer.poor_psus import poor_in_few_psus as poor_of_domains_in_few_psus
from kaltim_poverty.survey.infer.statistic import Key, Quantile, Statistic
from kaltim_poverty.survey.moments import quantiles_at
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import Reduced

POOR_IN_ONE_PSU = message("reason.poor_in_one_psu")


def subsample_of(reduced: Reduced, sample: int = 0) -> Subsample:
    """The domains of a reduction in their order, as a subsample."""

    def inverse(shares: Array) -> Array:
        return quantiles_at(reduced.parts, reduced.constants.people, shares)

    return Subsample(
        sample,
        reduced.over,
        reduced.within,
        reduced.moments.cells,
        np.arange(len(reduced.over)),
        reduced.constants.people,
        reduced.constants.rows,
        inverse,
    )


def measured(
    reduced: Reduced,
    measures: Sequence[Measure],
    *,
    subsample: int = 0,
    line: int | None = None,
    replicates: Callable[[Measure], Array] | None = None,
    sample: int = 0,
    poor_in_few_psus: Callable[[], Mask] | None = None,
) -> Iterator[Statistic]:
    """The statistics of measures, in the domains of a reduction.

    Args:
        reduced: the moments.
        measures: what to compute.
        subsample: the number of the reduction among the subsamples.
        line: that of the line, where it was estimated.
        replicates: the values of a measure under all replicates, (replicates, domains).
        sample: the number of its sample.
        poor_in_few_psus: in which domains the poor are in fewer than two PSUs.
    """
    few: Mask | None = None
    for measure in measures:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            own = statistic_of(reduced, measure, subsample, line)
        if replicates is not None:
            own = replace(own, replicates={sample: replicates(measure)})
        if measure.is_among_the_poor and not reduced.is_full_count:
            if few is None:
                few = poor_in_few_psus() if poor_in_few_psus else poor_of_domains_in_few_psus(reduced)
            own = replace(own, unmeasured=dict.fromkeys(np.flatnonzero(few).tolist(), POOR_IN_ONE_PSU))
        if measure.times_people:
            with np.errstate(invalid="ignore"):  # where there is nobody
                own = multiplied(own, reduced.constants.people / 100.0)
        yield without_error_where_certain(own) if measure.is_headcount_ratio or measure.is_poor_count else own


def statistic_of(reduced: Reduced, measure: Measure, subsample: int, line: int | None) -> Statistic:
    """The statistic of one measure."""
    value = measure.formula(reduced.totals)
    people = reduced.constants.people
    own = Statistic(
        name=measure.name,
        unit=measure.unit,
        value=value.value,
        exists=defined(reduced, measure),
        subsamples=(subsample,),
        slopes=slopes_by_subsample(value, subsample, line),
        undefined=undefined(reduced, measure),
        degenerate=degenerate(reduced, measure),
        is_proportion=measure.is_headcount_ratio,
    )
    if not measure.is_quantile:
        spread = None if reduced.is_full_count else spread_of_features(reduced.moments, value, people)
        return replace(own, spread=spread)
    return replace(
        own,
        value=reduced.constants.quantiles[measure.percents[0]],
        quantiles=(Quantile(subsample, value.value),),
        spread=spread_of_share(value.value, people),
    )


def multiplied(statistic: Statistic, factor: Array) -> Statistic:
    """A statistic times known constants, (rows,)."""
    return replace(
        statistic,
        value=statistic.value * factor,
        slopes={key: slope * factor for key, slope in statistic.slopes.items()},
        replicates={sample: values * factor for sample, values in statistic.replicates.items()},
        spread=None if statistic.spread is None else statistic.spread * factor**2,
    )


def slopes_by_subsample(value: Linear, subsample: int, line: int | None) -> dict[Key, Array]:
    """Slopes with the subsample that each feature is of; that in the line is of a subsample of its own."""
    found: dict[Key, Array] = {}
    for feature, slope in value.slopes.items():
        if feature != LINE:
            found[subsample, feature] = slope
        elif line is not None:
            found[line, feature] = slope
    return found


def without_error_where_certain(statistic: Statistic) -> Statistic:
    """Give the number and the share of poor people no error where none, or all, are poor."""
    rows = list(statistic.degenerate)
    if not rows:
        return statistic

    def replaced(values: Array, numbers: Array | float) -> Array:
        found = values.copy()
        found[..., rows] = numbers
        return found

    return replace(
        statistic,
        slopes={key: replaced(slope, 0.0) for key, slope in statistic.slopes.items()},
        replicates={
            sample: replaced(values, statistic.value[rows]) for sample, values in statistic.replicates.items()
        },
        spread=None if statistic.spread is None else replaced(statistic.spread, 0.0),
    )


def by_influence(statistic: Statistic, reduced: Reduced, measure: Measure) -> Statistic:
    """A quantile by its influence values −([y ≤ q] − p)/(N f(q)) in place of inversion; others as they are.

    Where quantiles of one sample are compared their covariance is needed, which inversion does not know.
    Under replicates the quantile moves by what the share of people below it does, over the density.
    """
    if not measure.is_quantile:
        return statistic
    percent = measure.percents[0]
    subsample = statistic.subsamples[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        people = reduced.constants.people
        slope = 1.0 / (people * reduced.constants.densities[percent])
        slopes = {(subsample, Feature("up_to", percent)): -slope, (subsample, ONE): slope * percent / 100.0}
        replicates = {
            sample: statistic.value - (values - statistic.quantiles[0].share) * people * slope
            for sample, values in statistic.replicates.items()
        }
    return replace(statistic, slopes=slopes, replicates=replicates, quantiles=(), spread=None)
