"""Curves of one domain at any point, from running sums of its rows: for where two of them cross."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.curves.values import GENERALISED, LORENZ, TIP

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople


class RunningSums(NamedTuple):
    """Running sums of rows in order of welfare, from 0 before the first; arrays of shape (rows + 1,).

    Attributes:
        welfare: of each row, (rows,).
        people: Σ w.
        total: Σ wy.
        squares: Σ wy².
        gaps: Σ w max(1 − y, 0).
    """

    welfare: Array
    people: Array
    total: Array
    squares: Array
    gaps: Array


def running_sums(people: WeightedPeople, domain: int) -> RunningSums:
    """The running sums of one domain."""
    own = people.all.domain(domain)
    y, w = people.welfare[own], people.weight[own]
    sums = (np.append(0.0, np.cumsum(each)) for each in (w, w * y, w * y * y, w * np.maximum(1.0 - y, 0.0)))
    return RunningSums(y, *sums)


def poverty_at(sums: RunningSums, order: int, point: float) -> float:
    """The mean of max(x − y, 0)^(s − 1)/(s − 1)!, of order 1 the share below x."""
    place = int(np.searchsorted(sums.welfare, point))
    count, total, squares = (float(each[place]) for each in (sums.people, sums.total, sums.squares))
    people = float(sums.people[-1])
    if order == 1:
        return count / people
    if order == 2:  # noqa: PLR2004 - the second power of what lacks is that of order 3
        return (point * count - total) / people
    return 0.5 * (point * point * count - 2.0 * point * total + squares) / people


def poorest_at(sums: RunningSums, curve: str, percent: float) -> float:
    """An ordinate of a curve of the poorest p, which is straight between its rows."""
    people = float(sums.people[-1])
    values = sums.gaps if curve == TIP else sums.total
    part = float(np.interp(percent / 100.0 * people, sums.people, values))
    return part / float(sums.total[-1]) if curve == LORENZ else part / people


def curve_of(people: WeightedPeople, domain: int, curve: str, order: int) -> Callable[[float], float]:
    """A curve of one domain as a function of the point."""
    sums = running_sums(people, domain)
    if curve in (LORENZ, GENERALISED, TIP):
        return partial(poorest_at, sums, curve)
    return partial(poverty_at, sums, order)
