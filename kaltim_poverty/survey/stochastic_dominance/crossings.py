"""Where two curves cross: stretches between them in which one lies below the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.measures.linear import Array

PRECISION = 1e-9  # of the point
STEPS = 200  # of a bisection at most; 60 are usual


class Stretch(NamedTuple):
    """A stretch of points.

    Attributes:
        start: where it begins.
        end: where it ends.
        sign: of the difference, second less first: -1 or 1; 0 where both are equal at all points.
        points: the places of the grid in it, from the first to the one after the last.
    """

    start: float
    end: float
    sign: int
    points: slice


def stretches(grid: Array, difference: Array, at: Callable[[float], float]) -> list[Stretch]:
    """The stretches between crossings.

    Args:
        grid: ascending, (points,).
        difference: of both curves, second less first, (points,).
        at: the difference at any point between.
    """
    signs = np.sign(difference).astype(int)
    places = np.flatnonzero(signs)
    if not len(places):
        return [Stretch(float(grid[0]), float(grid[-1]), 0, slice(0, len(grid)))]
    changes = [(int(one), int(two)) for one, two in pairwise(places) if signs[one] != signs[two]]
    found, start, first = [], float(grid[0]), 0
    for before, after in changes:
        end = crossing(float(grid[before]), float(grid[after]), int(signs[before]), at)
        inside = int(np.searchsorted(grid, end, side="right"))
        found.append(Stretch(start, end, int(signs[before]), slice(first, inside)))
        start, first = end, inside
    found.append(Stretch(start, float(grid[-1]), int(signs[places[-1]]), slice(first, len(grid))))
    return found


def crossing(low: float, high: float, sign: int, at: Callable[[float], float]) -> float:
    """A point at which the difference changes its sign, by bisection.

    Args:
        low: where it has *sign*.
        high: where it has the other one.
        sign: -1 or 1.
        at: the difference at any point.
    """
    for _ in range(STEPS):
        if high - low <= PRECISION * max(abs(low), abs(high)):
            break
        middle = 0.5 * (low + high)
        if np.sign(at(middle)) == sign:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
