"""Piecewise cubics through points: the not-a-knot spline, Hermite's and the monotone one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Cubic(NamedTuple):
    """A cubic in each piece: Σ_k coefficients[:, k]·(x − the left knot)^k.

    Attributes:
        knots: (pieces + 1,), increasing.
        coefficients: (pieces, 4).
    """

    knots: Array
    coefficients: Array

    def pieces(self, places: Array) -> tuple[Array, Array]:
        """The coefficients of the piece of each place, (4, places), and the distances from its left knot."""
        piece = np.clip(np.searchsorted(self.knots, places, side="right") - 1, 0, len(self.coefficients) - 1)
        return self.coefficients[piece].T, places - self.knots[piece]

    def value(self, places: Array) -> Array:
        """The values at places, (places,)."""
        (c0, c1, c2, c3), x = self.pieces(places)
        return np.asarray(c0 + x * (c1 + x * (c2 + x * c3)))

    def slope(self, places: Array) -> Array:
        """The first derivative."""
        (_, c1, c2, c3), x = self.pieces(places)
        return np.asarray(c1 + x * (2 * c2 + 3 * x * c3))

    def bend(self, places: Array) -> Array:
        """The second derivative."""
        (_, _, c2, c3), x = self.pieces(places)
        return np.asarray(2 * c2 + 6 * x * c3)


def hermite(knots: Array, values: Array, slopes: Array) -> Cubic:
    """The cubics through points with given slopes there."""
    width, rise = np.diff(knots), np.diff(values) / np.diff(knots)
    left, right = slopes[:-1], slopes[1:]
    square, cube = (3 * rise - 2 * left - right) / width, (left + right - 2 * rise) / width**2
    return Cubic(knots, np.stack([values[:-1], left, square, cube], axis=1))


def not_a_knot(knots: Array, values: Array) -> Cubic:
    """The cubic spline whose two first and two last pieces are one cubic each.

    de Boor (2001), A Practical Guide to Splines, chapter IV. Through three points it is their parabola,
    through two their line.
    """
    count = len(knots)
    if count < 4:  # noqa: PLR2004 - no inner knot is left out
        return through_few(knots, values)
    width, rise = np.diff(knots), np.diff(values) / np.diff(knots)
    system, right = np.zeros((count, count)), np.zeros(count)
    for place in range(1, count - 1):
        before, after = width[place - 1], width[place]
        system[place, place - 1 : place + 2] = after, 2 * (before + after), before
        right[place] = 3 * (after * rise[place - 1] + before * rise[place])
    system[0, :2], right[0] = not_a_knot_end(width[0], width[1], rise[0], rise[1])
    system[-1, [-1, -2]], right[-1] = not_a_knot_end(width[-1], width[-2], rise[-1], rise[-2])
    return hermite(knots, values, np.asarray(np.linalg.solve(system, right), dtype=np.float64))


def not_a_knot_end(
    near: float, next_width: float, rise: float, next_rise: float
) -> tuple[list[float], float]:
    """The equation of an end: the third derivative does not jump at the knot next to it."""
    both = near + next_width
    right = ((near + 2 * both) * next_width * rise + near**2 * next_rise) / both
    return [next_width, both], right


def through_few(knots: Array, values: Array) -> Cubic:
    """The polynomial through two or three points."""
    rise = np.diff(values) / np.diff(knots)
    if len(knots) == 2:  # noqa: PLR2004 - a line
        return hermite(knots, values, np.repeat(rise, 2))
    bend = (rise[1] - rise[0]) / (knots[2] - knots[0])
    first = rise[0] - bend * (knots[1] - knots[0])
    return hermite(knots, values, np.asarray(first + 2 * bend * (knots - knots[0]), dtype=float))


def monotone(knots: Array, values: Array) -> Cubic:
    """The cubics through increasing points that never fall: PCHIP.

    Fritsch and Butland (1984), https://doi.org/10.1137/0905021; at the ends the three-point slope of Moler
    (2004), Numerical Computing with MATLAB, chapter 3.
    """
    width, rise = np.diff(knots), np.diff(values) / np.diff(knots)
    if len(rise) == 1:
        return hermite(knots, values, np.array([rise[0], rise[0]]))
    slopes = np.zeros(len(knots))
    first, second = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    inside = (rise[:-1] > 0) & (rise[1:] > 0)
    safe = np.where(rise > 0, rise, 1.0)
    slopes[1:-1] = np.where(inside, (first + second) / (first / safe[:-1] + second / safe[1:]), 0.0)
    slopes[0] = monotone_end(width[0], width[1], rise[0], rise[1])
    slopes[-1] = monotone_end(width[-1], width[-2], rise[-1], rise[-2])
    return hermite(knots, values, slopes)


def monotone_end(near: float, next_width: float, rise: float, next_rise: float) -> float:
    """The slope at an end, kept from turning."""
    slope = ((2 * near + next_width) * rise - near * next_rise) / (near + next_width)
    return float(min(max(slope, 0.0), 3 * rise))
