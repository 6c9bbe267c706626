"""Poverty when all welfare is multiplied by one factor, and its slope in that factor.

Welfare is in lines: u = y/z, so that x = s·u is poor below 1, and on the line within 1e-12 of it.
"""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.measures.poverty import ON_LINE

WATTS = "watts"


def poor_rows(scaled: Array) -> IntArray:
    """The rows that are poor, of welfare in lines times the factor, (rows,)."""
    return np.flatnonzero(1.0 - scaled > ON_LINE)


def gaps_to(alpha: float, scaled: Array) -> Array:
    """(1 − x)^α of poor rows: Foster, Greer and Thorbecke (1984), https://doi.org/10.2307/1913475."""
    return np.ones_like(scaled) if alpha == 0 else np.asarray((1.0 - scaled) ** alpha)


def log_gaps(scaled: Array) -> Array:
    """−ln x of poor rows, 0 where x is not above 0 and there is no logarithm.

    Zheng (1993), https://doi.org/10.1016/0165-1765(93)90123-7.
    """
    positive = np.where(scaled > 0, scaled, 1.0)
    return np.asarray(-np.log(positive))


def slope_of_gaps(alpha: float, scale: Array, lower: Array, own: Array) -> Array:
    """d/ds of Σ w (1 − s·u)^α over the poor, for α above 0: −(α/s)·(Σ of α − 1, less that of α).

    Args:
        alpha: α, above 0.
        scale: s, of each domain.
        lower: Σ w (1 − s·u)^(α − 1).
        own: Σ w (1 − s·u)^α.
    """
    return np.asarray(-(alpha / scale) * (lower - own))


def slope_of_count(scale: Array, people: Array, density: Array) -> Array:
    """d/ds of Σ w [s·u < 1]: −N·f(1/s)/s².

    Args:
        scale: s, of each domain.
        people: N.
        density: f, of u at 1/s.
    """
    return np.asarray(-people * density / scale**2)


def slope_of_watts(scale: Array, poor: Array) -> Array:
    """d/ds of Σ w ln(1/(s·u)) over the poor: −Σ w [s·u < 1]/s."""
    return np.asarray(-poor / scale)
