"""The terms of P0, P1 and P2 of single rows, for whom gains and loses by a transfer."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import gap, poor


def gap_powers(welfare: Array, line: Array) -> Array:
    """(1 − y/z)^α [y < z] for α 0, 1, 2: an array of shape (3, rows)."""
    is_poor = poor(welfare, line)
    gaps = np.where(is_poor, gap(welfare, line), 0.0)
    return np.stack([is_poor.astype(np.float64), gaps, gaps * gaps])
