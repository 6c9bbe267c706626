"""Polarisation after Wolfson."""

from __future__ import annotations

from typing import Literal, overload

from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.gini import gini_of
from kaltim_poverty.measures.arrays.location import quantile_influence
from kaltim_poverty.measures.arrays.lorenz import share_of
from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import rows_of
from kaltim_poverty.measures.arrays.sums import weighted_mean
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted

MIDDLE = 0.5


@overload
def polarisation(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def polarisation(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def polarisation(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """Wolfson's index of polarisation, 2·(2·(0.5 − L(0.5)) − G)·μ/m: 0 where all are equal, 1 in two halves.

    L is the Lorenz curve, G the Gini ratio, μ the mean, m the median; influence values are made of theirs.
    Wolfson (1994), American Economic Review 84, 353-358; Wolfson (1997),
    https://doi.org/10.1111/j.1475-4991.1997.tb00233.x.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The index; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare, or the median, is not above 0.
    """
    rows = rows_of(welfare, weight).sorted()
    lower_half = share_of(rows, 0.0, MIDDLE)
    ratio, of_ratio = gini_of(rows.values, rows.weight, "welfare")
    median = quantile_of_sorted(rows.values, rows.weight, MIDDLE)
    if not median > 0:
        raise UndefinedMeasureError(f"the median is not above 0 ({median:g})")
    mean = weighted_mean(rows.values, rows.weight)
    spread = 2.0 * (2.0 * (MIDDLE - lower_half.value) - ratio)
    value = spread * mean / median
    if not influence:
        return rows.result(value, None)
    of_spread = 2.0 * (-2.0 * lower_half.influence - of_ratio)
    of_mean = (rows.values - mean) / rows.people
    of_median = quantile_influence(rows.values, rows.weight, median, MIDDLE)
    return rows.result(value, (of_spread * mean + spread * of_mean - value * of_median) / median)
