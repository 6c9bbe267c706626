"""Welfare over its centre, and the logarithm of that: what the features of entropy of all orders share."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array

NEAR = 0.01  # y/centre − 1, below which the logarithm and y lose digits by which they differ
NEARLY_NOTHING = -0.9  # y/centre − 1, of which 1e-16 is another part of y than 1e-16 of y


class RelativeWelfare:
    """Welfare of some rows over its centre; each part is computed when it is first asked for.

    Args:
        welfare: of each row, (rows,).
        centre: the mean over all rows of the domain.
    """

    def __init__(self, welfare: Array, centre: float) -> None:
        self.welfare, self.centre = welfare, centre

    @cached_property
    def excess(self) -> Array:
        """y/centre − 1; 0 where the mean is not above 0, so that no measure exists."""
        if not self.centre > 0:
            return np.zeros_like(self.welfare)
        return (self.welfare - self.centre) / self.centre

    @cached_property
    def is_near(self) -> bool:
        """Whether all welfare is so near its centre that logarithms would lose digits."""
        return bool(len(self.excess) and max(-self.excess.min(), self.excess.max()) < NEAR)

    @cached_property
    def above(self) -> NDArray[np.bool_]:
        """Whether welfare is above 0."""
        return np.asarray(self.welfare > 0)

    @cached_property
    def logarithm(self) -> Array:
        """Ln of welfare over its centre, 0 where welfare is not above 0."""
        return log_ratio(self.welfare, np.full(1, self.centre), np.where(self.above, self.excess, 0.0))


def log_ratio(one: Array, other: Array, away: Array) -> Array:
    """Ln(a/b) of a/b − 1, *away*; of the quotient itself where *away* is so near −1 that it lacks digits."""
    logarithm = np.log1p(np.maximum(away, NEARLY_NOTHING))
    small = away < NEARLY_NOTHING
    if small.any():
        logarithm[small] = np.log(one[small] / np.broadcast_to(other, one.shape)[small])
    return logarithm
