"""How fast welfare grew, at each place in the distribution and on average.

Ravallion and Chen (2003), Measuring pro-poor growth, https://doi.org/10.1016/S0165-1765(02)00205-7.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from kaltim_poverty.measures.linear import Array, Linear

ROUNDING = 1e-9  # percentage points of a poverty rate


def growth_rate(before: Linear, after: Linear, *, years: float = 1.0) -> Linear:
    """100·((after/before)^(1/years) − 1), in percent; NaN where either is not above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = after / before
        exists = (before.value > 0) & (after.value > 0)
        factor = np.where(exists, ratio.value, np.nan) ** (1.0 / years)
        return ratio.chain(100.0 * (factor - 1.0), 100.0 / years * factor / ratio.value)


def mean_rate(rates: Sequence[Linear], counted: Array) -> Linear:
    """The mean of the first so many of several growth rates; NaN where there is none, or one is undefined.

    Args:
        rates: growth at ascending places, each (rows,).
        counted: how many of them, (rows,).
    """
    chosen = [number_times(rate, place < counted) for place, rate in enumerate(rates)]
    total = reduce(Linear.__add__, chosen)
    with np.errstate(divide="ignore", invalid="ignore"):
        return total / np.where(counted > 0, counted, np.nan)


def number_times(number: Linear, chosen: Array | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Linear:
    """The number where it is chosen, else 0 without slopes, even if it is undefined there."""
    slopes = {key: np.where(chosen, slope, 0.0) for key, slope in number.slopes.items()}
    return Linear(np.where(chosen, number.value, 0.0), slopes)


def places_of_poor(rate: Array, places: int) -> Array:
    """How many whole percents of people are poor, of a poverty rate in percent: ⌊P0⌋, at most *places*."""
    return np.minimum(np.floor(rate + ROUNDING), places)
