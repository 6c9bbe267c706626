"""The methods by name: which curve each fits to what is known, for poverty and for inequality."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.grouped.curves import fitted, lognormal
from kaltim_poverty.grouped.curves.beta import Beta, fit_beta
from kaltim_poverty.grouped.curves.choice import curve_for_inequality, curve_for_poverty
from kaltim_poverty.grouped.curves.classes import fit_classes
from kaltim_poverty.grouped.curves.distribution import Distribution
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.curves.polynomial import Polynomial
from kaltim_poverty.grouped.curves.quadratic import Quadratic, fit_quadratic
from kaltim_poverty.grouped.curves.through_points import ThroughPoints
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.grouped.interpolate import not_a_knot

METHODS = ("gb2", "pip", "gq", "beta", "pchip", "lognormal")
DEFAULT = "gb2"
OF_GINI = ("gb2", "lognormal")  # methods that need a Gini ratio alone
OF_CLASSES = ("gb2",)  # methods that need limits alone


class Fitted(NamedTuple):
    """A method's curve.

    Attributes:
        method: by name.
        curve: of inequality, and of poverty unless that depends on the line; None if there is none.
        at_line: the curve of poverty at a line over the mean; None if there is none.
    """

    method: str
    curve: Distribution | None
    at_line: Callable[[float], Distribution | None]


def always(method: str, curve: Distribution) -> Fitted:
    """A method with one curve for everything."""
    return Fitted(method, curve, lambda _: curve)


def fit_groups(method: str, groups: Groups) -> Fitted:
    """The curve of a method through or near the groups.

    Raises:
        MissingPackageError: without scipy where the method needs it.
    """
    if method == "gb2":
        check_scipy()
        if not groups.has_means:
            return always(method, fit_classes(groups))
        return always(method, ThroughPoints(fitted.fit(groups.points), groups.points))
    points = groups.points
    if method == "pip":
        return both_curves(points)
    fits: dict[str, Callable[[Points], Distribution]] = {
        "gq": fit_quadratic,
        "beta": fit_beta,
        "pchip": Polynomial,
        "lognormal": lambda points: lognormal.of_gini(gini_of_spline(points)),
    }
    return always(method, fits[method](points))


def fit_gini(method: str, gini: float) -> Fitted:
    """The curve of a method with a Gini ratio: gb2 is the log-logistic.

    Raises:
        MissingPackageError: without scipy where the method needs it.
    """
    if method == "lognormal":
        return always(method, lognormal.of_gini(gini))
    check_scipy()
    return always(method, fitted.of_gini(gini))


def both_curves(points: Points) -> Fitted:
    """The choice of the World Bank between its two curves."""
    quadratic, beta = fit_quadratic(points), fit_beta(points)
    return Fitted(
        "pip",
        curve_for_inequality(quadratic, beta, points),
        lambda line: curve_for_poverty(quadratic, beta, points, line),
    )


def gini_of_spline(points: Points) -> float:
    """The Gini ratio of the cubic spline through the points of a Lorenz curve."""
    spline, width = not_a_knot(points.people, points.lorenz), np.diff(points.people)
    powers = width[:, None] ** np.arange(1, 5) / np.arange(1, 5)
    return float(np.clip(1 - 2 * (spline.coefficients * powers).sum(), 1e-6, 1 - 1e-6))


def check_scipy() -> None:
    """Refuse a method that needs scipy where there is none.

    Raises:
        MissingPackageError: with how to install it.
    """
    try:
        import scipy.special  # noqa: F401
    except ImportError:
        raise MissingPackageError(
            "missing_package", task="--method gb2", package="scipy", extra="grouped"
        ) from None


__all__ = ["DEFAULT", "METHODS", "Beta", "Fitted", "Quadratic", "fit_gini", "fit_groups"]
