"""The rows of a domain in a block, for formulas about what people receive.

Formulas ask their rows for sums of the whole domain. Blocks first answer with sums of their own and note them
(`Recorded`). These are added in the order of blocks, and the same formulas are then given those of the domain
(`Replayed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import Linearized, RankedRows, rank_rows, whole_ties
from kaltim_poverty.survey.benefit_incidence.receipts import Receipts, measures_of_groups, receipts_of
from kaltim_poverty.survey.infer import density_of_rows
from kaltim_poverty.survey.sample import people_over

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed import BlockView
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.sample import People


class Before(NamedTuple):
    """People and benefits before each block, and in total, of each domain.

    Attributes:
        people: Σ w before, (blocks, domains).
        rows: how many rows, (blocks, domains).
        all_people: Σ w, (domains,).
        all_rows: how many rows, (domains,).
    """

    people: Array
    rows: IntArray
    all_people: Array
    all_rows: IntArray


class Asked(NamedTuple):
    """The options of benefit incidence that formulas depend on.

    Attributes:
        kind: of the groups of people, deciles or quintiles.
        relative: the line, where it was estimated.
        width: of the density of welfare of each domain, (domains,), where it was.
    """

    kind: str
    relative: RelativeLine | None = None
    width: Array | None = None


@dataclass
class Recorded:
    """Sums over the rows of a block, noted in the order in which formulas ask for them.

    Attributes:
        rows_before: rows of the domain in the blocks before.
        windows: the rows around the quantile at each share, as first and last but one of the domain.
        sums: Σ w·value.
        around: Σ w·value and Σ w of the rows around a quantile that lie here.
    """

    rows_before: int
    windows: Mapping[float, tuple[int, int]]
    sums: list[float] = field(default_factory=list)
    around: list[tuple[float, float]] = field(default_factory=list)

    def sum_of(self, rows: RankedRows, value: Array) -> float:
        """Record the sum of these rows, and return a number that is not 0 for formulas to go on with."""
        self.sums.append(float(np.dot(rows.weight, value)))
        return 1.0

    def sum_before(self) -> float:
        """0: while sums are recorded, the blocks before do not matter."""
        return 0.0

    def mean_around(self, rows: RankedRows, share: float, value: Array) -> float:
        """Record the sums of the rows of this block around a quantile."""
        low, high = self.windows.get(share, (0, 0))
        here = slice(max(low - self.rows_before, 0), min(high - self.rows_before, len(value)))
        if here.start >= here.stop:
            self.around.append((0.0, 0.0))
            return 0.0
        own = whole_ties(rows, here.start, here.stop)
        self.around.append((float(np.dot(rows.weight[own], value[own])), float(rows.weight[own].sum())))
        return 0.0


@dataclass
class Replayed:
    """The sums of a whole domain, in the order in which formulas ask for them.

    Attributes:
        sums: Σ w·value.
        around: Σ w·value and Σ w around quantiles.
        before: Σ w·benefit of the blocks before.
    """

    sums: Iterator[float]
    around: Iterator[tuple[float, float]]
    before: float

    def sum_of(self, rows: RankedRows, value: Array) -> float:
        """The next sum."""
        del rows, value
        return next(self.sums)

    def sum_before(self) -> float:
        """Σ w·benefit of the blocks before."""
        return self.before

    def mean_around(self, rows: RankedRows, share: float, value: Array) -> float:
        """The next mean around a quantile."""
        del rows, share, value
        total, people = next(self.around)
        return total / people if people > 0 else 0.0


class DomainRows(NamedTuple):
    """The rows of one domain in a block.

    Attributes:
        people: of all domains of the block.
        domain: the number of the domain.
        own: its rows among these.
        ranked: their ranks in the whole domain.
        rows_before: rows of the domain in the blocks before.
    """

    people: People
    domain: int
    own: slice
    ranked: RankedRows
    rows_before: int

    def receipts(self, asked: Asked, sums: Recorded | Replayed) -> Receipts:
        """The receipts of these rows, whose formulas use sums over the whole domain."""
        entering = None
        if asked.relative is not None and asked.width is not None:
            width = float(asked.width[self.domain])
            entering = density_of_rows(self.people.welfare[self.own], asked.relative.line, width)
        ranked = self.ranked._replace(domain_sums=sums)
        return receipts_of(self.people, self.own, ranked, entering, None)

    def totals(self, asked: Asked, sums: Replayed) -> Iterator[Linearized]:
        """Every measure of every group with its influence on these rows."""
        return (value for _, _, value in measures_of_groups(self.receipts(asked, sums), asked.kind))


def rows_of_domains(view: BlockView, before: Before, block: int) -> Iterator[DomainRows]:
    """The rows of each domain that has some in a block."""
    people = people_over(view.sample, view.over)
    weight = weights_in_order(view, people)
    for domain in np.flatnonzero(np.diff(people.starts)).tolist():
        own = people.domain(domain)
        ranked = rank_rows(people.welfare[own], weight[own])
        ranked = ranked._replace(
            people_below=ranked.people_below + before.people[block, domain],
            people=float(before.all_people[domain]),
        )
        yield DomainRows(people, domain, own, ranked, int(before.rows[block, domain]))


def weights_in_order(view: BlockView, people: People) -> Array:
    """The weights of all rows as people have them: by domain, in the order of the block."""
    parts = [view.weights(part) for part in view.parts()]
    return np.concatenate(parts) if parts else people.weight
