"""What is taken for rounding: numbers so small beside what they were computed from that they are 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array

ROUNDING = 1e-14  # of a value: a standard error below it
ROUNDING_OF_SUMS = 1e-12  # of what is added up to a spread: a spread below it


def without_rounding(variance: Array, size: Array) -> Array:
    """Variances, 0 where the standard error is rounding error relative to a size."""
    return np.where(variance <= (ROUNDING * size) ** 2, 0.0, variance)
