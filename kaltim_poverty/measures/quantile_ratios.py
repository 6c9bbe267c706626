"""Ratios of quantiles, with the slopes that a quantile has by its density."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.feature import ONE, Feature
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.totals import Totals


def at_or_below(welfare: Array, quantile: float) -> Array:
    """Whether welfare is at or below a quantile, [y ≤ q]."""
    return (welfare <= quantile).astype(np.float64)


def quantile_by_density(totals: Totals, percent: float) -> Linear:
    """The quantile p, whose influence is −([y ≤ q] − p)/(N·f(q)); 0 where all welfare is equal.

    Deville (1999), Survey Methodology 25, 193-203. Under the weights of a replicate densities are not known,
    and nobody asks for slopes.
    """
    value = totals.constants.quantiles[percent]
    density = totals.constants.densities.get(percent)
    if density is None:
        return Linear(value, {})
    crowd = totals.sums[ONE] * density
    slope = np.divide(1.0, crowd, out=np.zeros_like(crowd), where=crowd > 0)
    return Linear(value, {Feature("at_quantile", percent): -slope, ONE: percent / 100.0 * slope})


def quantile_ratio(totals: Totals, upper: float, lower: float) -> Linear:
    """The quantile *upper* over the quantile *lower*, both in percent."""
    return quantile_by_density(totals, upper) / quantile_by_density(totals, lower)
