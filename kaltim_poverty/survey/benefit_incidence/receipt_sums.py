"""The sums of whole domains that formulas about what people receive ask for, where rows stay on a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import RankedRows
from kaltim_poverty.survey.benefit_incidence.receipts import Receipts, measures_of_groups, sizes_of_groups
from kaltim_poverty.survey.benefit_incidence.receipts_in_blocks import (
    Asked,
    Before,
    DomainRows,
    Recorded,
    Replayed,
    rows_of_domains,
)
from kaltim_poverty.survey.distributed import block_views

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed import BlockRows, View
    from kaltim_poverty.survey.sample import DistributedRows


class Sums(NamedTuple):
    """The sums that formulas ask for in a block, in their order, of the domains of a breakdown.

    Attributes:
        sums: Σ w·value, (domains, sums).
        around: Σ w·value and Σ w around quantiles, (domains, quantiles, 2).
        paid: Σ w·benefit, (domains,).
        people: of the groups, (domains, groups).
        rows: of the groups, (domains, groups).
        received: how many rows receive.
        names: the group and the measure of each number of an answer.
        known: which columns there are: benefits, the poor, who is meant, densities at a line.
    """

    sums: Array
    around: Array
    paid: Array
    people: Array
    rows: Array
    received: int
    names: tuple[tuple[str, str], ...]
    known: RowAttributes

    def added(self, other: Sums) -> Sums:
        """The sums over these blocks and others together."""
        return self._replace(
            sums=self.sums + other.sums,
            around=self.around + other.around,
            paid=self.paid + other.paid,
            people=self.people + other.people,
            rows=self.rows + other.rows,
            received=self.received + other.received,
        )


class RowAttributes(NamedTuple):
    """The attributes of rows besides whether they receive."""

    benefit: bool
    poor: bool
    meant: bool
    meant_is_poor: bool
    entering: bool


def attributes_of(found: Receipts) -> RowAttributes:
    """The attributes of some rows."""
    return RowAttributes(
        found.benefit is not None,
        found.poor is not None,
        found.meant is not None,
        found.meant is found.poor,
        found.entering is not None,
    )


def receipts_of_no_rows(known: RowAttributes, people: float, sums: Replayed) -> Receipts:
    """No rows, from which formulas make their numbers of the sums of a whole domain."""
    none, places = np.empty(0), np.empty(0, dtype=np.intp)
    ranked = RankedRows(none, places, np.zeros(1, dtype=np.intp), none, none, people, sums)
    poor = none if known.poor else None
    meant = (poor if known.meant_is_poor else np.empty(0)) if known.meant else None
    return Receipts(
        ranked, none, none if known.benefit else None, poor, meant, none if known.entering else None
    )


def benefit_of(found: Receipts) -> Array:
    """The variable of a concentration index: benefits, or whether rows receive."""
    return found.received if found.benefit is None else found.benefit


def sums_of_block(
    views: Sequence[View],
    before: Sequence[Before],
    windows: Sequence[Mapping[float, tuple[int, int]]],
    asked: Asked,
    block: BlockRows,
) -> list[Sums | None]:
    """The sums that formulas ask for in one block, of each view; None where it has no row."""
    return [
        sums_of_view(list(rows_of_domains(own, known, block.number)), windows, asked, len(own.over))
        for own, known in zip(block_views(block, views), before, strict=True)
    ]


def sums_of_view(
    rows: Sequence[DomainRows],
    windows: Sequence[Mapping[float, tuple[int, int]]],
    asked: Asked,
    domains: int,
) -> Sums | None:
    """The sums of the domains that have rows in a block, 0 of the others."""
    if not rows:
        return None
    place = [each.domain for each in rows]
    recorded = [Recorded(each.rows_before, windows[each.domain] if windows else {}) for each in rows]
    found = [each.receipts(asked, own) for each, own in zip(rows, recorded, strict=True)]
    names = [
        tuple((group, measure) for group, measure, _ in measures_of_groups(each, asked.kind))
        for each in found
    ]
    sizes = [sizes_of_groups(each, [group for group, _ in names[0]], asked.kind) for each in found]

    def spread(values: Any) -> Array:
        own = np.array(values, dtype=np.float64)
        every = np.zeros((domains, *own.shape[1:]))
        every[place] = own
        return every

    return Sums(
        spread([own.sums for own in recorded]),
        spread([own.around for own in recorded]),
        spread([np.dot(each.rows.weight, benefit_of(each)) for each in found]),
        spread([[group.people for group in each.values()] for each in sizes]),
        spread([[group.rows for group in each.values()] for each in sizes]),
        sum(int(np.count_nonzero(each.received)) for each in found),
        names[0],
        attributes_of(found[0]),
    )


class Whole(NamedTuple):
    """The sums of whole domains, and what is paid before each block.

    Attributes:
        sums: of all blocks.
        paid_before: Σ w·benefit, (blocks, domains).
        before: people and rows.
    """

    sums: Sums
    paid_before: Array
    before: Before

    def replayed(self, domain: int, block: int) -> Replayed:
        """The sums of a domain, as formulas over its rows in a block ask for them."""
        around = iter([(float(total), float(people)) for total, people in self.sums.around[domain]])
        return Replayed(iter(self.sums.sums[domain].tolist()), around, float(self.paid_before[block, domain]))

    def values(self, kind: str) -> tuple[Array, Array]:
        """Every measure of every group, and its slope in a line, both (domains, measures)."""
        found = []
        for domain in range(len(self.sums.sums)):
            people = float(self.before.all_people[domain])
            rows = receipts_of_no_rows(self.sums.known, people, self.replayed(domain, 0))
            found.append([(value.value, value.line) for _, _, value in measures_of_groups(rows, kind)])
        values, lines = np.moveaxis(np.array(found), 2, 0)
        return values, lines


def whole_sums(
    rows: DistributedRows,
    views: Sequence[View],
    before: Sequence[Before],
    windows: Sequence[Mapping[float, tuple[int, int]]],
    asked: Asked,
) -> list[Whole]:
    """The sums of whole domains that formulas ask for, of each view."""
    found = []
    of_blocks = rows.each(partial(sums_of_block, views, before, windows, asked))
    for own, known in zip(zip(*of_blocks, strict=True), before, strict=True):
        there = [each for each in own if each is not None]
        nothing = np.zeros_like(there[0].paid)
        paid = np.cumsum([nothing, *(nothing if each is None else each.paid for each in own[:-1])], axis=0)
        found.append(Whole(reduce(Sums.added, there), paid, known))
    return found
