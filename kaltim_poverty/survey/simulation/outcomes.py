"""What one scenario does to people under some weights, and the PSU totals of its influence values.

Whatever all scenarios share is in the `Baseline`; what is asked again and again of those who are reached is
in `Recipients`. A transfer changes the poverty of nobody but the poor, so only they are looked at for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.gap_powers import gap_powers
from kaltim_poverty.measures.gini_after_transfer import CurveAfter, WelfareCurve, curve_after, welfare_curve
from kaltim_poverty.measures.incidence import Linearized
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.poverty import poor as is_poor
from kaltim_poverty.measures.recipients import ROUNDING, Queue, Reached, WeightedQueue, reach
from kaltim_poverty.survey.infer import density_of_rows
from kaltim_poverty.survey.sample import IntArray, People, summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.simulation.scenarios import Scenario

P1 = 1  # its place among the changes


class Baseline(NamedTuple):
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

    def welfare(self, rows: IntArray) -> Array:
        """The welfare of some rows."""
        return self.people.welfare[rows]


class Outcome(NamedTuple):
    """The outcome of one scenario: values before, their changes, costs and reach."""

    before: Array
    changes: list[Linearized]
    others: list[Linearized]
    recipients: float

    @property
    def numbers(self) -> list[Linearized]:
        """Everything that has a standard error: changes, then the rest."""
        return [*self.changes, *self.others]

    def values(self) -> list[float]:
        """The values of these numbers."""
        return [number.value for number in self.numbers]


class Effect(NamedTuple):
    """The effect of receiving on features of some rows; 0 for the others.

    Attributes:
        places: of these rows among those that are looked at.
        change: for a person of each.
    """

    places: IntArray | slice
    change: Array


class Recipients(NamedTuple):
    """The people that one scenario reaches.

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
    poor: IntArray
    cell: IntArray
    units: Array


def baseline(
    people: People, queued: Queue, weight: Array, line: float | None = None, *, estimated_line: bool
) -> Baseline:
    """The people under some weights.

    Args:
        people: the rows.
        queued: who receives first.
        weight: of persons, (rows,).
        line: that under these weights, where it was estimated.
        estimated_line: whether it was, so that slopes in it are wanted.
    """
    per_person = 1.0 / people.columns["members"] if "members" in people.columns else np.ones_like(weight)
    lines = people.line if line is None else np.full_like(people.line, line)
    poor = np.flatnonzero(people.poor(line))
    whole_curve = welfare_curve(people.welfare, weight)
    moment = whole_curve.excess_over_below + whole_curve.total[-1]
    return Baseline(
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
        width_of(people.welfare, weight) if estimated_line else None,
    )


def cell_sums(people: People, weighted: Array, rows: IntArray | slice = slice(None)) -> Array:
    """Sums over the PSUs of numbers of some rows."""
    return summed(people.own[rows], weighted, len(people.over.domain))


def recipients_of(base: Baseline, reached: Reached, gain: float, *, errors: bool) -> Recipients:
    """The people that a scenario reaches, with *gain* rupiah a month for each unit."""
    rows = reached.rows
    own, per_person, cell = base.weight[rows] * reached.fraction, base.per_person[rows], base.people.own[rows]
    poor = np.flatnonzero(is_poor(base.welfare(rows), base.line[rows]))
    units = np.zeros(1)
    if errors and not reached.everyone:
        units = summed(cell, own * per_person, len(base.people.over.domain))
    return Recipients(reached, own, per_person, gain * per_person, poor, cell, units)


