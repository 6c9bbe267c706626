"""Who is reached by so many transfers, and what welfare is worth after them.

Recipients are taken in order until their number is reached; those at the boundary (a row, or rows that share
a place) each take the same part, so that the number is met exactly and splitting a row changes nothing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import gap, poor

Whole = NDArray[np.intp]


class Queue(NamedTuple):
    """Candidates in the order in which they are reached; made once for any number of transfers.

    Attributes:
        order: the rows.
        tie: the number of the place that each of them has, equal where they share it.
        blind: whether the order says nothing about a row, as where it was drawn.
    """

    order: Whole
    tie: Whole
    blind: bool


class Reached(NamedTuple):
    """Who receives.

    Attributes:
        part: of each row, from 0 to 1.
        everyone: whether all candidates receive, so that there is no boundary.
        boundary: rows around the boundary, from which it is known who would come next.
    """

    part: Array
    everyone: bool
    boundary: Whole


class Curve(NamedTuple):
    """Welfare in order, for the Gini ratio and its influence.

    Attributes:
        welfare: ascending.
        people: Σ w up to and including each row, 0 first.
        total: Σ w·y up to and including each row, 0 first.
        gini: NaN where the total is not above 0.
    """

    welfare: Array
    people: Array
    total: Array
    gini: float

    def influence(self, at: Array) -> Array:
        """2m/(NY) − (G + 1)(1/N + y/Y), m = yF + Y − C, of a person with each welfare.

        Langel and Tillé (2013), https://doi.org/10.1111/j.1467-985X.2012.01048.x.
        """
        people, total = self.people[-1], self.total[-1]
        place = np.searchsorted(self.welfare, at, side="right")
        moment = at * self.people[place] + total - self.total[place]
        return np.asarray(2.0 * moment / (people * total) - (self.gini + 1.0) * (1.0 / people + at / total))


def queue(key: Array, candidates: Whole, *, blind: bool = False) -> Queue:
    """The candidates by *key*, the lowest first."""
    chosen = key[candidates]
    order = candidates[np.argsort(chosen, kind="stable")]
    ordered = key[order]
    changes = np.concatenate([[False], ordered[1:] != ordered[:-1]])[: len(order)]
    return Queue(order, np.cumsum(changes).astype(np.intp), blind)


def reach(line: Queue, units: Array, number: float | None) -> Reached:
    """The first *number* units of a queue; all of them where there is no number, or there are no more.

    Args:
        line: the candidates in order.
        units: households or persons of each row.
        number: how many receive.
    """
    part = np.zeros(len(units))
    own = units[line.order]
    if number is None or number >= own.sum() * (1 - 1e-12):
        part[line.order] = 1.0
        return Reached(part, everyone=True, boundary=line.order[:0])
    within = np.bincount(line.tie, own)
    before = np.cumsum(within) - within
    taken = np.clip((number - before) / np.where(within > 0, within, 1.0), 0.0, 1.0)
    part[line.order] = taken[line.tie]
    last = int(np.searchsorted(before + within, number * (1 - 1e-12)))
    return Reached(part, everyone=False, boundary=around(line, min(last, len(within) - 1)))


def around(line: Queue, tie: int) -> Whole:
    """The rows at a place of a queue and at least √n around it; of a blind queue all."""
    if line.blind:
        return line.order
    low, high = (int(np.searchsorted(line.tie, tie, side=side)) for side in ("left", "right"))
    lacking = max(0, -(-(math.isqrt(len(line.order)) - (high - low)) // 2))
    return line.order[max(0, low - lacking) : high + lacking]


def at_boundary(reached: Reached, units: Array, effect: Array) -> float:
    """The mean of *effect* of a unit at the boundary: what one recipient more or less changes there."""
    weight = units[reached.boundary]
    whole = float(weight.sum())
    return float(np.dot(weight, effect[reached.boundary]) / whole) if whole > 0 else 0.0


def powers(welfare: Array, line: Array) -> Array:
    """(1 − y/z)^α [y < z] for α 0, 1, 2: three rows of numbers."""
    short = poor(welfare, line)
    gaps = np.where(short, gap(welfare, line), 0.0)
    return np.stack([short.astype(np.float64), gaps, gaps * gaps])


def curve(welfare: Array, weight: Array) -> Curve:
    """The curve of rows whose welfare ascends; G = Σ w(yF − C)/(NY), F and C up to and including the row."""
    people = np.concatenate([[0.0], np.cumsum(weight)])
    total = np.concatenate([[0.0], np.cumsum(weight * welfare)])
    if not total[-1] > 0:
        return Curve(welfare, people, total, math.nan)
    apart = float(np.dot(weight, welfare * people[1:] - total[1:]))
    return Curve(welfare, people, total, apart / (people[-1] * total[-1]))


def curve_after(welfare: Array, weight: Array, gain: Array, part: Array) -> Curve:
    """The curve when *part* of each row has *gain* more; a row that is reached in part becomes two."""
    moved = part > 0
    split = np.flatnonzero(moved & (part < 1))
    later = np.concatenate([np.where(moved, welfare + gain, welfare), welfare[split]])
    counted = np.concatenate([np.where(moved, weight * part, weight), (weight * (1.0 - part))[split]])
    order = np.argsort(later, kind="stable")
    return curve(later[order], counted[order])
