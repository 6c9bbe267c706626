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
        apart: Σ w(yF − C).
    """

    welfare: Array
    people: Array
    total: Array
    ahead: Array
    weight: Array
    apart: float

    @property
    def gini(self) -> float:
        """Σ w(yF − C)/(NY); NaN where the total is not above 0."""
        whole = float(self.people[-1] * self.total[-1])
        return self.apart / whole if self.total[-1] > 0 else math.nan

    def moment(self, at: Array) -> Array:
        """M = yF + Y − C of a person with each welfare."""
        place = np.searchsorted(self.welfare, at, side="right")
        return np.asarray(at * self.people[place] + self.total[-1] - self.total[place])


class Moved(NamedTuple):
    """Welfare to which people were moved, in order, and who that is.

    Attributes:
        welfare: ascending.
        people: Σ w up to and including each, 0 first.
        total: Σ w·y up to and including each, 0 first.
        place: of each, how many rows of the curve before have at most that welfare.
        order: which of those who received each is.
    """

    welfare: Array
    people: Array
    total: Array
    place: Whole
    order: Whole


class After(NamedTuple):
    """The curve after a transfer, which differs only below the highest welfare that anybody was moved to.

    Nobody is sorted anew but those who were moved: people and welfare up to a row are those before, less who
    left below it, and more who came.

    Attributes:
        before: the whole curve before.
        moved: where people came to.
        people: Σ w of those who left, up to and including each row before, 0 first.
        welfare: Σ w·y of those who left, the same.
        grown: by how much yF − C of each of the low rows grew, as it was before the transfer.
        ahead: yF − C after, of each that received with what it has then.
        added: by how much all welfare grew.
        gini: after the transfer.
    """

    before: Curve
    moved: Moved
    people: Array
    welfare: Array
    grown: Array
    ahead: Array
    added: float
    gini: float

    @property
    def rows(self) -> int:
        """How many rows before are low."""
        return len(self.grown)

    @property
    def total(self) -> float:
        """All welfare after the transfer."""
        return float(self.before.total[-1]) + self.added

    def ahead_before(self, rows: Whole) -> Array:
        """What yF − C is after, of low rows as they were."""
        return np.asarray(self.before.ahead[rows] + self.grown[rows])

    def moment(self, at: Array) -> Array:
        """M = yF + Y − C of a person with each welfare."""
        place = np.searchsorted(self.before.welfare, at, side="right")
        came = np.searchsorted(self.moved.welfare, at, side="right")
        low = np.minimum(place, self.rows)
        people = self.before.people[place] - self.people[low] + self.moved.people[came]
        welfare = self.before.total[place] - self.welfare[low] + self.moved.total[came]
        return np.asarray(at * people - welfare + self.total)

    def influence(self, at: Array) -> Array:
        """The influence of a person with each welfare on the Gini ratio after the transfer."""
        return gini_influence(self.moment(at), at, float(self.before.people[-1]), self.total, self.gini)

    def influence_of_more(self, moved: Array, stayed: Array, gain: Array) -> Array:
        """The influence of a person with *gain* more, less that of the same person without it.

        Args:
            moved: M with the gain, or M less the same number for everybody.
            stayed: M without it, less that number too.
            gain: of each person.
        """
        more = 2.0 * (moved - stayed) / (float(self.before.people[-1]) * self.total)
        return np.asarray(more - (self.gini + 1.0) * gain / self.total)


def gini_influence(moment: Array, welfare: Array, people: float, total: float, gini: float) -> Array:
    """2m/(NY) − (G + 1)(1/N + y/Y).

    Langel and Tillé (2013), https://doi.org/10.1111/j.1467-985X.2012.01048.x.
    """
    return np.asarray(2.0 * moment / (people * total) - (gini + 1.0) * (1.0 / people + welfare / total))


def drawn_queue(random: np.random.Generator, rows: int, candidates: Whole) -> Queue:
    """The candidates in an order that is drawn once, of all rows, so that who is left out moves nobody."""
    chosen = np.zeros(rows, dtype=bool)
    chosen[candidates] = True
    order = random.permutation(rows)
    order = order[chosen[order]].astype(np.intp)
    return Queue(order, np.arange(len(order)), turns(order, rows), blind=True)


def queue(key: Array, candidates: Whole) -> Queue:
    """The candidates by *key*, the lowest first."""
    chosen = key[candidates]
    order = candidates[np.argsort(chosen, kind="stable")]
    ordered = key[order]
    changes = np.concatenate([[False], ordered[1:] != ordered[:-1]])[: len(order)]
    return Queue(order, np.cumsum(changes).astype(np.intp), turns(order, len(key)), blind=False)


def turns(order: Whole, rows: int) -> Whole:
    """When each row comes; their number for a row that does not."""
    turn = np.full(rows, len(order), dtype=np.intp)
    turn[order] = np.arange(len(order))
    return turn


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


def powers(welfare: Array, line: Array) -> Array:
    """(1 − y/z)^α [y < z] for α 0, 1, 2: three rows of numbers."""
    short = poor(welfare, line)
    gaps = np.where(short, gap(welfare, line), 0.0)
    return np.stack([short.astype(np.float64), gaps, gaps * gaps])


def curve(welfare: Array, weight: Array) -> Curve:
    """The curve of rows whose welfare ascends."""
    people, total = cumulated(weight), cumulated(weight * welfare)
    ahead = welfare * people[1:] - total[1:]
    return Curve(welfare, people, total, ahead, weight, float(np.dot(weight, ahead)))


def cumulated(values: Array) -> Array:
    """Their sums up to and including each, 0 first."""
    found = np.empty(len(values) + 1)
    found[0] = 0.0
    np.cumsum(values, out=found[1:])
    return found


def moved_to(before: Curve, welfare: Array, weight: Array) -> Moved:
    """People in order of the welfare that they were moved to."""
    order = np.argsort(welfare, kind="stable").astype(np.intp)
    ascending, own = welfare[order], weight[order]
    place = np.searchsorted(before.welfare, ascending, side="right").astype(np.intp)
    return Moved(ascending, cumulated(own), cumulated(own * ascending), place, order)


def curve_after(before: Curve, reached: Reached, gain: Array) -> After:
    """The curve when the rows reached have *gain* more; a row that is reached in part becomes two."""
    own = before.weight[reached.rows] * reached.part
    moved = moved_to(before, before.welfare[reached.rows] + gain, own)
    low = int(moved.place[-1]) if len(moved.place) else 0
    left = np.zeros(low)
    left[reached.rows] = own
    people = cumulated(left)
    left *= before.welfare[:low]
    welfare = cumulated(left)
    grown = gone_and_come(before.welfare[:low], people, welfare, moved)
    ahead = np.empty(len(own))
    ahead[moved.order] = ahead_there(before, people, welfare, moved)
    after = After(before, moved, people, welfare, grown, ahead, float(np.dot(own, gain)), math.nan)
    whole = float(before.people[-1]) * after.total
    apart = before.apart + more_apart(after, reached.rows, own)
    return after._replace(gini=apart / whole if whole > 0 else math.nan)


def more_apart(after: After, rows: Whole, own: Array) -> float:
    """By how much Σ w(yF − C) grew: everybody's, those who moved, and C above all of them."""
    before, low = after.before, after.rows
    stayed = float(np.dot(before.weight[:low], after.grown))
    moved = float(np.dot(own, after.ahead - after.ahead_before(rows)))
    return stayed + moved - after.added * float(before.people[-1] - before.people[low])


def gone_and_come(at: Array, people: Array, welfare: Array, moved: Moved) -> Array:
    """By how much yF − C of each low row grew: those who came up to it less those who left.

    Who has just its welfare adds nothing, so it is all one whether they are counted.
    """
    came = np.cumsum(np.bincount(moved.place, minlength=len(at) + 1)[: len(at)])
    grown, total = moved.people[came], moved.total[came]
    grown -= people[1:]
    grown *= at
    total -= welfare[1:]
    grown -= total
    return grown


def ahead_there(before: Curve, people: Array, welfare: Array, moved: Moved) -> Array:
    """What yF − C is after, at each welfare that somebody was moved to, in order."""
    place = moved.place
    up_to = before.people[place] - people[place] + moved.people[1:]
    total = before.total[place] - welfare[place] + moved.total[1:]
    return np.asarray(moved.welfare * up_to - total)
