"""What people receive in the domains of one view: over the blocks of a survey, or in one of domains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import POOREST
from kaltim_poverty.survey import distributed
from kaltim_poverty.survey.benefit_incidence.receipt_influences import SpreadSums, emitted, spreads_of_block
from kaltim_poverty.survey.benefit_incidence.receipt_sums import Whole, whole_sums
from kaltim_poverty.survey.benefit_incidence.receipt_windows import windows_of
from kaltim_poverty.survey.benefit_incidence.receipts import GROUPS
from kaltim_poverty.survey.benefit_incidence.receipts_in_blocks import Asked, Before
from kaltim_poverty.survey.moments import QUARTILES

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed import Counted, Drawn, StratumSums, View
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.sample import DistributedRows

REPLICATES_OF_BATCH = 16


class Rules(NamedTuple):
    """What is asked of rows wherever they are.

    Attributes:
        kind: of the groups of people, deciles or quintiles.
        relative: the line, where it was estimated.
        with_errors: whether numbers have a sampling error.
        line: everybody, and the constants of that domain, where the line was estimated and its error counts.
        replicates: how many; 0 for linearisation.
        drawn: how weights of replicates are drawn; None where rows hold them.
        lines: the line under the weights of each replicate, where it follows from them, (replicates,).
    """

    kind: str
    relative: RelativeLine | None
    with_errors: bool
    line: tuple[View, DomainConstants] | None
    replicates: int
    drawn: Drawn | None
    lines: Array | None

    def under(self, view: View, replicate: int) -> View:
        """A view with the weights of a replicate, and the line that these make."""
        found = view._replace(replicate=replicate, drawn=self.drawn)
        return found if self.lines is None else found._replace(line=float(self.lines[replicate]))


class DomainReceipts(NamedTuple):
    """The numbers of every domain; arrays of shape (domains, …).

    Attributes:
        names: the group and the measure of each number.
        values: of the measures, (domains, measures).
        lines: their slopes in a line, (domains, measures).
        spread: Σ w(u − ū)² of their influences, (domains, measures).
        group_people: of the groups, (domains, groups).
        group_rows: of the groups, (domains, groups).
        people: Σ w, (domains,).
        rows: how many rows, (domains,).
        under: the measures under each replicate, (replicates, domains, measures).
        received: how many rows of all domains receive.
    """

    names: tuple[tuple[str, str], ...]
    values: Array
    lines: Array
    spread: Array
    group_people: Array
    group_rows: Array
    people: Array
    rows: Array
    under: Array
    received: int


class Received(NamedTuple):
    """The numbers of every domain, and how their errors are found.

    Attributes:
        receipts: the numbers.
        sums: over PSUs by domain and stratum; to be asked for where there are errors.
    """

    receipts: DomainReceipts
    sums: Callable[[], StratumSums]


def received_in(rows: DistributedRows, view: View, rules: Rules, *, psus_span_blocks: bool) -> Received:
    """What people receive in the domains of a view.

    Args:
        rows: of a survey, or of one block of domains.
        view: of the domains.
        rules: what is asked.
        psus_span_blocks: whether a PSU may have rows in several blocks.
    """
    (counted,) = distributed.count_views(rows, [view], poverty=False)
    before = before_of(counted)
    asked = Asked(rules.kind, rules.relative, width_of_density(rows, view, counted, rules))
    windows = windows_of(rows, view, before, shares_of(rules.kind))
    (whole,) = whole_sums(rows, [view], [before], windows, asked)
    values, lines = whole.values(rules.kind)
    found = DomainReceipts(
        whole.sums.names,
        values,
        lines,
        spreads_of(rows, view, whole, asked) if rules.with_errors else np.full_like(values, np.nan),
        whole.sums.people,
        whole.sums.rows,
        counted.constants.people,
        counted.constants.rows,
        values_under_replicates(rows, view, rules, asked, values.shape),
        whole.sums.received,
    )
    emit = partial(emitted, whole, asked, view, rules.line)
    sums = partial(
        distributed.sums_of_psus, rows, emit, len(whole.sums.names), psus_span_blocks=psus_span_blocks
    )
    return Received(found, sums)


def before_of(counted: Counted) -> Before:
    """People and rows before each block, and in all."""
    people, rows = np.cumsum(counted.people, axis=0), np.cumsum(counted.rows, axis=0)
    return Before(people - counted.people, rows - counted.rows, people[-1], rows[-1])


def shares_of(kind: str) -> list[float]:
    """The shares of people at which formulas look for the mean of who is there."""
    return [*(place / GROUPS[kind] for place in range(1, GROUPS[kind])), POOREST]


def width_of_density(rows: DistributedRows, view: View, counted: Counted, rules: Rules) -> Array | None:
    """The bandwidth of the density of welfare of each domain, where the line was estimated."""
    if rules.relative is None:
        return None
    constants = distributed.with_quantiles(rows, [view], [counted], QUARTILES)
    (known,) = distributed.with_bandwidths(rows, [view], constants)
    return known.bandwidth


def spreads_of(rows: DistributedRows, view: View, whole: Whole, asked: Asked) -> Array:
    """Σ w(u − ū)² of every measure of each domain, (domains, measures)."""
    spreads = rows.each(partial(spreads_of_block, whole, asked, view))
    return reduce(SpreadSums.added, spreads).spread


def values_under_replicates(
    rows: DistributedRows, view: View, rules: Rules, asked: Asked, shape: tuple[int, ...]
) -> Array:
    """Every measure of every domain under the weights of each replicate, (replicates, domains, measures)."""
    found: list[Array] = []
    for start in range(0, rules.replicates, REPLICATES_OF_BATCH):
        numbers = range(start, min(start + REPLICATES_OF_BATCH, rules.replicates))
        views = [rules.under(view, number) for number in numbers]
        before = [before_of(each) for each in distributed.count_views(rows, views, poverty=False)]
        whole = whole_sums(rows, views, before, (), asked._replace(relative=None))
        found += [each.values(rules.kind)[0] for each in whole]
    return np.array(found).reshape(len(found), *shape)


def joined_receipts(parts: Sequence[DomainReceipts]) -> DomainReceipts:
    """The numbers of the domains of several parts, one after the other."""
    by_field = dict(zip(DomainReceipts._fields, zip(*parts, strict=True), strict=True))
    arrays = {name: np.concatenate(values) for name, values in by_field.items() if name in BY_DOMAIN}
    under = np.concatenate(by_field["under"], axis=1)
    return DomainReceipts(
        names=parts[0].names, under=under, received=sum(each.received for each in parts), **arrays
    )


def receipts_at(receipts: DomainReceipts, places: IntArray) -> DomainReceipts:
    """The numbers of the domains at some places."""
    arrays = {name: getattr(receipts, name)[places] for name in BY_DOMAIN}
    return receipts._replace(under=receipts.under[:, places], **arrays)


BY_DOMAIN = ("values", "lines", "spread", "group_people", "group_rows", "people", "rows")
