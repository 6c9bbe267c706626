"""Inequality: how far the distances between people's welfare are from none.

Every measure here needs a total of welfare above 0. Features are centred at the mean of the domain, so that
welfare that hardly differs loses no digits.
"""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.entropy_terms import entropy_terms
from kaltim_poverty.measures.feature import DEVIATION, ONE, PAIR, Feature
from kaltim_poverty.measures.linear import Array, Linear, expm1, log1p
from kaltim_poverty.measures.relative_welfare import RelativeWelfare
from kaltim_poverty.measures.totals import Totals


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
    return totals.pairs(PAIR, ONE, DEVIATION) / (2.0 * totals.people * totals.welfare)


def mean(totals: Totals) -> Linear:
    """Σ w·y / N."""
    return totals.of(DEVIATION) / totals.people + totals.constants.centre


def excess(totals: Totals) -> Linear:
    """The mean over the constant that features are centred at, less 1."""
    return totals.of(DEVIATION) / (totals.people * totals.constants.centre)


def entropy_feature(relative: RelativeWelfare, order: float) -> Array:
    """The row's part of GE(a) at s = y/centre: s^a − 1 − a(s − 1), s ln s − (s − 1), or (s − 1) − ln s.

    0 where that is undefined.
    """
    away = relative.excess
    if order == 2:  # noqa: PLR2004 - the square, which negative welfare has too
        return np.asarray(away * away)
    if relative.is_near:
        factor = 1.0 if order in (0, 1) else order * (order - 1.0)
        return factor * entropy_terms(away, 1.0 + away, order)
    logarithm, above = relative.logarithm, relative.above
    if order == 0:
        return np.where(above, away - logarithm, 0.0)
    if order == 1:
        return np.where(above, (1.0 + away) * logarithm - away, -away)
    power = np.where(above, np.expm1(order * logarithm), -1.0)
    return np.asarray(power - order * away)


def entropy(totals: Totals, order: float) -> Linear:
    """GE(a) = (Σ w s^a/N − 1)/(a(a − 1)), s = y/μ; GE(1) = Σ w s ln s/N; GE(0) = −Σ w ln s/N.

    Shorrocks (1980), https://doi.org/10.2307/1913126.
    """
    moved = excess(totals)
    part = totals.of(Feature("ge", order)) / totals.people
    if order == 0:
        return log1p(moved) + part - moved
    if order == 1:
        return (part + moved) / (1.0 + moved) - log1p(moved)
    power = log1p(part + order * moved) - order * log1p(moved)
    return expm1(power) / (order * (order - 1.0))


def atkinson(totals: Totals, aversion: float) -> Linear:
    """1 − (Σ w s^(1−ε)/N)^(1/(1−ε)), s = y/μ; for ε = 1 1 − exp(Σ w ln s/N).

    It is made of the feature of GE(1 − ε), so that nothing cancels where welfare hardly differs.
    Atkinson (1970), https://doi.org/10.1016/0022-0531(70)90039-6.
    """
    order = 1.0 - aversion
    moved = excess(totals)
    part = totals.of(Feature("ge", order)) / totals.people
    equivalent = moved - part if order == 0 else log1p(part + order * moved) / order
    return -expm1(equivalent - log1p(moved))
