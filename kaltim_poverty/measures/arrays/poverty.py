"""Poverty: how many are poor, by how much, and how unequally.

A row is poor if its welfare lies below its line, y < z, strictly; a row within 1e-12 of its line (relative)
lies on it and is not poor. N = Σ w; g = (1 − y/z) of the poor, and 0 of all others.
"""

from __future__ import annotations

import math
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, in_range, rows_of
from kaltim_poverty.measures.arrays.sums import absolute_differences, weighted_sum
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import gap, log_gap, poor


@overload
def fgt(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, alpha: float = ...) -> float: ...
@overload
def fgt(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def fgt(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = 1.0,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """P_α = 100·Σ w (1 − y/z)^α [y < z] / N, in percent.

    P0 is the headcount, P1 the poverty gap, P2 the severity. The influence value is
    (100·(1 − y/z)^α [y < z] − P_α)/N. Foster, Greer and Thorbecke (1984), https://doi.org/10.2307/1913475.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        alpha: α, not negative: 0 for the headcount, 1 for the gap, 2 for the severity.
        influence: whether influence values are wanted, too.

    Returns:
        The value in percent, 0 where nobody is poor; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, a line is not above 0, or *alpha* is negative.
    """
    alpha = in_range("alpha", alpha, "a finite number, 0 or more", valid=0 <= alpha < math.inf)
    rows = rows_of(welfare, weight)
    terms = 100.0 * _gaps(rows, line, alpha)
    value = weighted_sum(rows.weight, terms) / rows.people
    return rows.result(value, (terms - value) / rows.people if influence else None)


@overload
def poor_count(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def poor_count(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def poor_count(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """How many people are poor, Σ w [y < z]; its influence value is [y < z].

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The number, in the unit of weights; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`.
    """
    rows = rows_of(welfare, weight)
    headcount = _gaps(rows, line, 0.0)
    return rows.result(weighted_sum(rows.weight, headcount), headcount if influence else None)


@overload
def total_shortfall(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def total_shortfall(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def total_shortfall(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The total shortfall of the poor to their lines, Σ w (z − y) [y < z].

    Its influence value is (z − y) [y < z].

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The sum, in the unit of welfare times that of weights; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`.
    """
    rows = rows_of(welfare, weight)
    lines = rows.line(line)
    shortfall = np.where(poor(rows.values, lines), lines - rows.values, 0.0)
    return rows.result(weighted_sum(rows.weight, shortfall), shortfall if influence else None)


@overload
def gap_poor(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def gap_poor(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def gap_poor(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The average gap of the poor, I = 100·Σ w g / Σ w [y < z] = 100·P1/P0, in percent of their lines.

    The influence value is (100·g − I·[y < z]) / Σ w [y < z], that of a ratio: Binder (1983),
    https://doi.org/10.2307/1402588.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The value in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`.
        UndefinedMeasureError: if nobody is poor.
    """
    rows = rows_of(welfare, weight)
    is_poor, gaps = _gaps(rows, line, 0.0), 100.0 * _gaps(rows, line, 1.0)
    poor_people = weighted_sum(rows.weight, is_poor)
    if not poor_people:
        raise UndefinedMeasureError("nobody is poor")
    value = weighted_sum(rows.weight, gaps) / poor_people
    return rows.result(value, (gaps - value * is_poor) / poor_people if influence else None)


@overload
def watts(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, floor: float | None = ...
) -> float: ...
@overload
def watts(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    floor: float | None = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def watts(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    floor: float | None = None,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """Watts' index, W = Σ w ln(z/y) [y < z] / N; its influence value is (ln(z/y) [y < z] − W)/N.

    Zheng (1993), https://doi.org/10.1016/0165-1765(93)90123-7.

    Args:
        welfare: of each row, above 0 for the poor unless *floor* is given; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        floor: what welfare of 0 or less becomes, above 0, in the unit of welfare; None: nothing.
        influence: whether influence values are wanted, too.

    Returns:
        The index, 0 where nobody is poor; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`, or if *floor* is not above 0.
        UndefinedMeasureError: if a poor person has welfare of 0 or less, and there is no *floor*.
    """
    if floor is not None:
        in_range("floor", floor, "a finite number above 0", valid=0 < floor < math.inf)
    rows = rows_of(welfare, weight)
    lines = rows.line(line)
    is_poor = poor(rows.values, lines)
    low = int(np.count_nonzero(is_poor & (rows.values <= 0)))
    if low and floor is None:
        raise UndefinedMeasureError(f"welfare of the poor is 0 or less in {low} of {len(rows.values)} rows")
    terms = np.where(is_poor, log_gap(rows.values, lines, floor), 0.0)
    value = weighted_sum(rows.weight, terms) / rows.people
    return rows.result(value, (terms - value) / rows.people if influence else None)


@overload
def sen(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def sen(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def sen(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """Sen's index, S = Σ w g/N + Σ_ij w_i w_j |u_i − u_j| / (2·N·N_poor) over pairs of poor rows, u = y/z.

    With one line for all it is P0·(I + (1 − I)·G), I the average gap and G the Gini ratio of the poor. Sen
    (1976), https://doi.org/10.2307/1912718. The influence value follows by the rules for products and
    quotients, with D_i = Σ_j w_j |u_i − u_j| over the poor.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The index, 0 where nobody is poor; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`.
    """
    rows = rows_of(welfare, weight)
    gaps, is_poor = _gaps(rows, line, 1.0), _gaps(rows, line, 0.0)
    gap_index = weighted_sum(rows.weight, gaps) / rows.people
    poor_people = weighted_sum(rows.weight, is_poor)
    if not poor_people:
        return rows.result(0.0, np.zeros_like(gaps) if influence else None)
    of_rows, of_pairs = _differences_among(is_poor > 0, gaps, rows.weight)
    spread = of_pairs / poor_people / rows.people / 2.0
    of_spread = of_rows / poor_people / rows.people - spread * (1.0 / rows.people + is_poor / poor_people)
    return rows.result(
        gap_index + spread, (gaps - gap_index) / rows.people + of_spread if influence else None
    )


@overload
def sst(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def sst(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def sst(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The index of Sen, Shorrocks and Thon, S = Σ_ij w_i w_j max(g_i, g_j) / N².

    It is P1 times 1 + the Gini ratio of the gaps of everybody. The influence value is 2·m/N² − 2·S/N,
    m_i = Σ_j w_j max(g_i, g_j). Shorrocks (1995), https://doi.org/10.2307/2171728.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The index, 0 where nobody is poor; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `fgt`.
    """
    rows = rows_of(welfare, weight)
    gaps = _gaps(rows, line, 1.0)
    mean_gap = weighted_sum(rows.weight, gaps) / rows.people
    differences = absolute_differences(gaps, rows.weight)
    value = mean_gap + differences.of_pairs / rows.people / rows.people / 2.0
    larger = (gaps + mean_gap + differences.of_rows / rows.people) / 2.0  # the mean of max(g_i, g_j) over j
    return rows.result(value, 2.0 * (larger - value) / rows.people if influence else None)


def _gaps(rows: Rows, line: ArrayLike, alpha: float) -> Array:
    """(1 − y/z)^α of the poor, 0 of all others."""
    lines = rows.line(line)
    is_poor = poor(rows.values, lines)
    if alpha == 0:
        return is_poor.astype(np.float64)
    with np.errstate(over="ignore"):
        return np.where(is_poor, gap(rows.values, lines), 0.0) ** alpha


def _differences_among(chosen: NDArray[np.bool_], values: Array, weight: Array) -> tuple[Array, float]:
    """Absolute differences among some rows: of each of them, 0 of the others, and of all pairs."""
    found = absolute_differences(values[chosen], weight[chosen])
    of_rows = np.zeros_like(values)
    of_rows[chosen] = found.of_rows
    return of_rows, found.of_pairs
