"""Breakdowns reduced to moments where rows are distributed: constants first, then the sums of features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.distributed.counting import BlockCarry, Counted, count_views
from kaltim_poverty.survey.distributed.density_pass import (
    densities,
    ratio_bandwidths,
    with_bandwidths,
    with_quantiles,
)
from kaltim_poverty.survey.distributed.fold_pass import (
    Folding,
    fold_rows,
    foldings,
    pairs_of,
    plan_by_welfare,
)
from kaltim_poverty.survey.distributed.views import NO_CHUNKS, View, domains_of, without_cells
from kaltim_poverty.survey.moments import QUARTILES, Reduced, percents_of, percents_with_density, plan_for
from kaltim_poverty.survey.sample import Distributed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.survey.moments import Carry, Moments, Plan, RelativeLine
    from kaltim_poverty.survey.sample import DistributedRows, Sample, Slice


class Ranked(NamedTuple):
    """The result of folding rows in one order, with what refolding own cells needs.

    Attributes:
        rows: in that order.
        folding: what was folded.
        starts: the running sums before each block, by block and view.
    """

    rows: DistributedRows
    folding: Folding
    starts: list[list[Carry]]


class Question(NamedTuple):
    """The measures and options that the reduction of rows depends on.

    Attributes:
        measures: what shall be computed.
        floor: what welfare at or below 0 becomes for Watts.
        relative: the line and its sampling error, where it was estimated from this sample.
        densities: whether the density at each quantile is needed.
    """

    measures: Sequence[Measure]
    floor: float | None = None
    relative: RelativeLine | None = None
    densities: bool = False


def number_of_domains(sample: Sample, columns: Sequence[str]) -> int:
    """How many domains columns make of a survey."""
    return len(domains_of(sample, columns))


def rows_of(sample: Sample) -> DistributedRows:
    """The distributed rows of a sample."""
    assert isinstance(sample.distributed, Distributed)  # noqa: S101 - whoever asks has looked
    return sample.distributed.rows


def line_of(sample: Sample) -> float | None:
    """The line for all, or None where rows have their own, or none."""
    line = sample.cells.line
    return None if line is None or isinstance(line, np.ndarray) else float(line)


class Folds(NamedTuple):
    """What the rows of some views became.

    Attributes:
        counted: constants and Σ w by block of each view, before quantiles.
        constants: of the domains of each view.
        moments: of each view, without own cells.
        ranked: how features were folded.
    """

    counted: list[Counted]
    constants: list[DomainConstants]
    moments: list[Moments]
    ranked: list[Ranked]


def fold_views(
    rows: DistributedRows, views: Sequence[View], question: Question, *, with_errors: bool
) -> Folds:
    """The moments of some views, all of them in the same passes.

    Args:
        rows: of the survey.
        views: what is looked at.
        question: what is asked.
        with_errors: whether numbers have a sampling error.
    """
    plan = plan_for(question.measures, question.relative, with_errors=with_errors)
    if not views:
        return Folds([], [], [], [Ranked(rows, Folding((), plan, ()), [[] for _ in range(rows.blocks)])])
    pairs = pairs_of(plan_by_welfare(views, plan))
    counted = count_views(rows, views, poverty=plan.poverty, pairs=pairs)
    influence = question.relative.influence if question.relative else None
    counted = [
        each._replace(constants=replace(each.constants, floor=question.floor, line=influence))
        for each in counted
    ]
    constants = with_shape(rows, views, counted, plan, question)
    carries = [each.carries for each in counted]
    ranked, moments = fold_all(rows, views, plan, constants, carries, products=with_errors)
    return Folds(counted, constants, moments, ranked)


def fold_all(
    rows: DistributedRows,
    views: Sequence[View],
    plan: Plan,
    constants: Sequence[DomainConstants],
    carries: Sequence[Sequence[BlockCarry]],
    *,
    products: bool = True,
) -> tuple[list[Ranked], list[Moments]]:
    """The moments of each view, and how they were folded.

    Args:
        rows: of the survey.
        views: what is looked at.
        plan: the features.
        constants: of the domains of each view.
        carries: the running sums of each block by welfare, by view and block.
        products: whether products are wanted.
    """
    in_order, by_ratio = foldings(views, plan, constants)
    folded = fold_rows(rows, in_order, products=products, carries=carries)
    ranked, moments = [Ranked(rows, in_order, folded.starts)], folded.moments
    if by_ratio is not None:
        rows_by_ratio = rows.by_ratio()
        others = fold_rows(rows_by_ratio, by_ratio, products=products)
        ranked.append(Ranked(rows_by_ratio, by_ratio, others.starts))
        moments = [one.with_features_of(two) for one, two in zip(moments, others.moments, strict=True)]
    return ranked, moments


def with_shape(
    rows: DistributedRows,
    views: Sequence[View],
    counted: Sequence[Counted],
    plan: Plan,
    question: Question,
) -> list[DomainConstants]:
    """The constants with quantiles, and where they are needed densities and bandwidths."""
    percents = percents_of(question.measures)
    at = percents if question.densities else percents_with_density(plan)
    with_density = bool(at or question.relative)
    wanted = list(dict.fromkeys([*percents, *(QUARTILES if with_density else ())]))
    found = with_quantiles(rows, views, counted, wanted)
    if with_density:
        found = with_densities(rows, views, found, at, question.relative)
    if any(feature.of_a_ratio_density for feature in plan.features):
        widths = ratio_bandwidths(rows, views)
        found = [replace(own, ratio_bandwidth=width) for own, width in zip(found, widths, strict=True)]
    return found


def with_densities(
    rows: DistributedRows,
    views: Sequence[View],
    constants: Sequence[DomainConstants],
    percents: Sequence[float],
    relative: RelativeLine | None,
) -> list[DomainConstants]:
    """The constants with the density at some quantiles, and at a line that was estimated."""
    known = with_bandwidths(rows, views, constants)
    at_line = [] if relative is None else [relative.line]
    points = [
        [*(own.quantiles[percent] for percent in percents), *(np.full_like(own.people, z) for z in at_line)]
        for own in known
    ]
    found = []
    for own, heights in zip(known, densities(rows, views, known, points), strict=True):
        at_quantiles = dict(zip(percents, heights, strict=False))
        found.append(replace(own, densities=at_quantiles, density_at_line=heights[-1] if at_line else None))
    return found


def reduced_of(
    sample: Sample,
    view: View,
    plan: Plan,
    constants: DomainConstants,
    moments: Moments,
    relative: RelativeLine | None,
) -> Reduced:
    """The moments of one breakdown as formulas take them."""
    slopes = relative.slopes(moments.totals, constants) if relative and plan.poverty else {}
    over, totals = without_cells(sample, view.domains), Totals(moments.totals, constants, slopes)
    return Reduced(over, plan, constants, moments, totals, no_rows, NO_CHUNKS, sample.is_full_count)


def no_rows() -> Iterator[Slice]:
    """No rows: they are distributed."""
    return iter(())
