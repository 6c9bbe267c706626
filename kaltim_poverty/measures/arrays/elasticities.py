"""Elasticities of poverty in the growth of all incomes, and in their inequality."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, in_range, rows_of
from kaltim_poverty.measures.arrays.sums import weighted_sum
from kaltim_poverty.measures.elasticities import at_line
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import gap, poor, power


class _Mean(NamedTuple):
    """A mean over all people and what each row brings to it, (rows,)."""

    value: float
    terms: Array


class _Ratios(NamedTuple):
    """Rows by welfare over line."""

    rows: Rows
    ratio: Array
    gaps: Array
    poor: Array
    width: float

    def mean(self, terms: Array) -> _Mean:
        """The weighted mean of some terms."""
        return _Mean(weighted_sum(self.rows.weight, terms) / self.rows.people, terms)

    def fgt(self, alpha: float) -> _Mean:
        """P_α as a fraction."""
        return self.mean(self.poor * power(self.gaps, alpha))


@overload
def growth_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = ...,
    width: float | None = ...,
) -> float: ...
@overload
def growth_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = ...,
    width: float | None = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def growth_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = 0.0,
    width: float | None = None,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """By how many percent P_α changes with 1 percent of growth: −f(1)/P_0, or −α(P_{α−1} − P_α)/P_α.

    f is the density of u = y/z at the line by a Gaussian kernel, whose width counts as given. Kakwani (1993),
    https://doi.org/10.1111/j.1475-4991.1993.tb00443.x.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        alpha: α, 0 or at least 1: 0 for the headcount, 1 for the gap, 2 for the severity.
        width: of the kernel, in lines; None: `bandwidth` of u.
        influence: whether influence values are wanted, too.

    Returns:
        The elasticity, below 0 where growth makes less poverty; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, weights are
            negative or all 0, a line is not above 0, or *alpha* or *width* is out of range.
        UndefinedMeasureError: if nobody is poor.
    """
    found, alpha = _ratios_of(welfare, weight, line, width), _order(alpha)
    return _over_rate(found, alpha, _lifted(found, alpha), influence)


@overload
def inequality_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = ...,
    width: float | None = ...,
) -> float: ...
@overload
def inequality_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = ...,
    width: float | None = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def inequality_elasticity(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    line: ArrayLike,
    alpha: float = 0.0,
    width: float | None = None,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """By how many percent P_α changes when the Gini ratio grows by 1 percent, by u + λ(u − μ), u = y/z.

    (μ − 1)·f(1)/P_0, or the growth elasticity and α·μ·P_{α−1}/P_α; f as in `growth_elasticity`, μ the mean of
    u. Kakwani (1993), https://doi.org/10.1111/j.1475-4991.1993.tb00443.x.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        line: z, above 0, in the unit of welfare: one for all, or of each row, shape (rows,).
        alpha: α, 0 or at least 1: 0 for the headcount, 1 for the gap, 2 for the severity.
        width: of the kernel, in lines; None: `bandwidth` of u.
        influence: whether influence values are wanted, too.

    Returns:
        The elasticity; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `growth_elasticity`.
        UndefinedMeasureError: if nobody is poor.
    """
    found, alpha = _ratios_of(welfare, weight, line, width), _order(alpha)
    mean, lifted = found.mean(found.ratio), _lifted(found, alpha)
    lowered = found.mean(_at_line_or_poor(found, alpha))
    value = lifted.value + mean.value * lowered.value
    terms = lifted.terms + mean.value * lowered.terms + lowered.value * (mean.terms - mean.value)
    return _over_rate(found, alpha, _Mean(value, terms), influence)


def _lifted(found: _Ratios, alpha: float) -> _Mean:
    """∂P_α when all incomes grow, as one number for each row: −f(1), or −α(1 − u)^(α−1)·u of the poor."""
    ratio = 1.0 if alpha == 0 else found.ratio
    return found.mean(-ratio * _at_line_or_poor(found, alpha))


def _at_line_or_poor(found: _Ratios, alpha: float) -> Array:
    """∂P_α when all incomes fall by one line: the density at the line, or α(1 − u)^(α−1) of the poor."""
    if alpha == 0:
        return at_line(found.ratio, found.width)
    return alpha * found.poor * power(found.gaps, alpha - 1.0)


def _order(alpha: float) -> float:
    """The order of P.

    Raises:
        ValueError: if P_{α−1} does not exist.
    """
    return in_range("alpha", alpha, "0 or a number from 1 on", valid=alpha == 0 or 1 <= alpha < math.inf)


def _ratios_of(welfare: ArrayLike, weight: ArrayLike | None, line: ArrayLike, width: float | None) -> _Ratios:
    """The rows by welfare over line.

    Raises:
        ValueError: if the width is not above 0.
        UndefinedMeasureError: if nobody is poor.
    """
    rows = rows_of(welfare, weight)
    lines = rows.line(line)
    is_poor = poor(rows.values, lines)
    if not is_poor.any():
        raise UndefinedMeasureError("nobody is poor")
    ratio = rows.values / lines
    gaps = np.where(is_poor, gap(rows.values, lines), 0.0)
    if width is None:
        order = np.argsort(ratio, kind="stable")
        width = width_of(ratio[order], rows.weight[order])
    else:
        in_range("width", width, "a finite number above 0", valid=0 < width < math.inf)
    return _Ratios(rows, ratio, gaps, is_poor.astype(np.float64), float(width))


def _over_rate(found: _Ratios, alpha: float, change: _Mean, influence: bool) -> float | MeasureResult:
    """A change of P_α over P_α."""
    rate = found.fgt(alpha)
    ratio = change.value / rate.value
    slopes = (change.terms - ratio * rate.terms) / (rate.value * found.rows.people)
    return found.rows.result(ratio, slopes if influence else None)
