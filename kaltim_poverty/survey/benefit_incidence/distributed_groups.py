"""Who receives a programme, where rows stay on a cluster: the groups of one breakdown as statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE, Feature
from kaltim_poverty.survey import distributed
from kaltim_poverty.survey.benefit_incidence.domain_receipts import (
    DomainReceipts,
    Received,
    Rules,
    joined_receipts,
    receipts_at,
    received_in,
)
from kaltim_poverty.survey.benefit_incidence.group_statistics import GroupsReceived, statistics_of_groups
from kaltim_poverty.survey.benefit_incidence.receipts import Group, GroupMeasure
from kaltim_poverty.survey.distributed import RowsOfBlock, StratumErrors, StratumSums, Together, View
from kaltim_poverty.survey.infer import Evidence, SampleDesign, subsample_of_line, subsample_of_totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed import BlockRows, SmallDomains
    from kaltim_poverty.survey.infer import DomainStrata
    from kaltim_poverty.survey.infer.statistic import Key
    from kaltim_poverty.survey.sample import Breakdown, Sample
    from kaltim_poverty.survey.study import Study

NO_CELLS = np.empty(0)
NUMBERS_OF_DOMAIN = 1_000  # that formulas about groups make, about


def distributed_groups(study: Study, columns: tuple[str, ...], kind: str) -> GroupsReceived:
    """The groups of one breakdown.

    Args:
        study: whose rows stay on a cluster.
        columns: of the breakdown, as the survey writes them.
        kind: of the groups of people, deciles or quintiles.
    """
    sample = distributed.with_places(study.reading.sample, study.replicates)
    view = View(distributed.domains_of(sample, columns), distributed.line_of(sample))
    over = distributed.without_cells(sample, view.domains)
    rules = rules_of(study, sample, kind)
    parts = parts_of(sample, view, rules)
    order = np.argsort(np.concatenate([part.places for part in parts]))
    receipts = receipts_at(joined_receipts([part.received.receipts for part in parts]), order)
    totals = ReceiptTotals(study, len(over), partial(sums_of_parts, parts))
    sizes = sizes_of(receipts)
    under = None if study.replicates is None else receipts.under
    everybody = float(receipts.people.sum())
    statistics = statistics_of_groups(study, everybody, measures_of(receipts), sizes, under)
    own = [
        replace(each, totals={}, slopes={**each.slopes, **slope_of(place, len(over))})
        for place, each in enumerate(statistics)
    ]
    groups = [group for group, _ in receipts.names]
    evidence = evidence_of(study, over, receipts, totals)
    return GroupsReceived(over, groups, sizes, own, evidence, receipts.received > 0)


def rules_of(study: Study, sample: Sample, kind: str) -> Rules:
    """What is asked of rows."""
    replicates, design, relative = study.replicates, study.reading.design, study.relative
    rows, everybody = distributed.rows_of(sample), distributed.everybody(sample)
    lines = None
    if replicates is not None and study.line_rule is not None:
        lines = distributed.lines_of_replicates(rows, everybody, replicates, design, study.line_rule)
    return Rules(
        kind,
        relative,
        not design.is_full_count,
        None if relative is None else distributed.everybody_with_line(sample, relative),
        0 if replicates is None else replicates.number,
        None if replicates is None else distributed.drawn_of(replicates, design),
        lines,
    )


class Part(NamedTuple):
    """Some domains of the breakdown.

    Attributes:
        places: of these among all, (domains,).
        received: what people receive there.
    """

    places: IntArray
    received: Received


def parts_of(sample: Sample, view: View, rules: Rules) -> list[Part]:
    """The domains in blocks of welfare, and those whose rows are brought together."""
    assert sample.distributed is not None  # noqa: S101 - rows are distributed
    spans = sample.distributed.psus_span_blocks
    (places,), (small,) = distributed.parted(sample, [view], sample.sizes.pairs_of_driver)
    found = []
    if len(places):
        own = distributed.with_codes(view, view.domains.codes[places])
        received = received_in(distributed.rows_of(sample), own, rules, psus_span_blocks=spans)
        found.append(Part(places, received))
    if small is not None:
        found.append(Part(small.places, received_together(sample, small, rules, spans=spans)))
    return found


def received_together(sample: Sample, small: SmallDomains, rules: Rules, *, spans: bool) -> Received:
    """What people receive in domains whose rows are brought together."""
    rows, line = distributed.rows_of(sample), rules.line
    emit = partial(distributed.line_of_psus, line) if line is not None and spans else None
    together = Together(rows.by_domain(small.blocks, emit), small.view, small.bounds)
    numbers = NUMBERS_OF_DOMAIN * (1 + rules.replicates)
    found = together.each(partial(received_in_block, rules), numbers=numbers)
    firsts = [np.arange(start, len(small.places)) for start in small.bounds[:-1].tolist()]
    sums = [own for _, own in found]

    def with_line() -> StratumSums:
        own = distributed.sums_of_domains(sums, firsts)
        if line is None:
            return own
        emit_line = partial(distributed.cells_of_line_alone, line)
        of_line = distributed.sums_of_psus(rows, emit_line, 1, psus_span_blocks=spans)
        return own.with_line_of(of_line)

    return Received(joined_receipts([receipts for receipts, _ in found]), with_line)


def received_in_block(
    rules: Rules, view: View, given: None, block: BlockRows
) -> tuple[DomainReceipts, StratumSums]:
    """What people receive in the domains of one block, and the sums over their PSUs."""
    del given
    own = distributed.view_in(block, view)
    found = received_in(RowsOfBlock(block), own, rules, psus_span_blocks=False)
    sums = found.sums() if rules.with_errors else distributed.no_sums(len(found.receipts.names))
    return found.receipts, sums.without_line()


def sums_of_parts(parts: Sequence[Part]) -> StratumSums:
    """The sums over all PSUs, by domain of the breakdown and stratum."""
    sums = [part.received.sums() for part in parts]
    return distributed.sums_of_domains(
        [sums[0], *(each.without_line() for each in sums[1:])], [part.places for part in parts]
    )


def measures_of(receipts: DomainReceipts) -> list[list[GroupMeasure]]:
    """Every measure of each domain; its PSU totals are distributed."""
    found = []
    for of_domain in zip(
        *(own.tolist() for own in (receipts.values, receipts.lines, receipts.spread)), strict=True
    ):
        numbers = zip(receipts.names, *of_domain, strict=True)
        found.append(
            [
                GroupMeasure(group, measure, value, NO_CELLS, line, spread)
                for (group, measure), value, line, spread in numbers
            ]
        )
    return found


def sizes_of(receipts: DomainReceipts) -> list[dict[str, Group]]:
    """How large each group of each domain is."""
    groups = list(dict.fromkeys(group for group, _ in receipts.names))
    return [
        {
            group: Group(float(people), int(rows))
            for group, people, rows in zip(groups, *of_domain, strict=True)
        }
        for of_domain in zip(receipts.group_people, receipts.group_rows, strict=True)
    ]


def slope_of(place: int, domains: int) -> dict[Key, Array]:
    """The slope of a measure in its own influence, which has a number in place of a name."""
    return {(0, Feature("column", None, str(place))): np.ones(domains)}


class ReceiptTotals:
    """The PSU totals of every measure of every group, made in one pass when they are first asked for.

    Args:
        study: the survey.
        domains: how many there are.
        sums: makes the sums over PSUs.
    """

    def __init__(self, study: Study, domains: int, sums: Callable[[], StratumSums]) -> None:
        self.study, self.domains, self.sums = study, domains, sums
        self.known: StratumErrors | None = None

    @property
    def errors(self) -> StratumErrors:
        """Sums over PSUs by domain and stratum."""
        if self.known is None:
            self.known = StratumErrors(self.study.reading.design, self.domains, self.sums())
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


def evidence_of(study: Study, over: Breakdown, receipts: DomainReceipts, totals: ReceiptTotals) -> Evidence:
    """The domains as subsample 0, and as subsample 1 the line where it was estimated."""
    own = subsample_of_totals(0, over)
    own = replace(own, people=receipts.people, rows=receipts.rows, distributed=totals)
    lines = [] if study.relative is None else [subsample_of_line(0, np.empty(0), len(over))]
    return Evidence((SampleDesign(study.reading.design, study.replicates),), (own, *lines))
