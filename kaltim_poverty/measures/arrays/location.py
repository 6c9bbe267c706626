"""The mean, the median and other quantiles."""

from __future__ import annotations

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.density import density_at, width_of
from kaltim_poverty.measures.arrays.result import MeasureResult
from kaltim_poverty.measures.arrays.rows import in_range, rows_of
from kaltim_poverty.measures.arrays.sums import weighted_mean
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted


@overload
def mean(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def mean(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def mean(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The weighted mean, μ = Σ wy / Σ w, in the unit of welfare.

    Its influence value is (y − μ)/N: Binder (1983), https://doi.org/10.2307/1402588.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The value; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
    """
    rows = rows_of(welfare, weight)
    value = weighted_mean(rows.values, rows.weight)
    return rows.result(value, (rows.values - value) / rows.people if influence else None)


@overload
def median(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def median(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def median(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The weighted median, in the unit of welfare: the quantile of 50 percent.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too; see `quantile`.

    Returns:
        The value; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `mean`.
    """
    return quantile(welfare, weight, 50.0, influence=True) if influence else quantile(welfare, weight, 50.0)


@overload
def quantile(welfare: ArrayLike, weight: ArrayLike | None, percent: float) -> float: ...
@overload
def quantile(
    welfare: ArrayLike, weight: ArrayLike | None, percent: float, *, influence: Literal[True]
) -> MeasureResult: ...
def quantile(
    welfare: ArrayLike, weight: ArrayLike | None, percent: float, *, influence: bool = False
) -> float | MeasureResult:
    """The smallest welfare y with a cumulated weight of at least p·N, in the unit of welfare.

    Nothing is interpolated; a tolerance of 1e-10·N takes rounding out. The influence value is
    −([y ≤ q] − p)/(N·f(q)), f the density that `density` estimates: Deville (1999), Survey Methodology 25,
    193-203. `survey.estimate` inverts an interval instead (Woodruff 1952,
    https://doi.org/10.1080/01621459.1952.10483443), which needs no density.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        percent: 100·p, above 0 and below 100.
        influence: whether influence values are wanted, too.

    Returns:
        The value; with *influence* a `MeasureResult`. Where all welfare is equal influence values are 0.

    Raises:
        ValueError: as of `mean`, or if *percent* is out of range.
    """
    p = in_range("percent", percent, "above 0 and below 100", valid=0 < percent < 100) / 100.0  # noqa: PLR2004
    rows = rows_of(welfare, weight).sorted()
    value = quantile_of_sorted(rows.values, rows.weight, p)
    return rows.result(value, quantile_influence(rows.values, rows.weight, value, p) if influence else None)


def quantile_influence(welfare: Array, weight: Array, value: float, p: float) -> Array:
    """−([y ≤ q] − p)/(N·f(q)), 0 where all welfare is equal; welfare ascends."""
    width = width_of(welfare, weight)
    if width == 0:
        return np.zeros_like(welfare)
    at_or_below = (welfare <= value).astype(np.float64)
    return (p - at_or_below) / (float(weight.sum()) * density_at(welfare, weight, value, width))
