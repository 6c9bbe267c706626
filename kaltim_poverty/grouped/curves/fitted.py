"""The base curve of some points: as many parameters as they can carry, by least squares on the shares."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array
from kaltim_poverty.grouped.curves.gb2 import GB2, Shape, lorenz_of
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.fitting import least_squares

STARTS = {
    3: np.log([[3.0, 1.0, 0.7], [1.5, 2.0, 1.0], [5.0, 0.5, 0.3]]),  # a, p, q − 1/a
    2: np.log([[1.5, 1.0], [0.5, 2.0], [4.0, 0.5]]),  # a − 1, p
    1: np.log([[1.5]]),  # a − 1
}
FAR = 10.0  # a residual where a curve cannot be computed


def shape_of(logarithms: Array) -> Shape:
    """The GB2 with three parameters, Dagum's curve with two (q = 1), log-logistic with one (p = q = 1)."""
    numbers = np.exp(logarithms)
    if numbers.shape[-1] == 3:  # noqa: PLR2004
        a, p, beyond = numbers[..., 0], numbers[..., 1], numbers[..., 2]
        return Shape(a, p, beyond + 1 / a)
    a = 1 + numbers[..., 0]
    one = np.ones_like(a)
    return Shape(a, numbers[..., 1] if numbers.shape[-1] > 1 else one, one)


def fit(points: Points) -> GB2:
    """The curve nearest to the shares of the groups."""
    inner, shares = points.people[1:-1], np.diff(points.lorenz)

    def residuals(logarithms: Array) -> Array:
        shape = Shape(*(np.asarray(each)[:, None] for each in shape_of(logarithms)))
        lorenz = np.zeros((len(logarithms), len(inner) + 2))
        lorenz[:, 1:-1], lorenz[:, -1] = lorenz_of(inner[None, :], shape), 1.0
        apart = np.diff(lorenz, axis=1) - shares
        return np.where(np.isfinite(apart), apart, FAR)

    starts = STARTS[min(len(inner), 3)]
    return GB2(Shape(*map(float, shape_of(least_squares(residuals, starts)))))


def of_gini(gini: float) -> GB2:
    """The log-logistic distribution with a Gini ratio: a = 1/G."""
    return GB2(Shape(1 / gini, 1.0, 1.0))
