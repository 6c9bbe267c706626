"""Poverty: who is poor, by how much, and the measures made of that.

A row is poor if its welfare lies below its line, strictly: a row within 1e-12 of the line (relative) is on
it and not poor. Every row may have its own line. Negative welfare is kept.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.feature import (
    GAP,
    LINE,
    ONE,
    POOR,
    POOR_DEVIATION,
    POOR_PAIR,
    SEN,
    SHORTFALL,
    SST,
    WATTS,
    Feature,
)
from kaltim_poverty.measures.linear import Array, Linear, zero_where
from kaltim_poverty.measures.totals import Totals

ON_LINE = 1e-12  # relative distance within which welfare equals its line


def poor(welfare: Array, line: Array | float) -> NDArray[np.bool_]:
    """Whether each row lies below its line."""
    return np.asarray(line - welfare > ON_LINE * np.abs(line))


def on_line(welfare: Array, line: Array | float) -> NDArray[np.bool_]:
    """Whether each row lies on its line, so that it is not poor."""
    return np.asarray(np.abs(welfare - line) <= ON_LINE * np.abs(line))


def gap(welfare: Array, line: Array | float) -> Array:
    """1 − y/z of poor rows."""
    return np.asarray((line - welfare) / line)


def power(gaps: Array, alpha: float) -> Array:
    """The gap to the power of *alpha*; for alpha 0 one for every poor row."""
    return np.ones_like(gaps) if alpha == 0 else np.asarray(gaps**alpha)


def log_gap(welfare: Array, line: Array | float, floor: float | None) -> Array:
    """ln(z/y) of poor rows, welfare at or below 0 lifted to *floor*; 0 where that leaves it undefined."""
    lifted = welfare if floor is None else np.where(welfare <= 0, floor, welfare)
    defined = lifted > 0
    positive = np.where(defined, lifted, 1.0)
    return np.where(defined, np.log1p((line - positive) / positive), 0.0)


def fgt(totals: Totals, alpha: float) -> Linear:
    """P_α = Σ w (1 − y/z)^α [poor] / N, in percent.

    Foster, Greer and Thorbecke (1984), https://doi.org/10.2307/1913475.
    """
    return 100.0 * (totals.of(Feature("fgt", alpha)) / totals.people)


def watts(totals: Totals) -> Linear:
    """Σ w ln(z/y) [poor] / N. Zheng (1993), https://doi.org/10.1016/0165-1765(93)90123-7."""
    return totals.of(WATTS) / totals.people


def gap_poor(totals: Totals) -> Linear:
    """The average gap of the poor, P1/P0, in percent."""
    return 100.0 * (totals.of(GAP) / totals.poor)


def sen(totals: Totals) -> Linear:
    """P1 + Σ_ij∈poor w_i w_j |u_i − u_j| / (2·N·N_poor), u = y/z.

    Sen (1976), https://doi.org/10.2307/1912718, in its form for weights: P0·(I + (1 − I)·G_poor), I the
    average gap of the poor, holds where all have one line.
    """
    spread = totals.pairs(SEN) / (2.0 * totals.people * totals.poor)
    nobody_poor = ~(totals.poor.value > 0)
    return totals.of(GAP) / totals.people + zero_where(nobody_poor, spread)


def sst(totals: Totals) -> Linear:
    """Σ_ij w_i w_j max(g_i, g_j) / N², g = (1 − y/z)[poor].

    Shorrocks (1995), https://doi.org/10.2307/2171728. The feature is the row's Σ_j w_j max(g_i, g_j) less
    that of a row that is not poor, Σ_j w_j g_j, so that it is 0 for those who are not poor.
    """
    people, gaps = totals.sums[ONE], totals.sums[GAP]
    pairs = totals.sums[SST] + people * gaps
    slopes = {SST: np.full_like(pairs, 2.0), ONE: 2.0 * gaps}
    if SST in totals.line_slopes:
        slopes[LINE] = totals.line_slopes[SST]
    return Linear(pairs, slopes) / (totals.people * totals.people)


def gini_poor(totals: Totals) -> Linear:
    """The Gini ratio of welfare among the poor."""
    return totals.pairs(POOR_PAIR, POOR, POOR_DEVIATION) / (2.0 * totals.poor * totals.poor_welfare)


def poor_count(totals: Totals) -> Linear:
    """How many people are poor."""
    return totals.of(POOR)


def total_shortfall(totals: Totals) -> Linear:
    """Σ w (z − y) [poor]: what the poor together lack to the line."""
    return totals.of(SHORTFALL)
