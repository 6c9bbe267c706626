"""Is an amount enough, and how many of the poor does it reach?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.inputs.amounts import parse_amount, parse_whole_amount
from kaltim_poverty.inputs.numbers import normalized, within
from kaltim_poverty.programme.facts import (
    HOUSEHOLD,
    HUNDRED,
    PERSON,
    Facts,
    check_people,
    chosen,
    facts_of,
    parse_per,
    poor_of,
    resolved,
)
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import QUOTIENT, half_up, product, quotient, total
from kaltim_poverty.published.periods import require_written
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Names

MOST_OVERHEAD = 1000  # percent of the amount
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
    amount: object,
    recipients: object,
    *,
    per: str = HOUSEHOLD,
    period: object = "latest",
    overhead: object = 0,
    monthly_return: object = None,
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

    Raises:
        UsageError: for a number out of range, a malformed period or an unknown choice.
        NotFoundError: for an unknown area, or a period that lacks one of the figures.
        InputError: if a file is refused.
    """
    plan = plan_of(amount, recipients, per, overhead, monthly_return)
    require_written(period)
    selection = chosen(area, figures, areas)
    facts = facts_of(selection, period)
    check_people(facts, plan.recipients)
    asked = {**plan._asdict(), "return": plan.monthly_return, "period": facts.period}
    del asked["monthly_return"]
    arguments = resolved(selection, **asked)
    rows, notes = rows_of(plan, facts), notes_of(plan, facts)
    return selection.figures.answer("programme assess", Assessed, rows, arguments=arguments, notes=notes)


