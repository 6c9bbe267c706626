"""The Beta Lorenz curve of Kakwani (1980), https://doi.org/10.2307/1911116: L = P − θ·P^γ·(1 − P)^δ."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Condition, Distribution
from kaltim_poverty.grouped.curves.points import Points

FIRST = 0.001  # where the World Bank looks at the slope; and the step in which it looks at the bend
NEAREST = 1e-4  # to 0 and 1, where it looks for a headcount


class Beta(Distribution):
    """The curve of θ, γ and δ."""

    def __init__(self, theta: float, gamma: float, delta: float) -> None:
        self.theta, self.gamma, self.delta = theta, gamma, delta
        self.knots = np.array([0.0, 0.5, 1.0])
        self.parameters = {"theta": theta, "gamma": gamma, "delta": delta}

    def lack(self, place: Array, rest: Array) -> Array:
        """P − L."""
        return np.asarray(self.theta * place**self.gamma * rest**self.delta)

    def income(self, place: Array, rest: Array) -> Array:
        """L′."""
        return np.asarray(1 - self.lack(place, rest) * (self.gamma / place - self.delta / rest))

    def slope(self, place: Array, rest: Array) -> Array:
        """L″."""
        gamma, delta = self.gamma, self.delta
        bend = gamma * (1 - gamma) / place**2 + 2 * gamma * delta / (place * rest)
        return np.asarray(self.lack(place, rest) * (bend + delta * (1 - delta) / rest**2))

    def lorenz(self, place: Array) -> Array:
        """L."""
        return np.asarray(place - self.lack(place, 1 - place))

    def conditions(self) -> list[Condition]:
        """The conditions of a valid Lorenz curve, checked where the World Bank checks them."""
        first, places = np.array([FIRST]), np.arange(1, 1000, dtype=np.float64) * FIRST
        slope = float(self.income(first, 1 - first)[0])
        bend = float(self.slope(places, 1 - places).min())
        return [Condition("slope_not_negative", slope, slope >= 0), Condition("convex", bend, bend >= 0)]

    @property
    def is_valid(self) -> bool:
        """Whether it is a Lorenz curve."""
        return all(each.holds for each in self.conditions())

    def is_normal(self, line: float) -> bool:
        """Whether the World Bank finds a headcount: incomes cross the line, and its integrals exist there."""
        headcount = self.place_at(line)
        return NEAREST < headcount < 1 - NEAREST and self.has_integrals(headcount)

    def has_integrals(self, headcount: float) -> bool:
        """Whether the incomplete beta functions of P2 are found by its continued fraction."""
        gamma, delta = 2 * self.gamma, 2 * self.delta
        for a, b in ((gamma - 1, delta + 1), (gamma, delta), (gamma + 1, delta - 1)):
            if headcount >= (a + 1) / (a + b + 2) and min(a, b) <= 0:
                return False
        return True


def fit_beta(points: Points) -> Beta:
    """Least squares of ln(P − L) on ln P and ln(1 − P), without the last point."""
    people, lorenz = points.people[1:-1], points.lorenz[1:-1]
    columns = np.stack([np.ones_like(people), np.log(people), np.log(1 - people)], axis=1)
    lack = np.maximum(people - lorenz, np.finfo(float).tiny)
    theta, gamma, delta = np.linalg.lstsq(columns, np.log(lack), rcond=None)[0]
    return Beta(float(np.exp(theta)), float(gamma), float(delta))
