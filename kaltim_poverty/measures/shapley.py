"""What each of several factors contributed to a change: its effect, averaged over all orders.

Shorrocks (2013), https://doi.org/10.1007/s10888-011-9214-z.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Protocol, Self, TypeVar


class Number(Protocol):
    """A type with addition and multiplication: a number, an array, or one that tracks its slopes."""

    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __rmul__(self, other: float, /) -> Self: ...


T = TypeVar("T", bound=Number)


def shapley(value: Callable[[tuple[int, ...]], T], factors: int) -> list[T]:
    """The contribution of each factor to value(1, …, 1) − value(0, …, 0).

    Args:
        value: the value where each factor is as before (0) or as after (1).
        factors: how many there are.

    Returns:
        one for each factor; together they are the whole change.
    """
    orders = list(permutations(range(factors)))
    return [
        averaged([effect(value, order, factor, factors) for order in orders], 1.0 / len(orders))
        for factor in range(factors)
    ]


def effect(value: Callable[[tuple[int, ...]], T], order: tuple[int, ...], factor: int, factors: int) -> T:
    """The marginal effect of changing a factor after those before it in an order."""
    changed = set(order[: order.index(factor)])
    before = tuple(int(each in changed) for each in range(factors))
    after = tuple(int(each in changed or each == factor) for each in range(factors))
    return value(after) - value(before)


def averaged(values: list[T], factor: float) -> T:
    """The sum times a factor."""
    total = values[0]
    for each in values[1:]:
        total = total + each
    return factor * total
