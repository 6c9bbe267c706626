"""The Hoover index of inequality."""

from __future__ import annotations

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult
from kaltim_poverty.measures.arrays.rows import rows_of
from kaltim_poverty.measures.arrays.sums import positive_total, weighted_mean, weighted_sum
from kaltim_poverty.measures.hoover_index import below_mean, under_mean


@overload
def hoover(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def hoover(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def hoover(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The Hoover index, Σ w |y − μ| / (2Nμ): the share of welfare that the better off have above the mean.

    Its influence value is ((μ − y)[y < μ] + (y − μ)·F(μ) − H·y)/Y, F(μ) the share of people below the mean.
    Hoover (1936), https://doi.org/10.2307/1927875.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The index, from 0 to 1 where nothing is negative; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    rows = rows_of(welfare, weight)
    total, mean = positive_total(rows.values, rows.weight), weighted_mean(rows.values, rows.weight)
    lacking = -below_mean(rows.values, mean)
    value = weighted_sum(rows.weight, lacking) / total
    if not influence:
        return rows.result(value, None)
    share = weighted_sum(rows.weight, under_mean(rows.values, mean)) / rows.people
    return rows.result(
        value, np.asarray(lacking + (rows.values - mean) * share - value * rows.values) / total
    )
