"""Classes with limits and without means: a fitted GB2, bent so that every class has its people.

P0(z) = g(F(z)), F the fitted distribution and g the monotone cubic through (F(limit), share of people below).
The place of an income is F, and the share of people before it g.
"""

from __future__ import annotations

import math

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.curves.fitted import FAR, shape_of
from kaltim_poverty.grouped.curves.gb2 import GB2, Shape
from kaltim_poverty.grouped.fitting import least_squares
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.grouped.interpolate import monotone

HALVINGS = 60
STARTS = {
    3: [[3.0, 1.0, 0.7], [1.5, 2.0, 1.0], [5.0, 0.5, 0.3]],  # a, p, q − 1/a
    2: [[1.5, 1.0], [0.5, 2.0], [4.0, 0.5]],  # a − 1, p
    1: [[1.5], [0.5], [4.0]],  # a − 1
}


class Classes(Distribution):
    """The bent curve; incomes are over its own mean, which is `scale` in the unit of the limits.

    Attributes:
        scale: the mean.
    """

    def __init__(self, base: GB2, base_mean: float, groups: Groups) -> None:
        limits = np.append(groups.lower, groups.upper[-1])
        places = places_of(base, limits / base_mean)
        people = np.concatenate([[0.0], np.cumsum(groups.weight)])
        self.base, self.parameters = base, base.parameters | {"mean": base_mean}
        self.bend = monotone(places, people / people[-1])
        self.knots = places
        self.is_open = bool(np.isinf(limits[-1]))
        self.relative = 1.0
        self.relative = float(self.nodes.weight @ (self.rate(self.nodes.place) * self.incomes))
        del self.incomes
        self.scale = base_mean * self.relative

    def income(self, place: Array, rest: Array) -> Array:
        """Q/μ."""
        return self.base.income(place, rest) / self.relative

    def slope(self, place: Array, rest: Array) -> Array:
        """The slope of Q/μ over the share of people; infinite where nobody is."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.base.slope(place, rest) / self.relative / self.rate(place))

    def people(self, place: Array) -> Array:
        """The bent share of people, g."""
        return self.bend.value(place)

    def rate(self, place: Array) -> Array:
        """The slope g′."""
        return np.maximum(self.bend.slope(place), 0.0)

    def lorenz(self, place: Array) -> Array:
        """The share of all income before some places."""
        return np.array([self.share_before(float(each)) for each in place])

    def share_before(self, place: float) -> float:
        """The share of all income before a place."""
        nodes = self.nodes_before(place)
        return float(nodes.weight @ (self.rate(nodes.place) * self.income(nodes.place, nodes.rest)))

    def place_of(self, people: Array) -> Array:
        """The inverse of g."""
        low, high = np.full_like(people, self.knots[0]), np.full_like(people, self.knots[-1])
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            beyond = self.people(middle) >= people
            low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
        return high


def places_of(base: GB2, incomes: Array) -> Array:
    """F at incomes over the mean, (incomes,)."""
    from scipy.special import betainc

    a, p, q = (float(each) for each in base.shape)
    with np.errstate(divide="ignore", over="ignore"):
        odds = a * (np.log(incomes) - base.log_scale)
        return np.asarray(betainc(p, q, 1 / (1 + np.exp(-odds))))


def fit_classes(groups: Groups) -> Classes:
    """The curve nearest to the cumulated population at the limits, with a free mean or the known one."""
    from scipy.special import betainc, betaln

    limits, people = groups.upper[:-1], np.cumsum(groups.weight)[:-1]
    known = None if math.isnan(groups.scale) else 1.0
    count = min(len(limits) - (known is None), 3)
    middle = math.log(float(np.interp(0.5, people, limits)))

    def parts(logarithms: Array) -> tuple[Shape, Array]:
        means = logarithms[:, -1] + middle if known is None else np.zeros(len(logarithms))
        return shape_of(logarithms[:, :count]), means

    def residuals(logarithms: Array) -> Array:
        shape, means = parts(logarithms)
        a, p, q = (np.asarray(each)[:, None] for each in shape)
        scale = means[:, None] + betaln(p, q) - betaln(p + 1 / a, q - 1 / a)
        odds = np.clip(a * (np.log(limits)[None, :] - scale), -700, 700)
        apart = betainc(p, q, 1 / (1 + np.exp(-odds))) - people
        return np.where(np.isfinite(apart), apart, FAR)

    starts = np.log(STARTS[count])
    if known is None:
        starts = np.hstack([starts, np.full((len(starts), 1), 0.1)])
    best = least_squares(residuals, starts)
    shape, mean = parts(best[None, :])
    return Classes(
        GB2(Shape(*(float(np.ravel(each)[0]) for each in shape))), math.exp(float(mean[0])), groups
    )
