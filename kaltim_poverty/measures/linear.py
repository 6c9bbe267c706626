"""Numbers that know their slopes in the totals they were made of, so that no derivative is written by hand.

A measure is a function of a few totals T_k = Σ w·f_k; its influence value is Σ_k (∂θ/∂T_k)·f_k for every
row (Deville 1999, Survey Methodology 25, 193-203). The chain rule does the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Array: TypeAlias = NDArray[np.float64]


def dot(one: Array, two: Array) -> float:
    """Σ a·b, added up by one core in an order that is the same on every machine."""
    return float(np.einsum("i,i->", one, two))


class Linear(NamedTuple):
    """A value for each domain, with its slopes in named totals.

    Attributes:
        value: one number a domain (any shape).
        slopes: ∂value/∂total by the name of the total; a total that is absent has slope 0.
    """

    value: Array
    slopes: Mapping[str, Array]

    def through(self, value: Array, slope: Array | float) -> Linear:
        """A function of this number alone, given its value and its derivative."""
        return Linear(value, {name: slope * own for name, own in self.slopes.items()})

    def plus(self, other: Linear | Array | float, sign: float = 1.0) -> Linear:
        """The sum, or with *sign* -1 the difference."""
        if not isinstance(other, Linear):
            return Linear(self.value + sign * other, self.slopes)
        slopes = dict(self.slopes)
        for name, slope in other.slopes.items():
            slopes[name] = slopes[name] + sign * slope if name in slopes else sign * slope
        return Linear(self.value + sign * other.value, slopes)

    def times(self, other: Linear | Array | float) -> Linear:
        """The product."""
        if not isinstance(other, Linear):
            return self.through(self.value * other, other)
        left = self.through(self.value * other.value, other.value)
        right = other.through(np.zeros_like(other.value), self.value)
        return left.plus(right)

    def over(self, other: Linear) -> Linear:
        """The quotient; not finite where *other* is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = 1.0 / other.value
            quotient = self.value / other.value
            left = self.through(quotient, inverse)
            right = other.through(np.zeros_like(quotient), -quotient * inverse)
        return left.plus(right)


def log1p(number: Linear) -> Linear:
    """ln(1 + x), exact near 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return number.through(np.log1p(number.value), 1.0 / (1.0 + number.value))


def expm1(number: Linear) -> Linear:
    """exp(x) − 1, exact near 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        value = np.expm1(number.value)
        return number.through(value, value + 1.0)
