"""How dense people are at some welfare, such as at a poverty line."""

from __future__ import annotations

import math
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import in_range, rows_of
from kaltim_poverty.measures.arrays.sums import weighted_mean, weighted_sum
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import bandwidth as silverman
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted


def bandwidth(welfare: ArrayLike, weight: ArrayLike | None = None) -> float:
    """Silverman's bandwidth, 0.9·min(σ, IQR/1.34)·n^(−1/5), in the unit of welfare.

    σ and the quartiles are weighted, n counts the rows with a weight above 0; where the quartiles agree σ
    alone is taken. Silverman (1986), Density Estimation for Statistics and Data Analysis, section 3.4.2.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.

    Returns:
        The bandwidth; 0 where all welfare is equal.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
    """
    rows = rows_of(welfare, weight).sorted()
    return width_of(rows.values, rows.weight)


@overload
def density(
    welfare: ArrayLike, weight: ArrayLike | None, point: float, width: float | None = ...
) -> float: ...
@overload
def density(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    point: float,
    width: float | None = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def density(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    point: float,
    width: float | None = None,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """The density of people at a point, f(x) = Σ w·φ((y − x)/h)/(N·h), φ the normal density.

    It is the share of people for each unit of welfare, and the slope of P0 (as a share) in the poverty line.
    The influence value is that with *width* taken as given, (φ((y − x)/h)/h − f)/N. Silverman (1986), Density
    Estimation for Statistics and Data Analysis, section 3.4.2.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        point: x, in the unit of welfare.
        width: h, in the unit of welfare; None: `bandwidth` of the same rows.
        influence: whether influence values are wanted, too.

    Returns:
        The value, in one over the unit of welfare; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `bandwidth`, or if *point* or *width* is no finite number or *width* not above 0.
        UndefinedMeasureError: if *width* is None and all welfare is equal.
    """
    in_range("point", point, "a finite number", valid=math.isfinite(point))
    rows = rows_of(welfare, weight).sorted()
    h = width_of(rows.values, rows.weight) if width is None else float(width)
    if width is None and h == 0:
        raise UndefinedMeasureError("all welfare is equal, so that it has no density")
    in_range("width", h, "a finite number above 0", valid=0 < h < math.inf)
    value = density_at(rows.values, rows.weight, point, h)
    return rows.result(value, (kernel(rows.values, point, h) - value) / rows.people if influence else None)


def width_of(welfare: Array, weight: Array) -> float:
    """The bandwidth of rows in ascending order of welfare; 0 where nobody is counted or welfare is equal."""
    if not weight.sum() > 0:
        return 0.0
    deviation = welfare - weighted_mean(welfare, weight)
    sigma = math.sqrt(weighted_sum(weight, deviation * deviation) / float(weight.sum()))
    low, high = (quantile_of_sorted(welfare, weight, share) for share in (0.25, 0.75))
    return silverman(sigma, high - low, float(np.count_nonzero(weight)))


def density_at(welfare: Array, weight: Array, point: float, width: float) -> float:
    """The kernel density at a point, Σ w·φ((y − x)/h)/(N·h)."""
    return weighted_sum(weight, kernel(welfare, point, width)) / float(weight.sum())
