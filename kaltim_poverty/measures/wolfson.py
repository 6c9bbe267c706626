"""Polarisation after Wolfson: how far welfare lies from its middle, on both sides."""

from __future__ import annotations

from kaltim_poverty.measures.feature import ONE, Feature
from kaltim_poverty.measures.inequality import gini, mean
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.measures.quantile_ratios import quantile_by_density
from kaltim_poverty.measures.totals import Totals

MIDDLE = 50.0  # percent
BELOW_MEDIAN = Feature("below", MIDDLE)


def polarisation(totals: Totals) -> Linear:
    """2·(2·(0.5 − L(0.5)) − G)·μ/m, L the Lorenz curve, G the Gini ratio, m the median.

    Wolfson (1994), American Economic Review 84, 353-358; Wolfson (1997),
    https://doi.org/10.1111/j.1475-4991.1997.tb00233.x.
    """
    share = _lower_half(totals)
    return 2.0 * (2.0 * (0.5 - share) - gini(totals)) * mean(totals) / quantile_by_density(totals, MIDDLE)


def _lower_half(totals: Totals) -> Linear:
    """L(0.5) = (Σ w (y − m)[y < m] + 0.5·m·N)/Y, which does not move with m itself."""
    median = totals.constants.quantiles[MIDDLE]
    return (totals.of(BELOW_MEDIAN) + 0.5 * median * totals.of(ONE)) / totals.welfare
