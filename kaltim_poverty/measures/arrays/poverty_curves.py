"""Curves of poverty: TIP, and the dominance curves of any order."""

from __future__ import annotations

import math
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult
from kaltim_poverty.measures.arrays.rows import in_range, rows_of
from kaltim_poverty.measures.arrays.sums import weighted_sum
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted

ALL = 100.0


@overload
def tip_ordinate(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, percent: float) -> float: ...
@overload
def tip_ordinate(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    percent: float,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def tip_ordinate(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    percent: float,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """An ordinate of the TIP curve: the gaps of the poorest p over all people, in percent of the line.

    (Σ w max(g − g_q, 0) + p·g_q·N)/N, g = max(1 − y/z, 0), g_q that of the quantile p; at 100 percent P1.
    The influence value is (max(g − g_q, 0) + p·g_q − TIP)/N. Jenkins and Lambert (1997), Oxford Economic
    Papers 49, 317-327.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        percent: 100·p, above 0 and up to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The ordinate in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, a line is not above 0, or *percent* is out of range.
    """
    p = in_range("percent", percent, "above 0 and up to 100", valid=0 < percent <= ALL) / ALL
    rows = rows_of(welfare, weight)
    ratio = rows.values / rows.line(line)
    order = np.argsort(ratio, kind="stable")
    quantile = quantile_of_sorted(ratio[order], rows.weight[order], p)
    gap = max(1.0 - quantile, 0.0)
    terms = ALL * (np.maximum(1.0 - np.minimum(ratio, 1.0) - gap, 0.0) + p * gap)
    value = weighted_sum(rows.weight, terms) / rows.people
    return rows.result(value, (terms - value) / rows.people if influence else None)


@overload
def poverty_curve(welfare: ArrayLike, weight: ArrayLike | None, point: float, order: int) -> float: ...
@overload
def poverty_curve(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    point: float,
    order: int,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def poverty_curve(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    point: float,
    order: int,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """The dominance curve of an order at a point, D_s(x): the mean of max(x − y, 0)^(s − 1)/(s − 1)!.

    Order 1 is the share of people below x, strictly, order 2 what they lack to x per person of all. The
    influence value is that of a mean. Davidson and Duclos (2000), https://doi.org/10.1111/1468-0262.00167.

    Args:
        welfare: of each row, any sign, or welfare over line; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        point: x, in the unit of welfare.
        order: s, from 1 on.
        influence: whether influence values are wanted, too.

    Returns:
        The value, in the unit of welfare to the power of s − 1; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, or *point* or *order* is out of range.
    """
    in_range("point", point, "a finite number", valid=math.isfinite(point))
    in_range("order", order, "a whole number from 1 on", valid=order >= 1 and order == int(order))
    rows = rows_of(welfare, weight)
    below = rows.values < point
    lacking = np.where(below, point - rows.values, 0.0)
    terms = (
        below.astype(np.float64) if order == 1 else lacking ** (order - 1) / math.factorial(int(order) - 1)
    )
    value = weighted_sum(rows.weight, terms) / rows.people
    return rows.result(value, (terms - value) / rows.people if influence else None)
