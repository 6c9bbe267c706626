"""What a transfer would change: the same people before and after, with paired standard errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.numbers import whole_number
from kaltim_poverty.measures.catalogue import measure as measure_of
from kaltim_poverty.measures.incidence import Linearized
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.recipients import ROUNDING, Queue, random_queue, ranked_queue
from kaltim_poverty.records import Answer, Chart
from kaltim_poverty.survey.infer.inference import cleaned, t_values
from kaltim_poverty.survey.infer.rowwise import People, errors_of, people_of, replicated
from kaltim_poverty.survey.options import DEFAULT_SEED
from kaltim_poverty.survey.outcomes import Outcome, outcome, world
from kaltim_poverty.survey.read import Engine, ExtraColumns, open_table, sources_of
from kaltim_poverty.survey.sample.blocks import Whole
from kaltim_poverty.survey.scenarios import Programme, Scenario, programme
from kaltim_poverty.survey.simulate_notes import programme_notes
from kaltim_poverty.survey.study import Study, arguments_of, asked_for, begin, number, with_columns
from kaltim_poverty.survey.targeting import refuse, survey_notes

if TYPE_CHECKING:
    from kaltim_poverty.inputs.amounts import Numbers
    from kaltim_poverty.survey.read import Roles, Table

COMPARED = {"p0": "percent", "p1": "percent", "p2": "percent", "poor_count": "people", "gini": "ratio"}
NO_MORE = 1 + 1e-9  # so many recipients more than households are rounding


@dataclass(frozen=True)
class Simulated:
    """One measure of one scenario; None where a number does not exist.

    The measures of poverty and Gini have `before`, `after` and `change`, and `se` and the interval are those
    of the change; cost, recipients_poor, leakage and idr_per_point_p1 stand in `after`, `se` with them.
    """

    chart: ClassVar[Chart] = Chart(
        panel="measure",
        shown=("p0", "p1", "p2"),
        value="change",
        interval=("ci_low", "ci_high"),
        alone=("before", "after"),
    )

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
    decimal: str | None = None,
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
        memory: as of `estimate` while reading; the rows themselves stay in memory besides.
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
    extra = ExtraColumns(extra_numbers(roles, wanted, score), None, eligible)
    study = begin(engine, table, roles, spec, asked, where, rows_of_block, extra)
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
    return DEFAULT_SEED if seed is None else whole_number("--seed", seed, 0, 2**63 - 1)


def extra_numbers(roles: Roles, wanted: Programme, score: str | None) -> dict[str, str]:
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
        InputError: if there is nobody, or nobody is eligible.
    """
    rows = np.arange(len(people.welfare))
    if not len(rows):
        raise InputError("nobody_left", file=table.shown)
    if eligible is not None:
        rows = np.flatnonzero(people.beside["eligible"] > 0)
    if not len(rows):
        raise InputError("nobody_eligible", file=table.shown, given=str(eligible))
    if wanted.to == "random":
        return random_queue(np.random.default_rng(seed), told_apart(people), rows)
    return ranked_queue(people.beside["score"] if wanted.to == "score" else people.welfare, rows)


def told_apart(people: People) -> Whole:
    """The rows in an order that does not depend on that of the file, so that neither does a draw.

    Where each row is its own PSU, PSUs have the order of the file: rows of equal welfare are told apart by
    all else first.
    """
    columns = [people.weight, *(people.beside[name] for name in sorted(people.beside)), people.line]
    keys = [people.psu, *(each for each in columns[::-1] if len(each)), people.welfare]
    same = people.welfare[1:] == people.welfare[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    order = np.arange(len(people.welfare))
    order[tied] = tied[np.lexsort([key[tied] for key in keys])]
    return order


def check_number(people: People, line: Queue, wanted: Programme, table: Table) -> None:
    """Refuse more recipients than there are; a budget that would pay more pays all of them.

    Raises:
        InputError: with both numbers.
    """
    units = people.weight / people.beside.get("members", 1.0)
    there = float(units[line.order].sum())
    for each in wanted.scenarios:
        if each.number is not None and each.number > Decimal(there * NO_MORE) and wanted.budget is None:
            raise InputError(
                f"more_than_{wanted.per}s", file=table.shown, given=each.number, there=Decimal(int(there))
            )


def answer_rows(
    study: Study, people: People, wanted: Programme, line: Queue
) -> tuple[list[Outcome], list[Simulated]]:
    """All scenarios and their rows."""
    now = world(study, people, line, people.weight)
    linearised = study.replicates is None
    done = [outcome(now, each, errors=linearised) for each in wanted.scenarios]
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


def errors_of_part(errors: Any, part: Linearized) -> float:
    """The variance of one number; a number that was asked for has none."""
    if not part.line and not part.influence.any():
        return 0.0
    return float(errors.of(part.influence, np.array([part.line]))[0]) if np.isfinite(part.value) else np.nan


def under_weights(
    study: Study, people: People, wanted: Programme, queued: Queue, weight: Array, line: float | None
) -> Array:
    """Every number of every scenario under other weights."""
    now = world(study, people, queued, weight, line)
    return np.array([outcome(now, each, errors=False).values() for each in wanted.scenarios])


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
        after = number(0.0 if abs(before + change) <= ROUNDING * before else before + change)
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