def outcome(base: Baseline, each: Scenario, *, errors: bool) -> Outcome:
    """The outcome of one scenario; with *errors* also the PSU totals of its influence values."""
    reached = reach(base.waiting, None if each.number is None else float(each.number))
    recipients = recipients_of(base, reached, each.gain, errors=errors)
    counts = poverty_changes(base, recipients, each.gain, errors=errors)
    changes = [*(100.0 * (part / base.everybody) for part in counts), counts[0]]
    changes.append(gini_change(base, recipients, each.gain, errors=errors))
    others = spending(base, recipients, each, changes[P1], errors=errors)
    before = np.array([*(100.0 * base.sums / base.everybody.value), base.sums[0], base.curve.gini])
    counted = (
        float(np.dot(recipients.own, recipients.per_person)) if reached.everyone else float(each.number or 0)
    )
    return Outcome(before, changes, others, counted)


def effect_on_recipients(
    base: Baseline, recipients: Recipients, here: Effect, there: Effect, *, errors: bool, line: float = 0.0
) -> Linearized:
    """Σ w·part·effect of those who are reached.

    Where a number of recipients is met, each newcomer pushes one out at the boundary: the influence of a
    reached unit is its effect less that of a unit there.

    Args:
        base: before the transfer.
        recipients: who is reached.
        here: the effect on them.
        there: the effect on the rows at the boundary.
        errors: whether PSU totals are wanted.
        line: the slope in the poverty line.
    """
    weighted = recipients.own[here.places] * here.change
    value = float(weighted.sum())
    if not errors:
        return Linearized(value, np.zeros(1), line)
    totals = summed(recipients.cell[here.places], weighted, len(base.people.over.domain))
    if not recipients.reached.everyone:
        totals -= marginal_effect(base, recipients.reached, there) * recipients.units
    return Linearized(value, totals, line)


def marginal_effect(base: Baseline, reached: Reached, there: Effect) -> float:
    """The mean over units of the effect at the boundary: what one recipient more or less changes there."""
    units = float(reached.boundary_units.sum())
    weight = base.weight[reached.boundary][there.places]
    return float(np.dot(weight, there.change)) / units if units > 0 else 0.0


def boundary_poor(base: Baseline, recipients: Recipients) -> IntArray:
    """The places of the poor among the rows at the boundary."""
    reached = recipients.reached
    if reached.boundary is reached.rows:
        return recipients.poor
    return np.flatnonzero(is_poor(base.welfare(reached.boundary), base.line[reached.boundary]))


def poverty_changes(base: Baseline, recipients: Recipients, gain: float, *, errors: bool) -> list[Linearized]:
    """The changes of Σ w (1 − y/z)^α [y < z] for α 0, 1, 2."""
    reached, there = recipients.reached, boundary_poor(base, recipients)
    of_reached = gaps_closed(base, reached.rows[recipients.poor], gain)
    of_boundary = gaps_closed(base, reached.boundary[there], gain) if errors else of_reached
    found = [
        effect_on_recipients(
            base, recipients, Effect(recipients.poor, own), Effect(there, next_), errors=errors
        )
        for own, next_ in zip(of_reached, of_boundary, strict=True)
    ]
    exact = [
        replace(
            part,
            value=-float(sum_before) if abs(sum_before + part.value) <= ROUNDING * sum_before else part.value,
        )
        for part, sum_before in zip(found, base.sums, strict=True)
    ]
    slopes = line_slopes(base, recipients, [part.value for part in exact])
    return [replace(part, line=slope) for part, slope in zip(exact, slopes, strict=True)]


def gaps_closed(base: Baseline, rows: IntArray, gain: float) -> Array:
    """The changes of (1 − y/z)^α [y < z] for a person of each row, α 0, 1, 2: three rows of numbers."""
    welfare, line = base.welfare(rows), base.line[rows]
    return gap_powers(welfare + gain * base.per_person[rows], line) - gap_powers(welfare, line)


def line_slopes(base: Baseline, recipients: Recipients, changes: Sequence[float]) -> list[float]:
    """The slopes of the changes in an estimated line: at the line people enter, above it gaps widen."""
    if base.width is None:
        return [0.0, 0.0, 0.0]
    line, welfare = float(base.line[0]), base.welfare(recipients.reached.rows)
    at_line = density_of_rows(welfare + recipients.more, line, base.width) - density_of_rows(
        welfare, line, base.width
    )
    moving = float(np.dot(recipients.own, at_line))
    return [moving, (changes[0] - changes[1]) / line, 2.0 * (changes[1] - changes[2]) / line]


