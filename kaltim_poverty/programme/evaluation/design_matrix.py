"""The columns of a regression besides the arms: constant, strata, baseline, covariates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.programme.evaluation.least_squares import independent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]


def controls(
    rows: int, strata: IntArray | None, numbers: Sequence[Array], weight: Array | None = None
) -> Array:
    """Independent columns, the constant first, (rows, columns).

    Args:
        rows: how many there are.
        strata: of each row, from 0 on, (rows,).
        numbers: baseline and covariates, (rows,) each; where one is missing it gets the mean and a flag.
        weight: of the rows, by which that mean is taken, (rows,).
    """
    columns = [np.ones(rows)]
    if strata is not None:
        columns += [(strata == each).astype(float) for each in np.unique(strata)[1:]]
    for values in numbers:
        columns += filled(values, weight)
    design = np.column_stack(columns)
    return np.asarray(design[:, independent(design)])


def filled(values: Array, weight: Array | None) -> list[Array]:
    """A column around its mean, 0 where it is missing, with a flag of what is missing."""
    missing = np.isnan(values)
    if missing.all():
        return []
    own = None if weight is None else weight[~missing]
    centred = np.where(missing, 0.0, values - np.average(values[~missing], weights=own))
    return [centred, missing.astype(float)] if missing.any() else [centred]


__all__ = ["controls", "filled"]
