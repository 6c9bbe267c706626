"""Which of the two curves of the World Bank's Poverty and Inequality Platform is used, by its rules."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.grouped.curves.beta import Beta
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.curves.quadratic import Quadratic

Curve = Quadratic | Beta


def squares(curve: Curve, points: Points, headcount: float | None = None) -> float:
    """The sum of squared distances at inner points, or at those up to the headcount and the first beyond it.

    That first one may be (1, 1), through which the general quadratic curve does not go if A + C < 1.
    """
    people = points.people[1:]
    apart = points.lorenz[1:] - curve.lorenz(people)
    last = len(people) - 1 if headcount is None else int(np.searchsorted(people, headcount)) + 1
    return float((apart[:last] ** 2).sum())


def curve_for_inequality(quadratic: Quadratic, beta: Beta, points: Points) -> Curve | None:
    """The valid curve that is nearer; None if neither is valid."""
    valid = [curve for curve in (quadratic, beta) if curve.is_valid]
    return min(valid, key=lambda curve: squares(curve, points), default=None)


def curve_for_poverty(quadratic: Quadratic, beta: Beta, points: Points, line: float) -> Curve | None:
    """The valid curve that gives a headcount; of two the nearer up to it; None if neither gives one.

    Where no valid curve gives a headcount, one that is not valid will do.
    """
    both: tuple[Curve, Curve] = (quadratic, beta)
    usable = [curve for curve in both if curve.is_normal(line)]
    chosen = [curve for curve in usable if curve.is_valid] or usable
    return min(chosen, key=lambda curve: squares(curve, points, curve.place_at(line)), default=None)
