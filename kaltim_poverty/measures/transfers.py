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
BLIND_ROWS = 5_000  # at a boundary that was drawn any will do: 100,000 move no error by 0.05 percent
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


class Crowd(NamedTuple):
    """People of some welfare, in order.

    Attributes:
        welfare: ascending.
        people: Σ w up to and including each, 0 first.
        total: Σ w·y up to and including each, 0 first.
    """

    welfare: Array
    people: Array
    total: Array

    def up_to(self, at: Array) -> tuple[Array, Array]:
        """Σ w and Σ w·y of those who have at most each welfare."""
        place = np.searchsorted(self.welfare, at, side="right")
        return self.people[place], self.total[place]


class After(NamedTuple):
    """The curve after a transfer, which differs only below the highest welfare that anybody was moved to.

    Nobody is sorted anew but those who were moved: people and welfare up to a row are those before, less who
    left below it, and more who came.

    Attributes:
        before: the whole curve before.
        left: people where they were.
        came: the same people where they are then.
        grown: by how much yF − C of each of the low rows grew, as it was before the transfer.
        ahead: yF − C after, of each that received with what it has then.
        added: by how much all welfare grew.
        gini: after the transfer.
    """

    before: Curve
    left: Crowd
    came: Crowd
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
        """What yF − C is after, of rows as they were: above all who moved, C grew by what those have more."""
        found = self.before.ahead[rows]
        low = int(np.searchsorted(rows, self.rows))
        found[:low] += self.grown[rows[:low]]
        found[low:] -= self.added
        return found

    def ahead_at(self, at: Array) -> Array:
        """What yF − C is after, at any welfare."""
        place = np.searchsorted(self.before.welfare, at, side="right")
        return ahead_there(self.before, self.left, self.came.up_to(at), at, place.astype(np.intp))

    def influence_of_more(self, moved: Array, stayed: Array, gain: Array) -> Array:
        """The influence on the Gini ratio of a person with *gain* more, less that of the same without it.

        The influence is 2M/(NY) − (G + 1)(1/N + y/Y), M = yF + Y − C: Langel and Tillé (2013),
        https://doi.org/10.1111/j.1467-985X.2012.01048.x.

        Args:
            moved: yF − C with the gain.
            stayed: yF − C without it.
            gain: of each person.
        """
        more = 2.0 * (moved - stayed) / (float(self.before.people[-1]) * self.total)
        return np.asarray(more - (self.gini + 1.0) * gain / self.total)


def drawn_queue(random: np.random.Generator, rows: Whole, candidates: Whole) -> Queue:
    """The candidates in an order that is drawn once, of all rows, so that who is left out moves nobody."""
    chosen = np.zeros(len(rows), dtype=bool)
    chosen[candidates] = True
    order = rows[random.permutation(len(rows))]
    order = order[chosen[order]].astype(np.intp)
    return Queue(order, np.arange(len(order)), turns(order, len(rows)), blind=True)


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


def curve_after(before: Curve, reached: Reached, gain: Array) -> After:
    """The curve when the rows reached have *gain* more; a row that is reached in part becomes two."""
    welfare, own = before.welfare[reached.rows], before.weight[reached.rows] * reached.part
    left = Crowd(welfare, cumulated(own), cumulated(own * welfare))
    order = np.argsort(welfare + gain, kind="stable")
    later, moved = (welfare + gain)[order], own[order]
    came = Crowd(later, cumulated(moved), cumulated(moved * later))
    place = np.searchsorted(before.welfare, later, side="right").astype(np.intp)
    grown = gone_and_come(before, reached.rows, own, place, came)
    ahead = np.empty(len(own))
    ahead[order] = ahead_there(before, left, (came.people[1:], came.total[1:]), later, place)
    after = After(before, left, came, grown, ahead, float(np.dot(own, gain)), math.nan)
    whole = float(before.people[-1]) * after.total
    apart = before.apart + more_apart(after, reached.rows, own)
    return after._replace(gini=apart / whole if whole > 0 else math.nan)


def more_apart(after: After, rows: Whole, own: Array) -> float:
    """By how much Σ w(yF − C) grew: everybody's, those who moved, and C above all of them."""
    before, low = after.before, after.rows
    stayed = float(np.dot(before.weight[:low], after.grown))
    moved = float(np.dot(own, after.ahead - after.ahead_before(rows)))
    return stayed + moved - after.added * float(before.people[-1] - before.people[low])


def gone_and_come(before: Curve, rows: Whole, own: Array, place: Whole, came: Crowd) -> Array:
    """By how much yF − C of each low row grew: those who came up to it less those who left.

    Who has just its welfare adds nothing, so it is all one whether they are counted.
    """
    low = int(place[-1]) if len(place) else 0
    moved, at = np.diff(came.people), before.welfare[:low]
    people, total = (
        np.bincount(place, each, low + 1).astype(np.float64, copy=False)[:low]
        for each in (moved, moved * came.welfare)
    )
    people[rows] -= own
    total[rows] -= own * at[rows]
    np.cumsum(people, out=people)
    np.cumsum(total, out=total)
    people *= at
    people -= total
    return people


def ahead_there(before: Curve, left: Crowd, came: tuple[Array, Array], at: Array, place: Whole) -> Array:
    """What yF − C is after, at each welfare, with *place* rows up to it before, and who *came* up to it."""
    gone = left.up_to(at)
    people, total = before.people[place], before.total[place]
    return np.asarray(at * (people - gone[0] + came[0]) - (total - gone[1] + came[1]))
