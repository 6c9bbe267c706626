"""The Hoover index: the share of welfare that would have to change hands for everybody to have the mean."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.feature import BELOW_MEAN, UNDER_MEAN
from kaltim_poverty.measures.inequality import mean
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.totals import Totals


def below_mean(welfare: Array, centre: float) -> Array:
    """The deviation of rows below the mean, (y − μ)[y < μ]."""
    return np.minimum(welfare - centre, 0.0)


def under_mean(welfare: Array, centre: float) -> Array:
    """Whether welfare is below the mean, [y < μ]."""
    return (welfare < centre).astype(np.float64)


def hoover(totals: Totals) -> Linear:
    """Σ w |y − μ| / (2Nμ) = Σ w (μ − y)[y < μ] / Y.

    Hoover (1936), https://doi.org/10.2307/1927875. What is below a higher mean grows by Σ w [y < μ].
    """
    average = mean(totals)
    moved = average.chain(np.zeros_like(average.value), totals.sums[UNDER_MEAN])
    return (moved - totals.of(BELOW_MEAN)) / totals.welfare
