"""Ratios of quantiles, such as P90/P10."""

from __future__ import annotations

from typing import Literal, overload

from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.location import quantile_influence
from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import in_range, rows_of
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted


@overload
def quantile_ratio(welfare: ArrayLike, weight: ArrayLike | None, upper: float, lower: float) -> float: ...
@overload
def quantile_ratio(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    upper: float,
    lower: float,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def quantile_ratio(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    upper: float,
    lower: float,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """The ratio of two quantiles, Q(upper)/Q(lower): ``quantile_ratio(y, w, 90, 10)`` is P90/P10.

    The quantiles are those of `quantile`, and so are the influence values that the ratio is made of:
    Francisco and Fuller (1991), https://doi.org/10.1214/aos/1176347993.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        upper: of the numerator, percent, above 0 and below 100.
        lower: of the denominator, percent, above 0 and below 100.
        influence: whether influence values are wanted, too.

    Returns:
        The ratio; with *influence* a `MeasureResult`. Where all welfare is equal influence values are 0.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, or *upper* or *lower* is out of range.
        UndefinedMeasureError: if the quantile of the denominator is not above 0.
    """
    shares = [
        in_range(name, percent, "above 0 and below 100", valid=0 < percent < 100) / 100.0  # noqa: PLR2004
        for name, percent in (("upper", upper), ("lower", lower))
    ]
    rows = rows_of(welfare, weight).sorted()
    high, low = (quantile_of_sorted(rows.values, rows.weight, share) for share in shares)
    if not low > 0:
        raise UndefinedMeasureError(f"the quantile {lower:g} is not above 0 ({low:g})")
    ratio = high / low
    if not influence:
        return rows.result(ratio, None)
    of_high, of_low = (
        quantile_influence(rows.values, rows.weight, value, share)
        for value, share in zip((high, low), shares, strict=True)
    )
    return rows.result(ratio, (of_high - ratio * of_low) / low)
