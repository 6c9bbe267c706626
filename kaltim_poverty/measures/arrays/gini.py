"""The Gini ratio, of everybody and of the poor."""

from __future__ import annotations

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import rows_of
from kaltim_poverty.measures.arrays.sums import absolute_differences, positive_total
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import poor


@overload
def gini(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def gini(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def gini(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The Gini ratio, G = Σ_ij w_i w_j |y_i − y_j| / (2·N·Y), Y = Σ wy.

    Ties share a rank, splitting a row changes nothing, and there is no n/(n − 1). Negative welfare is
    allowed; the ratio may then exceed 1. The influence value is Σ_j w_j |y_i − y_j|/(NY) − G·(1/N + y_i/Y):
    Langel and Tillé (2013), https://doi.org/10.1111/j.1467-985X.2012.01048.x.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The ratio, 0 where all have the same; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    rows = rows_of(welfare, weight)
    ratio, of_rows = gini_of(rows.values, rows.weight, "welfare")
    return rows.result(ratio, of_rows if influence else None)


@overload
def gini_poor(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike) -> float: ...
@overload
def gini_poor(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def gini_poor(
    welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The Gini ratio of welfare among the poor, those with y < z.

    The formula and its source are those of `gini`; influence values of rows that are not poor are 0.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The ratio; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `gini`, or if a line is not above 0.
        UndefinedMeasureError: if nobody is poor, or the total of welfare of the poor is not above 0.
    """
    rows = rows_of(welfare, weight)
    is_poor = poor(rows.values, rows.line(line))
    if not is_poor.any():
        raise UndefinedMeasureError("nobody is poor")
    ratio, of_poor = gini_of(rows.values[is_poor], rows.weight[is_poor], "welfare of the poor")
    of_rows = np.zeros_like(rows.values)
    of_rows[is_poor] = of_poor
    return rows.result(ratio, of_rows if influence else None)


def gini_of(welfare: Array, weight: Array, of: str) -> tuple[float, Array]:
    """The ratio and its influence values."""
    people, total = float(weight.sum()), positive_total(welfare, weight, of)
    differences = absolute_differences(welfare, weight)
    ratio = differences.of_pairs / people / total / 2.0
    return ratio, differences.of_rows / people / total - ratio * (1.0 / people + welfare / total)
