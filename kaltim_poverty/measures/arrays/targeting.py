"""Who receives a programme: how recipients and benefits lie over people in order of welfare.

Rows of equal welfare are pooled: a cut inside such a tie takes the same part of each of its rows.
"""

from __future__ import annotations

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from kaltim_poverty.measures import incidence
from kaltim_poverty.measures.arrays.lorenz import check_ends
from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, rows_of
from kaltim_poverty.measures.arrays.sums import weighted_sum
from kaltim_poverty.measures.incidence import Linearized, RankedRows
from kaltim_poverty.measures.linear import Array


@overload
def concentration_index(welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike) -> float: ...
@overload
def concentration_index(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def concentration_index(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The concentration index of a benefit, C = 2·Σ w b M/(N·B) − 1, below 0 where the poor get more.

    M is the weight cumulated to the middle of the tie, B = Σ wb. The influence value is 2·m/(NB) −
    (C + 1)(1/N + b/B), m = bM + Σ_{y_j>y} w_j b_j + ½·Σ_{y_j=y} w_j b_j. Kakwani, Wagstaff and van Doorslaer
    (1997), https://doi.org/10.1016/S0304-4076(96)01807-6.

    Args:
        welfare: of each row, any sign, by which people are ranked; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        benefit: b, what each person of a row gets, any unit; shape (rows,). 0 and 1 for the index of receipt.
        influence: whether influence values are wanted, too.

    Returns:
        The index; with *influence* a `MeasureResult`.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if all benefits add up to 0 or less.
    """
    rows = rows_of(welfare, weight).sorted()
    amounts = _benefits(rows, benefit)
    return _result(rows, incidence.concentration_index(_ranked(rows), amounts), influence=influence)


@overload
def targeting_ratio(welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike) -> float: ...
@overload
def targeting_ratio(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def targeting_ratio(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The share of a benefit that the poorest 40 percent of people get, over 0.4.

    It is above 1 where they get more than their share. Coady, Grosh and Hoddinott (2004),
    https://doi.org/10.1596/0-8213-5769-7; the influence value is that of `share_of_benefit` over 40.

    Args:
        welfare: of each row, any sign, by which people are ranked; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        benefit: b, what each person of a row gets, any unit; shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The ratio; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `concentration_index`.
        UndefinedMeasureError: if all benefits add up to 0 or less.
    """
    rows = rows_of(welfare, weight).sorted()
    amounts = _benefits(rows, benefit)
    return _result(rows, incidence.targeting_ratio(_ranked(rows), amounts), influence=influence)


@overload
def share_of_benefit(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, low: float, high: float
) -> float: ...
@overload
def share_of_benefit(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    benefit: ArrayLike,
    low: float,
    high: float,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def share_of_benefit(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    benefit: ArrayLike,
    low: float,
    high: float,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """The share of a benefit that the people between two percentages in order of welfare get, in percent.

    ``share_of_benefit(y, w, b, 0, 40)`` is 100·K(0.4), that of the poorest 40 percent. With 0 and 1 for
    *benefit* it is a share of recipients. The influence value of K(p) is ((b − β)([y < q] + λ[y = q]) + pβ −
    K·b)/B, q the quantile, λ the part of its tie below the cut, β the mean of b around q: after Langel and
    Tillé (2011), https://doi.org/10.1016/j.jspi.2011.05.008.

    Args:
        welfare: of each row, any sign, by which people are ranked; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        benefit: b, what each person of a row gets, any unit; shape (rows,).
        low: where the group begins, percent of people, from 0.
        high: where it ends, percent of people, above *low* and up to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `concentration_index`, or if *low* and *high* are out of range.
        UndefinedMeasureError: if all benefits add up to 0 or less.
    """
    check_ends(low, high)
    rows = rows_of(welfare, weight).sorted()
    amounts, ranked = _benefits(rows, benefit), _ranked(rows)
    of_group = incidence.benefit_between(ranked, low / 100.0, high / 100.0, amounts)
    return _result(rows, 100.0 * (of_group / incidence.total(ranked, amounts)), influence=influence)


@overload
def coverage(
    welfare: ArrayLike, weight: ArrayLike | None, received: ArrayLike, low: float = ..., high: float = ...
) -> float: ...
@overload
def coverage(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    received: ArrayLike,
    low: float = ...,
    high: float = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def coverage(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    received: ArrayLike,
    low: float = 0.0,
    high: float = 100.0,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """The share of people who receive, in percent: of everybody, or between two percentages by welfare.

    Coady, Grosh and Hoddinott (2004), https://doi.org/10.1596/0-8213-5769-7; the influence value is that of a
    ratio of the sums in `share_of_benefit`.

    Args:
        welfare: of each row, any sign, by which people are ranked; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        received: whether each row receives, 0 or 1 (or bool); shape (rows,).
        low: where the group begins, percent of people, from 0.
        high: where it ends, percent of people, above *low* and up to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `concentration_index`, if *received* has other numbers than 0 and 1, or if *low* and
            *high* are out of range.
    """
    check_ends(low, high)
    rows = rows_of(welfare, weight).sorted()
    ranked, recipients = _ranked(rows), rows.yes_or_no("received", received)
    people, reached = (
        incidence.benefit_between(ranked, low / 100.0, high / 100.0, values)
        for values in (np.ones_like(recipients), recipients)
    )
    return _result(rows, 100.0 * (reached / people), influence=influence)


@overload
def benefit_per_recipient(
    welfare: ArrayLike, weight: ArrayLike | None, benefit: ArrayLike, low: float = ..., high: float = ...
) -> float: ...
@overload
def benefit_per_recipient(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    benefit: ArrayLike,
    low: float = ...,
    high: float = ...,
    *,
    influence: Literal[True],
) -> MeasureResult: ...
def benefit_per_recipient(
    welfare: ArrayLike,
    weight: ArrayLike | None,
    benefit: ArrayLike,
    low: float = 0.0,
    high: float = 100.0,
    *,
    influence: bool = False,
) -> float | MeasureResult:
    """What a recipient gets on average, of everybody or between two percentages in order of welfare.

    Recipients are those with a benefit above 0; the influence value is that of a ratio of the sums in
    `share_of_benefit`.

    Args:
        welfare: of each row, any sign, by which people are ranked; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        benefit: what each person of a row gets, any unit; shape (rows,).
        low: where the group begins, percent of people, from 0.
        high: where it ends, percent of people, above *low* and up to 100.
        influence: whether influence values are wanted, too.

    Returns:
        The mean, in the unit of *benefit*; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `concentration_index`, or if *low* and *high* are out of range.
        UndefinedMeasureError: if all benefits add up to 0 or less, or nobody in the group receives.
    """
    check_ends(low, high)
    rows = rows_of(welfare, weight).sorted()
    ranked, amounts = _ranked(rows), _benefits(rows, benefit)
    reached, paid = (
        incidence.benefit_between(ranked, low / 100.0, high / 100.0, values)
        for values in ((amounts > 0).astype(np.float64), amounts)
    )
    if reached.value <= 0:
        raise UndefinedMeasureError(f"nobody from {low:g} to {high:g} percent receives")
    return _result(rows, paid / reached, influence=influence)


@overload
def exclusion_error(meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike) -> float: ...
@overload
def exclusion_error(
    meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def exclusion_error(
    meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The share of those for whom a programme is meant who do not receive it, in percent.

    Coady, Grosh and Hoddinott (2004), https://doi.org/10.1596/0-8213-5769-7; the influence value is that of a
    ratio: Binder (1983), https://doi.org/10.2307/1402588.

    Args:
        meant: whether the programme is meant for each row, such as ``welfare < line``: 0 or 1; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        received: whether each row receives, 0 or 1 (or bool); shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `concentration_index`, or if *meant* or *received* has other numbers than 0 and 1.
        UndefinedMeasureError: if the programme is meant for nobody.
    """
    rows = rows_of(meant, weight, "meant")
    intended, recipients = rows.yes_or_no("meant", meant), rows.yes_or_no("received", received)
    return _error(
        rows, intended * (1.0 - recipients), intended, "the programme is meant for nobody", influence
    )


@overload
def inclusion_error(meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike) -> float: ...
@overload
def inclusion_error(
    meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike, *, influence: Literal[True]
) -> MeasureResult: ...
def inclusion_error(
    meant: ArrayLike, weight: ArrayLike | None, received: ArrayLike, *, influence: bool = False
) -> float | MeasureResult:
    """The share of recipients for whom a programme is not meant, in percent.

    Coady, Grosh and Hoddinott (2004), https://doi.org/10.1596/0-8213-5769-7; the influence value is that of a
    ratio: Binder (1983), https://doi.org/10.2307/1402588.

    Args:
        meant: whether the programme is meant for each row, such as ``welfare < line``: 0 or 1; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        received: whether each row receives, 0 or 1 (or bool); shape (rows,).
        influence: whether influence values are wanted, too.

    Returns:
        The share in percent; with *influence* a `MeasureResult`.

    Raises:
        ValueError: as of `exclusion_error`.
        UndefinedMeasureError: if nobody receives.
    """
    rows = rows_of(meant, weight, "meant")
    intended, recipients = rows.yes_or_no("meant", meant), rows.yes_or_no("received", received)
    return _error(rows, recipients * (1.0 - intended), recipients, "nobody receives", influence)


def _ranked(rows: Rows) -> RankedRows:
    """Sorted rows, pooled where welfare is equal."""
    return incidence.rank_rows(rows.values, rows.weight)


def _benefits(rows: Rows, benefit: ArrayLike) -> Array:
    """The benefit of each person of a row.

    Raises:
        UndefinedMeasureError: if all benefits add up to 0 or less.
    """
    amounts = rows.column("benefit", benefit)
    if weighted_sum(rows.weight, amounts) <= 0:
        raise UndefinedMeasureError("all benefits add up to 0 or less, so that they have no shares")
    return amounts


def _error(rows: Rows, wrong: Array, everybody: Array, nobody: str, influence: bool) -> float | MeasureResult:
    """Σ w·wrong / Σ w·everybody in percent."""
    people = weighted_sum(rows.weight, everybody)
    if not people:
        raise UndefinedMeasureError(nobody)
    value = 100.0 * weighted_sum(rows.weight, wrong) / people
    return rows.result(value, (100.0 * wrong - value * everybody) / people if influence else None)


def _result(rows: Rows, found: Linearized, *, influence: bool) -> float | MeasureResult:
    """The return value of a public function."""
    return rows.result(found.value, found.influence if influence else None)
