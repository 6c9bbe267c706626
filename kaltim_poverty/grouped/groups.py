"""What is known of a distribution: groups of people from the poorest, with means, limits, or both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.grouped.curves.points import Points

Array = NDArray[np.float64]


class Groups(NamedTuple):
    """Groups of people, the poorest first; arrays of shape (groups,), amounts over the mean of all.

    Attributes:
        weight: the share of people in each; they add to 1.
        mean: of each, NaN where it is unknown; over the mean of all these add to 1 by weight.
        lower: the lower limit of each, NaN where limits are unknown.
        upper: the upper limit, infinite of an open class.
        weight_step: half the last printed digit of each weight, 0 where it is exact.
        mean_step: half the last printed digit of each mean.
        limit_step: half the last printed digit of the limits, (2, groups).
        scale: the mean of all in the unit of lines, NaN where it is unknown; amounts are then over 1.
    """

    weight: Array
    mean: Array
    lower: Array
    upper: Array
    weight_step: Array
    mean_step: Array
    limit_step: Array
    scale: float

    @property
    def has_means(self) -> bool:
        """Whether the mean of every group is known."""
        return not bool(np.isnan(self.mean).any())

    @property
    def has_limits(self) -> bool:
        """Whether the limits of the groups are known."""
        return not bool(np.isnan(self.lower).any())

    @property
    def points(self) -> Points:
        """The points of the Lorenz curve."""
        people = np.concatenate([[0.0], np.cumsum(self.weight)])
        lorenz = np.concatenate([[0.0], np.cumsum(self.weight * self.mean)])
        people, lorenz = people / people[-1], lorenz / lorenz[-1]
        limits = np.append(self.lower, self.upper[-1]) if self.has_limits else np.full(len(people), np.nan)
        return Points(people, lorenz, limits)


class Ends(NamedTuple):
    """Between which incomes the people of each group lie, and where its mean may lie, with all rounding."""

    lowest: Array
    highest: Array
    mean_low: Array
    mean_high: Array
    closed: bool


def ends_of(groups: Groups) -> Ends:
    """The class limits; without them the means of the groups beside each, 0 and infinity at the ends."""
    if groups.has_limits:
        lowest = np.maximum(groups.lower - groups.limit_step[0], 0.0)
        highest = groups.upper + groups.limit_step[1]
        if not groups.has_means:
            return Ends(lowest, highest, lowest, highest, closed=True)
    else:
        lowest = np.concatenate([[0.0], (groups.mean - groups.mean_step)[:-1]])
        highest = np.concatenate([(groups.mean + groups.mean_step)[1:], [np.inf]])
    mean_low = np.maximum(groups.mean - groups.mean_step, np.maximum(lowest, 0.0))
    mean_high = np.minimum(groups.mean + groups.mean_step, highest)
    return Ends(np.maximum(lowest, 0.0), highest, mean_low, mean_high, closed=groups.has_limits)
