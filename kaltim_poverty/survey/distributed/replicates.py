"""Measures under the weights of replicates, where rows are distributed: each is one more view of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.totals import Totals
from kaltim_poverty.survey.distributed.counting import NUMBERS_OF_BATCH, count_views
from kaltim_poverty.survey.distributed.density_pass import with_quantiles
from kaltim_poverty.survey.distributed.fold_pass import Folding, fold_rows, pairs_of, plan_by_welfare
from kaltim_poverty.survey.distributed.joined import along_domains, joined_constants, joined_moments
from kaltim_poverty.survey.distributed.reduction import fold_all, rows_of
from kaltim_poverty.survey.distributed.views import Drawn, View, block_views
from kaltim_poverty.survey.infer import (
    BlockSummary,
    ReplicateSummary,
    are_alike,
    extremes_of_factors,
    moves_with_ranks,
    summary_of_block,
    value_under,
)
from kaltim_poverty.survey.moments import MEDIAN, percents_of, plan_of

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.infer import Replicates
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.moments import LineRule, Moments
    from kaltim_poverty.survey.sample import Design, DistributedRows, Sample

VIEWS_OF_DOMAIN = 16  # numbers of a domain under one replicate that a pass keeps of each block, about


class UnderReplicates(NamedTuple):
    """The measures of all breakdowns under each replicate.

    Attributes:
        values: by measure, (replicates, domains of all breakdowns); NaN where it does not exist.
    """

    values: dict[str, Array]

    def of(self, measure: Measure) -> Array:
        """The values of a measure, (replicates, domains)."""
        return self.values[measure.name]


class Weighting(NamedTuple):
    """What is computed under the weights of replicates.

    Attributes:
        design: of the sample, for a bootstrap.
        replicates: how many, and whose weights.
        measures: what is computed.
        floor: what welfare at or below 0 becomes for Watts.
        lines: the line under the weights of each replicate, where it follows from them, (replicates,).
    """

    design: Design
    replicates: Replicates
    measures: Sequence[Measure]
    floor: float | None
    lines: Array | None

    @property
    def drawn(self) -> Drawn | None:
        """How weights are drawn; None where rows hold them."""
        return drawn_of(self.replicates, self.design)

    def needs_ranks(self, measure: Measure) -> bool:
        """Whether a measure depends on the weights by more than its totals."""
        if self.lines is not None and measure.of_poverty:
            return True
        return any(map(moves_with_ranks, measure.features))


class Reweighting(NamedTuple):
    """Rows of some breakdowns that replicates weigh.

    Attributes:
        rows: of the survey.
        views: of the breakdowns, with the weights as they are.
        constants: of the domains of each view.
        by: what is computed under which weights.
    """

    rows: DistributedRows
    views: tuple[View, ...]
    constants: tuple[DomainConstants, ...]
    by: Weighting

    def under(self, view: View, replicate: int, line: float | None) -> View:
        """A view with the weights of a replicate."""
        return view._replace(replicate=replicate, drawn=self.by.drawn, line=line)

    @property
    def batches(self) -> Iterator[range]:
        """The replicates, some at a time."""
        domains = sum(len(view.domains) for view in self.views)
        return batches_of_replicates(self.by.replicates, domains * self.rows.blocks)


def batches_of_replicates(replicates: Replicates, pairs: int) -> Iterator[range]:
    """The replicates, as many at a time as make sums of so many pairs of a domain and a block."""
    size = max(1, NUMBERS_OF_BATCH // (VIEWS_OF_DOMAIN * max(pairs, 1)))
    count = replicates.number
    return (range(start, min(start + size, count)) for start in range(0, count, size))


def lines_of_replicates(
    rows: DistributedRows, everybody: View, replicates: Replicates, design: Design, rule: LineRule
) -> Array:
    """The line under the weights of each replicate, (replicates,); NaN where they leave nobody."""
    drawn = drawn_of(replicates, design)
    found = []
    for batch in batches_of_replicates(replicates, rows.blocks):
        views = [everybody._replace(replicate=each, drawn=drawn, line=None) for each in batch]
        found.append(lines_under(rows, views, rule))
    return np.concatenate(found)


def with_places(sample: Sample, replicates: Replicates | None) -> Sample:
    """The sample whose blocks know the places of their PSUs, if replicates are drawn."""
    if replicates is None or replicates.weights is None:
        return sample
    assert sample.distributed is not None  # noqa: S101 - whoever asks has looked
    placed = sample.distributed._replace(rows=sample.distributed.rows.with_places())
    return sample._replace(distributed=placed)


def drawn_of(replicates: Replicates, design: Design) -> Drawn | None:
    """How the weights of replicates are drawn; None where rows hold them."""
    if replicates.weights is None:
        return None
    return Drawn(design._replace(names=()), replicates.weights, replicates.number)


def under_replicates(reweighting: Reweighting) -> UnderReplicates:
    """The measures under each replicate, some replicates at a time."""
    found: dict[str, list[Array]] = {measure.name: [] for measure in reweighting.by.measures}
    for batch in reweighting.batches:
        for name, values in values_of_batch(reweighting, batch).items():
            found[name].append(values)
    return UnderReplicates({name: np.concatenate(values) for name, values in found.items()})


def values_of_batch(reweighting: Reweighting, batch: range) -> dict[str, Array]:
    """The values of each measure under some replicates, (replicates, domains)."""
    moving = [measure for measure in reweighting.by.measures if reweighting.by.needs_ranks(measure)]
    others = [measure for measure in reweighting.by.measures if measure not in moving]
    found = values_by_totals(reweighting, others, batch) if others else {}
    if not moving:
        return found
    if reweighting.by.lines is None:
        lines = [view.line for view in reweighting.views[:1]] * len(batch)
        return {**found, **values_by_ranks(reweighting, moving, batch, lines)}
    own = reweighting.by.lines[batch.start : batch.stop]
    usable = np.where(own > 0, own, 1.0)
    values = values_by_ranks(reweighting, moving, batch, usable.tolist())
    for measure in moving:
        if measure.of_poverty:
            values[measure.name][~(own > 0)] = np.nan
    return {**found, **values}


def lines_under(rows: DistributedRows, views: Sequence[View], rule: LineRule) -> Array:
    """The line under the weights of each view of everybody, (views,); NaN where they leave nobody."""
    counted = count_views(rows, views, poverty=False)
    people = np.array([each.constants.people[0] for each in counted])
    with np.errstate(divide="ignore", invalid="ignore"):
        if rule.to == "mean":
            totals = np.array([each.constants.welfare[0] for each in counted])
            return np.where(people > 0, rule.share * totals / people, np.nan)
        found = with_quantiles(rows, views, counted, [MEDIAN])
        return np.array([rule.share * float(own.quantiles[MEDIAN][0]) for own in found])


def values_by_totals(reweighting: Reweighting, measures: Sequence[Measure], batch: range) -> dict[str, Array]:
    """The values of measures whose features stay as they are, whatever the weights."""
    plan, constants = plan_of(measures), list(reweighting.constants)
    views = views_under(reweighting, batch, [None] * len(batch), keep_lines=True)
    folding = Folding(tuple(views), plan, tuple(constants * len(batch)))
    moments = fold_rows(reweighting.rows, folding, products=False).moments
    return values_of(reweighting, measures, moments, constants * len(batch))


def values_by_ranks(
    reweighting: Reweighting, measures: Sequence[Measure], batch: range, lines: Sequence[float | None]
) -> dict[str, Array]:
    """The values of measures that must be computed anew from counts, quantiles and sums over ranks."""
    rows, plan = reweighting.rows, plan_of(measures)
    views = views_under(reweighting, batch, lines, keep_lines=False)
    pairs = pairs_of(plan_by_welfare(views, plan))
    counts = count_views(rows, views, poverty=plan.poverty, pairs=pairs)
    widths = [each.ratio_bandwidth for each in reweighting.constants] * len(batch)
    counted = [
        each._replace(constants=replace(each.constants, floor=reweighting.by.floor, ratio_bandwidth=width))
        for each, width in zip(counts, widths, strict=True)
    ]
    constants = with_quantiles(rows, views, counted, percents_of(measures))
    carries = [each.carries for each in counted]
    _, moments = fold_all(rows, views, plan, constants, carries, products=False)
    return values_of(reweighting, measures, moments, constants)


def views_under(
    reweighting: Reweighting, batch: range, lines: Sequence[float | None], *, keep_lines: bool
) -> list[View]:
    """The breakdowns under each of some replicates, one replicate after the other."""
    return [
        reweighting.under(view, number, view.line if keep_lines else line)
        for number, line in zip(batch, lines, strict=True)
        for view in reweighting.views
    ]


def values_of(
    reweighting: Reweighting,
    measures: Sequence[Measure],
    moments: Sequence[Moments],
    constants: Sequence[DomainConstants],
) -> dict[str, Array]:
    """The values of measures, (replicates, domains), from the sums of each breakdown by replicate."""
    count = len(reweighting.views)
    found: dict[str, list[Array]] = {measure.name: [] for measure in measures}
    for start in range(0, len(moments), count):
        own = slice(start, start + count)
        totals = Totals(joined_moments(moments[own]).totals, joined_constants(constants[own]), {})
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for measure in measures:
                found[measure.name].append(value_under(totals, measure))
    return {name: np.array(values) for name, values in found.items()}


def poor_alike(reweighting: Reweighting) -> Mask:
    """Whether the poor of each domain are rows of one PSU, as their factors are alike in all replicates."""
    views, count = reweighting.views, reweighting.by.replicates.number
    of_blocks = reweighting.rows.each(partial(extremes_of_block, views, count))
    lowest, highest = zip(*of_blocks, strict=True)
    return are_alike(reduce(np.minimum, lowest), reduce(np.maximum, highest))


def extremes_of_block(views: Sequence[View], count: int, block: BlockRows) -> tuple[Array, Array]:
    """The lowest and the highest factor of the poor of each domain in a block, (replicates, domains)."""
    own = [
        extremes_of_factors(view.parts, len(view.over), view.line, count)
        for view in block_views(block, views)
    ]
    lowest, highest = zip(*own, strict=True)
    return along_domains(lowest), along_domains(highest)


def summary_of_replicates(sample: Sample) -> ReplicateSummary:
    """Summarise the columns of replicate weights of a survey."""
    return reduce(BlockSummary.added, rows_of(sample).each(summary_of_rows)).of_survey


def summary_of_rows(block: BlockRows) -> BlockSummary:
    """Summarise the replicate weights of one block."""
    (own,) = block.sample.blocks()
    return summary_of_block(own)
