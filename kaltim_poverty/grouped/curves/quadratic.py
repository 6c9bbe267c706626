"""The general quadratic Lorenz curve.

Villasenor and Arnold (1989), https://doi.org/10.1016/0304-4076(89)90089-4, fitted and judged as in Datt
(1998), Computational Tools for Poverty Measurement and Analysis, IFPRI FCND Discussion Paper 50, and by the
World Bank: L(1 − L) = A(P² − L) + B·L(P − 1) + C(P − L).
"""

from __future__ import annotations

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Condition, Distribution
from kaltim_poverty.grouped.curves.points import Points

LEAST = 0.9  # of A + C


class Quadratic(Distribution):
    """The curve of coefficients A, B, C; e, m, n and r are those of Datt, r² = n² − 4me²."""

    def __init__(self, a: float, b: float, c: float) -> None:
        self.a, self.b, self.c = a, b, c
        self.e = -(a + b + c + 1)
        self.m = b * b - 4 * a
        self.n = 2 * b * self.e - 4 * c
        self.knots = np.array([0.0, 0.5, 1.0])
        self.parameters = {"A": a, "B": b, "C": c}
        self.is_open = False

    def root(self, place: Array, rest: Array) -> Array:
        """√(mP² + nP + e²), which is followed from the nearer end; NaN where the curve does not exist."""
        from_zero = (self.m * place + self.n) * place + self.e**2
        at_one = self.m + self.n + self.e**2
        from_one = (self.m * rest - 2 * self.m - self.n) * rest + at_one
        square = np.where(place < 0.5, from_zero, from_one)  # noqa: PLR2004 - the nearer end
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(square))

    def income(self, place: Array, rest: Array) -> Array:
        """L′."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(-self.b / 2 - (2 * self.m * place + self.n) / (4 * self.root(place, rest)))

    def slope(self, place: Array, rest: Array) -> Array:
        """L″ = r²/(8·root³)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            square = self.n**2 - 4 * self.m * self.e**2
            return np.asarray(square / (8 * self.root(place, rest) ** 3))

    def lorenz(self, place: Array) -> Array:
        """L."""
        return np.asarray(-(self.b * place + self.e + self.root(place, 1 - place)) / 2)

    def conditions(self) -> list[Condition]:
        """The conditions of a valid Lorenz curve; for poverty all but the last must hold."""
        square = self.n**2 - 4 * self.m * self.e**2
        least = self.n**2 / (4 * self.e**2) if self.e else 0.0
        shape = self.m < 0 or (self.m < least and (self.n >= 0 or self.m < -self.n / 2))
        return [
            Condition("r2_not_negative", square, square >= 0),
            Condition("e_negative", self.e, self.e < 0),
            Condition("C_not_negative", self.c, self.c >= 0),
            Condition("m_in_range", self.m, shape),
            Condition("A_plus_C", self.a + self.c, self.a + self.c >= LEAST),
        ]

    @property
    def is_valid(self) -> bool:
        """Whether it is a Lorenz curve."""
        return all(each.holds for each in self.conditions())

    def is_normal(self, line: float) -> bool:
        """Whether it gives a headcount at a line."""
        del line
        return all(each.holds for each in self.conditions()[:-1])


def fit_quadratic(points: Points) -> Quadratic:
    """Least squares without a constant and without the last point."""
    people, lorenz = points.people[1:-1], points.lorenz[1:-1]
    columns = np.stack([people**2 - lorenz, lorenz * (people - 1), people - lorenz], axis=1)
    coefficients = np.linalg.lstsq(columns, lorenz * (1 - lorenz), rcond=None)[0]
    return Quadratic(*map(float, coefficients))
