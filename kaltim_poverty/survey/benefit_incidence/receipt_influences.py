"""Influence values of what people receive, where rows stay on a cluster: by PSU, and how they spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import Linearized
from kaltim_poverty.survey.benefit_incidence.receipt_sums import Whole
from kaltim_poverty.survey.benefit_incidence.receipts_in_blocks import Asked, DomainRows, rows_of_domains
from kaltim_poverty.survey.distributed import block_views, cells_of_line, columns_of_cells, end_to_end
from kaltim_poverty.survey.infer.rounding import ROUNDING_OF_SUMS
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed import BlockRows, BlockView, Columns, View


def influences_of_block(
    whole: Whole, asked: Asked, view: BlockView, block: int
) -> Iterator[DomainInfluences]:
    """The influence values of the rows of each domain that has some in a block."""
    for rows in rows_of_domains(view, whole.before, block):
        values = list(rows.totals(asked, whole.replayed(rows.domain, block)))
        yield DomainInfluences(rows, values)


class DomainInfluences(NamedTuple):
    """The rows of a domain in a block, with every measure and its influence on them."""

    rows: DomainRows
    values: list[Linearized]


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # where a measure does not exist
def emitted(
    whole: Whole, asked: Asked, view: View, line: tuple[View, DomainConstants] | None, block: BlockRows
) -> Columns:
    """Σ w·influence of the own cells of a block, of every measure of every group."""
    (own,) = block_views(block, [view], with_psus=True)
    names = [f"t{place}" for place in range(len(whole.sums.names))]
    totals = np.zeros((len(names), len(own.over.domain)))
    for rows, values in influences_of_block(whole, asked, own, block.number):
        cells = own.over.own(rows.domain)
        cell, weight = rows.people.own[rows.own] - cells.start, rows.ranked.weight
        for place, value in enumerate(values):
            totals[place, cells] = summed(cell, weight * value.influence, cells.stop - cells.start)
    found = [columns_of_cells(block, own, own.over.domain, dict(zip(names, totals, strict=True)))]
    if line is not None:
        found.append(cells_of_line(block, line, names))
    return end_to_end(found)


class SpreadSums(NamedTuple):
    """Sums of influence values u over rows, (domains, measures): Σ w, Σ wu, Σ w(u − mean)², Σ wu²."""

    people: Array
    sums: Array
    squares: Array
    sizes: Array

    def added(self, other: SpreadSums) -> SpreadSums:
        """The sums over these rows and others together."""
        people, step = self.people + other.people, self.sums * other.people - other.sums * self.people
        with np.errstate(divide="ignore", invalid="ignore"):
            between = step * step / (self.people * other.people * people)
        return SpreadSums(
            people,
            self.sums + other.sums,
            self.squares + other.squares + np.where(self.people * other.people > 0, between, 0.0),
            self.sizes + other.sizes,
        )

    @property
    def spread(self) -> Array:
        """Σ w(u − mean)², 0 where that consists of rounding."""
        return np.where(self.squares <= ROUNDING_OF_SUMS * self.sizes, 0.0, self.squares)


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def spreads_of_block(whole: Whole, asked: Asked, view: View, block: BlockRows) -> SpreadSums:
    """The sums of influence values over the rows of a block."""
    (own,) = block_views(block, [view])
    found = SpreadSums(*np.zeros((4, len(own.over), len(whole.sums.names))))
    for rows, values in influences_of_block(whole, asked, own, block.number):
        weight, welfare = rows.ranked.weight, rows.people.welfare[rows.own]
        of_line = 0.0 if asked.relative is None else asked.relative.influence(welfare)
        for place, value in enumerate(values):
            influence = value.influence + value.line * of_line
            people, total = float(weight.sum()), float(np.dot(weight, influence))
            away = influence - total / people
            squares, size = np.dot(weight, away * away), np.dot(weight, influence * influence)
            for sums, number in zip(found, (people, total, squares, size), strict=True):
                sums[rows.domain, place] = number
    return found
