"""Bounds on an effect where more people were found again in one arm than in the other.

Lee (2009), https://doi.org/10.1111/j.1467-937X.2009.00536.x: the arm of which more were found is trimmed at
either end of its outcomes by the share that it has too many; the row at the boundary is split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Bounds(NamedTuple):
    """Both ends, and the share of those found in the trimmed arm that was trimmed, 0 to 1."""

    low: float
    high: float
    trimmed: float


def lee_bounds(
    treated: Array,
    comparison: Array,
    found: float,
    found_comparison: float,
    weights: tuple[Array, Array] | None = None,
) -> Bounds:
    """The smallest and the largest effect that those who were not found leave possible.

    Args:
        treated: outcomes of those found, (treated,).
        comparison: outcomes of those found, (comparison,).
        found: the share of all treated that were found, above 0.
        found_comparison: the same of the comparison.
        weights: of both, (treated,) and (comparison,); 1 if None.
    """
    own, other = weights or (np.ones(len(treated)), np.ones(len(comparison)))
    more, less = max(found, found_comparison), min(found, found_comparison)
    trimmed = (more - less) / more
    if found >= found_comparison:
        rest = mean(comparison, other)
        low, high = (lowest_mean(values, own, 1.0 - trimmed) for values in (treated, -treated))
        return Bounds(low - rest, -high - rest, trimmed)
    rest = mean(treated, own)
    low, high = (lowest_mean(values, other, 1.0 - trimmed) for values in (comparison, -comparison))
    return Bounds(rest + high, rest - low, trimmed)


def mean(values: Array, weight: Array) -> float:
    """The weighted mean."""
    return float(weight @ values / weight.sum())


def lowest_mean(values: Array, weight: Array, share: float) -> float:
    """The mean of a share of the rows, the lowest first; the row at the boundary counts in part.

    Args:
        values: (rows,).
        weight: (rows,).
        share: of all weight, above 0, at most 1.
    """
    order = np.argsort(values, kind="stable")
    before = np.cumsum(weight[order]) - weight[order]
    counted = np.clip(share * weight.sum() - before, 0.0, weight[order])
    return float(counted @ values[order] / counted.sum())


__all__ = ["Bounds", "lee_bounds", "lowest_mean"]
