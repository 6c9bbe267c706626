"""All rows of a sample folded in the order that features rank by."""

from __future__ import annotations

from functools import partial

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.survey.moments.accumulator import Accumulator
from kaltim_poverty.survey.moments.deferred_cells import DeferredCellSums
from kaltim_poverty.survey.moments.fold import fold, weight_of
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.poor import ranked_by_gap
from kaltim_poverty.survey.sample import Breakdown, Chunks, Sample, Slices, Weights


def fold_slices(
    sample: Sample,
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    parts: Slices,
    *,
    within: Chunks | None = None,
    with_cells: bool = True,
    weights: Weights = weight_of,
) -> Moments:
    """The moments of all rows of a breakdown; the poor are ranked anew for features that ask for it.

    Args:
        sample: the survey.
        over: the breakdown.
        plan: what is wanted.
        constants: of its domains.
        parts: its rows, in order of welfare.
        within: its own cells by chunk; with them sums of rows in memory may be taken later.
        with_cells: whether sums of own cells, and products, are wanted.
        weights: of the rows of a slice, if not their own.
    """
    lines, sizes = sample.cells.line, sample.sizes
    in_order = plan.restricted_to(by_welfare) if sample.has_several_lines else plan
    cell_runs = None
    if within is not None and sample.by_psu is not None:
        cell_runs = partial(DeferredCellSums, sample, over, within, sample.by_psu)
    accumulator = Accumulator(
        over, in_order, constants, lines, with_cells=with_cells, cell_runs=cell_runs, sizes=sizes
    )
    for part in parts():
        accumulator.add(part, weights(part))
    moments, deferred = accumulator.result().moments, plan.without(in_order)
    if not deferred.features:
        return moments
    ranked = ranked_by_gap(lines, parts, weights)()
    others = fold(ranked, over, deferred, constants, lines=lines, with_cells=with_cells, sizes=sizes)
    return moments.with_features_of(others.moments)


def by_welfare(feature: Feature) -> bool:
    """Whether rows in order of welfare will do for a feature."""
    return not feature.ranked_by_gap
