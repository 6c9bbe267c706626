"""The monotone cubic through the points of a Lorenz curve, which need not be convex."""

from __future__ import annotations

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.interpolate import monotone


class Polynomial(Distribution):
    """The curve through points."""

    is_open = False

    def __init__(self, points: Points) -> None:
        self.cubic = monotone(points.people, points.lorenz)
        self.knots = points.people
        self.parameters = {}

    def income(self, place: Array, rest: Array) -> Array:
        """L′."""
        del rest
        return self.cubic.slope(place)

    def slope(self, place: Array, rest: Array) -> Array:
        """L″."""
        del rest
        return self.cubic.bend(place)

    def lorenz(self, place: Array) -> Array:
        """L."""
        return self.cubic.value(place)
