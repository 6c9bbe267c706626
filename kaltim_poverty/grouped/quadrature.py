"""Integrals over a distribution that is smooth between knots and may be singular at both ends.

Double exponential quadrature (Takahasi and Mori 1974, https://doi.org/10.2977/prims/1195192451): its nodes
crowd towards the ends of each piece, so that powers and logarithms there cost no accuracy.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEP = 0.125  # of the transformed variable
INNER, OUTER = 3.25, 6.0  # where it ends: the nodes are 1e-18 and 1e-275 of a piece from its end
SMALLEST = 1e-300  # distance from an end


class Nodes(NamedTuple):
    """Places from 0 to 1 with weights, (nodes,); *rest* is 1 − place with all its digits."""

    place: Array
    rest: Array
    weight: Array


@cache
def unit_nodes(first: float, last: float) -> tuple[Array, Array, Array]:
    """Nodes of [0, 1], their distances from 1, and weights."""
    steps = np.arange(-first, last + STEP / 2, STEP)
    angle = np.pi / 2 * np.sinh(steps)
    below, above = 1 / (1 + np.exp(-2 * angle)), 1 / (1 + np.exp(2 * angle))
    weight = STEP * np.pi * np.cosh(steps) * below * above
    return below, above, weight


def nodes_between(knots: Array) -> Nodes:
    """The nodes of all pieces between *knots*, in order; those at 0 and 1 reach to the very end."""
    return nodes_of(tuple(map(float, knots)))


@lru_cache(maxsize=16)
def nodes_of(knots: tuple[float, ...]) -> Nodes:
    """The nodes for knots, cached, so that a curve is computed once at the same arrays."""
    pieces = [piece(low, high) for low, high in pairwise(knots) if high > low]
    return Nodes(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def piece(low: float, high: float) -> Nodes:
    """The nodes between two places."""
    below, above, weight = unit_nodes(OUTER if low == 0 else INNER, OUTER if high == 1 else INNER)
    width = high - low
    place, rest = low + width * below, (1 - high) + width * above
    return Nodes(np.maximum(place, SMALLEST), np.maximum(rest, SMALLEST), width * weight)
