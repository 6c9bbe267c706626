"""Is an amount enough, and how many of the poor does it reach?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.inputs.amounts import parse_amount, parse_whole_amount
from kaltim_poverty.inputs.numbers import Number, normalized, within
from kaltim_poverty.programme.budgets import factor, parse_overhead
from kaltim_poverty.programme.findings_compared import Needed
from kaltim_poverty.programme.reference import (
    HOUSEHOLD,
    HUNDRED,
    PERSON,
    Reference,
    check_people,
    chosen,
    needed_return,
    parse_per,
    poor_of,
    reference_of,
    resolved,
    rounded,
)
from kaltim_poverty.programme.sufficiency import with_opening
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import QUOTIENT, half_up, product, quotient
from kaltim_poverty.published.periods import PeriodLike, require_written
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Names

MOST_RETURN = 100  # percent a month
DECIMALS = {"percent": 2, "months": 2}  # for people; amounts and households have none


@record
class Assessed:
    """One quantity of a transfer in its unit; `basis` says the formula in words with the numbers in it."""

    quantity: str = column("group")
    value: Decimal | None = column("value", decimals=DECIMALS)
    unit: str = column("code", repeats="quantity")
    basis: Message = column("words")


class Plan(NamedTuple):
    """A transfer: rupiah for each, how many, households or persons, overhead and return in percent."""

    amount: Decimal
    recipients: Decimal
    per: str
    overhead: Decimal
    monthly_return: Decimal | None

    @property
    def cost(self) -> Decimal:
        """Amount × recipients × (1 + overhead), exactly."""
        return normalized(product(self.amount, self.recipients, factor(self.overhead)))


def assess(
    amount: Number,
    recipients: Number,
    *,
    per: str = HOUSEHOLD,
    period: PeriodLike = "latest",
    overhead: Number = 0,
    monthly_return: Number | None = None,
    area: Names = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Assessed]:
    """Is an amount enough, and how many does it reach? On the command line: ``kpov programme assess``.

    Args:
        amount: rupiah for each recipient, above 0: ``5000000``, ``"5jt"``, ``"5e6"``.
        recipients: how many receive it, a whole number above 0.
        per: whether they are each a ``household`` or a ``person``.
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0, P1, count, line and household size.
        overhead: what delivery costs on top, in percent of the amount, 0 to 1000.
        monthly_return: percent a month that the amount earns as capital, above 0, at most 100.
        area: the code or name of one area.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each quantity, with its unit.

    Raises:
        UsageError: for a number out of range, a malformed period or an unknown choice.
        NotFoundError: for an unknown area, or a period that lacks one of the figures.
        InputError: if a file is refused.
    """
    plan = plan_of(amount, recipients, per, overhead, monthly_return)
    require_written(period)
    selection = chosen(area, figures, areas)
    reference = reference_of(selection, period)
    check_people(reference, plan.recipients)
    asked = {**plan._asdict(), "return": plan.monthly_return, "period": reference.period}
    del asked["monthly_return"]
    arguments = resolved(selection, **asked)
    rows, notes = rows_of(plan, reference), notes_of(plan, reference)
    answer = selection.figures.answer("programme assess", Assessed, rows, arguments=arguments, notes=notes)
    values = {row.quantity: row.value for row in rows}
    return with_opening(answer, values, Needed(plan.amount, plan.per, reference))


def plan_of(amount: object, recipients: object, per: str, overhead: object, monthly_return: object) -> Plan:
    """The transfer as described.

    Raises:
        UsageError: for a number out of range or an unknown choice.
    """
    return Plan(
        parse_amount("--amount", amount),
        parse_whole_amount("--recipients", recipients),
        parse_per(per),
        parse_overhead(overhead),
        None if monthly_return is None else within("--return", monthly_return, above=0, at_most=MOST_RETURN),
    )


def rows_of(plan: Plan, reference: Reference) -> list[Assessed]:
    """The quantities in the order in which people read them."""
    rows = [
        cost(plan),
        poor_households(reference),
        reached_share(plan, reference),
        shortfall_year(reference),
        cost_share(plan, reference),
        gap_person_month(reference),
        gap_household_month(reference),
        months_of_gap(plan, reference),
        months_of_line(plan, reference),
        return_needed(plan, reference),
    ]
    if plan.monthly_return is None:
        return rows
    return [
        *rows,
        gap_closed_share(plan, reference, plan.monthly_return),
        amount_needed(plan, reference, plan.monthly_return),
    ]


def row(quantity: str, value: Decimal | None, unit: str, basis: Message) -> Assessed:
    """A row; where there is no value its basis says so."""
    formula = basis if value is not None else message("basis.undefined", formula=basis)
    return Assessed(quantity, None if value is None else normalized(value), unit, formula)


def cost(plan: Plan) -> Assessed:
    """Amount × recipients × (1 + overhead)."""
    key = "basis.cost_overhead" if plan.overhead else "basis.cost"
    basis = message(key, amount=plan.amount, recipients=plan.recipients, overhead=plan.overhead)
    return row("cost", plan.cost, "idr", basis)


def poor_households(reference: Reference) -> Assessed:
    """Poor people ÷ size of a poor household."""
    basis = message("basis.poor_households", people=normalized(reference.poor_people()), size=reference.size)
    return row("poor_households", reference.poor_units(HOUSEHOLD), "households", basis)


def reached_share(plan: Plan, reference: Reference) -> Assessed:
    """Recipients ÷ poor units: the most that it can be, as if every recipient were poor."""
    poor = rounded(reference.poor_units(plan.per))
    share = reached(plan.recipients, plan.per, reference)
    key = "basis.reached_all" if share == HUNDRED else "basis.reached_share"
    basis = message(key, recipients=plan.recipients, poor=poor, units=poor_of(plan.per))
    return row("reached_share", share, "percent", basis)


def reached(recipients: Decimal, per: str, reference: Reference) -> Decimal | None:
    """100 × recipients × members ÷ poor people, at most 100: each is reached once."""
    share = reference.divided(product(HUNDRED, recipients, reference.members(per)), reference.poor_people())
    return None if share is None else min(share, HUNDRED)


def shortfall_year(reference: Reference) -> Assessed:
    """P1 · line · population · 12, where population = poor people ÷ P0."""
    basis = message(
        "basis.shortfall_year",
        p1=reference.p1,
        line=reference.line,
        population=rounded(reference.population()),
        people=normalized(reference.poor_people()),
        p0=reference.p0,
    )
    return row("shortfall_year", shortfall(reference), "idr_per_year", basis)


def shortfall(reference: Reference) -> Decimal | None:
    """The total shortfall of all poor people to the line, rupiah a year."""
    return reference.divided(reference.lack_year(), reference.p0)


def cost_share(plan: Plan, reference: Reference) -> Assessed:
    """100 × cost ÷ yearly shortfall."""
    value = reference.divided(product(HUNDRED, plan.cost, reference.p0), reference.lack_year())
    return row(
        "cost_share",
        value,
        "percent",
        message("basis.cost_share", cost=plan.cost, shortfall=rounded(shortfall(reference))),
    )


def gap_person_month(reference: Reference) -> Assessed:
    """(P1/P0) · line."""
    basis = message("basis.gap_person_month", p1=reference.p1, p0=reference.p0, line=reference.line)
    return row("gap_person_month", reference.gap(PERSON), "idr_per_capita_month", basis)


def gap_household_month(reference: Reference) -> Assessed:
    """The same × members of a poor household, not rounded before."""
    basis = message("basis.gap_household_month", gap=rounded(reference.gap(PERSON)), size=reference.size)
    return row("gap_household_month", reference.gap(HOUSEHOLD), "idr_per_household_month", basis)


def months_of_gap(plan: Plan, reference: Reference) -> Assessed:
    """Amount ÷ gap of the unit."""
    basis = message(
        "basis.months_of_gap", amount=plan.amount, gap=rounded(reference.gap(plan.per)), of=of(plan)
    )
    return row("months_of_gap", gap_months(plan.amount, plan.per, reference), "months", basis)


def gap_months(amount: Decimal, per: str, reference: Reference) -> Decimal | None:
    """How many months of the average gap an amount is."""
    return reference.divided(product(amount, reference.p0), reference.gap_times_p0(per))


def months_of_line(plan: Plan, reference: Reference) -> Assessed:
    """Amount ÷ line of the unit."""
    line = reference.line_of(plan.per)
    basis = message("basis.months_of_line", amount=plan.amount, line=line, of=of(plan))
    return row("months_of_line", quotient(plan.amount, line), "months", basis)


def return_needed(plan: Plan, reference: Reference) -> Assessed:
    """Gap of the unit ÷ amount: what it must earn a month as capital to close the average gap."""
    basis = message(
        "basis.return_needed", gap=rounded(reference.gap(plan.per)), amount=plan.amount, of=of(plan)
    )
    return row("return_needed", needed_return(plan.amount, plan.per, reference), "percent", basis)


def gap_closed_share(plan: Plan, reference: Reference, rate: Decimal) -> Assessed:
    """100 × amount × return ÷ gap of the unit."""
    value = reference.divided(product(plan.amount, rate, reference.p0), reference.gap_times_p0(plan.per))
    basis = message(
        "basis.gap_closed_share",
        amount=plan.amount,
        rate=rate,
        gap=rounded(reference.gap(plan.per)),
        of=of(plan),
    )
    return row("gap_closed_share", value, "percent", basis)


def amount_needed(plan: Plan, reference: Reference, rate: Decimal) -> Assessed:
    """Gap of the unit ÷ return."""
    value = reference.divided(product(HUNDRED, reference.gap_times_p0(plan.per)), product(reference.p0, rate))
    basis = message("basis.amount_needed", gap=rounded(reference.gap(plan.per)), rate=rate, of=of(plan))
    return row("amount_needed", value, "idr", basis)


def of(plan: Plan) -> Message:
    """Whose gap or line is meant."""
    return message(f"basis.of_{plan.per}")


def notes_of(plan: Plan, reference: Reference) -> list[Note]:
    """The notes that the gap is an average, and whether there are more recipients than poor."""
    gap = reference.gap(plan.per)
    if gap is None:
        return [note("nobody_poor", area=reference.area, period=reference.period)]
    notes = [note("average_gap", gap=half_up(gap), units=message(f"basis.poor_{plan.per}"))]
    poor = reference.poor_units(plan.per)
    if poor is not None and plan.recipients > poor:
        notes.append(
            note(
                "more_recipients",
                recipients=plan.recipients,
                poor=half_up(poor),
                units=poor_of(plan.per),
                beyond=half_up(QUOTIENT.subtract(plan.recipients, poor)),
            )
        )
    return notes
