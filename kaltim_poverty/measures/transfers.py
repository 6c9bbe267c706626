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
BLIND_ROWS = 20_000  # at a boundary that was drawn: any rows will do, more of them tell more
ROUNDING = 1e-12  # relative: so little more or less is nobody


class Queue(NamedTuple):
    """Candidates in the order in which they are reached; made once for any number of transfers.

    Attributes:
        order: the rows.
        tie: the number of the place that each of them has, equal where they share it.
        turn: of each row, when it comes; the number of candidates for a row that is none.
        blind: whether the order says nothing about a row, as where it was drawn.
    """

    order: Whole
    tie: Whole
    turn: Whole
    blind: bool

    def waiting(self, units: Array) -> Waiting:
        """The candidates with the units that they stand for."""
        own = units[self.order]
        return Waiting(self, own, np.cumsum(np.bincount(self.tie, own)))


class Waiting(NamedTuple):
    """A queue under some weights.

    Attributes:
        queue: who comes first.
        units: households or persons of each candidate, in order.
        upto: units up to and including each place.
    """

    queue: Queue
    units: Array
    upto: Array


class Reached(NamedTuple):
    """Who receives.

    Attributes:
        rows: that receive, ascending.
        part: of each of them, above 0 and up to 1.
        everyone: whether all candidates receive, so that there is no boundary.
        boundary: rows around the boundary, from which it is known who would come next.
        units: households or persons of each row at the boundary.
    """

    rows: Whole
    part: Array
    everyone: bool
    boundary: Whole
    units: Array


class Curve(NamedTuple):
    """Welfare in order, for the Gini ratio and its influence.

    Attributes:
        welfare: ascending.
        people: Σ w up to and including each row, 0 first.
        total: Σ w·y up to and including each row, 0 first.
        ahead: yF − C of each row, F and C the two above: by how much it is ahead of those below it. A row
            adds nothing to its own, w·y to yF and as much to C, and neither do rows that tie.
        weight: w of each row.
    """

    welfare: Array
    people: Array
    total: Array
    ahead: Array
    weight: Array

    @property
    def gini(self) -> float:
        """Σ w(yF − C)/(NY); NaN where the total is not above 0."""
        whole = float(self.people[-1] * self.total[-1])
        return self.apart() / whole if self.total[-1] > 0 else math.nan

    def apart(self, first: int = 0) -> float:
        """Σ w(yF − C) of the rows from the *first*."""
        return float(np.dot(self.weight[first:], self.ahead[first:]))

    def moment(self, at: Array) -> Array:
        """M = yF + Y − C of a person with each welfare."""
        place = np.searchsorted(self.welfare, at, side="right")
        return np.asarray(at * self.people[place] + self.total[-1] - self.total[place])


class After(NamedTuple):
    """The curve after a transfer, which differs only below the highest welfare that anybody was moved to.

    Attributes:
        before: the whole curve before.
        low: the curve after, up to that welfare.
        place: in that curve, of each row as it was, then of each that received with what it has then.
        rows: how many rows before lie there.
        added: by how much all welfare grew.
        gini: after the transfer.
    """

    before: Curve
    low: Curve
    place: Whole
    rows: int
    added: float
    gini: float

    @property
    def total(self) -> float:
        """All welfare after the transfer."""
        return float(self.before.total[-1]) + self.added

    def moments(self) -> Array:
        """M = yF + Y − C of each row as it was, then of each that received with what it has then."""
        return np.asarray(self.low.ahead[self.place] + self.total)

    def moment(self, at: Array) -> Array:
        """M = yF + Y − C: above the welfare that anybody was moved to it is as before."""
        below = at <= self.low.welfare[-1] if len(self.low.welfare) else np.zeros(len(at), dtype=bool)
        place = np.searchsorted(self.low.welfare, at[below], side="right")
        found = np.empty_like(at)
        found[below] = at[below] * self.low.people[place] + self.total - self.low.total[place]
        found[~below] = self.before.moment(at[~below])
        return found

    def influence(self, at: Array) -> Array:
        """The influence of a person with each welfare on the Gini ratio after the transfer."""
        return gini_influence(self.moment(at), at, float(self.before.people[-1]), self.total, self.gini)

    def influence_of_more(self, moved: Array, stayed: Array, gain: Array) -> Array:
        """The influence of a person with *gain* more, less that of the same person without it.

        Args:
            moved: M with the gain.
            stayed: M without it.
            gain: of each person.
        """
        more = 2.0 * (moved - stayed) / (float(self.before.people[-1]) * self.total)
        return np.asarray(more - (self.gini + 1.0) * gain / self.total)


