"""The Lorenz curve: shares of welfare of the poorest p percent, and what is read from it.

The curve is straight between its points, so the row at the boundary is split.
Influence: Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.totals import Totals

HALF = 50.0  # percent
ROUNDING = 1e-15  # of an ordinate


def below(welfare: Array, quantile: float) -> Array:
    """(y − q)[y < q]: the row's part of a Lorenz ordinate."""
    return np.minimum(welfare - quantile, 0.0)


def above(welfare: Array, quantile: float) -> Array:
    """(y − q)[y > q]: the same from the other end, where that is the shorter."""
    return np.maximum(welfare - quantile, 0.0)


def feature(percent: str) -> str:
    """The feature that an ordinate is made of, from the nearer end of the curve."""
    return f"{'below' if float(percent) <= HALF else 'above'}_{percent}"


def ordinate(totals: Totals, percent: str) -> Linear:
    """L(p) = (Σ w (y − q)[y < q] + p·q·N)/Y = 1 − (Σ w (y − q)[y > q] + (1 − p)·q·N)/Y, q the quantile p."""
    p, quantile = float(percent) / 100.0, totals.facts[f"quantile_{percent}"]
    part = totals.of(feature(percent))
    if p <= HALF / 100.0:
        return part.plus(totals.one.times(p * quantile)).over(totals.welfare)
    upper = part.plus(totals.one.times((1.0 - p) * quantile)).over(totals.welfare)
    return but_nothing(whole(totals).plus(upper, -1.0), (quantile == 0) & (totals.facts["negative"] == 0))


def but_nothing(number: Linear, where: NDArray[np.bool_]) -> Linear:
    """The number, but 0 where it is known to be: of people without welfare rounding would leave some."""
    slopes = {name: np.where(where, 0.0, slope) for name, slope in number.slopes.items()}
    return Linear(np.where(where, 0.0, number.value), slopes)


def curve(totals: Totals, percent: str) -> Linear:
    """The ordinate in percent."""
    return ordinate(totals, percent).times(100.0)


def share(totals: Totals, low: str, high: str) -> Linear:
    """The share of welfare of the people between two percentages, in percent."""
    upper = whole(totals) if high == "100" else ordinate(totals, high)
    if low == "0":
        return upper.times(100.0)
    ends = [totals.facts[f"quantile_{each}"] for each in (low, high) if each != "100"]
    nobody = (ends[0] == 0) & (ends[-1] == 0) & (high != "100")
    return but_nothing(difference(upper, ordinate(totals, low)), nobody).times(100.0)


def difference(upper: Linear, lower: Linear) -> Linear:
    """What is between two ordinates, 0 where that consists of rounding."""
    between = upper.plus(lower, -1.0)
    nothing = np.abs(between.value) <= ROUNDING * np.abs(upper.value)
    return between._replace(value=np.where(nothing, 0.0, between.value))


def whole(totals: Totals) -> Linear:
    """L(100) = 1."""
    return Linear(np.ones_like(totals.sums["one"]), {})


def top_over_bottom(totals: Totals, top: str, bottom: str) -> Linear:
    """The share of the richest (from *top* percent up) over that of the poorest (to *bottom* percent)."""
    return whole(totals).plus(ordinate(totals, top), -1.0).over(ordinate(totals, bottom))
