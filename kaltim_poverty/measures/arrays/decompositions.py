"""Inequality within and between groups of people, as public functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures import subgroups
from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.arrays.rows import Rows, rows_of
from kaltim_poverty.measures.arrays.sums import positive_total

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kaltim_poverty.measures.subgroups import Component, Groups


def theil_decomposition(
    welfare: ArrayLike, weight: ArrayLike | None, group: ArrayLike
) -> Mapping[str, MeasureResult]:
    """The Theil index of everybody as ``within`` Σ_g (Y_g/Y)·T_g and ``between`` Σ_g (Y_g/Y)·ln(μ_g/μ).

    Y_g is the welfare of a group, μ_g its mean. Both add up to `theil`. Shorrocks (1980),
    https://doi.org/10.2307/1913126.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        group: what group each row is in, numbers or texts; shape (rows,).

    Returns:
        Each component by name, with its influence values.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare is not above 0, or some welfare is below 0.
    """
    rows = rows_of(welfare, weight)
    positive_total(rows.values, rows.weight)
    _refuse(rows, rows.values < 0, "below 0")
    return _results(rows, group, subgroups.theil)


def mld_decomposition(
    welfare: ArrayLike, weight: ArrayLike | None, group: ArrayLike
) -> Mapping[str, MeasureResult]:
    """The mean log deviation as ``within`` Σ_g (N_g/N)·M_g and ``between`` Σ_g (N_g/N)·ln(μ/μ_g).

    N_g are the people of a group, μ_g its mean. Both add up to `mld`. Shorrocks (1980),
    https://doi.org/10.2307/1913126.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        group: what group each row is in, numbers or texts; shape (rows,).

    Returns:
        Each component by name, with its influence values.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if some welfare is not above 0.
    """
    rows = rows_of(welfare, weight)
    positive_total(rows.values, rows.weight)
    _refuse(rows, rows.values <= 0, "not above 0")
    return _results(rows, group, subgroups.mld)


def gini_decomposition(
    welfare: ArrayLike, weight: ArrayLike | None, group: ArrayLike
) -> Mapping[str, MeasureResult]:
    """The Gini ratio of everybody as ``within``, ``between`` and ``overlap``.

    Within is Σ_g Σ_ij∈g w_i w_j |y_i − y_j|/(2NY), between the Gini ratio if everybody had the mean of the
    group, overlap the rest: 0 where nobody of a poorer group has more than anybody of a richer one. All three
    add up to `gini`. Lambert and Aronson (1993), https://doi.org/10.2307/2234247.

    Args:
        welfare: of each row, any sign; shape (rows,).
        weight: people that each row stands for, not negative; shape (rows,). None: each row counts once.
        group: what group each row is in, numbers or texts; shape (rows,).

    Returns:
        Each component by name, with its influence values.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, or weights are
            negative or all 0.
        UndefinedMeasureError: if the total of welfare is not above 0.
    """
    rows = rows_of(welfare, weight)
    positive_total(rows.values, rows.weight)
    return _results(rows, group, subgroups.gini)


def _refuse(rows: Rows, wrong: np.ndarray[tuple[int], np.dtype[np.bool_]], what: str) -> None:
    """Refuse welfare for which a measure does not exist.

    Raises:
        UndefinedMeasureError: with the number of rows.
    """
    if wrong.any():
        count = np.count_nonzero(wrong)
        raise UndefinedMeasureError(f"welfare is {what} in {count} of {len(rows.values)} rows")


def _results(
    rows: Rows, group: ArrayLike, formula: Callable[[Groups], dict[str, Component]]
) -> dict[str, MeasureResult]:
    """The components with their influence values.

    Raises:
        ValueError: if there are not as many groups as rows.
    """
    given = np.asarray(group)
    if given.ndim != 1 or len(given) != rows.given:
        raise ValueError(f"group has shape {given.shape}, but there are {rows.given} rows")
    names, codes = np.unique(given[rows.places], return_inverse=True)
    found = formula(subgroups.groups_of(rows.values, rows.weight, codes, len(names)))
    return {name: _result(rows, value, influence) for name, (value, influence) in found.items()}


def _result(
    rows: Rows, value: float, influence: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> MeasureResult:
    """One component."""
    result = rows.result(value, influence)
    assert isinstance(result, MeasureResult)  # noqa: S101 - as influence values are given
    return result
