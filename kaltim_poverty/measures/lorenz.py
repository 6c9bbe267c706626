"""The Lorenz curve: shares of welfare of the poorest p percent, and what is read from it.

The curve is straight between its points, so the row at the boundary is split.
Influence: Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.linear import Array, Linear, zero_where
from kaltim_poverty.measures.totals import Totals

HALF, ALL = 50.0, 100.0  # percent
ROUNDING = 1e-15  # of an ordinate


def below(welfare: Array, quantile: float) -> Array:
    """(y − q)[y < q]: the row's part of a Lorenz ordinate."""
    return np.minimum(welfare - quantile, 0.0)


def above(welfare: Array, quantile: float) -> Array:
    """(y − q)[y > q]: the same from the other end, where that is the shorter."""
    return np.maximum(welfare - quantile, 0.0)


def feature(percent: float) -> Feature:
    """The feature that an ordinate is made of, from the nearer end of the curve."""
    return Feature("below" if percent <= HALF else "above", percent)


def ordinate(totals: Totals, percent: float) -> Linear:
    """L(p) = (Σ w (y − q)[y < q] + p·q·N)/Y = 1 − (Σ w (y − q)[y > q] + (1 − p)·q·N)/Y, q the quantile p."""
    p, quantile = percent / 100.0, totals.constants.quantiles[percent]
    part = totals.of(feature(percent))
    if percent <= HALF:
        return (part + p * quantile * totals.people) / totals.welfare
    upper = (part + (1.0 - p) * quantile * totals.people) / totals.welfare
    nobody_has_more = (quantile == 0) & (totals.constants.negative == 0)  # rounding would leave some
    return zero_where(nobody_has_more, 1.0 - upper)


def curve(totals: Totals, percent: float) -> Linear:
    """The ordinate in percent."""
    return 100.0 * ordinate(totals, percent)


def share(totals: Totals, low: float, high: float) -> Linear:
    """The share of welfare of the people between two percentages, in percent."""
    upper = everything(totals) if high == ALL else ordinate(totals, high)
    if low == 0:
        return 100.0 * upper
    ends = [totals.constants.quantiles[percent] for percent in (low, high) if percent != ALL]
    nothing = (ends[0] == 0) & (ends[-1] == 0) & (high != ALL)
    return 100.0 * zero_where(nothing, difference(upper, ordinate(totals, low)))


def difference(upper: Linear, lower: Linear) -> Linear:
    """The difference of two ordinates, 0 where that is rounding error."""
    between = upper - lower
    rounding = np.abs(between.value) <= ROUNDING * np.abs(upper.value)
    return replace(between, value=np.where(rounding, 0.0, between.value))


def everything(totals: Totals) -> Linear:
    """L(100) = 1."""
    return Linear(np.ones_like(totals.people.value), {})


def top_over_bottom(totals: Totals, top: float, bottom: float) -> Linear:
    """The share of the richest (from *top* percent up) over that of the poorest (to *bottom* percent)."""
    return (1.0 - ordinate(totals, top)) / ordinate(totals, bottom)
