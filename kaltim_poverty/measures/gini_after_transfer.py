"""The Gini ratio and its influence values before and after a transfer.

After it only those who received are sorted again: numbers of people and of welfare up to a row are those
before, less the recipients who left, plus those who arrived.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.measures.recipients import Reached


class WelfareCurve(NamedTuple):
    """Welfare in order, for the Gini ratio and its influence.

    Attributes:
        welfare: ascending; shape (rows,).
        people: Σ w up to and including each row, 0 first; shape (rows + 1,).
        total: Σ w·y up to and including each row, 0 first; shape (rows + 1,).
        excess_over_below: yF − C of each row, F and C the two above: what it has more than those below it,
            added up. A row adds as much to yF as to C, and so do rows that tie; shape (rows,).
        weight: w of each row; shape (rows,).
        excess_sum: Σ w(yF − C).
    """

    welfare: Array
    people: Array
    total: Array
    excess_over_below: Array
    weight: Array
    excess_sum: float

    @property
    def gini(self) -> float:
        """Σ w(yF − C)/(NY); NaN where the total is not above 0."""
        product = float(self.people[-1] * self.total[-1])
        return self.excess_sum / product if self.total[-1] > 0 else math.nan


class CumulativeDistribution(NamedTuple):
    """How many people have at most some welfare, and how much they have.

    Attributes:
        welfare: ascending; shape (rows,).
        people: Σ w up to and including each, 0 first; shape (rows + 1,).
        total: Σ w·y up to and including each, 0 first; shape (rows + 1,).
    """

    welfare: Array
    people: Array
    total: Array

    def up_to(self, welfare: Array) -> tuple[Array, Array]:
        """Σ w and Σ w·y of those who have at most each welfare."""
        index = np.searchsorted(self.welfare, welfare, side="right")
        return self.people[index], self.total[index]


class CurveAfter(NamedTuple):
    """The curve after a transfer, which differs only below the highest welfare that a recipient arrives at.

    Attributes:
        before: the whole curve before.
        leavers: recipients with the welfare that they had.
        arrivals: recipients with the welfare that they have after.
        excess_growth: by how much yF − C grew at the welfare of each row before that is below the highest
            of the arrivals.
        recipient_excess: yF − C after, of each recipient with what it has then.
        added_welfare: by how much all welfare grew.
        gini: after the transfer.
    """

    before: WelfareCurve
    leavers: CumulativeDistribution
    arrivals: CumulativeDistribution
    excess_growth: Array
    recipient_excess: Array
    added_welfare: float
    gini: float

    @property
    def affected_rows(self) -> int:
        """How many rows before are below the highest of the arrivals."""
        return len(self.excess_growth)

    @property
    def total(self) -> float:
        """All welfare after the transfer."""
        return float(self.before.total[-1]) + self.added_welfare

    def excess_of_rows(self, rows: IntArray) -> Array:
        """YF − C after the transfer, of rows whose welfare stays; C grows by the gains of arrivals below."""
        excess = self.before.excess_over_below[rows]
        affected = int(np.searchsorted(rows, self.affected_rows))
        excess[:affected] += self.excess_growth[rows[:affected]]
        excess[affected:] -= self.added_welfare
        return excess

    def excess_at(self, welfare: Array) -> Array:
        """YF − C after the transfer, at any welfare."""
        index = np.searchsorted(self.before.welfare, welfare, side="right").astype(np.intp)
        return excess_after(self.before, self.leavers, self.arrivals.up_to(welfare), welfare, index)

    def influence_of_more(self, excess_with: Array, excess_without: Array, gain: Array) -> Array:
        """The influence on the Gini ratio of a person with *gain* more, less that of the same without it.

        The influence is 2M/(NY) − (G + 1)(1/N + y/Y), M = yF + Y − C: Langel and Tillé (2013),
        https://doi.org/10.1111/j.1467-985X.2012.01048.x.

        Args:
            excess_with: yF − C with the gain.
            excess_without: yF − C without it.
            gain: of each person.
        """
        more = 2.0 * (excess_with - excess_without) / (float(self.before.people[-1]) * self.total)
        return np.asarray(more - (self.gini + 1.0) * gain / self.total)


def welfare_curve(welfare: Array, weight: Array) -> WelfareCurve:
    """The curve of rows whose welfare ascends."""
    people, total = cumulative_sums(weight), cumulative_sums(weight * welfare)
    excess = welfare * people[1:] - total[1:]
    return WelfareCurve(welfare, people, total, excess, weight, float(np.dot(weight, excess)))


def cumulative_sums(values: Array) -> Array:
    """Their sums up to and including each, 0 first."""
    sums = np.empty(len(values) + 1)
    sums[0] = 0.0
    np.cumsum(values, out=sums[1:])
    return sums


def curve_after(before: WelfareCurve, reached: Reached, gain: Array) -> CurveAfter:
    """The curve when the rows reached have *gain* more; a row that is reached in part becomes two."""
    welfare, weight = before.welfare[reached.rows], before.weight[reached.rows] * reached.fraction
    leavers = CumulativeDistribution(welfare, cumulative_sums(weight), cumulative_sums(weight * welfare))
    order = np.argsort(welfare + gain, kind="stable")
    later, moved = (welfare + gain)[order], weight[order]
    arrivals = CumulativeDistribution(later, cumulative_sums(moved), cumulative_sums(moved * later))
    index = np.searchsorted(before.welfare, later, side="right").astype(np.intp)
    growth = excess_growth(before, reached.rows, weight, index, arrivals)
    excess = np.empty(len(weight))
    excess[order] = excess_after(before, leavers, (arrivals.people[1:], arrivals.total[1:]), later, index)
    after = CurveAfter(before, leavers, arrivals, growth, excess, float(np.dot(weight, gain)), math.nan)
    product = float(before.people[-1]) * after.total
    excess_sum = before.excess_sum + excess_sum_growth(after, reached.rows, weight)
    return after._replace(gini=excess_sum / product if product > 0 else math.nan)


def excess_sum_growth(after: CurveAfter, rows: IntArray, weight: Array) -> float:
    """By how much Σ w(yF − C) grew: of all who stayed, of the recipients, and by C above all of these."""
    before, affected = after.before, after.affected_rows
    stayed = float(np.dot(before.weight[:affected], after.excess_growth))
    moved = float(np.dot(weight, after.recipient_excess - after.excess_of_rows(rows)))
    return stayed + moved - after.added_welfare * float(before.people[-1] - before.people[affected])


def excess_growth(
    before: WelfareCurve, rows: IntArray, weight: Array, index: IntArray, arrivals: CumulativeDistribution
) -> Array:
    """By how much yF − C grew at each affected row: by recipients who arrive up to it, less those who left.

    A recipient with just the welfare of the row adds nothing, so it does not matter whether it is counted.
    """
    affected = int(index[-1]) if len(index) else 0
    moved, welfare = np.diff(arrivals.people), before.welfare[:affected]
    people, total = (
        np.bincount(index, values, affected + 1).astype(np.float64, copy=False)[:affected]
        for values in (moved, moved * arrivals.welfare)
    )
    people[rows] -= weight
    total[rows] -= weight * welfare[rows]
    np.cumsum(people, out=people)
    np.cumsum(total, out=total)
    people *= welfare
    people -= total
    return people


def excess_after(
    before: WelfareCurve,
    leavers: CumulativeDistribution,
    arrived: tuple[Array, Array],
    welfare: Array,
    index: IntArray,
) -> Array:
    """YF − C after the transfer, at each welfare.

    Args:
        before: the curve before.
        leavers: recipients with the welfare that they had.
        arrived: Σ w and Σ w·y of the recipients who arrive up to each welfare.
        welfare: at which it is wanted.
        index: how many rows before have at most each welfare.
    """
    left = leavers.up_to(welfare)
    people = before.people[index] - left[0] + arrived[0]
    total = before.total[index] - left[1] + arrived[1]
    return np.asarray(welfare * people - total)