def plan_of(amount: object, recipients: object, per: str, overhead: object, monthly_return: object) -> Plan:
    """The transfer that somebody described.

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


def parse_overhead(given: object) -> Decimal:
    """What delivery costs, in percent of the amount.

    Raises:
        UsageError: if it is no number from 0 to 1000.
    """
    return within("--overhead", given, at_least=0, at_most=MOST_OVERHEAD)


def factor(overhead: Decimal) -> Decimal:
    """1 + overhead."""
    return total(Decimal(1), product(overhead, Decimal("0.01")))


def rows_of(plan: Plan, facts: Facts) -> list[Assessed]:
    """The quantities in the order in which people read them."""
    rows = [
        cost(plan),
        poor_households(facts),
        reached_share(plan, facts),
        shortfall_year(facts),
        cost_share(plan, facts),
        gap_person_month(facts),
        gap_household_month(facts),
        months_of_gap(plan, facts),
        months_of_line(plan, facts),
        return_needed(plan, facts),
    ]
    if plan.monthly_return is None:
        return rows
    return [
        *rows,
        gap_closed_share(plan, facts, plan.monthly_return),
        amount_needed(plan, facts, plan.monthly_return),
    ]


def row(quantity: str, value: Decimal | None, unit: str, basis: Message) -> Assessed:
    """A row; where there is no value its basis says so."""
    said = basis if value is not None else message("basis.undefined", formula=basis)
    return Assessed(quantity, None if value is None else normalized(value), unit, said)


def cost(plan: Plan) -> Assessed:
    """Amount × recipients × (1 + overhead)."""
    key = "basis.cost_overhead" if plan.overhead else "basis.cost"
    basis = message(key, amount=plan.amount, recipients=plan.recipients, overhead=plan.overhead)
    return row("cost", plan.cost, "idr", basis)


def poor_households(facts: Facts) -> Assessed:
    """Poor people ÷ size of a poor household."""
    basis = message("basis.poor_households", people=normalized(facts.poor_people()), size=facts.size)
    return row("poor_households", facts.poor_units(HOUSEHOLD), "households", basis)


def reached_share(plan: Plan, facts: Facts) -> Assessed:
    """Recipients ÷ poor units: the most that it can be, as if every recipient were poor."""
    poor = shown(facts.poor_units(plan.per))
    share = reached(plan.recipients, plan.per, facts)
    key = "basis.reached_all" if share == HUNDRED else "basis.reached_share"
    basis = message(key, recipients=plan.recipients, poor=poor, units=poor_of(plan.per))
    return row("reached_share", share, "percent", basis)


def reached(recipients: Decimal, per: str, facts: Facts) -> Decimal | None:
    """100 × recipients × members ÷ poor people, at most 100: nobody is reached twice."""
    share = facts.divided(product(HUNDRED, recipients, facts.members(per)), facts.poor_people())
    return None if share is None else min(share, HUNDRED)


def shortfall_year(facts: Facts) -> Assessed:
    """P1 · line · population · 12, where population = poor people ÷ P0."""
    basis = message(
        "basis.shortfall_year",
        p1=facts.p1,
        line=facts.line,
        population=shown(facts.population()),
        people=normalized(facts.poor_people()),
        p0=facts.p0,
    )
    return row("shortfall_year", shortfall(facts), "idr_per_year", basis)


def shortfall(facts: Facts) -> Decimal | None:
    """What all poor people together lack to the line, rupiah a year."""
    return facts.divided(facts.lack_year(), facts.p0)


def cost_share(plan: Plan, facts: Facts) -> Assessed:
    """100 × cost ÷ yearly shortfall."""
    value = facts.divided(product(HUNDRED, plan.cost, facts.p0), facts.lack_year())
    return row(
        "cost_share",
        value,
        "percent",
        message("basis.cost_share", cost=plan.cost, shortfall=shown(shortfall(facts))),
    )


def gap_person_month(facts: Facts) -> Assessed:
    """(P1/P0) · line."""
    basis = message("basis.gap_person_month", p1=facts.p1, p0=facts.p0, line=facts.line)
    return row("gap_person_month", facts.gap(PERSON), "idr_per_capita_month", basis)


def gap_household_month(facts: Facts) -> Assessed:
    """The same × members of a poor household, not rounded before."""
    basis = message("basis.gap_household_month", gap=shown(facts.gap(PERSON)), size=facts.size)
    return row("gap_household_month", facts.gap(HOUSEHOLD), "idr_per_household_month", basis)


def months_of_gap(plan: Plan, facts: Facts) -> Assessed:
    """Amount ÷ gap of the unit."""
    basis = message("basis.months_of_gap", amount=plan.amount, gap=shown(facts.gap(plan.per)), of=of(plan))
    return row("months_of_gap", gap_months(plan.amount, plan.per, facts), "months", basis)


def gap_months(amount: Decimal, per: str, facts: Facts) -> Decimal | None:
    """How many months of the average gap an amount is."""
    return facts.divided(product(amount, facts.p0), facts.lack(per))


def months_of_line(plan: Plan, facts: Facts) -> Assessed:
    """Amount ÷ line of the unit."""
    line = facts.line_of(plan.per)
    basis = message("basis.months_of_line", amount=plan.amount, line=line, of=of(plan))
    return row("months_of_line", quotient(plan.amount, line), "months", basis)


def return_needed(plan: Plan, facts: Facts) -> Assessed:
    """Gap of the unit ÷ amount: what it must earn a month as capital to close the average gap."""
    basis = message("basis.return_needed", gap=shown(facts.gap(plan.per)), amount=plan.amount, of=of(plan))
    return row("return_needed", needed_return(plan.amount, plan.per, facts), "percent", basis)


def needed_return(amount: Decimal, per: str, facts: Facts) -> Decimal | None:
    """Percent a month that an amount must earn to close the average gap."""
    return facts.divided(product(HUNDRED, facts.lack(per)), product(facts.p0, amount))


def gap_closed_share(plan: Plan, facts: Facts, rate: Decimal) -> Assessed:
    """100 × amount × return ÷ gap of the unit."""
    value = facts.divided(product(plan.amount, rate, facts.p0), facts.lack(plan.per))
    basis = message(
        "basis.gap_closed_share", amount=plan.amount, rate=rate, gap=shown(facts.gap(plan.per)), of=of(plan)
    )
    return row("gap_closed_share", value, "percent", basis)


def amount_needed(plan: Plan, facts: Facts, rate: Decimal) -> Assessed:
    """Gap of the unit ÷ return."""
    value = facts.divided(product(HUNDRED, facts.lack(plan.per)), product(facts.p0, rate))
    basis = message("basis.amount_needed", gap=shown(facts.gap(plan.per)), rate=rate, of=of(plan))
    return row("amount_needed", value, "idr", basis)


def of(plan: Plan) -> Message:
    """Whose gap or line is meant."""
    return message(f"basis.of_{plan.per}")


def shown(value: Decimal | None) -> Decimal | Message:
    """A number inside a sentence, rounded to a whole."""
    return message("basis.nothing") if value is None else half_up(value)


def notes_of(plan: Plan, facts: Facts) -> list[Note]:
    """That the gap is an average, and whether there are more recipients than poor."""
    gap = facts.gap(plan.per)
    if gap is None:
        return [note("nobody_poor", area=facts.area, period=facts.period)]
    notes = [note("average_gap", gap=half_up(gap), units=message(f"basis.poor_{plan.per}"))]
    poor = facts.poor_units(plan.per)
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
