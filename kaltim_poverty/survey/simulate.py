"""What a transfer would change: the same people before and after, with paired standard errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.measures.catalogue import measure as measure_of
from kaltim_poverty.measures.incidence import Part
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.measures.transfers import (
    Curve,
    Queue,
    Reached,
    at_boundary,
    curve,
    curve_after,
    powers,
    queue,
    reach,
)
from kaltim_poverty.records import Answer
from kaltim_poverty.survey.blocks import Whole, summed
from kaltim_poverty.survey.engine import Engine
from kaltim_poverty.survey.estimate import Study, arguments_of, asked_for, begin, number, with_columns
from kaltim_poverty.survey.files import open_table
from kaltim_poverty.survey.inference import cleaned, t_values
from kaltim_poverty.survey.lines import sources_of
from kaltim_poverty.survey.options import DEFAULT_SEED, whole
from kaltim_poverty.survey.read import Beside
from kaltim_poverty.survey.rowwise import People, errors_of, people_of, replicated, width_of
from kaltim_poverty.survey.scenarios import Programme, Scenario, programme
from kaltim_poverty.survey.simulate_notes import programme_notes
from kaltim_poverty.survey.targeting import refuse, survey_notes

if TYPE_CHECKING:
    from kaltim_poverty.published.amounts import Numbers
    from kaltim_poverty.survey.files import Table
    from kaltim_poverty.survey.roles import Roles

COMPARED = {"p0": "percent", "p1": "percent", "p2": "percent", "poor_count": "people", "gini": "ratio"}
P1 = list(COMPARED).index("p1")
ROUNDING = 1 + 1e-9  # so many recipients more than households are rounding


@dataclass(frozen=True)
class Simulated:
    """One measure of one scenario; None where a number does not exist.

    The measures of poverty and Gini have `before`, `after` and `change`, and `se` and the interval are those
    of the change; cost, recipients_poor, leakage and idr_per_point_p1 stand in `after`, `se` with them.
    """

    scenario: int
    amount: Decimal
    recipients: Decimal
    measure: str
    unit: str
    before: float | None
    after: float | None
    change: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None


class World(NamedTuple):
    """The people before any transfer, under some weights.

    Attributes:
        people: the rows.
        weight: of persons.
        units: households or persons of each row.
        per_person: the units that a person is.
        line: of each row.
        poor: the rows that are poor.
        powers: (1 − y/z)^α of the poor rows, α 0, 1, 2.
        curve: of welfare.
        entering: the bandwidth of the density at an estimated line; None where it is not estimated.
    """

    people: People
    weight: Array
    units: Array
    per_person: Array
    line: Array
    poor: Whole
    powers: Array
    curve: Curve
    entering: float | None


class Outcome(NamedTuple):
    """What one scenario does: values before, their changes, then what the programme costs and reaches."""

    before: Array
    changes: list[Part]
    others: list[Part]
    recipients: float

    def values(self) -> list[float]:
        """Everything that has a standard error."""
        return [part.value for part in (*self.changes, *self.others)]


def simulate(
    data: object,
    *,
    every: str,
    to: str,
    amount: Numbers | None = None,
    recipients: Numbers | None = None,
    budget: object = None,
    eligible: str | None = None,
    score: str | None = None,
    per: str = "household",
    pass_through: object = 100,
    monthly_return: object = None,
    seed: object = None,
    design: str | None = None,
    where: str | None = None,
    decimal: str = ".",
    memory: str | None = None,
    temp: str | None = None,
    rows_of_block: int | None = None,
    **options: Any,
) -> Answer[Simulated]:
    """What a transfer would change. On the command line: ``kpov survey simulate``.

    Args:
        data: as of `estimate`.
        every: ``month``, ``year`` or ``once``; a yearly or single amount counts a twelfth a month.
        to: ``poorest``, ``random``, ``eligible`` (the poorest of them where a number is given), or ``score``.
        amount: rupiah for each recipient, one or several.
        recipients: how many households (or persons) of the population, one or several.
        budget: rupiah a year (or once); with amounts it pays ⌊budget/cost of one⌋ recipients, with
            recipients ⌊budget/recipients⌋ rupiah each.
        eligible: a condition over the columns: nobody else receives.
        score: the column by which recipients are chosen, the lowest first.
        per: ``household``, whose members share the amount equally, or ``person``.
        pass_through: percent of the gain that becomes welfare, 0 to 100.
        monthly_return: percent a month that the amount earns as capital, which then is the gain.
        seed: of a random choice, and of the bootstrap.
        design: as of `estimate`.
        where: as of `estimate`.
        decimal: as of `estimate`.
        memory: as of `estimate`.
        temp: as of `estimate`.
        rows_of_block: as of `estimate`.
        **options: columns, lines, ``level``, ``lonely_psu``, ``missing``, ``bootstrap`` as of `estimate`.

    Raises:
        UsageError: for options that are unknown, in conflict or out of range.
        InputError: if a file is missing or refused, nobody is eligible, or there are fewer than recipients.
        NotFoundError: if there are no published lines for a period.
    """
    wanted = programme(
        amount=amount,
        recipients=recipients,
        budget=budget,
        every=every,
        to=to,
        per=per,
        pass_through=pass_through,
        monthly_return=monthly_return,
        eligible=eligible,
        score=score,
    )
    refuse(options, ("measure", "ci", "floor", "by"))
    drawn = seed_of(seed, wanted, options)
    data, options = with_columns(data, options)
    roles, spec, asked = asked_for(design, options)
    if not spec.given:
        raise UsageError("needs_line", measure="survey simulate")
    asked = replace(asked, measures=(headcount(),))
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, decimal=decimal, columns=None)
    beside = Beside(numbers_beside(roles, wanted, score), None, eligible)
    study = begin(engine, table, roles, spec, asked, where, rows_of_block, beside)
    people = people_of(study.reading.sample, ())
    line = queue_of(people, wanted, drawn, table, eligible)
    check_number(people, line, wanted, table)
    outcomes, rows = answer_rows(study, people, wanted, line)
    return Answer(
        question="survey simulate",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            **arguments(wanted, eligible, score, drawn),
        },
        rows=tuple(rows),
        notes=(*survey_notes(study, table), *programme_notes(wanted, outcomes, rows, drawn)),
        sources=sources_of(study.reading.keys),
        names={},
        kind=Simulated,
    )


def headcount() -> Any:
    """P0, which tells who is poor."""
    return measure_of("p0")


def arguments(wanted: Programme, eligible: str | None, score: str | None, seed: int | None) -> dict[str, Any]:
    """What was asked about the programme, with every default resolved."""
    return {
        "amount": list(dict.fromkeys(each.amount for each in wanted.scenarios)),
        "recipients": list(dict.fromkeys(each.number for each in wanted.scenarios)),
        "budget": wanted.budget,
        "every": wanted.every,
        "to": wanted.to,
        "eligible": eligible,
        "score": score,
        "per": wanted.per,
        "pass_through": wanted.pass_through,
        "return": wanted.monthly_return,
        "seed": seed,
    }


def seed_of(seed: object, wanted: Programme, options: dict[str, Any]) -> int | None:
    """The seed of a random choice; that of the bootstrap goes with its options.

    Raises:
        UsageError: if there is nothing to draw.
    """
    bootstrap = options.get("bootstrap") is not None
    if seed is not None and wanted.to != "random" and not bootstrap:
        raise UsageError("needs_option", option="--seed", needed="--to random, --bootstrap")
    if bootstrap:
        options["seed"] = seed
    if wanted.to != "random":
        return None
    return DEFAULT_SEED if seed is None else whole("--seed", seed, 0, 2**63 - 1)


def numbers_beside(roles: Roles, wanted: Programme, score: str | None) -> dict[str, str]:
    """The columns of numbers that are needed: members of households, and the score.

    Raises:
        UsageError: if households receive and their members are unknown.
    """
    if wanted.per == "household" and roles.size is None:
        raise UsageError("needs_option", option="--per household", needed="--size")
    members = {"members": str(roles.size)} if wanted.per == "household" else {}
    return {**members, **({"score": score} if score is not None else {})}


def queue_of(
    people: People, wanted: Programme, seed: int | None, table: Table, eligible: str | None
) -> Queue:
    """Who receives first: made once for all scenarios.

    Raises:
        InputError: if nobody is eligible.
    """
    rows = np.arange(len(people.welfare))
    if eligible is not None:
        rows = np.flatnonzero(people.beside["eligible"] > 0)
    if not len(rows):
        raise InputError("nobody_eligible", file=table.shown, given=str(eligible))
    if wanted.to == "random":
        return queue(np.random.default_rng(seed).random(len(people.welfare)), rows, blind=True)
    return queue(people.beside["score"] if wanted.to == "score" else people.welfare, rows)


def check_number(people: People, line: Queue, wanted: Programme, table: Table) -> None:
    """Refuse more recipients than there are; a budget that would pay more pays all of them.

    Raises:
        InputError: with both numbers.
    """
    units = people.weight / people.beside.get("members", 1.0)
    there = float(units[line.order].sum())
    for each in wanted.scenarios:
        if each.number is not None and each.number > Decimal(there * ROUNDING) and wanted.budget is None:
            raise InputError(
                f"more_than_{wanted.per}s", file=table.shown, given=each.number, there=Decimal(int(there))
            )


def world(study: Study, people: People, weight: Array, line: float | None = None) -> World:
    """The people under some weights, and with another line where that was estimated."""
    per_person = 1.0 / people.beside["members"] if "members" in people.beside else np.ones_like(weight)
    lines = people.line if line is None else np.full_like(people.line, line)
    poor = np.flatnonzero(people.poor(line))
    estimated = study.relative is not None
    return World(
        people,
        weight,
        weight * per_person,
        per_person,
        lines,
        poor,
        powers(people.welfare[poor], lines[poor]),
        curve(people.welfare, weight),
        width_of(people.welfare, weight) if estimated else None,
    )


def outcome(now: World, each: Scenario, line: Queue, *, errors: bool) -> Outcome:
    """What one scenario does; with *errors* also the PSU totals of its influence values."""
    reached = reach(line, now.units, None if each.number is None else float(each.number))
    gain = each.gain * now.per_person
    counts, before = poverty_changes(now, reached, gain, errors=errors)
    everybody = total(now, np.ones_like(now.weight), errors=errors)
    changes = [*(part.over(everybody, 100.0) for part in counts), counts[0]]
    changes.append(gini_change(now, reached, gain, errors=errors))
    others = spending(now, reached, each, changes[P1], errors=errors)
    recipients = float(np.dot(now.units, reached.part)) if reached.everyone else float(each.number or 0)
    people = everybody.value
    values = np.array([*(100.0 * before / people), before[0], now.curve.gini])
    return Outcome(values, changes, others, recipients)


def total(now: World, value: Array, *, errors: bool, line: float = 0.0) -> Part:
    """Σ w·value with its PSU totals."""
    weighted = now.weight * value
    return Part(float(weighted.sum()), by_cell(now, weighted) if errors else np.zeros(1), line)


def by_cell(now: World, weighted: Array) -> Array:
    """Sums over the PSUs."""
    return summed(now.people.own, weighted, len(now.people.over.domain))


def moved(now: World, reached: Reached, effect: Array, *, errors: bool, line: float = 0.0) -> Part:
    """Σ w·part·effect of those who are reached.

    Where a number of recipients is met, whoever comes in pushes one out at the boundary: the influence of a
    reached unit is its effect less that of a unit there.
    """
    found = total(now, reached.part * effect, errors=errors, line=line)
    if reached.everyone or not errors:
        return found
    next_one = at_boundary(reached, now.units, effect / now.per_person)
    return found._replace(influence=found.influence - next_one * by_cell(now, now.units * reached.part))


def poverty_changes(now: World, reached: Reached, gain: Array, *, errors: bool) -> tuple[list[Part], Array]:
    """The changes of Σ w (1 − y/z)^α [y < z] for α 0, 1, 2, and these sums before."""
    poor = now.poor
    later = powers(now.people.welfare[poor] + gain[poor], now.line[poor])
    weight, part = now.weight[poor], reached.part[poor]
    before = now.powers @ weight
    after = (now.powers + part * (later - now.powers)) @ weight
    slopes = line_slopes(now, reached, gain, after - before)
    found = []
    for order in range(3):
        effect = np.zeros_like(now.weight)
        effect[poor] = later[order] - now.powers[order]
        change = moved(now, reached, effect, errors=errors, line=slopes[order])
        found.append(change._replace(value=float(after[order] - before[order])))
    return found, before


def line_slopes(now: World, reached: Reached, gain: Array, changes: Array) -> list[float]:
    """The slopes of the changes in an estimated line: at the line people enter, above it gaps widen."""
    if now.entering is None:
        return [0.0, 0.0, 0.0]
    line, welfare = float(now.line[0]), now.people.welfare
    at_line = density(welfare + gain, line, now.entering) - density(welfare, line, now.entering)
    moving = float(np.dot(now.weight * reached.part, at_line))
    return [moving, (changes[0] - changes[1]) / line, 2.0 * (changes[1] - changes[2]) / line]


def density(welfare: Array, line: float, width: float) -> Array:
    """The density of each row at the line; 0 where all welfare is equal."""
    return kernel(welfare, line, width) if width > 0 else np.zeros_like(welfare)


def gini_change(now: World, reached: Reached, gain: Array, *, errors: bool) -> Part:
    """The change of the Gini ratio."""
    welfare, before = now.people.welfare, now.curve
    if not (gain[reached.part > 0] > 0).any():
        return Part(0.0 if np.isfinite(before.gini) else np.nan, by_cell(now, np.zeros_like(welfare)))
    after = curve_after(welfare, now.weight, gain, reached.part)
    change = after.gini - before.gini
    if not errors or not np.isfinite(change):
        return Part(change, by_cell(now, np.zeros_like(welfare)))
    stayed = after.influence(welfare)
    effect = np.zeros_like(welfare)
    touched = np.union1d(np.flatnonzero(reached.part > 0), reached.boundary)
    effect[touched] = after.influence((welfare + gain)[touched]) - stayed[touched]
    found = moved(now, reached, effect, errors=True)
    rest = by_cell(now, now.weight * (stayed - before.influence(welfare)))
    return Part(change, found.influence + rest)


def spending(now: World, reached: Reached, each: Scenario, p1: Part, *, errors: bool) -> list[Part]:
    """Cost, poor recipients, the share of the cost that others get, and rupiah a point of P1."""
    units = now.per_person
    recipients = total(now, units * reached.part, errors=errors)
    if not reached.everyone:
        recipients = Part(float(each.number or 0), np.zeros_like(recipients.influence))
    is_poor = np.zeros_like(now.weight)
    is_poor[now.poor] = 1.0
    slope = 0.0
    if now.entering is not None:
        at_line = density(now.people.welfare, float(now.line[0]), now.entering)
        slope = float(np.dot(now.units * reached.part, at_line))
    poor = moved(now, reached, units * is_poor, errors=errors, line=slope)
    others = moved(now, reached, units * (1.0 - is_poor), errors=errors, line=-slope)
    cost = scaled(recipients, float(each.price))
    return [cost, poor, others.over(recipients, 100.0), cost.over(scaled(p1, -1.0))]


def scaled(part: Part, factor: float) -> Part:
    """A part times a number."""
    return Part(factor * part.value, factor * part.influence, factor * part.line)


def answer_rows(
    study: Study, people: People, wanted: Programme, line: Queue
) -> tuple[list[Outcome], list[Simulated]]:
    """All scenarios and their rows."""
    now = world(study, people, people.weight)
    linearised = study.replicates is None
    done = [outcome(now, each, line, errors=linearised) for each in wanted.scenarios]
    values = np.array([each.values() for each in done])
    errors = errors_of(study, people)
    if linearised:
        variance = np.array(
            [[errors_of_part(errors, part) for part in (*each.changes, *each.others)] for each in done]
        )
    else:
        variance, _ = replicated(
            study, people, values, lambda w, z: under_weights(study, people, wanted, line, w, z)
        )
    known = np.array([scale_of(each) for each in done])
    variance = cleaned(variance, known)
    if errors.few[0] or errors.freedom[0] < 1:
        variance = np.full_like(variance, np.nan)
    t = float(t_values(study.asked.level, errors.freedom)[0])
    rows = []
    for place, (each, found) in enumerate(zip(wanted.scenarios, done, strict=True)):
        rows += rows_of(place + 1, each, found, wanted.unit, wanted.per, np.sqrt(variance[place]), t)
    return done, rows


def scale_of(found: Outcome) -> list[float]:
    """The size against which a standard error may be rounding: of changes the value before."""
    cost, poor, _, point = (part.value for part in found.others)
    return [*found.before.tolist(), cost, max(poor, found.recipients), 100.0, point]


def errors_of_part(errors: Any, part: Part) -> float:
    """The variance of one number."""
    return float(errors.of(part.influence, np.array([part.line]))[0]) if np.isfinite(part.value) else np.nan


def under_weights(
    study: Study, people: People, wanted: Programme, queued: Queue, weight: Array, line: float | None
) -> Array:
    """Every number of every scenario under other weights."""
    now = world(study, people, weight, line)
    return np.array([outcome(now, each, queued, errors=False).values() for each in wanted.scenarios])


def rows_of(
    scenario: int, each: Scenario, found: Outcome, money: str, per: str, se: Array, t: float
) -> list[Simulated]:
    """The rows of one scenario."""
    about = (scenario, each.amount, received_by(each, found))
    units = {
        "cost": money,
        "recipients_poor": "households" if per == "household" else "people",
        "leakage": "percent",
        "idr_per_point_p1": money,
    }
    rows = []
    for place, (measure, unit) in enumerate(COMPARED.items()):
        before, change = float(found.before[place]), found.changes[place].value
        ends = interval(change, float(se[place]), t)
        after = number(before + change)
        rows.append(Simulated(*about, measure, unit, number(before), after, number(change), *ends))
    for place, (measure, unit) in enumerate(units.items()):
        value = found.others[place].value
        ends = interval(value, float(se[len(COMPARED) + place]), t)
        rows.append(Simulated(*about, measure, unit, None, number(value), None, *ends))
    return rows


def received_by(each: Scenario, found: Outcome) -> Decimal:
    """How many receive: the number asked for, or all that there are."""
    if each.number is not None and abs(float(each.number) - found.recipients) <= 1e-9 * found.recipients:
        return each.number
    return Decimal(repr(found.recipients))


def interval(value: float, se: float, t: float) -> tuple[float | None, float | None, float | None]:
    """Standard error and ends of the interval; no interval where nothing varies."""
    if not (np.isfinite(se) and np.isfinite(value)):
        return None, None, None
    if se == 0:
        return 0.0, None, None
    return se, number(value - t * se), number(value + t * se)
