"""Elasticities of poverty: by how many percent it changes when incomes, or their inequality, do by one.

All in welfare over line, u = y/z, each row over its own line; P_α a fraction, f the density of u, μ its mean.
"""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.feature import AT_LINE, RATIO, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.measures.totals import Totals

LINE_OF_RATIOS = 1.0
ROUNDING = 1e-14  # of what is added up


def at_line(ratio: Array, width: float) -> Array:
    """The Gaussian kernel at u = 1, whose mean is the density there; 0 where all welfare is equal."""
    return kernel(ratio, LINE_OF_RATIOS, width) if width > 0 else np.zeros_like(ratio)


def tilt_at_line(ratio: Array, width: float) -> Array:
    """The slope of that kernel in the logarithm of the line, with which u falls."""
    if not width > 0:
        return np.zeros_like(ratio)
    return np.asarray(ratio * (ratio - LINE_OF_RATIOS) / (width * width) * at_line(ratio, width))


def growth_elasticity(totals: Totals, alpha: float) -> Linear:
    """The change of P_α in percent when all incomes grow by 1 percent: −f(1)/P_0, or −α(P_{α−1} − P_α)/P_α.

    Kakwani (1993), https://doi.org/10.1111/j.1475-4991.1993.tb00443.x.
    """
    if alpha == 0:
        return -(totals.of(AT_LINE) / totals.poor)
    return alpha - alpha * _steps(totals, alpha)


def inequality_elasticity(totals: Totals, alpha: float) -> Linear:
    """The change of P_α in percent when the Gini ratio grows by 1 percent, by u + λ(u − μ).

    (μ − 1)·f(1)/P_0, or the growth elasticity and α·μ·P_{α−1}/P_α. Kakwani (1993), as above.
    """
    mean = totals.of(RATIO) / totals.people
    if alpha == 0:
        return (mean - 1.0) * (totals.of(AT_LINE) / totals.poor)
    steps = _steps(totals, alpha)
    found = growth_elasticity(totals, alpha) + alpha * mean * steps
    is_rounding = np.abs(found.value) <= ROUNDING * alpha * np.abs(steps.value)  # of P1, if all are poor
    return Linear(np.where(is_rounding, 0.0, found.value), found.slopes)


def _steps(totals: Totals, alpha: float) -> Linear:
    """P_{α−1}/P_α."""
    return totals.of(Feature("fgt", alpha - 1.0)) / totals.of(Feature("fgt", alpha))
