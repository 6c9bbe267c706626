"""Who receives: how recipients and benefits lie over people in order of welfare.

Rows of equal welfare are pooled: a cut inside such a tie takes the same part of each of its rows, so that
every tenth of people holds a tenth of people exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np

from kaltim_poverty.measures.linear import Array

POOREST = 0.4  # the share of people that a targeting ratio looks at
ROUNDING_OF_ONE = 1e-14  # what a difference from 1 below it consists of
ROUNDING = 1e-12  # of all people: a cut so close to the end of a tie is at its end


class DomainSums(Protocol):
    """Sums over all rows of a domain, for formulas that see only one block of it."""

    def sum_of(self, rows: RankedRows, value: Array) -> float:
        """Σ w·value of all rows."""

    def sum_before(self) -> float:
        """Σ w·benefit of the rows that precede this block."""

    def mean_around(self, rows: RankedRows, share: float, value: Array) -> float:
        """The mean of *value* around a quantile of people; as `mean_around` over all rows of the domain."""


class RankedRows(NamedTuple):
    """Rows in order of welfare, pooled where it is equal.

    Attributes:
        weight: of persons, of each row.
        tie: the number of the tie that each row is in.
        first_row: the first row of each tie, with the number of rows at the end.
        people_below: Σ w of the ties below each tie.
        people_in_tie: Σ w of each tie.
        people: Σ w of all rows.
        domain_sums: sums over all rows of the domain, where these rows are one block of it.
    """

    weight: Array
    tie: np.ndarray[tuple[int], np.dtype[np.intp]]
    first_row: np.ndarray[tuple[int], np.dtype[np.intp]]
    people_below: Array
    people_in_tie: Array
    people: float
    domain_sums: DomainSums | None = None

    def sum_of(self, value: Array) -> float:
        """Σ w·value of all rows."""
        if self.domain_sums is not None:
            return self.domain_sums.sum_of(self, value)
        return float(np.dot(self.weight, value))


@dataclass(frozen=True, slots=True, eq=False)
class Linearized:
    """A sum or a ratio of sums with its influence values; used in formulas like a number.

    Attributes:
        value: the number.
        influence: of each row; empty where nobody asked for it.
        line: its slope in the poverty line.
    """

    value: float
    influence: Array
    line: float = 0.0

    __array_ufunc__ = None  # so that numpy leaves its scalars to the operators below

    def __neg__(self) -> Linearized:
        return Linearized(-self.value, -self.influence, -self.line)

    def __sub__(self, other: Linearized) -> Linearized:
        return Linearized(self.value - other.value, self.influence - other.influence, self.line - other.line)

    def __rmul__(self, factor: float) -> Linearized:
        return Linearized(factor * self.value, factor * self.influence, factor * self.line)

    def __truediv__(self, other: Linearized) -> Linearized:
        """The quotient; not finite where *other* is 0."""
        if other.value == 0:
            return Linearized(math.nan, self.influence * math.nan, math.nan)
        ratio = self.value / other.value
        influence = (self.influence - ratio * other.influence) / other.value
        return Linearized(ratio, influence, (self.line - ratio * other.line) / other.value)


def rank_rows(welfare: Array, weight: Array) -> RankedRows:
    """Rows whose welfare ascends, pooled where it is equal."""
    starts = np.flatnonzero(np.concatenate([[True], welfare[1:] != welfare[:-1]]))[: len(welfare)]
    tie = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(welfare))))
    within = np.add.reduceat(weight, starts) if len(starts) else np.zeros(0)
    before = np.cumsum(within) - within
    first = np.append(starts, len(welfare)).astype(np.intp)
    return RankedRows(weight, tie.astype(np.intp), first, before, within, float(weight.sum()))


def fraction_below(rows: RankedRows, share: float) -> Array:
    """The part of each row that lies among the poorest *share* of people, from 0 to 1.

    No crumb of a row is left by rounding: a tenth with nobody who receives has no recipients at all.
    """
    reach, near = share * rows.people - rows.people_below, ROUNDING * rows.people
    people_in_tie = np.where(rows.people_in_tie > 0, rows.people_in_tie, 1.0)
    part = np.where(reach <= near, 0.0, np.clip(reach / people_in_tie, 0.0, 1.0))
    return np.asarray(np.where(reach >= rows.people_in_tie - near, 1.0, part)[rows.tie])


def mean_around(rows: RankedRows, share: float, value: Array) -> float:
    """The mean of *value* at the quantile of people: over its tie, and about n^0.8 rows around it.

    A single row, or √n of them, say little of the mean at that welfare, and standard errors rest on it.
    """
    if rows.domain_sums is not None:
        return rows.domain_sums.mean_around(rows, share, value)
    own = whole_ties(rows, *window_around(*tie_at(rows, share), len(value)))
    weight = rows.weight[own]
    return float(np.dot(weight, value[own]) / weight.sum()) if weight.sum() > 0 else 0.0


def tie_at(rows: RankedRows, share: float) -> tuple[int, int]:
    """The rows of the tie at the quantile of people: the first, and the first beyond it."""
    ends = rows.people_below + rows.people_in_tie
    tie = min(int(np.searchsorted(ends, share * rows.people * (1 - ROUNDING))), len(ends) - 1)
    return int(rows.first_row[tie]), int(rows.first_row[tie + 1])


def window_around(low: int, high: int, rows: int) -> tuple[int, int]:
    """About n^0.8 rows around some of n rows, as many on each side; these alone if they are as many."""
    lacking = rows_of_window(rows) - (high - low)
    if lacking <= 0:
        return low, high
    return max(0, low - -(-lacking // 2)), min(rows, high + -(-lacking // 2))


def whole_ties(rows: RankedRows, low: int, high: int) -> slice:
    """The rows of all ties that have one of some rows."""
    return slice(int(rows.first_row[rows.tie[low]]), int(rows.first_row[rows.tie[high - 1] + 1]))


def rows_of_window(rows: int) -> int:
    """The number of rows of a window, ⌊n^0.8⌋, exactly."""
    found = round(math.pow(rows, 0.8))
    return found - 1 if found**5 > rows**4 else found


def total(rows: RankedRows, value: Array) -> Linearized:
    """Σ w·value, whose influence is the value."""
    return Linearized(rows.sum_of(value), value)


def benefit_below(rows: RankedRows, share: float, value: Array) -> Linearized:
    """Σ w·value of the poorest *share* of people.

    Its influence is (b − β)([y<q] + λ[y=q]) + pβ, β the mean at the quantile q, λ the part of that tie below
    the cut: after Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.
    """
    if share <= 0:
        return Linearized(0.0, np.zeros_like(value))
    if share >= 1:
        return total(rows, value)
    part = fraction_below(rows, share)
    at = mean_around(rows, share, value)
    return Linearized(rows.sum_of(part * value), (value - at) * part + share * at)


def benefit_between(rows: RankedRows, low: float, high: float, value: Array) -> Linearized:
    """Σ w·value of the people between two shares in order of welfare."""
    return benefit_below(rows, high, value) - benefit_below(rows, low, value)


def targeting_ratio(rows: RankedRows, benefit: Array) -> Linearized:
    """The share of the benefit that the poorest 40 percent get, over 0.4.

    Coady, Grosh and Hoddinott (2004), https://doi.org/10.1596/0-8213-5769-7.
    """
    ratio = (1.0 / POOREST) * (benefit_below(rows, POOREST, benefit) / total(rows, benefit))
    return replace(ratio, value=1.0) if abs(ratio.value - 1.0) <= ROUNDING_OF_ONE else ratio


def concentration_index(rows: RankedRows, benefit: Array) -> Linearized:
    """C = 2ΣwbM/(N·B) − 1, M the weight cumulated to the middle of the tie: below 0 where the poor get more.

    Its influence is 2m/(NB) − (C + 1)(1/N + b/B), m = bM + Σ_{y_j > y} w_j b_j + ½ Σ_{y_j = y} w_j b_j.
    Kakwani, Wagstaff and van Doorslaer (1997), https://doi.org/10.1016/S0304-4076(96)01807-6.
    """
    middle = (rows.people_below + 0.5 * rows.people_in_tie)[rows.tie]
    total_benefit, ranked_benefit = rows.sum_of(benefit), rows.sum_of(benefit * middle)
    if total_benefit <= 0 or rows.people <= 0:
        return Linearized(math.nan, np.full_like(benefit, math.nan))
    index = 2.0 * ranked_benefit / (rows.people * total_benefit) - 1.0
    index = index if abs(index) > ROUNDING_OF_ONE else 0.0
    of_tie = np.bincount(rows.tie, rows.weight * benefit, len(rows.people_in_tie))
    before = 0.0 if rows.domain_sums is None else rows.domain_sums.sum_before()
    above = (total_benefit - before) - np.cumsum(of_tie) + 0.5 * of_tie
    moment = benefit * middle + above[rows.tie]
    influence = 2.0 * moment / (rows.people * total_benefit) - (index + 1.0) * (
        1.0 / rows.people + benefit / total_benefit
    )
    return Linearized(index, influence)


def group_measures(
    people: Linearized,
    recipients: Linearized,
    benefit: Linearized | None,
    all_recipients: Linearized,
    all_benefit: Linearized | None,
) -> Mapping[str, Linearized]:
    """The measures of a group, from its own sums and those of everybody.

    Args:
        people: Σ w of the group.
        recipients: Σ w of its recipients.
        benefit: what they get, None where amounts are not known.
        all_recipients: of everybody.
        all_benefit: of everybody.
    """
    found = {
        "coverage": 100.0 * (recipients / people),
        "share_of_recipients": 100.0 * (recipients / all_recipients),
    }
    if benefit is not None and all_benefit is not None:
        found["share_of_benefit"] = 100.0 * (benefit / all_benefit)
        found["benefit_per_recipient"] = benefit / recipients
    return found
