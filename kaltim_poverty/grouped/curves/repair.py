"""Where a curve through points is no distribution, and what takes its place there.

In a group where the quantiles fall or leave its limits they are replaced by a power curve with the same share
and the same ends. Near 0 it is often the very first places alone, where quantiles are a little below 0: then
only those, the foot, are replaced.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.quadrature import nodes_between

ON_LIMIT = 1e-12  # relative distance within which an income is at a limit
REFINED = 17  # places between two nodes at which the smallest slope is looked for
SMALLEST = 1e-300  # place within a group
LONGEST_FOOT = 0.5  # of the first group


class Power(NamedTuple):
    """The quantiles of a repaired group at θ, the place within it: low + (high − low)·θ^exponent.

    An open group has low·(1 − θ)^exponent. Both have the group's mean.
    """

    low: float
    high: float
    exponent: float

    def income(self, inside: Array, left: Array) -> Array:
        """The quantile at θ = *inside* with 1 − θ = *left*."""
        if np.isinf(self.high):
            return np.asarray(self.low * left**self.exponent)
        return np.asarray(self.low + (self.high - self.low) * inside**self.exponent)

    def log_income(self, inside: Array, left: Array) -> Array:
        """The logarithm of the quantile."""
        if self.low == 0 and self.exponent > 0:
            return np.asarray(np.log(self.high) + self.exponent * np.log(np.maximum(inside, SMALLEST)))
        income = self.income(inside, left)
        return np.log(income, out=np.full_like(income, -np.inf), where=income > 0)

    def slope(self, inside: Array, left: Array) -> Array:
        """Its slope over θ."""
        if np.isinf(self.high):
            return np.asarray(-self.low * self.exponent * left ** (self.exponent - 1))
        if self.exponent == 0:
            return np.zeros_like(inside)
        return np.asarray((self.high - self.low) * self.exponent * inside ** (self.exponent - 1))

    def share(self, inside: Array, left: Array) -> Array:
        """Its integral from 0 to θ."""
        if np.isinf(self.high):
            return np.asarray(self.low * (1 - left ** (self.exponent + 1)) / (self.exponent + 1))
        return np.asarray(
            self.low * inside + (self.high - self.low) * inside ** (self.exponent + 1) / (self.exponent + 1)
        )


def power_of(low: float, mean: float, high: float) -> Power:
    """The power curve with these limits and mean; where the mean is at an end, the mean throughout."""
    if mean <= low or mean >= high or (np.isinf(high) and low <= 0):
        return Power(mean, mean, 0.0)
    if np.isinf(high):
        return Power(low, high, low / mean - 1)
    return Power(low, high, (high - mean) / (mean - low))


class Checked(NamedTuple):
    """A curve seen at the nodes of its groups; arrays of shape (nodes,).

    Attributes:
        place: from 0 to 1.
        group: of each node.
        income: the quantile.
        slope: of the quantile.
        fails: whether it is outside the limits of its group, or falls.
    """

    place: Array
    group: NDArray[np.int_]
    income: Array
    slope: Array
    fails: NDArray[np.bool_]


def checked(curve: Distribution, points: Points) -> Checked:
    """The curve at the nodes of the groups."""
    nodes = nodes_between(points.people)
    group = np.searchsorted(points.people, nodes.place, side="right") - 1
    group = np.minimum(group, len(points.people) - 2)
    income, slope = curve.income(nodes.place, nodes.rest), curve.slope(nodes.place, nodes.rest)
    slack = ON_LIMIT * np.maximum(1.0, np.abs(income))
    below, above = points.limits[group] - slack, points.limits[group + 1] + slack
    return Checked(nodes.place, group, income, slope, (income < below) | (income > above) | (slope < 0))


def faulty_groups(curve: Distribution, points: Points) -> tuple[NDArray[np.bool_], float]:
    """The groups that are to be replaced, (groups,), and the end of the foot: 0 if there is none."""
    seen = checked(curve, points)
    groups = range(len(points.people) - 1)
    faulty = np.array([fails(curve, seen, seen.group == group) for group in groups])
    foot = end_of_foot(curve, seen, points) if faulty[0] else 0.0
    return faulty & np.array([group > 0 or foot == 0 for group in groups]), foot


def fails(curve: Distribution, seen: Checked, among: NDArray[np.bool_]) -> bool:
    """Whether the curve fails at some nodes, or falls between those around its smallest slope."""
    if seen.fails[among].any():
        return True
    own = np.flatnonzero(among)
    smallest = own[np.argmin(seen.slope[own])]
    low, high = seen.place[max(smallest - 1, own[0])], seen.place[min(smallest + 1, own[-1])]
    between = np.linspace(low, high, REFINED)
    between = between[(between > 0) & (between < 1)]
    return bool((curve.slope(between, 1 - between) < 0).any())


def end_of_foot(curve: Distribution, seen: Checked, points: Points) -> float:
    """The first place behind which the first group needs no repair, its foot a power curve.

    That is one whose exponent is at most 1. 0 if there is no such place in the first half of the group.
    """
    first = np.flatnonzero(seen.group == 0)
    last_failing = np.flatnonzero(seen.fails[first])
    start = int(last_failing[-1]) + 1 if len(last_failing) else 0
    candidates = first[start:][seen.place[first[start:]] <= LONGEST_FOOT * points.people[1]]
    if not len(candidates):
        return 0.0
    means = curve.lorenz(seen.place[candidates]) / seen.place[candidates]
    even = (2 * means >= seen.income[candidates]) & (means < seen.income[candidates])
    if not even.any():
        return 0.0
    end = candidates[np.argmax(even)]
    behind = (seen.group == 0) & (seen.place >= seen.place[end])
    return 0.0 if fails(curve, seen, behind) else float(seen.place[end])
