"""Numbers that know their slopes in the totals they were made of, so that no derivative is written by hand.

A measure is a function of a few totals T_k = Σ w·f_k; its influence value is Σ_k (∂θ/∂T_k)·f_k for every
row (Deville 1999, Survey Methodology 25, 193-203). The chain rule does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.intp]


def dot(one: Array, two: Array) -> float:
    """Σ a·b, added up by one core in an order that is the same on every machine."""
    return float(np.einsum("i,i->", one, two))


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A value for each domain, with its slopes in totals; used in formulas like a number.

    Attributes:
        value: one number a domain (any shape).
        slopes: ∂value/∂total by the feature of the total, or where there are several samples by whatever
            names sample and feature; a total that is absent has slope 0.
    """

    value: Array
    slopes: Mapping[Any, Array]

    __array_ufunc__ = None  # so that numpy leaves `array * linear` to the operators below

    def __neg__(self) -> Linear:
        return self.chain(-self.value, -1.0)

    def __add__(self, other: Linear | Array | float) -> Linear:
        if not isinstance(other, Linear):
            return Linear(self.value + other, self.slopes)
        slopes = dict(self.slopes)
        for feature, slope in other.slopes.items():
            slopes[feature] = slopes[feature] + slope if feature in slopes else slope
        return Linear(self.value + other.value, slopes)

    def __radd__(self, other: Array | float) -> Linear:
        return self + other

    def __sub__(self, other: Linear | Array | float) -> Linear:
        return self + (-other)

    def __rsub__(self, other: Array | float) -> Linear:
        return -self + other

    def __mul__(self, other: Linear | Array | float) -> Linear:
        """The product; not finite where a factor is not."""
        with np.errstate(invalid="ignore"):
            if not isinstance(other, Linear):
                return self.chain(self.value * other, other)
            left = self.chain(self.value * other.value, other.value)
            return left + other.chain(np.zeros_like(other.value), self.value)

    def __rmul__(self, other: Array | float) -> Linear:
        return self * other

    def __truediv__(self, other: Linear | Array | float) -> Linear:
        """The quotient; not finite where *other* is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if not isinstance(other, Linear):
                return self.chain(self.value / other, 1.0 / other)
            inverse, quotient = 1.0 / other.value, self.value / other.value
            left = self.chain(quotient, inverse)
            return left + other.chain(np.zeros_like(quotient), -quotient * inverse)

    def chain(self, value: Array, derivative: Array | float) -> Linear:
        """A function of this number alone, given its value and its derivative."""
        return Linear(value, {feature: derivative * slope for feature, slope in self.slopes.items()})


def log1p(number: Linear) -> Linear:
    """ln(1 + x), exact near 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return number.chain(np.log1p(number.value), 1.0 / (1.0 + number.value))


def expm1(number: Linear) -> Linear:
    """exp(x) − 1, exact near 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        value = np.expm1(number.value)
        return number.chain(value, value + 1.0)


def zero_where(condition: NDArray[np.bool_], number: Linear) -> Linear:
    """The number, but 0 with slopes of 0 where a condition holds."""
    slopes = {feature: np.where(condition, 0.0, slope) for feature, slope in number.slopes.items()}
    return Linear(np.where(condition, 0.0, number.value), slopes)
