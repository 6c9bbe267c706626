"""What does a budget buy: more people, or more for each?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import Numbers, parse_amount, parse_amounts, parse_whole_amount
from kaltim_poverty.inputs.numbers import Number, normalized
from kaltim_poverty.programme.assess import gap_months, reached
from kaltim_poverty.programme.budgets import affordable, factor, parse_overhead, whole_rupiah
from kaltim_poverty.programme.reference import (
    HOUSEHOLD,
    Reference,
    check_people,
    chosen,
    needed_return,
    parse_per,
    poor_of,
    reference_of,
    resolved,
)
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import difference, half_up, product, quotient
from kaltim_poverty.published.periods import PeriodLike, require_written
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Names


@record
class Choice:
    """One way to spend a budget: rupiah for each, how many, what it costs in all.

    `reached_share` and `return_needed` (a month) are in percent.
    """

    amount: Decimal = column("value")
    recipients: Decimal = column("value", decimals=0)
    cost: Decimal = column("value")
    reached_share: Decimal | None = column("share", decimals=2)
    months_of_gap: Decimal | None = column("value", decimals=2)
    months_of_line: Decimal | None = column("value", decimals=2)
    return_needed: Decimal | None = column("share", decimals=2)


def options(
    budget: Number,
    *,
    amount: Numbers | None = None,
    recipients: Numbers | None = None,
    per: str = HOUSEHOLD,
    period: PeriodLike = "latest",
    overhead: Number = 0,
    area: Names = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Choice]:
    """What does a budget buy: more people, or more for each? On the command line: ``kpov programme options``.

    For an amount the recipients are ⌊budget/(amount·(1 + overhead))⌋; for recipients the amount is
    ⌊budget/(recipients·(1 + overhead))⌋ rupiah. Neither costs more than the budget.

    Args:
        budget: rupiah in all, above 0, such as ``"7.5miliar"``.
        amount: rupiah for each, one or several.
        recipients: how many, one or several; either these or amounts.
        per: whether they are each a ``household`` or a ``person``.
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0, P1, count, line and household size.
        overhead: what delivery costs on top, in percent of the amount, 0 to 1000.
        area: the code or name of one area.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each amount, or for each number of recipients, in the order given.

    Raises:
        UsageError: for a number out of range, both or neither of amounts and recipients.
        NotFoundError: for an unknown area, or a period that lacks one of the figures.
        InputError: if a file is refused.
    """
    money = parse_amount("--budget", budget)
    price = factor(parse_overhead(overhead))
    pairs = pairs_of(money, price, amount, recipients)
    unit = parse_per(per)
    require_written(period)
    selection = chosen(area, figures, areas)
    reference = reference_of(selection, period)
    if amount is None:
        check_people(reference, max(number for _, number in pairs))
    rows = [choice(each, number, price, unit, reference) for each, number in pairs]
    arguments = resolved(
        selection,
        budget=money,
        amount=[row.amount for row in rows] if recipients is None else None,
        recipients=[row.recipients for row in rows] if amount is None else None,
        per=unit,
        period=reference.period,
        overhead=parse_overhead(overhead),
    )
    notes = notes_of(money, rows, unit, reference)
    return selection.figures.answer("programme options", Choice, rows, arguments=arguments, notes=notes)


def pairs_of(
    budget: Decimal, price: Decimal, amount: Numbers | None, recipients: Numbers | None
) -> list[tuple[Decimal, Decimal]]:
    """Amount and recipients of each option.

    Raises:
        UsageError: if both or neither are given, or a recipient would get less than a rupiah.
    """
    if amount is not None and recipients is not None:
        raise UsageError("conflict", one="--amount", other="--recipients")
    if amount is not None:
        amounts = parse_amounts("--amount", amount)
        return [(each, affordable(budget, price, each)) for each in amounts]
    if recipients is not None:
        numbers = parse_amounts("--recipients", recipients, parse_whole_amount)
        return [(amount_for(budget, price, number), number) for number in numbers]
    raise UsageError("needs_option", option="--budget", needed=message("value.amount_or_recipients"))


def amount_for(budget: Decimal, price: Decimal, recipients: Decimal) -> Decimal:
    """The most whole rupiah that each of so many can get.

    Raises:
        UsageError: if that is less than one.
    """
    amount = affordable(budget, price, recipients)
    if amount < 1:
        raise UsageError("budget_too_small", budget=budget, recipients=recipients)
    return amount


def choice(amount: Decimal, recipients: Decimal, price: Decimal, per: str, reference: Reference) -> Choice:
    """One row."""
    return Choice(
        amount,
        recipients,
        normalized(product(amount, recipients, price)),
        reached(recipients, per, reference),
        gap_months(amount, per, reference),
        quotient(amount, reference.line_of(per)),
        needed_return(amount, per, reference),
    )


def notes_of(budget: Decimal, rows: list[Choice], per: str, reference: Reference) -> list[Note]:
    """The notes on the rest of the budget, and on more recipients than poor people."""
    if not reference.p0:
        return [note("nobody_poor", area=reference.area, period=reference.period)]
    left = [(row.amount, difference(budget, row.cost)) for row in rows if row.recipients]
    parts: list[object] = [
        message("value.rest_at", rest=whole_rupiah(rest), amount=amount) for amount, rest in left if rest
    ]
    nobody: list[object] = [message("value.rupiah", amount=row.amount) for row in rows if not row.recipients]
    notes = [note("budget_left", parts=parts)] if parts else []
    notes += [note("nobody_paid", budget=budget, amounts=nobody)] if nobody else []
    return [*notes, *more_than_the_poor(rows, per, reference)]


def more_than_the_poor(rows: list[Choice], per: str, reference: Reference) -> list[Note]:
    """The options with more recipients than there are poor."""
    poor = reference.poor_units(per)
    many: list[object] = [row.recipients for row in rows if poor is not None and row.recipients > poor]
    if not many or poor is None:
        return []
    units = poor_of(per)
    return [note("crowded_options", recipients=many, poor=half_up(poor), units=units)]
