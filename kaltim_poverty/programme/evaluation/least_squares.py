"""Least squares on designs whose columns may repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DEPENDENT = 1e-9  # of the length of a column: what is left of one that others make up


class Fit(NamedTuple):
    """A fitted regression.

    Attributes:
        design: the columns, each row multiplied by the root of its weight, (rows, columns).
        inverse: (X'X)⁻¹, (columns, columns).
        coefficients: (columns,).
        residuals: of the weighted rows, (rows,).
    """

    design: Array
    inverse: Array
    coefficients: Array
    residuals: Array


def least_squares(design: Array, outcome: Array, weight: Array | None = None) -> Fit:
    """The least-squares fit; weights by their root on both sides.

    Args:
        design: independent columns, (rows, columns).
        outcome: (rows,).
        weight: of the rows, above 0, (rows,); 1 if None.
    """
    if weight is not None:
        root = np.sqrt(weight)
        design, outcome = design * root[:, None], outcome * root
    scale = np.linalg.norm(design, axis=0)
    orthogonal, triangle = np.linalg.qr(design / scale)
    inverse_triangle = np.linalg.inv(triangle) / scale[:, None]
    coefficients = inverse_triangle @ (orthogonal.T @ outcome)
    residuals = outcome - design @ coefficients
    return Fit(design, inverse_triangle @ inverse_triangle.T, coefficients, residuals)


def independent(design: Array) -> NDArray[np.bool_]:
    """Which columns are not made up by those before them, (columns,).

    Args:
        design: (rows, columns).
    """
    length = np.linalg.norm(design, axis=0)
    scaled = design / np.where(length > 0, length, 1.0)
    basis = np.empty((len(design), 0))
    kept = np.zeros(design.shape[1], dtype=bool)
    for place in range(design.shape[1]):
        rest = scaled[:, place] - basis @ (basis.T @ scaled[:, place])
        rest -= basis @ (basis.T @ rest)  # once more, against rounding
        size = np.linalg.norm(rest)
        if length[place] > 0 and size > DEPENDENT:
            kept[place] = True
            basis = np.column_stack([basis, rest / size])
    return kept


__all__ = ["Fit", "independent", "least_squares"]
