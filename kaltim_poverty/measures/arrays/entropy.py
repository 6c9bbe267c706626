"""Generalised entropy (Theil, mean log deviation, half the squared coefficient of variation) and Atkinson."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, check_finite, in_range, rows_of
from kaltim_poverty.measures.arrays.sums import positive_total, weighted_mean, weighted_sum
from kaltim_poverty.measures.entropy_terms import SQUARE, entropy_terms
from kaltim_poverty.measures.linear import Array


class _Entropy(NamedTuple):
    """GE(a) and its influence values."""

    value: float
    influence: Array


@overload
def generalized_entropy(welfare: ArrayLike, weight: ArrayLike | None, order: float) -> float: ...
@overload
def generalized_entropy(
    welfare: ArrayLike, weight: ArrayLike | None, order: float, *, influence: Literal[True]
) -> MeasureResult: ...
def generalized_entropy(
    welfare: ArrayLike, weight: ArrayLike | None, order: float, *, influence: bool = False
) -> float | MeasureResult:
    """Generalised entropy, GE(a) = (Σ w s^a/N − 1)/(a(a − 1)), s = y/μ.

    GE(1) is `theil`, GE(0) is `mld`, GE(2) half the squared coefficient of variation. With φ(s) = (s^a − 1 −
    a(s − 1))/(a(a − 1)) it is the mean of φ, and its influence value (φ − GE(a)·(1 + a(s − 1)))/N. Shorrocks
    (1980), https://doi.org/10.2307/1913126; Biewen and Jenkins (2006),
    https://doi.org/10.1111/j.1468-0084.2006.00166.x.

    Args:
        welfare: of each row; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        order: a, any finite number.
        influence: whether influence values are wanted, too.

    Returns:
        The index, 0 where all have the same; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare is not above 0, if welfare is negative and *order* is
            not 2, or if welfare is 0 and *order* not above 0.
    """
    order = in_range("order", order, "a finite number", valid=math.isfinite(order))
    rows = rows_of(welfare, weight)
    _check_signs(rows, zero_allowed=order > 0, negative_allowed=order == SQUARE)
    found = _entropy(rows, order)
    return rows.result(found.value, found.influence if influence else None)


@overload
def theil(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def theil(
    welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]
) -> MeasureResult: ...
def theil(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """Theil's index, GE(1) = Σ w s ln s/N, s = y/μ; welfare of 0 adds nothing.

    Formula of the influence value and sources: `generalized_entropy`.

    Args:
        welfare: of each row, not negative; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The index; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `generalized_entropy`.
        UndefinedMeasureError: if the total of welfare is not above 0, or welfare is negative.
    """
    if influence:
        return generalized_entropy(welfare, weight, 1.0, influence=True)
    return generalized_entropy(welfare, weight, 1.0)


@overload
def mld(welfare: ArrayLike, weight: ArrayLike | None = ...) -> float: ...
@overload
def mld(welfare: ArrayLike, weight: ArrayLike | None = ..., *, influence: Literal[True]) -> MeasureResult: ...
def mld(
    welfare: ArrayLike, weight: ArrayLike | None = None, *, influence: bool = False
) -> float | MeasureResult:
    """The mean log deviation, GE(0) = −Σ w ln s/N, s = y/μ.

    Formula of the influence value and sources: `generalized_entropy`.

    Args:
        welfare: of each row, above 0; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        influence: whether influence values are wanted, too.

    Returns:
        The index; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `generalized_entropy`.
        UndefinedMeasureError: if welfare is 0 or negative in any row.
    """
    if influence:
        return generalized_entropy(welfare, weight, 0.0, influence=True)
    return generalized_entropy(welfare, weight, 0.0)


@overload
def atkinson(welfare: ArrayLike, weight: ArrayLike | None, aversion: float) -> float: ...
@overload
def atkinson(
    welfare: ArrayLike, weight: ArrayLike | None, aversion: float, *, influence: Literal[True]
) -> MeasureResult: ...
def atkinson(
    welfare: ArrayLike, weight: ArrayLike | None, aversion: float, *, influence: bool = False
) -> float | MeasureResult:
    """Atkinson's index, A = 1 − (Σ w s^(1−ε)/N)^(1/(1−ε)), s = y/μ; 1 − exp(Σ w ln s/N) for ε = 1.

    It is computed from GE(1 − ε), 1 − (1 + ε(ε − 1)·GE)^(1/(1−ε)), whose influence value is multiplied by
    ε(1 − A)/(1 + ε(ε − 1)·GE). Atkinson (1970), https://doi.org/10.1016/0022-0531(70)90039-6; Biewen and
    Jenkins (2006), https://doi.org/10.1111/j.1468-0084.2006.00166.x.

    Args:
        welfare: of each row, not negative; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        aversion: ε, above 0.
        influence: whether influence values are wanted, too.

    Returns:
        The index, from 0 to 1; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `generalized_entropy`, or if *aversion* is not above 0.
        UndefinedMeasureError: if the total of welfare is not above 0, if welfare is negative, or if welfare
            is 0 and *aversion* 1 or more.
    """
    aversion = in_range("aversion", aversion, "a finite number above 0", valid=0 < aversion < math.inf)
    rows = rows_of(welfare, weight)
    _check_signs(rows, zero_allowed=aversion < 1, negative_allowed=False)
    power = 1.0 - aversion
    found = _entropy(rows, power)
    excess = power * (power - 1.0) * found.value  # of the mean of s^(1 − ε) over 1
    value = -math.expm1(math.log1p(excess) / power if power else -found.value)
    return rows.result(
        value, aversion * (1.0 - value) / (1.0 + excess) * found.influence if influence else None
    )


def _check_signs(rows: Rows, *, zero_allowed: bool, negative_allowed: bool) -> None:
    """Refuse welfare of which a power or a logarithm does not exist.

    Raises:
        UndefinedMeasureError: with the number of rows.
    """
    negative, zero = (int(np.count_nonzero(found)) for found in (rows.values < 0, rows.values == 0))
    if negative and not negative_allowed:
        raise UndefinedMeasureError(f"welfare is negative in {_part(negative, rows)}")
    if zero and not zero_allowed:
        raise UndefinedMeasureError(f"welfare is 0 in {_part(zero, rows)}")


def _part(count: int, rows: Rows) -> str:
    """The clause on how many rows make a measure undefined."""
    return f"{count} of {len(rows.values)} rows, for which the measure does not exist"


def _entropy(rows: Rows, order: float) -> _Entropy:
    """GE(a) and its influence values."""
    positive_total(rows.values, rows.weight)
    mean = weighted_mean(rows.values, rows.weight)
    relative = (rows.values - mean) / mean
    with np.errstate(over="ignore", invalid="ignore"):
        terms = entropy_terms(relative, rows.values / mean, order)
        value = weighted_sum(rows.weight, terms) / rows.people
        check_finite(value)
        return _Entropy(value, (terms - value * (1.0 + order * relative)) / rows.people)
