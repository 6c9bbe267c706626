"""What every distribution with given groups obeys, whatever its curve.

Incomes are 0 or more, and people of a group lie between its ends (`groups.ends_of`). The extremes put all of
a group at its mean, or spread it to its ends. Gastwirth (1972), https://doi.org/10.2307/1937992, for the Gini
ratio.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.groups import Ends, Groups, ends_of

Array = NDArray[np.float64]


class Bounds(NamedTuple):
    """The lowest and the highest value of a measure; None where there is none."""

    low: float | None
    high: float | None


NONE = Bounds(None, None)


def bounds_of_headcount(groups: Groups, line: float) -> Bounds:
    """The bounds of P0, as a fraction. Sharp; the upper one is approached.

    Args:
        groups: what is known.
        line: over the mean of all.
    """
    ends = ends_of(groups)
    low, high = fewest_poor(ends, line), most_poor(ends, line)
    return Bounds(least_sum(groups, low), -least_sum(groups, -high))


def fewest_poor(ends: Ends, line: float) -> Array:
    """The smallest share of each group that is poor: the others are at the line, the poor at the low end."""
    all_poor = ends.highest <= line if ends.closed else ends.highest < line
    with np.errstate(divide="ignore", invalid="ignore"):
        some = (line - ends.mean_high) / (line - ends.lowest)
    return np.asarray(np.where(all_poor, 1.0, np.where(line <= ends.mean_high, 0.0, some)))


def most_poor(ends: Ends, line: float) -> Array:
    """The largest share of each group that is poor: just below the line, the others at the high end."""
    mean, highest = ends.mean_low, ends.highest
    with np.errstate(divide="ignore", invalid="ignore"):
        some = np.where(highest == mean, 0.0, (highest - mean) / (highest - line))
    everybody = (line > mean) | np.isinf(highest)
    return np.asarray(np.where(ends.lowest >= line, 0.0, np.where(everybody, 1.0, some)))


def bounds_of_sum(groups: Groups, loss: Callable[[Array], Array], *, unbounded: bool = False) -> Bounds:
    """The bounds of Σ w·φ(y) for a loss φ that falls and is convex.

    The lowest has every group at its mean. Where limits are known every group can be spread to its ends at
    once; between the means of neighbours no two adjacent groups can.

    Args:
        groups: what is known.
        loss: φ of incomes over the mean of all, (n,).
        unbounded: whether φ(0) is infinite, so that a first group that may reach 0 has no bound.
    """
    ends = ends_of(groups)
    low = least_sum(groups, loss(ends.mean_high))
    if unbounded and not (ends.closed and ends.lowest[0] > 0):
        return Bounds(low, None)
    gathered, spread = loss(ends.mean_low), spread_loss(ends, loss)
    if ends.closed:
        return Bounds(low, -least_sum(groups, -spread))
    gains = (groups.weight + groups.weight_step) * (spread - gathered)
    return Bounds(low, -least_sum(groups, -gathered) + greatest_apart(gains))


def spread_loss(ends: Ends, loss: Callable[[Array], Array]) -> Array:
    """The loss of each group if its people are at its two ends."""
    low, high, mean = ends.lowest, ends.highest, ends.mean_low
    open_end = np.isinf(high)
    top = np.where(open_end, mean, high)
    width = np.where(top > low, top - low, 1.0)
    at_low = loss(low)
    chord = np.where(top > low, ((top - mean) * at_low + (mean - low) * loss(top)) / width, loss(mean))
    return np.asarray(np.where(open_end, at_low, chord))


def greatest_apart(gains: Array) -> float:
    """The greatest sum of gains of groups no two of which are adjacent."""
    before, now = 0.0, 0.0
    for gain in gains:
        before, now = now, max(now, before + float(gain))
    return now


def bounds_of_gini(groups: Groups) -> Bounds:
    """The bounds of the Gini ratio: that of the polygon, and that with every group spread to its ends."""
    if not groups.has_means:
        return NONE
    ends, weight = ends_of(groups), groups.weight + groups.weight_step
    middle = (ends.lowest + np.where(np.isinf(ends.highest), np.inf, ends.highest)) / 2
    mean = np.clip(middle, ends.mean_low, ends.mean_high)
    above = np.where(np.isinf(ends.highest), 1.0, (ends.highest - mean))
    width = np.where(np.isinf(ends.highest), 1.0, ends.highest - ends.lowest)
    within = weight**2 * (mean - ends.lowest) * above / np.where(width > 0, width, 1.0)
    low, high = polygons(groups)
    return Bounds(max(low, 0.0), min(high + float(within.sum()), 1.0))


def polygons(groups: Groups) -> tuple[float, float]:
    """The lowest and highest Gini ratio of the polygon that printed shares and weights allow."""
    share, step = groups.weight * groups.mean, groups.weight * groups.mean_step
    ranks = np.cumsum(groups.weight) - groups.weight / 2
    doubt = np.minimum(np.cumsum(groups.weight_step), 0.5) * 2
    factors = 2 * ranks - 1
    relative = share / share.sum(), step / share.sum()
    low = least_weighted(factors, *relative) - float(relative[0] @ doubt)
    high = -least_weighted(-factors, *relative) + float(relative[0] @ doubt)
    return low, high


def least_sum(groups: Groups, values: Array) -> float:
    """The smallest Σ w·value over the weights that their printed digits allow."""
    return least_weighted(values, groups.weight, groups.weight_step)


def least_weighted(values: Array, weights: Array, steps: Array) -> float:
    """The smallest Σ w·value over weights within their steps that keep their sum."""
    if not steps.any():
        return float(weights @ values)
    lowest = np.maximum(weights - steps, 0.0)
    free = float(weights.sum() - lowest.sum())
    total = float(lowest @ values)
    for place in np.argsort(values):
        taken = min(free, float(weights[place] + steps[place] - lowest[place]))
        total, free = total + taken * float(values[place]), free - taken
    return total
