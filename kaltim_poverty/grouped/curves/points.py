"""The points of a Lorenz curve that are known, and what is known of the incomes there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array


class Points(NamedTuple):
    """Points of a Lorenz curve from (0, 0) to (1, 1), and what is known of the incomes between them.

    Attributes:
        people: cumulated shares of people, (groups + 1,), increasing.
        lorenz: cumulated shares of income, (groups + 1,), convex.
        limits: incomes over the mean at the points, (groups + 1,); NaN where unknown, infinite where open.
    """

    people: Array
    lorenz: Array
    limits: Array

    @property
    def means(self) -> Array:
        """The mean of each group over the mean of all, (groups,)."""
        return np.diff(self.lorenz) / np.diff(self.people)
