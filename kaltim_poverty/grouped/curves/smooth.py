"""A fitted curve with its residual at the points interpolated: through them, not always a distribution."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.interpolate import Cubic, hermite, not_a_knot


class Smooth(Distribution):
    """A base curve and the slope of its residual."""

    def __init__(self, base: Distribution, points: Points) -> None:
        self.base, self.knots = base, points.people
        self.parameters = base.parameters
        self.residual = residual_of(base, points)

    def income(self, place: Array, rest: Array) -> Array:
        """Q/μ."""
        return self.base.income(place, rest) + self.residual.slope(place)

    def slope(self, place: Array, rest: Array) -> Array:
        """The slope of Q/μ, below 0 where it falls."""
        return self.base.slope(place, rest) + self.residual.bend(place)

    def lorenz(self, place: Array) -> Array:
        """L."""
        return self.base.lorenz(place) + self.residual.value(place)


def residual_of(base: Distribution, points: Points) -> Cubic:
    """The residual of the curve at the points, 0 at both ends; with known slopes if all limits are.

    At 0 and 1 no slope is known: there the pieces are parabolas.
    """
    inner = points.people[1:-1]
    lacking = np.zeros(len(points.people))
    lacking[1:-1] = points.lorenz[1:-1] - base.lorenz(inner)
    if np.isnan(points.limits[1:-1]).any():
        return not_a_knot(points.people, lacking)
    inside = points.limits[1:-1] - base.income(inner, 1 - inner)
    rise = np.diff(lacking) / np.diff(points.people)
    ends = 2 * rise[[0, -1]] - inside[[0, -1]]
    return hermite(points.people, lacking, np.concatenate([ends[:1], inside, ends[1:]]))
