"""A fitted curve made to pass through every point, and to be a distribution wherever that would spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.curves.repair import Power, faulty_groups, power_of
from kaltim_poverty.grouped.curves.smooth import Smooth


class Repair(NamedTuple):
    """A part of a curve that is a power curve.

    Attributes:
        low: where it begins.
        high: where it ends.
        share: of all income, before it.
        power: the curve.
    """

    low: float
    high: float
    share: float
    power: Power

    def within(self, place: Array) -> NDArray[np.bool_]:
        """Which places are in it."""
        return (place >= self.low) & ((place < self.high) | (self.high == 1))

    def inside(self, place: Array, rest: Array) -> tuple[Array, Array]:
        """θ and 1 − θ of places in it."""
        width = self.high - self.low
        return (place - self.low) / width, np.maximum((rest - (1 - self.high)) / width, 0.0)


class ThroughPoints(Distribution):
    """A curve through all points whose quantiles rise from 0 or more.

    Attributes:
        points: with the limits of the groups, known or of the curve.
        repaired: which groups are power curves, (groups,).
        repairs: all power curves, in order.
    """

    def __init__(self, base: Distribution, points: Points) -> None:
        self.smooth = Smooth(base, points)
        self.parameters = base.parameters
        self.points = points._replace(limits=limits_of(self.smooth, points))
        self.is_open = bool(np.isinf(self.points.limits[-1]))
        self.repaired, foot = faulty_groups(self.smooth, self.points)
        self.knots = np.unique([*points.people, foot])
        self.repairs = list(repairs_of(self.smooth, self.points, self.repaired, foot))

    def income(self, place: Array, rest: Array) -> Array:
        """Q/μ, not below 0 where the lowest income is 0 but for rounding."""
        found = np.maximum(self.smooth.income(place, rest), 0.0)
        for repair in self.repairs:
            within = repair.within(place)
            found[within] = repair.power.income(*repair.inside(place[within], rest[within]))
        return found

    def log_income(self, place: Array, rest: Array) -> Array:
        """The logarithm of Q/μ."""
        found = super().log_income(place, rest)
        for repair in self.repairs:
            within = repair.within(place)
            found[within] = repair.power.log_income(*repair.inside(place[within], rest[within]))
        return found

    def slope(self, place: Array, rest: Array) -> Array:
        """The slope of Q/μ."""
        found = self.smooth.slope(place, rest)
        for repair in self.repairs:
            within = repair.within(place)
            inside = repair.inside(place[within], rest[within])
            found[within] = repair.power.slope(*inside) / (repair.high - repair.low)
        return found

    def lorenz(self, place: Array) -> Array:
        """L."""
        found = self.smooth.lorenz(place)
        for repair in self.repairs:
            within = repair.within(place)
            inside = repair.inside(place[within], 1 - place[within])
            found[within] = repair.share + repair.power.share(*inside) * (repair.high - repair.low)
        return found


def limits_of(curve: Smooth, points: Points) -> Array:
    """The incomes at the points: those known, else those of the curve, between the means beside them."""
    inner, means = points.people[1:-1], points.means
    lowest = np.clip(curve.residual.slope(np.zeros(1)), 0.0, means[0])
    between = np.clip(curve.income(inner, 1 - inner), means[:-1], means[1:])
    found = np.concatenate([lowest, between, [np.inf]])
    return np.where(np.isnan(points.limits), found, points.limits)


def repairs_of(curve: Smooth, points: Points, repaired: NDArray[np.bool_], foot: float) -> Iterator[Repair]:
    """The power curves in order: that of the foot, then those of groups."""
    if foot:
        place = np.array([foot])
        share, income = float(curve.lorenz(place)[0]), float(curve.income(place, 1 - place)[0])
        yield Repair(0.0, foot, 0.0, power_of(0.0, share / foot, income))
    for group in np.flatnonzero(repaired):
        ends = points.limits[group], points.means[group], points.limits[group + 1]
        people = points.people[group], points.people[group + 1]
        power = power_of(*map(float, ends))
        yield Repair(float(people[0]), float(people[1]), float(points.lorenz[group]), power)
