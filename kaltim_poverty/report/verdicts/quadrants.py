"""Priority areas: in which quadrant two figures of an area lie."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from kaltim_poverty.published.exact import difference, product
from kaltim_poverty.words.numbers import decimals_printed

HALF = Decimal("0.5")

Quadrant = Literal["I", "II", "III", "IV", ""]
"""I: both high. II: only the second. III: neither. IV: only the first. Empty: on a line, in none."""


class Bound(NamedTuple):
    """The number that parts high from low.

    Attributes:
        value: the number, in the unit of the figures.
        printed: whether it is a published figure, itself rounded; else it was computed from several.
    """

    value: Decimal
    printed: bool


def quadrant_of(
    first: Decimal, second: Decimal, upright: Bound, level: Bound, units: tuple[str, str]
) -> Quadrant:
    """The quadrant of an area by two figures; it lies on a line within half a printed step of it.

    Args:
        first: the figure along the horizontal axis.
        second: that along the vertical axis.
        upright: what parts the first figures.
        level: what parts the second.
        units: those of both figures, which say how they are printed.
    """
    right, high = side(first, upright, units[0]), side(second, level, units[1])
    if not right or not high:
        return ""
    if right > 0:
        return "I" if high > 0 else "IV"
    return "II" if high > 0 else "III"


def side(value: Decimal, bound: Bound, unit: str) -> int:
    """1 above a bound, −1 below, 0 within half a printed step."""
    off = difference(value, bound.value)
    if abs(off) <= product(HALF, step_of(value, bound, unit)):
        return 0
    return 1 if off > 0 else -1


def step_of(value: Decimal, bound: Bound, unit: str) -> Decimal:
    """The printed step of a figure, or of the published bound if that is coarser."""
    decimals = [decimals_printed(each, unit) for each in ([value, bound.value] if bound.printed else [value])]
    return Decimal(1).scaleb(-min(decimals))


__all__ = ["Bound", "Quadrant", "quadrant_of"]