def gini_change(base: Baseline, recipients: Recipients, gain: float, *, errors: bool) -> Linearized:
    """The change of the Gini ratio."""
    before, nothing, reached = base.curve, np.zeros_like(base.everybody.influence), recipients.reached
    if gain == 0 or not np.isfinite(before.gini):
        return Linearized(0.0 if np.isfinite(before.gini) else np.nan, nothing)
    after = curve_after(before, reached, recipients.more)
    if not errors:
        return Linearized(after.gini - before.gini, nothing)
    own = after.influence_of_more(after.recipient_excess, after.excess_of_rows(reached.rows), recipients.more)
    here = there = Effect(slice(None), own)
    if reached.boundary is not reached.rows:
        there = Effect(slice(None), gini_effect_on(base, after, reached.boundary, gain))
    found = effect_on_recipients(base, recipients, here, there, errors=True)
    return Linearized(after.gini - before.gini, found.influence + effect_on_everybody(base, after))


def gini_effect_on(base: Baseline, after: CurveAfter, rows: IntArray, gain: float) -> Array:
    """The change in a person's influence on the Gini ratio if the person received."""
    welfare, more = base.welfare(rows), gain * base.per_person[rows]
    return after.influence_of_more(after.excess_at(welfare + more), after.excess_of_rows(rows), more)


def effect_on_everybody(base: Baseline, after: CurveAfter) -> Array:
    """PSU totals of what the influence of everybody became with unchanged welfare, less what it was.

    Above the welfare that anybody was moved to m is as before, so that the totals of m, 1 and y tell all.
    """
    people, total = float(base.curve.people[-1]), float(base.curve.total[-1])
    total_after, low = total + after.added_welfare, slice(0, after.affected_rows)
    factors = (
        2.0 / (people * total_after) - 2.0 / (people * total),
        (base.curve.gini - after.gini) / people,
        (base.curve.gini + 1.0) / total - (after.gini + 1.0) / total_after,
    )
    weighted = after.excess_growth + after.added_welfare
    weighted *= base.weight[low]
    weighted *= 2.0 / (people * total_after)
    return np.asarray(np.array(factors) @ base.moments + cell_sums(base.people, weighted, low))


def spending(
    base: Baseline, recipients: Recipients, each: Scenario, p1: Linearized, *, errors: bool
) -> list[Linearized]:
    """Cost, poor recipients, the share of the cost that others get, and rupiah a point of P1."""
    reached = recipient_count(base, recipients, each, errors=errors)
    slope = 0.0
    if base.width is not None:
        at_line = density_of_rows(base.welfare(recipients.reached.rows), float(base.line[0]), base.width)
        slope = float(np.dot(recipients.own * recipients.per_person, at_line))
    there = boundary_poor(base, recipients)
    here = Effect(recipients.poor, recipients.per_person[recipients.poor])
    beyond = Effect(there, base.per_person[recipients.reached.boundary[there]])
    poor = effect_on_recipients(base, recipients, here, beyond, errors=errors, line=slope)
    beyond_poor = reached - poor
    if abs(beyond_poor.value) <= ROUNDING * abs(reached.value):
        beyond_poor = replace(beyond_poor, value=0.0)
    leakage = 100.0 * (beyond_poor / reached)
    cost = float(each.price) * reached
    return [cost, poor, leakage, cost / -p1]


def recipient_count(base: Baseline, recipients: Recipients, each: Scenario, *, errors: bool) -> Linearized:
    """The recipients: a number that was asked for does not vary."""
    if recipients.reached.everyone:
        every = Effect(slice(None), recipients.per_person)
        return effect_on_recipients(base, recipients, every, every, errors=errors)
    return Linearized(float(each.number or 0), np.zeros(len(base.people.over.domain) if errors else 1))
