"""Welfare in lines: the welfare of each row over its own line, u = y/z, so that a row is poor below 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.sample import People

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray

AMOUNT, LINE, LIFTED = "amount", "line", "lifted"  # columns of people whose welfare is in lines


def people_in_lines(people: People, floor: float | None = None) -> People:
    """The people with welfare divided by the line, sorted by that ratio within each domain.

    Args:
        people: with a line.
        floor: what an amount at or below 0 becomes for Watts' index alone.

    Returns:
        people whose lines are 1, with the columns `AMOUNT` and `LINE` of what their welfare was, and with a
        floor `LIFTED`: welfare in lines where amounts at or below 0 are lifted.
    """
    order = order_within_domains(people)
    amount, line = people.welfare[order], people.line[order]
    columns = {name: values[order] for name, values in people.columns.items()}
    lifted = {} if floor is None else {LIFTED: np.where(amount <= 0, floor, amount) / line}
    return people._replace(
        welfare=amount / line,
        weight=people.weight[order],
        own=people.own[order],
        psu=people.psu[order],
        line=np.ones_like(line),
        columns={**columns, **lifted, AMOUNT: amount, LINE: line},
        replicates=people.replicates[:, order] if people.replicates.size else people.replicates,
    )


def order_within_domains(people: People) -> IntArray | slice:
    """The order of welfare over line within each domain; of one line that of welfare."""
    if not len(people.line) or (people.line == people.line[0]).all():
        return slice(None)
    in_lines = people.welfare / people.line
    return np.lexsort((in_lines, domain_of_rows(people)))


def domain_of_rows(people: People) -> IntArray:
    """The number of the domain of each row, (rows,)."""
    return np.repeat(np.arange(len(people.over)), np.diff(people.starts))


def sums_by_domain(people: People, values: Array, rows: IntArray | slice = slice(None)) -> Array:
    """Sums of numbers of some rows by domain, (domains,)."""
    domain = people.over.domain[people.own[rows]]
    return np.bincount(domain, values, len(people.over)).astype(np.float64, copy=False)
