"""The Lorenz curve, shares of groups of people by welfare, and ratios of shares.

The curve is straight between its points: the row at a boundary is split, so that a tenth of people is a tenth
exactly and splitting a row changes nothing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, in_range, rows_of
from kaltim_poverty.measures.arrays.sums import positive_total, weighted_sum
from kaltim_poverty.measures.incidence import fraction_below, rank_rows
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import quantile as quantile_of_sorted


class _Share(NamedTuple):
    """The share of welfare of some people, from 0 to 1, and its influence values."""

    value: float
    influence: Array


@overload
def lorenz_ordinate(welfare: ArrayLike, weight: ArrayLike | None, percent: float) -> float: ...
@overload
def lorenz_ordinate(
    welfare: ArrayLike, weight: ArrayLike | None, percent: float, *, influence: Literal[True]
) -> MeasureResult: ...
def lorenz_ordinate(
    welfare: ArrayLike, weight: ArrayLike | None, percent: float, *, influence: bool = False
) -> float | MeasureResult:
    """An ordinate of the Lorenz curve, L(p): the share of welfare of the poorest p, in percent.

    L(p) = (Σ w (y − q)[y < q] + p·q·N)/Y, q the quantile p; its influence value is ((y − q)[y < q] + p·q −
    L(p)·y)/Y: Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        percent: 100·p, from 0 to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, or *percent* is out of range.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    in_range("percent", percent, "from 0 to 100", valid=0 <= percent <= 100)  # noqa: PLR2004 - percent
    if percent == 0:
        rows = rows_of(welfare, weight)
        positive_total(rows.values, rows.weight)
        return rows.result(0.0, np.zeros_like(rows.values) if influence else None)
    if influence:
        return share(welfare, weight, 0.0, percent, influence=True)
    return share(welfare, weight, 0.0, percent)


@overload
def share(welfare: ArrayLike, weight: ArrayLike | None, low: float, high: float) -> float: ...
@overload
def share(
    welfare: ArrayLike, weight: ArrayLike | None, low: float, high: float, *, influence: Literal[True]
) -> MeasureResult: ...
def share(
    welfare: ArrayLike, weight: ArrayLike | None, low: float, high: float, *, influence: bool = False
) -> float | MeasureResult:
    """The share of welfare of the people between two percentages, L(high) − L(low), in percent.

    People are in order of welfare: ``share(y, w, 0, 40)`` is that of the poorest 40 percent,
    ``share(y, w, 90, 100)`` that of the richest tenth. Formula and source are those of `lorenz_ordinate`.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        low: where the group begins, percent of people, from 0.
        high: where it ends, percent of people, above *low* and up to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `lorenz_ordinate`, or if *low* and *high* are out of range.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    check_ends(low, high)
    rows = rows_of(welfare, weight).sorted()
    found = share_of(rows, low / 100.0, high / 100.0)
    return rows.result(100.0 * found.value, 100.0 * found.influence if influence else None)


def quantile_shares(welfare: ArrayLike, weight: ArrayLike | None = None, groups: int = 10) -> Array:
    """The shares of welfare of groups of as many people each, from the poorest on, in percent.

    Ten groups are deciles, five are quintiles; each is a `share`, which has influence values.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        groups: how many, at least 1.

    Returns:
        The shares in percent; shape (groups,).

    Raises:
        ValueError: as of `lorenz_ordinate`, or if *groups* is no whole number above 0.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    in_range("groups", groups, "a whole number above 0", valid=groups >= 1 and groups == int(groups))
    rows = rows_of(welfare, weight).sorted()
    ends = [place / groups for place in range(int(groups) + 1)]
    return np.array([100.0 * share_of(rows, *pair).value for pair in pairwise(ends)])


@overload
def palma(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def palma(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def palma(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The Palma ratio: the share of the richest tenth over that of the poorest 40 percent.

    Palma (2011), https://doi.org/10.1111/j.1467-7660.2011.01694.x. The influence value is that of a ratio of
    ordinates: Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The ratio; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `lorenz_ordinate`.
        UndefinedMeasureError: if the total of welfare, or the share of the poorest, is not above 0.
    """
    return _top_over_bottom(rows_of(welfare, weight).sorted(), 0.9, 0.4, influence=influence)


@overload
def s80s20(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def s80s20(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def s80s20(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The quintile share ratio: the share of the richest fifth over that of the poorest fifth.

    Langel and Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The ratio; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `lorenz_ordinate`.
        UndefinedMeasureError: if the total of welfare, or the share of the poorest, is not above 0.
    """
    return _top_over_bottom(rows_of(welfare, weight).sorted(), 0.8, 0.2, influence=influence)


def check_ends(low: float, high: float) -> None:
    """Refuse ends of a group that are no percentages in order.

    Raises:
        ValueError: with both.
    """
    if not 0 <= low < high <= 100:  # noqa: PLR2004 - percent
        raise ValueError(f"low and high must be 0 <= low < high <= 100, not {low:g} and {high:g}")


def _top_over_bottom(rows: Rows, top: float, bottom: float, *, influence: bool) -> float | MeasureResult:
    """The share of the people above *top* over that of the people below *bottom*."""
    upper, lower = share_of(rows, top, 1.0), share_of(rows, 0.0, bottom)
    if lower.value <= 0:
        raise UndefinedMeasureError(
            f"the share of the poorest is not above 0 ({100.0 * lower.value:g} percent)"
        )
    ratio = upper.value / lower.value
    return rows.result(
        ratio, (upper.influence - ratio * lower.influence) / lower.value if influence else None
    )


def share_of(rows: Rows, low: float, high: float) -> _Share:
    """The share of the people between two parts of people, of rows in ascending order.

    The value is a sum over the rows between, no difference of ordinates: a small share keeps its digits.
    """
    total = positive_total(rows.values, rows.weight)
    ranked = rank_rows(rows.values, rows.weight)
    inside = fraction_below(ranked, high) - fraction_below(ranked, low)
    value = weighted_sum(rows.weight * inside, rows.values) / total
    between = _limited(rows, high) - _limited(rows, low)
    return _Share(value, (between - value * rows.values) / total)


def _limited(rows: Rows, p: float) -> Array:
    """(y − q)[y < q] + p·q, q the quantile p: the part of Y·L(p) that is a row's; y for p = 1."""
    if p <= 0:
        return np.zeros_like(rows.values)
    if p >= 1:
        return rows.values
    q = quantile_of_sorted(rows.values, rows.weight, p)
    return np.minimum(rows.values - q, 0.0) + p * q
