"""What callers hand over, checked: columns of one length without gaps, and weights that count somebody."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
from kaltim_poverty.measures.linear import Array


class Rows(NamedTuple):
    """The rows with a weight above 0; the others count nowhere.

    Attributes:
        values: what was handed over first, mostly welfare; shape (rows,).
        weight: of each row; shape (rows,).
        places: where they are among the rows handed over; shape (rows,).
        given: how many rows were handed over.
    """

    values: Array
    weight: Array
    places: NDArray[np.intp]
    given: int

    @property
    def people(self) -> float:
        """The number of people, Σ w."""
        return float(self.weight.sum())

    def column(self, name: str, values: ArrayLike) -> Array:
        """Another column of these rows.

        Raises:
            ValueError: if it has another length, more than one dimension, or a gap.
        """
        return checked(name, values, self.given)[self.places]

    def yes_or_no(self, name: str, values: ArrayLike) -> Array:
        """A column of 0 and 1.

        Raises:
            ValueError: as `column`, or if it has any other number.
        """
        found = self.column(name, values)
        other = np.flatnonzero((found != 0) & (found != 1))
        if len(other):
            raise ValueError(f"{name}[{self.places[other[0]]}] must be 0 or 1, not {found[other[0]]:g}")
        return found

    def line(self, values: ArrayLike) -> Array:
        """The poverty line of each row, from one number for all or one a row.

        Raises:
            ValueError: as `column`, or if a line is not above 0.
        """
        if np.ndim(values) == 0:
            single = float(np.asarray(values, dtype=np.float64))
            in_range("line", single, "a finite number above 0", valid=0 < single < math.inf)
            return np.full(len(self.places), single)
        found = checked("line", values, self.given)
        low = np.flatnonzero(found <= 0)
        if len(low):
            raise ValueError(f"line[{low[0]}] must be above 0, not {found[low[0]]:g}")
        return found[self.places]

    def sorted(self) -> Rows:
        """The rows in ascending order of their values."""
        order = np.argsort(self.values, kind="stable")
        return Rows(self.values[order], self.weight[order], self.places[order], self.given)

    def result(self, value: float, influence: Array | None) -> float | MeasureResult:
        """The return value of a public function: the value, with influence values where these were computed.

        Args:
            value: the measure.
            influence: of these rows; None where nobody asked for it.

        Raises:
            UndefinedMeasureError: if a number is too large for floating point.
        """
        check_finite(value)
        if influence is None:
            return float(value)
        check_finite(float(np.abs(influence).max()))
        of_given = np.zeros(self.given)
        of_given[self.places] = influence
        return MeasureResult(float(value), of_given)


def rows_of(values: ArrayLike, weight: ArrayLike | None, name: str = "welfare") -> Rows:
    """The rows that count.

    Args:
        values: one number a row.
        weight: of each row; None: each counts once.
        name: of the values, for errors.

    Raises:
        ValueError: if there are no rows, lengths differ, a number is missing or infinite, a weight is
            negative, or all weights are 0.
    """
    found = checked(name, values, None)
    if not len(found):
        raise ValueError("there are no rows")
    weights = np.ones(len(found)) if weight is None else checked("weight", weight, len(found))
    negative = np.flatnonzero(weights < 0)
    if len(negative):
        raise ValueError(f"weight[{negative[0]}] must not be negative, but is {weights[negative[0]]:g}")
    index = np.flatnonzero(weights)
    if not len(index):
        raise ValueError("all weights are 0, so that nobody is counted")
    return Rows(found[index], weights[index], index, len(found))


def checked(name: str, values: ArrayLike, rows: int | None) -> Array:
    """A column as floating-point numbers.

    Args:
        name: for errors.
        values: one number a row.
        rows: how many there must be; None: any number.

    Raises:
        ValueError: if it has another length, more or less than one dimension, or a number that is missing or
            infinite.
    """
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(np.float64), np.nan)
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise ValueError(f"{name} must be one number a row, an array of 1 dimension, not {found.ndim}")
    if rows is not None and len(found) != rows:
        raise ValueError(f"{name} has length {len(found)}, but there are {rows} rows")
    gaps = np.flatnonzero(~np.isfinite(found))
    if len(gaps):
        what = "missing (NaN)" if np.isnan(found[gaps[0]]) else "infinite"
        raise ValueError(
            f"{name}[{gaps[0]}] is {what}; missing or infinite in {len(gaps)} of {len(found)} rows"
        )
    return found


def check_finite(value: float) -> None:
    """Refuse what floating-point numbers do not hold.

    Raises:
        UndefinedMeasureError: if it is infinite or no number.
    """
    if not math.isfinite(value):
        raise UndefinedMeasureError("the measure is too large for floating-point numbers")


def in_range(name: str, value: float, condition: str, *, valid: bool) -> float:
    """A parameter that was found valid.

    Raises:
        ValueError: with the condition that it must meet.
    """
    if not valid:
        raise ValueError(f"{name} must be {condition}, not {value:g}")
    return float(value)
