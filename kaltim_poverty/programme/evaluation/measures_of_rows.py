"""What is compared: a mean, or whether and how far a row is below its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MEASURES = ("mean", "p0", "p1")


def measure_of_rows(measure: str, values: Array, line: Array | None) -> Array:
    """The measure of each row, NaN where its value is, (rows,).

    Args:
        measure: ``mean``, ``p0`` (100 below the line, else 0) or ``p1`` (percent of the line that lacks).
        values: (rows,).
        line: of each row, (rows,); not needed for ``mean``.
    """
    if measure == "mean" or line is None:
        return values
    gap = 100.0 * (line - values) / line
    below = np.where(values < line, 100.0 if measure == "p0" else gap, 0.0)
    return np.asarray(np.where(np.isnan(values), np.nan, below))


__all__ = ["MEASURES", "measure_of_rows"]
