"""What one scenario does to people under some weights, and the PSU totals of its influence values.

Whatever all scenarios share is in the `World`; whatever is asked of those who are reached again and again is
in `Taken`. A transfer changes the poverty of nobody but the poor, so only they are looked at for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.gap_powers import gap_powers
from kaltim_poverty.measures.gini_after_transfer import CurveAfter, WelfareCurve, curve_after, welfare_curve
from kaltim_poverty.measures.incidence import Linearized
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import poor as is_poor
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.measures.recipients import ROUNDING, Queue, Reached, WeightedQueue, reach
from kaltim_poverty.survey.infer.rowwise import People
from kaltim_poverty.survey.sample.blocks import Whole, summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.scenarios import Scenario
    from kaltim_poverty.survey.study import Study

P1 = 1  # its place among the changes


class World(NamedTuple):
    """The people before any transfer, under some weights; whatever all scenarios share is computed once.

    Attributes:
        people: the rows.
        weight: of persons.
        per_person: the units, households or persons, that a person is.
        line: of each row.
        waiting: who receives first.
        sums: Σ w (1 − y/z)^α [y < z], α 0, 1, 2.
        everybody: Σ w.
        curve: of welfare.
        moments: PSU totals of m, 1 and y, of which the influence on the Gini ratio consists.
        width: of the density at an estimated line; None where it is not estimated.
    """

    people: People
    weight: Array
    per_person: Array
    line: Array
    waiting: WeightedQueue
    sums: Array
    everybody: Linearized
    curve: WelfareCurve
    moments: Array
    width: float | None

    def welfare(self, rows: Whole) -> Array:
        """Of some rows."""
        return self.people.welfare[rows]


class Outcome(NamedTuple):
    """What one scenario does: values before, their changes, then what the programme costs and reaches."""

    before: Array
    changes: list[Linearized]
    others: list[Linearized]
    recipients: float

    def values(self) -> list[float]:
        """Everything that has a standard error."""
        return [part.value for part in (*self.changes, *self.others)]


class Effect(NamedTuple):
    """What receiving changes for a person of some rows, and nothing for the others.

    Attributes:
        places: of these rows among those that are looked at.
        change: for a person of each.
    """

    places: Whole | slice
    change: Array


class Taken(NamedTuple):
    """Those who are reached by one scenario.

    Attributes:
        reached: who they are.
        own: persons of each row that receive.
        per_person: units that a person of each row is.
        more: rupiah a month for a person of each row.
        poor: places of the poor among the rows.
        cell: the PSU of each row.
        units: PSU totals of units that receive, less those at the boundary that they push out: only
            where a number is met, and where errors are wanted.
    """

    reached: Reached
    own: Array
    per_person: Array
    more: Array
    poor: Whole
    cell: Whole
    units: Array


def world(study: Study, people: People, queued: Queue, weight: Array, line: float | None = None) -> World:
    """The people under some weights, and with another line where that was estimated."""
    per_person = 1.0 / people.beside["members"] if "members" in people.beside else np.ones_like(weight)
    lines = people.line if line is None else np.full_like(people.line, line)
    poor = np.flatnonzero(people.poor(line))
    whole_curve = welfare_curve(people.welfare, weight)
    moment = whole_curve.excess_over_below + whole_curve.total[-1]
    return World(
        people,
        weight,
        per_person,
        lines,
        queued.weighted(weight * per_person),
        gap_powers(people.welfare[poor], lines[poor]) @ weight[poor],
        Linearized(float(weight.sum()), cell_sums(people, weight)),
        whole_curve,
        np.stack(
            [cell_sums(people, weight * each) for each in (moment, np.ones_like(moment), people.welfare)]
        ),
        width_of(people.welfare, weight) if study.relative is not None else None,
    )


def cell_sums(people: People, weighted: Array, rows: Whole | slice = slice(None)) -> Array:
    """Sums over the PSUs of numbers of some rows."""
    return summed(people.own[rows], weighted, len(people.over.domain))


def taken_by(now: World, reached: Reached, gain: float, *, errors: bool) -> Taken:
    """Those who are reached, with *gain* rupiah a month for each unit."""
    rows = reached.rows
    own, per_person, cell = now.weight[rows] * reached.fraction, now.per_person[rows], now.people.own[rows]
    poor = np.flatnonzero(is_poor(now.welfare(rows), now.line[rows]))
    units = np.zeros(1)
    if errors and not reached.everyone:
        units = summed(cell, own * per_person, len(now.people.over.domain))
    return Taken(reached, own, per_person, gain * per_person, poor, cell, units)


def outcome(now: World, each: Scenario, *, errors: bool) -> Outcome:
    """What one scenario does; with *errors* also the PSU totals of its influence values."""
    reached = reach(now.waiting, None if each.number is None else float(each.number))
    taken = taken_by(now, reached, each.gain, errors=errors)
    counts = poverty_changes(now, taken, each.gain, errors=errors)
    changes = [*(part.over(now.everybody, 100.0) for part in counts), counts[0]]
    changes.append(gini_change(now, taken, each.gain, errors=errors))
    others = spending(now, taken, each, changes[P1], errors=errors)
    before = np.array([*(100.0 * now.sums / now.everybody.value), now.sums[0], now.curve.gini])
    counted = float(np.dot(taken.own, taken.per_person)) if reached.everyone else float(each.number or 0)
    return Outcome(before, changes, others, counted)


def moved(
    now: World, taken: Taken, here: Effect, there: Effect, *, errors: bool, line: float = 0.0
) -> Linearized:
    """Σ w·part·effect of those who are reached.

    Where a number of recipients is met, whoever comes in pushes one out at the boundary: the influence of a
    reached unit is its effect less that of a unit there.

    Args:
        now: before the transfer.
        taken: who is reached.
        here: the effect on them.
        there: the effect on the rows at the boundary.
        errors: whether PSU totals are wanted.
        line: the slope in the poverty line.
    """
    weighted = taken.own[here.places] * here.change
    value = float(weighted.sum())
    if not errors:
        return Linearized(value, np.zeros(1), line)
    totals = summed(taken.cell[here.places], weighted, len(now.people.over.domain))
    if not taken.reached.everyone:
        totals -= marginal_effect(now, taken.reached, there) * taken.units
    return Linearized(value, totals, line)


def marginal_effect(now: World, reached: Reached, there: Effect) -> float:
    """The mean over units of the effect at the boundary: what one recipient more or less changes there."""
    units = float(reached.boundary_units.sum())
    weight = now.weight[reached.boundary][there.places]
    return float(np.dot(weight, there.change)) / units if units > 0 else 0.0


def boundary_poor(now: World, taken: Taken) -> Whole:
    """The places of the poor among the rows at the boundary."""
    reached = taken.reached
    if reached.boundary is reached.rows:
        return taken.poor
    return np.flatnonzero(is_poor(now.welfare(reached.boundary), now.line[reached.boundary]))


def poverty_changes(now: World, taken: Taken, gain: float, *, errors: bool) -> list[Linearized]:
    """The changes of Σ w (1 − y/z)^α [y < z] for α 0, 1, 2."""
    reached, there = taken.reached, boundary_poor(now, taken)
    of_reached = gaps_closed(now, reached.rows[taken.poor], gain)
    of_boundary = gaps_closed(now, reached.boundary[there], gain) if errors else of_reached
    found = [
        moved(now, taken, Effect(taken.poor, own), Effect(there, next_), errors=errors)
        for own, next_ in zip(of_reached, of_boundary, strict=True)
    ]
    exact = [
        part._replace(value=-float(whole) if abs(whole + part.value) <= ROUNDING * whole else part.value)
        for part, whole in zip(found, now.sums, strict=True)
    ]
    slopes = line_slopes(now, taken, [part.value for part in exact])
    return [part._replace(line=slope) for part, slope in zip(exact, slopes, strict=True)]


def gaps_closed(now: World, rows: Whole, gain: float) -> Array:
    """The changes of (1 − y/z)^α [y < z] for a person of each row, α 0, 1, 2: three rows of numbers."""
    welfare, line = now.welfare(rows), now.line[rows]
    return gap_powers(welfare + gain * now.per_person[rows], line) - gap_powers(welfare, line)


def line_slopes(now: World, taken: Taken, changes: Sequence[float]) -> list[float]:
    """The slopes of the changes in an estimated line: at the line people enter, above it gaps widen."""
    if now.width is None:
        return [0.0, 0.0, 0.0]
    line, welfare = float(now.line[0]), now.welfare(taken.reached.rows)
    at_line = density(welfare + taken.more, line, now.width) - density(welfare, line, now.width)
    moving = float(np.dot(taken.own, at_line))
    return [moving, (changes[0] - changes[1]) / line, 2.0 * (changes[1] - changes[2]) / line]


def density(welfare: Array, line: float, width: float) -> Array:
    """The density of each row at the line; 0 where all welfare is equal."""
    return kernel(welfare, line, width) if width > 0 else np.zeros_like(welfare)


def gini_change(now: World, taken: Taken, gain: float, *, errors: bool) -> Linearized:
    """The change of the Gini ratio."""
    before, nothing, reached = now.curve, np.zeros_like(now.everybody.influence), taken.reached
    if gain == 0 or not np.isfinite(before.gini):
        return Linearized(0.0 if np.isfinite(before.gini) else np.nan, nothing)
    after = curve_after(before, reached, taken.more)
    if not errors:
        return Linearized(after.gini - before.gini, nothing)
    own = after.influence_of_more(after.recipient_excess, after.excess_of_rows(reached.rows), taken.more)
    here = there = Effect(slice(None), own)
    if reached.boundary is not reached.rows:
        there = Effect(slice(None), gini_there(now, after, reached.boundary, gain))
    found = moved(now, taken, here, there, errors=True)
    return Linearized(after.gini - before.gini, found.influence + stayed(now, after))


def gini_there(now: World, after: CurveAfter, rows: Whole, gain: float) -> Array:
    """What receiving would change in the influence of a person of any rows on the Gini ratio."""
    welfare, more = now.welfare(rows), gain * now.per_person[rows]
    return after.influence_of_more(after.excess_at(welfare + more), after.excess_of_rows(rows), more)


def stayed(now: World, after: CurveAfter) -> Array:
    """PSU totals of what the influence of everybody became with unchanged welfare, less what it was.

    Above the welfare that anybody was moved to m is as before, so that the totals of m, 1 and y tell all.
    """
    people, total = float(now.curve.people[-1]), float(now.curve.total[-1])
    whole, low = total + after.added_welfare, slice(0, after.affected_rows)
    factors = (
        2.0 / (people * whole) - 2.0 / (people * total),
        (now.curve.gini - after.gini) / people,
        (now.curve.gini + 1.0) / total - (after.gini + 1.0) / whole,
    )
    weighted = after.excess_growth + after.added_welfare
    weighted *= now.weight[low]
    weighted *= 2.0 / (people * whole)
    return np.asarray(np.array(factors) @ now.moments + cell_sums(now.people, weighted, low))


def spending(now: World, taken: Taken, each: Scenario, p1: Linearized, *, errors: bool) -> list[Linearized]:
    """Cost, poor recipients, the share of the cost that others get, and rupiah a point of P1."""
    recipients = counted(now, taken, each, errors=errors)
    slope = 0.0
    if now.width is not None:
        at_line = density(now.welfare(taken.reached.rows), float(now.line[0]), now.width)
        slope = float(np.dot(taken.own * taken.per_person, at_line))
    there = boundary_poor(now, taken)
    here = Effect(taken.poor, taken.per_person[taken.poor])
    beyond = Effect(there, now.per_person[taken.reached.boundary[there]])
    poor = moved(now, taken, here, beyond, errors=errors, line=slope)
    leakage = recipients.less(poor).over(recipients, 100.0)
    cost = scaled(recipients, float(each.price))
    return [cost, poor, leakage, cost.over(scaled(p1, -1.0))]


def counted(now: World, taken: Taken, each: Scenario, *, errors: bool) -> Linearized:
    """The recipients: a number that was asked for does not vary."""
    if taken.reached.everyone:
        every = Effect(slice(None), taken.per_person)
        return moved(now, taken, every, every, errors=errors)
    return Linearized(float(each.number or 0), np.zeros(len(now.people.over.domain) if errors else 1))


def scaled(part: Linearized, factor: float) -> Linearized:
    """A part times a number."""
    return Linearized(factor * part.value, factor * part.influence, factor * part.line)
