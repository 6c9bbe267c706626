"""Weighted sums that lose no digits: means, totals of welfare, absolute differences between all rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.arrays.result import UndefinedMeasureError
from kaltim_poverty.measures.linear import Array

ROUNDING = 1e-14  # of a sum of sizes: a total below it is 0


class Differences(NamedTuple):
    """Absolute differences between rows.

    Attributes:
        of_rows: Σ_j w_j |v_i − v_j| of each row; shape (rows,).
        of_pairs: Σ_ij w_i w_j |v_i − v_j|.
    """

    of_rows: Array
    of_pairs: float


def weighted_sum(weight: Array, values: Array) -> float:
    """Σ w·v, added in pairs, so that rounding grows with the logarithm of the number of rows."""
    return float((weight * values).sum())


def weighted_mean(values: Array, weight: Array) -> float:
    """Σ w·v / Σ w, held within the range of the values, so that equal values have no deviations from it."""
    mean = weighted_sum(weight, values) / float(weight.sum())
    return min(max(mean, float(values.min())), float(values.max()))


def positive_total(welfare: Array, weight: Array, of: str = "welfare") -> float:
    """Σ w·y, by which measures of inequality divide.

    Raises:
        UndefinedMeasureError: if it is not above 0, or is what rounding leaves of 0.
    """
    total = weighted_sum(weight, welfare)
    if total <= ROUNDING * weighted_sum(weight, np.abs(welfare)):
        raise UndefinedMeasureError(f"the total of {of} is not above 0 ({total:g})")
    return total


def absolute_differences(values: Array, weight: Array) -> Differences:
    """Absolute differences between all rows, from the steps between neighbours in ascending order.

    A step counts as often as there are people on either side of it: each sum is one of terms that are not
    negative, so that neither ties nor values that hardly differ lose a digit.
    """
    order = np.argsort(values, kind="stable")
    ascending, weights = values[order], weight[order]
    steps = np.diff(ascending)
    below, above = np.cumsum(weights)[:-1], np.cumsum(weights[::-1])[::-1][1:]
    of_rows = np.zeros(len(values))
    of_rows[order[1:]] = np.cumsum(below * steps)
    of_rows[order[:-1]] += np.cumsum((above * steps)[::-1])[::-1]
    return Differences(of_rows, 2.0 * weighted_sum(below * above, steps))
