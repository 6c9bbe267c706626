"""A breakdown reduced to moments: from here on no row is needed for any value or standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.totals import LINE, Totals
from kaltim_poverty.survey.moments import facts as known
from kaltim_poverty.survey.moments.base import base_of, complete, counted_within, moments_within, within
from kaltim_poverty.survey.moments.moments import Facts, Moments, Plan, fold, plan_of
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
        facts: numbers of each domain.
        moments: the sums of features.
        totals: the sums as the formulas take them.
        parts: the rows once more, for quantiles.
        within: the own cells of the breakdown.
    """

    over: Breakdown
    plan: Plan
    facts: Facts
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
    counted = base.counted if place is None else counted_within(base, place, len(over))
    facts = complete(counted, len(over), floor, relative)
    simple = base.moments if place is None else moments_within(base, place, over, facts, cells)
    spread = densities or relative is not None
    known.add_shape(facts, over, parts, percents_of(measures), spread=spread)
    if relative is not None:
        facts["density_line"] = known.density(facts, over, parts, np.full(len(over), relative.line))
    for percent in percents_of(measures) if densities else ():
        points = facts[f"quantile_{percent}"]
        facts[f"density_{percent}"] = known.density(facts, over, parts, points)
    moments = simple.joined(fold(sample, over, plan.rest(base.plan), facts, parts, within=cells))
    line_slopes = relative.slopes(moments.totals, facts) if relative and plan.poverty else {}
    return Reduced(over, plan, facts, moments, Totals(moments.totals, facts, line_slopes), parts, cells)


def plan_for(sample: Sample, measures: Sequence[Measure], relative: RelativeLine | None) -> Plan:
    """What measures ask of the rows of a sample."""
    return plan_of(planned(measures, relative), (LINE,) if relative else (), late=varies(sample))


def planned(measures: Sequence[Measure], relative: RelativeLine | None) -> list[Measure]:
    """The measures; with a relative line also what the slopes of their totals in the line are made of."""
    if relative is None:
        return list(measures)
    extra = []
    for measure in measures:
        lower = [
            f"fgt_{float(each[4:]) - 1:g}"
            for each in measure.features
            if each[:4] == "fgt_" and float(each[4:]) > 0
        ]
        wanted = tuple(
            dict.fromkeys([*lower, *(("fgt_0", "fgt_1", "shortfall") if measure.of_poverty else ())])
        )
        extra += [measure._replace(features=(each,)) for each in wanted]
    return [*measures, *extra]


def varies(sample: Sample) -> bool:
    """Whether rows have different lines."""
    return sample.cells.line is None or isinstance(sample.cells.line, np.ndarray)


def percents_of(measures: Iterable[Measure]) -> list[str]:
    """The quantiles that measures need, each once."""
    return list(dict.fromkeys(percent for measure in measures for percent in measure.percents))


def facts_under(
    sample: Sample,
    over: Breakdown,
    parts: Slices,
    plan: Plan,
    measures: Sequence[Measure],
    *,
    floor: float | None,
    weights: known.Weights,
) -> Facts:
    """People, poor and quantiles of each domain under other weights."""
    counted = known.counted(sample, over, parts, poverty=plan.poverty, weights=weights)
    facts = complete(counted, len(over), floor, None)
    known.add_shape(facts, over, parts, percents_of(measures), spread=False, weights=weights)
    return facts
