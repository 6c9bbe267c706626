"""Who receives a programme, where rows stay on a cluster: the groups of one breakdown as statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE, Feature
from kaltim_poverty.measures.incidence import POOREST
from kaltim_poverty.survey import distributed
from kaltim_poverty.survey.benefit_incidence.group_statistics import GroupsReceived, statistics_of_groups
from kaltim_poverty.survey.benefit_incidence.receipt_influences import SpreadSums, emitted, spreads_of_block
from kaltim_poverty.survey.benefit_incidence.receipt_sums import Whole, whole_sums
from kaltim_poverty.survey.benefit_incidence.receipt_windows import windows_of
from kaltim_poverty.survey.benefit_incidence.receipts import GROUPS, Group, GroupMeasure
from kaltim_poverty.survey.benefit_incidence.receipts_in_blocks import Asked, Before
from kaltim_poverty.survey.distributed import Counted, StratumErrors, View
from kaltim_poverty.survey.infer import Evidence, SampleDesign, subsample_of_line, subsample_of_totals
from kaltim_poverty.survey.moments import QUARTILES

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import DomainStrata
    from kaltim_poverty.survey.infer.statistic import Key
    from kaltim_poverty.survey.sample import Breakdown, DistributedRows
    from kaltim_poverty.survey.study import Study

REPLICATES_OF_BATCH = 16
NO_CELLS = np.empty(0)


def distributed_groups(study: Study, columns: tuple[str, ...], kind: str) -> GroupsReceived:
    """The groups of one breakdown.

    Args:
        study: whose rows stay on a cluster.
        columns: of the breakdown, as the survey writes them.
        kind: of the groups of people, deciles or quintiles.
    """
    opened = opened_breakdown(study, columns)
    asked = Asked(kind, study.relative, width_of_density(study, opened))
    windows = windows_of(opened.rows, opened.view, opened.before, shares_of(kind))
    (whole,) = whole_sums(opened.rows, [opened.view], [opened.before], windows, asked)
    totals = ReceiptTotals(study, opened, whole, asked)
    counted = study.reading.design.is_full_count
    sizes, found = sizes_of(whole), measures_of(opened, whole, asked, counted=counted)
    everybody = float(opened.before.all_people.sum())
    under = None if study.replicates is None else values_under_replicates(study, opened, asked)
    statistics = statistics_of_groups(study, everybody, found, sizes, under)
    own = [
        replace(each, totals={}, slopes={**each.slopes, **slope_of(place, len(opened.over))})
        for place, each in enumerate(statistics)
    ]
    groups = [group for group, _ in whole.sums.names]
    received = whole.sums.received > 0
    return GroupsReceived(opened.over, groups, sizes, own, evidence_of(study, opened, totals), received)


class Opened(NamedTuple):
    """One breakdown whose rows are counted.

    Attributes:
        rows: of the survey.
        view: of the breakdown.
        over: its domains.
        counted: people and rows.
        before: of these, by block.
    """

    rows: DistributedRows
    view: View
    over: Breakdown
    counted: Counted
    before: Before


def opened_breakdown(study: Study, columns: tuple[str, ...]) -> Opened:
    """The domains of a breakdown, and what comes before each block."""
    sample = distributed.with_places(study.reading.sample, study.replicates)
    rows, view = (
        distributed.rows_of(sample),
        View(distributed.domains_of(sample, columns), distributed.line_of(sample)),
    )
    (counted,) = distributed.count_views(rows, [view], poverty=False)
    over = distributed.without_cells(sample, view.domains)
    return Opened(rows, view, over, counted, before_of(counted))


def before_of(counted: Counted) -> Before:
    """People and rows before each block, and in all."""
    people, rows = np.cumsum(counted.people, axis=0), np.cumsum(counted.rows, axis=0)
    return Before(people - counted.people, rows - counted.rows, people[-1], rows[-1])


def shares_of(kind: str) -> list[float]:
    """The shares of people at which formulas look for the mean of who is there."""
    return [*(place / GROUPS[kind] for place in range(1, GROUPS[kind])), POOREST]


def width_of_density(study: Study, opened: Opened) -> Array | None:
    """The bandwidth of the density of welfare of each domain, where the line was estimated."""
    if study.relative is None:
        return None
    rows, views = opened.rows, [opened.view]
    constants = distributed.with_quantiles(rows, views, [opened.counted], QUARTILES)
    (known,) = distributed.with_bandwidths(rows, views, constants)
    return known.bandwidth


def measures_of(
    opened: Opened, whole: Whole, asked: Asked, *, counted: bool = False
) -> list[list[GroupMeasure]]:
    """Every measure of each domain; its PSU totals are distributed, and of a full count there are none."""
    values, lines = whole.values(asked.kind)
    spread = np.full_like(values, np.nan) if counted else spreads_of(opened, whole, asked)
    found = []
    for of_domain in zip(values.tolist(), lines.tolist(), spread.tolist(), strict=True):
        numbers = zip(whole.sums.names, *of_domain, strict=True)
        found.append([GroupMeasure(*name, value, NO_CELLS, line, own) for name, value, line, own in numbers])
    return found


def spreads_of(opened: Opened, whole: Whole, asked: Asked) -> Array:
    """Σ w(u − ū)² of every measure of each domain, (domains, measures)."""
    spreads = opened.rows.each(partial(spreads_of_block, whole, asked, opened.view))
    return reduce(SpreadSums.added, spreads).spread


def sizes_of(whole: Whole) -> list[dict[str, Group]]:
    """How large each group of each domain is."""
    groups = list(dict.fromkeys(group for group, _ in whole.sums.names))
    return [
        {
            group: Group(float(people), int(rows))
            for group, people, rows in zip(groups, *of_domain, strict=True)
        }
        for of_domain in zip(whole.sums.people, whole.sums.rows, strict=True)
    ]


def slope_of(place: int, domains: int) -> dict[Key, Array]:
    """The slope of a measure in its own influence, which has a number in place of a name."""
    return {(0, Feature("column", None, str(place))): np.ones(domains)}


class ReceiptTotals:
    """The PSU totals of every measure of every group, made in one pass when they are first asked for.

    Args:
        study: the survey.
        opened: the breakdown.
        whole: the sums of whole domains.
        asked: what is asked of them.
    """

    def __init__(self, study: Study, opened: Opened, whole: Whole, asked: Asked) -> None:
        self.study, self.opened, self.whole, self.asked = study, opened, whole, asked
        self.known: StratumErrors | None = None

    @property
    def errors(self) -> StratumErrors:
        """Sums over PSUs by domain and stratum."""
        if self.known is None:
            sample, opened = self.study.reading.sample, self.opened
            assert sample.distributed is not None  # noqa: S101 - rows are distributed
            relative = self.study.relative
            line = None if relative is None else distributed.everybody_with_line(sample, relative)
            sums = distributed.sums_of_psus(
                opened.rows,
                partial(emitted, self.whole, self.asked, opened.view, line),
                len(self.whole.sums.names),
                psus_span_blocks=sample.distributed.psus_span_blocks,
            )
            self.known = StratumErrors(self.study.reading.design, len(opened.over), sums)
        return self.known

    def strata(self) -> DomainStrata:
        """The strata in which each domain has rows."""
        return self.errors.strata

    def variances(self, slopes: Sequence[Mapping[Key, Array]]) -> list[Array]:
        """The variance of each measure that has a slope of its own, and perhaps one in the line."""
        return [self.variance(own) for own in slopes]

    def variance(self, slopes: Mapping[Key, Array]) -> Array:
        """The variance of one measure, (domains,)."""
        (place,) = (int(feature.column) for _, feature in slopes if feature.column is not None)
        line = [slope for (_, feature), slope in slopes.items() if feature == LINE]
        return self.errors.variance(place, line[0] if line else None)


def evidence_of(study: Study, opened: Opened, totals: ReceiptTotals) -> Evidence:
    """The domains as subsample 0, and as subsample 1 the line where it was estimated."""
    constants, domains = opened.counted.constants, np.arange(len(opened.over))
    people, rows = constants.people, constants.rows
    own = subsample_of_totals(0, opened.over)
    own = replace(own, people=people, rows=rows, distributed=totals)
    lines = [] if study.relative is None else [subsample_of_line(0, np.empty(0), len(domains))]
    return Evidence((SampleDesign(study.reading.design, study.replicates),), (own, *lines))


def values_under_replicates(study: Study, opened: Opened, asked: Asked) -> Array:
    """Every measure of every domain under the weights of each replicate, (replicates, domains, measures)."""
    assert study.replicates is not None  # noqa: S101 - the caller looked
    count, found = study.replicates.number, []
    for start in range(0, count, REPLICATES_OF_BATCH):
        numbers = range(start, min(start + REPLICATES_OF_BATCH, count))
        views = views_under(study, opened, numbers)
        counted = distributed.count_views(opened.rows, views, poverty=False)
        before = [before_of(each) for each in counted]
        whole = whole_sums(opened.rows, views, before, (), asked._replace(relative=None))
        found += [each.values(asked.kind)[0] for each in whole]
    return np.array(found)


def views_under(study: Study, opened: Opened, numbers: Sequence[int]) -> list[View]:
    """The breakdown under the weights of some replicates, with the line that these make."""
    sample, replicates = study.reading.sample, study.replicates
    assert replicates is not None  # noqa: S101 - the caller looked
    drawn = distributed.drawn_of(replicates, study.reading.design)
    views = [opened.view._replace(replicate=number, drawn=drawn) for number in numbers]
    if study.line_rule is None:
        return views
    everybody = [distributed.everybody(sample)._replace(replicate=each, drawn=drawn) for each in numbers]
    lines = distributed.lines_under(opened.rows, everybody, study.line_rule)
    return [view._replace(line=line) for view, line in zip(views, lines.tolist(), strict=True)]
