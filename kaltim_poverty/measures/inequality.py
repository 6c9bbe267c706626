"""Inequality: how far the distances between people's welfare are from none.

Every measure here needs a total of welfare above 0. Features are centred at the mean of the domain, so that
welfare that hardly differs loses no digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, Linear, expm1, log1p
from kaltim_poverty.measures.totals import Totals

NEARLY_NOTHING = -0.9  # y/centre − 1, of which 1e-16 is another part of y than 1e-16 of y


def distances(
    welfare: Array, weight: Array, centre: float, before: tuple[float, float], people: float
) -> Array:
    """Σ_j w_j |y_i − y_j| of rows in order of welfare.

    Args:
        welfare: sorted, ascending.
        weight: of each row.
        centre: the mean over all rows, by which less is lost in rounding.
        before: Σ w and Σ w·(y − centre) of the rows that come before these.
        people: Σ w of all rows.
    """
    deviation = welfare - centre
    found = np.cumsum(weight)
    found += before[0] - people / 2.0
    found *= deviation
    deviation *= weight
    found -= np.cumsum(deviation, out=deviation)
    found -= before[1]
    found *= 2.0
    return found


def gini(totals: Totals) -> Linear:
    """Σ_ij w_i w_j |y_i − y_j| / (2·N·Y): ties share a rank, splitting a row changes nothing.

    Influence: Langel and Tillé (2013), https://doi.org/10.1111/j.1467-985X.2012.01048.x.
    """
    return totals.pairs("pair").over(totals.one.times(totals.welfare).times(2.0))


def mean(totals: Totals) -> Linear:
    """Σ w·y / N."""
    return totals.deviation.over(totals.one).plus(totals.facts["centre"])


def excess(totals: Totals) -> Linear:
    """The mean over the constant that features are centred at, less 1."""
    return totals.deviation.over(totals.one.times(totals.facts["centre"]))


def entropy_feature(welfare: Array, centre: float, order: float) -> Array:
    """The row's part of GE(a) at s = y/centre: s^a − 1 − a(s − 1), s ln s − (s − 1), or (s − 1) − ln s.

    0 where that is undefined.
    """
    relative = from_centre(welfare, centre)
    if order == 2:  # noqa: PLR2004 - the square, which negative welfare has too
        return np.asarray(relative * relative)
    logarithm, above = safe_log(welfare, centre, relative)
    if order == 0:
        return np.where(above, relative - logarithm, 0.0)
    if order == 1:
        return np.where(above, (1.0 + relative) * logarithm - relative, -relative)
    power = np.where(above, np.expm1(order * logarithm), -1.0)
    return np.asarray(power - order * relative)


def from_centre(welfare: Array, centre: float) -> Array:
    """y/centre − 1; 0 where the mean is not above 0, so that no measure exists."""
    return (welfare - centre) / centre if centre > 0 else np.zeros_like(welfare)


def safe_log(welfare: Array, centre: float, relative: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Ln of welfare over its centre, 0 where welfare is not above 0, and where it is."""
    above = np.asarray(welfare > 0)
    return log_ratio(welfare, np.full(1, centre), np.where(above, relative, 0.0)), above


def log_ratio(one: Array, other: Array, away: Array) -> Array:
    """Ln(a/b) of a/b − 1, *away*; of the quotient itself where *away* is so near −1 that it lacks digits."""
    logarithm = np.log1p(np.maximum(away, NEARLY_NOTHING))
    small = away < NEARLY_NOTHING
    if small.any():
        logarithm[small] = np.log(one[small] / np.broadcast_to(other, one.shape)[small])
    return logarithm


def entropy(totals: Totals, order: str) -> Linear:
    """GE(a) = (Σ w s^a/N − 1)/(a(a − 1)), s = y/μ; GE(1) = Σ w s ln s/N; GE(0) = −Σ w ln s/N.

    Shorrocks (1980), https://doi.org/10.2307/1913126.
    """
    a, moved = float(order), excess(totals)
    part = totals.of(f"ge_{order}").over(totals.one)
    if a == 0:
        return log1p(moved).plus(part).plus(moved, -1.0)
    if a == 1:
        one = Linear(np.ones_like(moved.value), {})
        return part.plus(moved).over(one.plus(moved)).plus(log1p(moved), -1.0)
    power = log1p(part.plus(moved.times(a))).plus(log1p(moved).times(a), -1.0)
    return expm1(power).times(1.0 / (a * (a - 1.0)))


def atkinson_feature(welfare: Array, centre: float, aversion: float) -> Array:
    """The row's part of Atkinson's index: s^(1 − ε) − 1, or ln s for ε = 1; 0 where that is undefined."""
    logarithm, above = safe_log(welfare, centre, from_centre(welfare, centre))
    if aversion == 1:
        return logarithm
    at_zero = -1.0 if aversion < 1 else 0.0
    return np.where(above, np.expm1((1.0 - aversion) * logarithm), at_zero)


def atkinson(totals: Totals, aversion: str) -> Linear:
    """1 − (Σ w s^(1−ε)/N)^(1/(1−ε)), s = y/μ; for ε = 1 1 − exp(Σ w ln s/N).

    Atkinson (1970), https://doi.org/10.1016/0022-0531(70)90039-6.
    """
    part = totals.of(f"atkinson_{aversion}").over(totals.one)
    epsilon = float(aversion)
    equivalent = part if epsilon == 1 else log1p(part).times(1.0 / (1.0 - epsilon))
    return expm1(equivalent.plus(log1p(excess(totals)), -1.0)).times(-1.0)
