"""A breakdown reduced to moments: from here on no row is needed for any value or standard error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.catalogue import Measure
from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import (
    AT_LINE,
    DEVIATION,
    GAP,
    LINE,
    POOR,
    SHORTFALL,
    TILT_AT_LINE,
    Feature,
)
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.moments.counts import count, rolled_up
from kaltim_poverty.survey.moments.densities import QUARTILES, density, with_bandwidth
from kaltim_poverty.survey.moments.finest import FinestSums, finest_sums, rolled_up_moments, rollup
from kaltim_poverty.survey.moments.fold_slices import fold_slices
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Plan, plan_of
from kaltim_poverty.survey.moments.quantiles import with_quantiles
from kaltim_poverty.survey.moments.ratio_bandwidths import with_ratio_bandwidth
from kaltim_poverty.survey.moments.relative import RelativeLine
from kaltim_poverty.survey.sample import (
    Breakdown,
    Chunks,
    Sample,
    Slices,
    Weights,
    breakdown,
    chunks,
    slices,
)


class Reduced(NamedTuple):
    """A breakdown reduced to moments, from which values and standard errors follow.

    Attributes:
        over: the breakdown.
        plan: the features.
        constants: of the domains.
        moments: the sums of features.
        totals: the sums as the formulas take them.
        parts: the rows once more, for quantiles.
        within: the own cells of the breakdown.
        is_full_count: whether everybody is in the file: sums of own cells, and products, were not made.
    """

    over: Breakdown
    plan: Plan
    constants: DomainConstants
    moments: Moments
    totals: Totals
    parts: Slices
    within: Chunks
    is_full_count: bool = False


def reduce(
    sample: Sample,
    columns: Sequence[str],
    measures: Sequence[Measure],
    *,
    floor: float | None = None,
    relative: RelativeLine | None = None,
    densities: bool = False,
    finest: FinestSums | None = None,
) -> Reduced:
    """The moments of one breakdown.

    Args:
        sample: the survey.
        columns: the columns of the breakdown, none for everybody.
        measures: what shall be computed from them.
        floor: what welfare at or below 0 becomes for Watts.
        relative: the line and its sampling error, where it was estimated from this sample.
        densities: whether the density at each quantile is needed.
        finest: sums of the same question over domains of which these are made, if there are any.
    """
    with_errors = not sample.is_full_count
    plan = plan_for(measures, relative, with_errors=with_errors)
    known = additive_sums(sample, columns, plan, finest, floor, relative)
    percents = percents_of(measures)
    at = percents if densities else percents_with_density(plan)
    constants = with_shape(known, sample, plan, percents, relative, at)
    within = chunks(known.over, sample.sizes.psus_of_chunk)
    rest = fold_slices(
        sample,
        known.over,
        plan.without(known.plan),
        constants,
        known.parts,
        within=within,
        with_cells=with_errors,
    )
    moments = known.moments.with_features_of(rest)
    line_slopes = relative.slopes(moments.totals, constants) if relative and plan.poverty else {}
    totals = Totals(moments.totals, constants, line_slopes)
    return Reduced(known.over, plan, constants, moments, totals, known.parts, within, sample.is_full_count)


def additive_sums(
    sample: Sample,
    columns: Sequence[str],
    plan: Plan,
    finest: FinestSums | None,
    floor: float | None,
    relative: RelativeLine | None,
) -> FinestSums:
    """The sums of additive features: computed, given, or rolled up from smaller domains."""
    if finest is not None and finest.over.columns == tuple(columns):
        return finest
    over = breakdown(sample, columns)
    if finest is None:
        return finest_sums(sample, over, plan, floor=floor, relative=relative)
    place = rollup(finest.over, over)
    counted = rolled_up(finest.constants, place.domain, len(over))
    constants = replace(counted, floor=finest.constants.floor, line=finest.constants.line)
    moments = rolled_up_moments(finest, place, constants)
    return FinestSums(over, slices(sample, over), constants, finest.plan, moments)


def with_shape(
    known: FinestSums,
    sample: Sample,
    plan: Plan,
    percents: Sequence[float],
    relative: RelativeLine | None,
    with_density: Sequence[float],
) -> DomainConstants:
    """The constants with quantiles, and where they are needed densities at these and at the line."""
    parts, of_ratio = known.parts, any(feature.of_a_ratio_density for feature in plan.features)
    needs_bandwidth = bool(with_density or relative or (of_ratio and not sample.has_several_lines))
    wanted = [*percents, *(QUARTILES if needs_bandwidth else ())]
    step = sample.sizes.rows_of_step
    constants = with_quantiles(known.constants, parts, list(dict.fromkeys(wanted)), rows_of_step=step)
    if needs_bandwidth:
        constants = with_bandwidth(constants, parts, known.moments.cross.get((DEVIATION, DEVIATION)))
    if of_ratio:
        constants = with_ratio_bandwidth(constants, sample, parts)
    if relative:
        line = np.full_like(constants.people, relative.line)
        constants = replace(constants, density_at_line=density(constants, parts, line))
    points = constants.quantiles
    found = {percent: density(constants, parts, points[percent]) for percent in with_density}
    return replace(constants, densities=found)


def plan_for(measures: Sequence[Measure], relative: RelativeLine | None, *, with_errors: bool = True) -> Plan:
    """The plan that measures need, with the features behind slopes in an estimated line.

    Args:
        measures: what shall be computed.
        relative: the line, where it was estimated.
        with_errors: whether numbers have a sampling error, of which products are a part.
    """
    if not with_errors:
        return plan_of(measures)._replace(products=())
    if relative is None:
        return plan_of(measures)
    return plan_of([*measures, *for_slopes(measures)], (LINE,))


def for_slopes(measures: Sequence[Measure]) -> list[Measure]:
    """Measures whose features are what the slopes of totals in the line are made of."""
    extra = []
    for measure in measures:
        gaps = [feature.number for feature in measure.features if feature.family == "fgt"]
        lower = [Feature("fgt", alpha - 1) for alpha in gaps if alpha > 0]
        tilt = [TILT_AT_LINE] if AT_LINE in measure.features else []
        wanted = dict.fromkeys([*lower, *tilt, *((POOR, GAP, SHORTFALL) if measure.of_poverty else ())])
        extra += [measure._replace(features=(feature,)) for feature in wanted]
    return extra


def percents_of(measures: Iterable[Measure]) -> list[float]:
    """The quantiles that measures need, each once."""
    return list(dict.fromkeys(percent for measure in measures for percent in measure.percents))


def percents_with_density(plan: Plan) -> list[float]:
    """The quantiles whose influence is asked for, which rests on the density there."""
    return [feature.number for feature in plan.features if feature.family == "at_quantile"]


def totals_under(
    sample: Sample,
    over: Breakdown,
    parts: Slices,
    measures: Sequence[Measure],
    *,
    floor: float | None,
    weights: Weights,
    ratio_bandwidth: Array | None = None,
) -> Totals:
    """The totals of measures under other weights, such as those of a replicate.

    Args:
        sample: the survey.
        over: the breakdown.
        parts: its rows.
        measures: what shall be computed from them.
        floor: what welfare at or below 0 becomes for Watts.
        weights: of the rows of a slice; 0 leaves a row out.
        ratio_bandwidth: of densities of welfare over line, which stays as it is.
    """
    plan = plan_of(measures)
    counted = count(parts, len(over), poverty=plan.poverty, lines=sample.cells.line, weights=weights)
    constants = replace(counted, floor=floor, ratio_bandwidth=ratio_bandwidth)
    constants = with_quantiles(
        constants, parts, percents_of(measures), weights=weights, rows_of_step=sample.sizes.rows_of_step
    )
    moments = fold_slices(sample, over, plan, constants, parts, with_cells=False, weights=weights)
    return Totals(moments.totals, constants, {})
