"""A breakdown reduced to moments: from here on no row is needed for any value or standard error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import GAP, LINE, POOR, SHORTFALL, Feature
from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.moments.base import base_of, moments_within, within
from kaltim_poverty.survey.moments.constants import (
    Weights,
    count,
    counted_within,
    density,
    of_question,
    with_shape,
)
from kaltim_poverty.survey.moments.moments import Moments, Plan, fold, plan_of
from kaltim_poverty.survey.sample.blocks import breakdown
from kaltim_poverty.survey.sample.chunks import chunks
from kaltim_poverty.survey.sample.partition import slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.moments.base import Base
    from kaltim_poverty.survey.moments.relative import RelativeLine
    from kaltim_poverty.survey.sample.blocks import Breakdown, Sample, Slices
    from kaltim_poverty.survey.sample.chunks import Chunks


class Reduced(NamedTuple):
    """What is left of the rows.

    Attributes:
        over: the breakdown.
        plan: the features.
        constants: of the domains.
        moments: the sums of features.
        totals: the sums as the formulas take them.
        parts: the rows once more, for quantiles.
        within: the own cells of the breakdown.
    """

    over: Breakdown
    plan: Plan
    constants: DomainConstants
    moments: Moments
    totals: Totals
    parts: Slices
    within: Chunks


def reduce(
    sample: Sample,
    columns: Sequence[str],
    measures: Sequence[Measure],
    *,
    floor: float | None = None,
    relative: RelativeLine | None = None,
    densities: bool = False,
    base: Base | None = None,
) -> Reduced:
    """The moments of one breakdown.

    Args:
        sample: the survey.
        columns: the columns of the breakdown, none for everybody.
        measures: what shall be computed from them.
        floor: what welfare at or below 0 becomes for Watts.
        relative: the line and its sampling error, where it was estimated from this sample.
        densities: whether the density at each quantile is needed.
        base: sums of the same question over domains of which these are made, if there are any.
    """
    plan = plan_for(sample, measures, relative)
    same = base is None or base.over.columns == tuple(columns)
    over = base.over if base and same else breakdown(sample, columns)
    base = base or base_of(sample, over, plan, floor=floor, relative=relative)
    parts = base.parts if same else slices(sample, over)
    cells = base.within if same else chunks(over)
    place = None if same else within(base.over, over)
    constants = base.constants
    if place is not None:
        counted = counted_within(base.constants, place.domain, len(over))
        constants = of_question(counted, floor, relative.influence if relative else None)
    simple = base.moments if place is None else moments_within(base, place, over, constants, cells)
    percents = percents_of(measures)
    constants = with_shape(constants, over, parts, percents, spread=densities or relative is not None)
    if relative is not None:
        at_line = density(constants, over, parts, np.full(len(over), relative.line))
        constants = replace(constants, density_at_line=at_line)
    if densities:
        points = constants.quantiles
        found = {percent: density(constants, over, parts, points[percent]) for percent in percents}
        constants = replace(constants, densities=found)
    moments = simple.joined(fold(sample, over, plan.rest(base.plan), constants, parts, within=cells))
    line_slopes = relative.slopes(moments.totals, constants) if relative and plan.poverty else {}
    totals = Totals(moments.totals, constants, line_slopes)
    return Reduced(over, plan, constants, moments, totals, parts, cells)


def plan_for(sample: Sample, measures: Sequence[Measure], relative: RelativeLine | None) -> Plan:
    """What measures ask of the rows of a sample."""
    return plan_of(planned(measures, relative), (LINE,) if relative else (), late=varies(sample))


def planned(measures: Sequence[Measure], relative: RelativeLine | None) -> list[Measure]:
    """The measures; with a relative line also what the slopes of their totals in the line are made of."""
    if relative is None:
        return list(measures)
    extra = []
    for measure in measures:
        gaps = [feature.number for feature in measure.features if feature.family == "fgt"]
        lower = [Feature("fgt", alpha - 1) for alpha in gaps if alpha > 0]
        wanted = dict.fromkeys([*lower, *((POOR, GAP, SHORTFALL) if measure.of_poverty else ())])
        extra += [measure._replace(features=(feature,)) for feature in wanted]
    return [*measures, *extra]


def varies(sample: Sample) -> bool:
    """Whether rows have different lines."""
    return sample.cells.line is None or isinstance(sample.cells.line, np.ndarray)


def percents_of(measures: Iterable[Measure]) -> list[float]:
    """The quantiles that measures need, each once."""
    return list(dict.fromkeys(percent for measure in measures for percent in measure.percents))


def constants_under(
    sample: Sample,
    over: Breakdown,
    parts: Slices,
    plan: Plan,
    measures: Sequence[Measure],
    *,
    floor: float | None,
    weights: Weights,
) -> DomainConstants:
    """People, poor and quantiles of each domain under other weights."""
    counted = count(sample, over, parts, poverty=plan.poverty, weights=weights)
    constants = of_question(counted, floor, None)
    return with_shape(constants, over, parts, percents_of(measures), spread=False, weights=weights)
