"""The bounds of the measures by name; most have none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.bounds import NONE, Bounds, bounds_of_gini, bounds_of_headcount, bounds_of_sum
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.measures.catalogue import SYNONYMS

Array = NDArray[np.float64]
OF_POOR = {"poor_count": "fgt_0", "total_shortfall": "fgt_1"}


def poverty_bounds(groups: Groups | None, name: str, line: float) -> Bounds:
    """The bounds of a measure of poverty as a fraction.

    Args:
        groups: what is known; None where no groups are.
        name: of the measure.
        line: in the unit of the groups.
    """
    if groups is None:
        return NONE
    if name == "watts":
        return bounds_of_sum(groups, log_gaps(line), unbounded=True)
    family, _, power = OF_POOR.get(name, SYNONYMS.get(name, name)).partition("_")
    if family != "fgt":
        return NONE
    alpha = float(power)
    if alpha == 0:
        return bounds_of_headcount(groups, line)
    return bounds_of_sum(groups, gaps(line, alpha)) if alpha >= 1 else NONE


def gaps(line: float, alpha: float) -> Callable[[Array], Array]:
    """(1 − y/z)^α of the poor, 0 of others."""
    return lambda income: np.maximum(1 - income / line, 0.0) ** alpha


def log_gaps(line: float) -> Callable[[Array], Array]:
    """ln(z/y) of the poor, 0 of others."""

    def loss(income: Array) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(np.maximum(np.log(line) - np.log(income), 0.0))

    return loss


def inequality_bounds(groups: Groups | None, name: str) -> Bounds:
    """The bounds of a measure of everybody."""
    if groups is None or not groups.has_means:
        return NONE
    if name == "gini":
        return bounds_of_gini(groups)
    return bounds_of_sum(groups, minus_log, unbounded=True) if SYNONYMS.get(name, name) == "ge_0" else NONE


def minus_log(income: Array) -> Array:
    """−ln y over the mean."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(income))
