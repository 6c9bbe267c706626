"""What every curve is: a quantile function over its mean, and the Lorenz curve that it integrates to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.quadrature import Nodes, nodes_between

Array = NDArray[np.float64]
CUTS = 20  # of an interval with a root
STEPS = 6
EXACT = 1e-14  # of a place: after such a step the next one is rounding


class Condition(NamedTuple):
    """A condition of a valid curve: a name, the number that is checked, whether it holds."""

    name: str
    value: float
    holds: bool


class Distribution(ABC):
    """Incomes over their mean at a place t from 0 (the poorest) to 1; people(t) of all are before it.

    For most curves the place is the share of people itself.

    Attributes:
        knots: places between which the quantile function is smooth, (pieces + 1,), from 0 to 1.
        parameters: the fitted numbers by name.
        is_open: whether incomes have no upper end.
    """

    knots: Array
    parameters: dict[str, float]
    is_open = True

    @abstractmethod
    def income(self, place: Array, rest: Array) -> Array:
        """Income over the mean at some places.

        Args:
            place: t.
            rest: 1 − t, which near 1 has digits that t lacks.
        """

    def log_income(self, place: Array, rest: Array) -> Array:
        """The logarithm of the income, also of one that is smaller than any number; −∞ of none."""
        income = self.income(place, rest)
        return np.log(income, out=np.full_like(income, -np.inf), where=income > 0)

    @abstractmethod
    def slope(self, place: Array, rest: Array) -> Array:
        """The slope of the income over the share of people."""

    @abstractmethod
    def lorenz(self, place: Array) -> Array:
        """The share of all income that those before some places have."""

    def people(self, place: Array) -> Array:
        """The share of people before some places."""
        return place

    def rate(self, place: Array) -> Array:
        """The slope of the share of people over the place."""
        return np.ones_like(place)

    def place_of(self, people: Array) -> Array:
        """The places before which some shares of people are."""
        return people

    @cached_property
    def nodes(self) -> Nodes:
        """Places and weights by which anything is integrated over everybody."""
        return nodes_between(self.knots)

    def nodes_before(self, place: float) -> Nodes:
        """The quadrature nodes and weights up to a place."""
        return nodes_between(np.append(self.knots[self.knots < place], place))

    @cached_property
    def incomes(self) -> Array:
        """The incomes at the nodes."""
        return self.income(self.nodes.place, self.nodes.rest)

    def place_at(self, income: float) -> float:
        """The place behind which all incomes reach a number: 0 if all are above it, 1 if none reaches it.

        Newton's steps lead to it between the nodes around it. Where one leaves the interval it is cut, near 0
        in equal ratios, so that the place has all its digits.
        """
        first = int(np.searchsorted(np.minimum.accumulate(self.incomes[::-1])[::-1], income))
        if first in (0, len(self.incomes)):
            return 0.0 if first == 0 else 1.0
        low, high = self.nodes.place[first - 1], self.nodes.place[first]
        while np.nextafter(low, 1) < high:
            place = self.newton(low, high, income)
            if place is not None:
                return place
            ends = self.narrowed(low, high, income)
            if ends[1] - ends[0] in (0.0, high - low):
                break
            low, high = ends
        return float(high)

    def narrowed(self, low: float, high: float, income: float) -> tuple[float, float]:
        """The part of an interval in which incomes reach a number."""
        places = cuts(low, high)
        reached = int(np.searchsorted(self.income(places, 1 - places), income))
        ends = np.concatenate([[low], places, [high]])
        return float(ends[reached]), float(ends[reached + 1])

    def newton(self, low: float, high: float, income: float) -> float | None:
        """The place in an interval where incomes reach a number; None where a step leaves it."""
        place = np.array([(low + high) / 2])
        for _ in range(STEPS):
            rest = 1 - place
            slope = float(self.slope(place, rest)[0] * self.rate(place)[0])
            if not slope > 0:
                return None
            step = float(self.income(place, rest)[0] - income) / slope
            nearer = place - step
            if not low <= nearer[0] <= high:
                return None
            if abs(step) <= EXACT * nearer[0]:
                return float(nearer[0])
            place = nearer
        return None


def cuts(low: float, high: float) -> Array:
    """Places that cut an interval, in equal ratios if its ends differ much."""
    inside = np.arange(1, CUTS) / CUTS
    return np.asarray(low * (high / low) ** inside if high > 2 * low else low + (high - low) * inside)
