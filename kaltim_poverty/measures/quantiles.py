"""Quantiles of weighted rows, and the density of welfare at a point."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.totals import Totals

TOLERANCE = 1e-10  # of all weights, so that rounding decides nothing
ROUNDING = 1e-13  # of a share of everybody


def target(share: Array | float, people: float) -> Array:
    """The cumulated weight at which a quantile is reached: p·N, less a tolerance for rounding."""
    return np.asarray(share) * people - TOLERANCE * people


def quantile(welfare: Array, weight: Array, share: float) -> float:
    """The smallest y with cumulated weight of at least p·N.

    Args:
        welfare: sorted, ascending; not empty.
        weight: of each row.
        share: p, from 0 to 1.
    """
    cumulated = np.cumsum(weight)
    place = int(np.searchsorted(cumulated, target(share, float(cumulated[-1]))))
    return float(welfare[min(place, len(welfare) - 1)])


def share_below(totals: Totals, percent: float) -> Linear:
    """F(q) = Σ w [y ≤ q] / N at the quantile q; 1 where everybody is there, whatever is rounded."""
    share = totals.of(Feature("up_to", percent)) / totals.people
    return replace(share, value=np.where(np.abs(share.value - 1.0) <= ROUNDING, 1.0, share.value))


def bandwidth(sigma: float, spread: float, rows: float) -> float:
    """0.9·min(σ, IQR/1.34)·n^(−1/5); σ alone where the quartiles agree.

    Silverman (1986), Density Estimation, section 3.4.2. 0 where all welfare is equal.
    """
    if rows <= 0:
        return 0.0
    narrow = min(sigma, spread / 1.34) if spread > 0 else sigma
    return float(0.9 * narrow * rows**-0.2)


def kernel(welfare: Array, point: float, width: float) -> Array:
    """The Gaussian kernel of each row at *point*; its weighted mean is the density there."""
    away = (welfare - point) / width
    return np.asarray(np.exp(-0.5 * away * away) / (width * math.sqrt(2.0 * math.pi)))
