"""A breakdown reduced to moments: from here on no row is needed for any value or standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.totals import LINE, Totals
from kaltim_poverty.survey import facts as known
from kaltim_poverty.survey.blocks import breakdown, slices
from kaltim_poverty.survey.moments import Facts, Moments, Plan, Slices, fold, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.blocks import Breakdown, Sample
    from kaltim_poverty.survey.relative import RelativeLine

QUARTILES = ("25", "75")


class Reduced(NamedTuple):
    """What is left of the rows.

    Attributes:
        over: the breakdown.
        plan: the features.
        facts: numbers of each domain.
        moments: the sums of features.
        totals: the sums as the formulas take them.
        parts: the rows once more, for quantiles.
    """

    over: Breakdown
    plan: Plan
    facts: Facts
    moments: Moments
    totals: Totals
    parts: Slices


def reduce(
    sample: Sample,
    columns: Sequence[str],
    measures: Sequence[Measure],
    *,
    floor: float | None = None,
    relative: RelativeLine | None = None,
    densities: bool = False,
) -> Reduced:
    """The moments of one breakdown.

    Args:
        sample: the survey.
        columns: the columns of the breakdown, none for everybody.
        measures: what shall be computed from them.
        floor: what welfare at or below 0 becomes for Watts.
        relative: the line and its sampling error, where it was estimated from this sample.
        densities: whether the density at each quantile is needed.
    """
    over = breakdown(sample, columns)
    parts = slices(sample, over)
    plan = plan_of(planned(measures, relative), (LINE,) if relative else (), late=varies(sample))
    facts = facts_of(
        sample, over, parts, plan, measures, floor=floor, spread=densities or relative is not None
    )
    if relative is not None:
        facts.update(relative.facts(facts))
        facts["density_line"] = known.density(facts, over, parts, np.full(len(over), relative.line))
    if densities:
        for percent in percents_of(measures):
            points = facts[f"quantile_{percent}"]
            facts[f"density_{percent}"] = known.density(facts, over, parts, points)
    moments = fold(sample, over, plan, facts, parts)
    line_slopes = relative.slopes(moments.totals, facts) if relative and plan.poverty else {}
    return Reduced(over, plan, facts, moments, Totals(moments.totals, facts, line_slopes), parts)


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


def facts_of(
    sample: Sample,
    over: Breakdown,
    parts: Slices,
    plan: Plan,
    measures: Sequence[Measure],
    *,
    floor: float | None,
    spread: bool,
    weights: known.Weights = known.own_weight,
) -> Facts:
    """People, poor, quantiles and the bandwidth of each domain."""
    facts = known.count(sample, over, parts, poverty=plan.poverty, weights=weights)
    percents = list(dict.fromkeys([*percents_of(measures), *(QUARTILES if spread else ())]))
    known.add_quantiles(facts, over, parts, percents, weights=weights)
    if spread:
        known.add_spread(facts, over, parts, weights=weights)
    if floor is not None:
        facts["floor"] = np.full(len(over), floor)
    return facts