def gini_influence(moment: Array, welfare: Array, people: float, total: float, gini: float) -> Array:
    """2m/(NY) − (G + 1)(1/N + y/Y).

    Langel and Tillé (2013), https://doi.org/10.1111/j.1467-985X.2012.01048.x.
    """
    return np.asarray(2.0 * moment / (people * total) - (gini + 1.0) * (1.0 / people + welfare / total))


def queue(key: Array, candidates: Whole, *, blind: bool = False) -> Queue:
    """The candidates by *key*, the lowest first."""
    chosen = key[candidates]
    order = candidates[np.argsort(chosen, kind="stable")]
    ordered = key[order]
    changes = np.concatenate([[False], ordered[1:] != ordered[:-1]])[: len(order)]
    turn = np.full(len(key), len(order))
    turn[order] = np.arange(len(order))
    return Queue(order, np.cumsum(changes).astype(np.intp), turn, blind)


def reach(waiting: Waiting, number: float | None) -> Reached:
    """The first *number* units of a queue; all of them where there is no number, or there are no more."""
    line, upto = waiting.queue, waiting.upto
    nobody = line.order[:0]
    if number is None or number >= upto[-1] * (1 - ROUNDING):
        return Reached(np.sort(line.order), np.ones(len(line.order)), True, nobody, np.zeros(0))
    last = int(np.searchsorted(upto, number * (1 - ROUNDING)))
    low, high = (int(np.searchsorted(line.tie, last, side=side)) for side in ("left", "right"))
    before = float(upto[last - 1]) if last else 0.0
    rows = np.flatnonzero(line.turn < high)
    here = min(1.0, (number - before) / (float(upto[last]) - before))
    part = np.where(line.turn[rows] < low, 1.0, here)
    return Reached(rows, part, False, *around(waiting, low, high, rows))


def around(waiting: Waiting, low: int, high: int, rows: Whole) -> tuple[Whole, Array]:
    """The rows around a boundary between two places, ascending, and their units.

    Where the order says nothing of a row, those that are reached are like those that are not: they will do.
    """
    line = waiting.queue
    if line.blind and high >= BLIND_ROWS:
        return rows, waiting.units[line.turn[rows]]
    places = widened(low, high, len(line.order), BLIND_ROWS if line.blind else 0)
    ascending = np.argsort(line.order[places])
    return line.order[places][ascending], waiting.units[places][ascending]


def widened(low: int, high: int, rows: int, least: int) -> slice:
    """The places between two, and at least *least* and √n of them, as many on each side."""
    lacking = max(0, -(-(max(math.isqrt(rows), least) - (high - low)) // 2))
    return slice(max(0, low - lacking), high + lacking)


def at_boundary(reached: Reached, effect: Array) -> float:
    """The mean over units of *effect* at the boundary: what one recipient more or less changes there."""
    whole = float(reached.units.sum())
    return float(np.dot(reached.units, effect) / whole) if whole > 0 else 0.0


def powers(welfare: Array, line: Array) -> Array:
    """(1 − y/z)^α [y < z] for α 0, 1, 2: three rows of numbers."""
    short = poor(welfare, line)
    gaps = np.where(short, gap(welfare, line), 0.0)
    return np.stack([short.astype(np.float64), gaps, gaps * gaps])


def curve(welfare: Array, weight: Array) -> Curve:
    """The curve of rows whose welfare ascends."""
    people, total = cumulated(weight), cumulated(weight * welfare)
    return Curve(welfare, people, total, welfare * people[1:] - total[1:], weight)


def cumulated(values: Array) -> Array:
    """Their sums up to and including each, 0 first."""
    found = np.empty(len(values) + 1)
    found[0] = 0.0
    np.cumsum(values, out=found[1:])
    return found


def curve_after(before: Curve, weight: Array, reached: Reached, gain: Array) -> After:
    """The curve when the rows reached have *gain* more; a row that is reached in part becomes two."""
    welfare, rows = before.welfare, reached.rows
    highest = float((welfare[rows] + gain).max()) if len(rows) else -math.inf
    count = int(np.searchsorted(welfare, highest, side="right"))
    own = weight[:count].copy()
    own[rows] *= 1.0 - reached.part
    later = np.concatenate([welfare[:count], welfare[rows] + gain])
    counted = np.concatenate([own, weight[rows] * reached.part])
    order = np.argsort(later, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    low = curve(later[order], counted[order])
    added = float(np.dot(weight[rows] * reached.part, gain))
    people, total = float(before.people[-1]), float(before.total[-1]) + added
    rest = before.apart(count) - added * (people - float(before.people[count]))
    gini = (low.apart() + rest) / (people * total) if total > 0 else math.nan
    return After(before, low, place, count, added, gini)
