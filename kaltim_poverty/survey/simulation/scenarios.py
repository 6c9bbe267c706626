"""What is simulated: amounts, recipients, a budget, and to whom it goes, checked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount, parse_amounts, parse_whole_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import normalized, within
from kaltim_poverty.published.exact import EXACT, product
from kaltim_poverty.survey.currency import PER_YEAR, SUM, unit_in
from kaltim_poverty.words import Money, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.inputs.amounts import Numbers

EVERY = ("month", "year", "once")
TO = ("poorest", "random", "eligible", "score")
PER = ("household", "person")
MONTHS = 12
MOST_RETURN = 1000


class Scenario(NamedTuple):
    """One programme.

    Attributes:
        amount: for each recipient, every time.
        number: how many receive; None for everyone.
        price: for each recipient in a year, or once.
        gain: by which each recipient is better off a month.
    """

    amount: Decimal
    number: Decimal | None
    price: Decimal
    gain: float


class Programme(NamedTuple):
    """The options that all scenarios have in common.

    Attributes:
        scenarios: in the order asked for.
        every: ``month``, ``year`` or ``once``.
        to: ``poorest``, ``random``, ``eligible`` or ``score``.
        per: whether recipients are each a ``household`` or a ``person``.
        budget: for a year, or once; None where the number of recipients was given.
        pass_through: percent of the gain that becomes welfare.
        monthly_return: percent a month that the amount earns as capital; None where it is spent.
        currency: of all amounts; None where none is named.
    """

    scenarios: tuple[Scenario, ...]
    every: str
    to: str
    per: str
    budget: Decimal | None
    pass_through: float
    monthly_return: float | None
    currency: str | None = None

    @property
    def unit(self) -> str:
        """The unit of what it costs."""
        return unit_in(self.currency, SUM if self.every == "once" else PER_YEAR)

    def money(self, amount: Decimal) -> Money:
        """An amount for a sentence."""
        return Money(amount, unit_in(self.currency, SUM))


def programme(
    *,
    amount: Numbers | None,
    recipients: Numbers | None,
    budget: object,
    every: str,
    to: str,
    per: str,
    pass_through: object,
    monthly_return: object,
    eligible: str | None,
    score: str | None,
) -> Programme:
    """The scenarios that options ask for.

    Raises:
        UsageError: for a number out of range, options in conflict, or one without the other that it needs.
    """
    chosen = choice("--every", every, EVERY)
    target = choice("--to", to, TO)
    check_target(target, eligible, score)
    if monthly_return is not None and chosen == "month":
        raise UsageError("conflict", one="--return", other="--every month")
    money = None if budget is None else parse_amount("--budget", budget)
    rate = (
        None
        if monthly_return is None
        else float(within("--return", monthly_return, above=0, at_most=MOST_RETURN))
    )
    through = float(within("--pass-through", pass_through, at_least=0, at_most=100))
    times = Decimal(MONTHS if chosen == "month" else 1)
    factor = gain_factor(chosen, through, rate)
    scenarios = [
        Scenario(each, number, normalized(product(each, times)), float(each) * factor)
        for each, number in pairs(amount, recipients, money, times, target)
    ]
    return Programme(tuple(scenarios), chosen, target, choice("--per", per, PER), money, through, rate)


def gain_factor(every: str, through: float, rate: float | None) -> float:
    """The gain a month from each unit of money: all of it, a twelfth, or what it earns as capital."""
    share = 1.0 if every == "month" else 1.0 / MONTHS
    return (share if rate is None else rate / 100.0) * through / 100.0


def check_target(to: str, eligible: str | None, score: str | None) -> None:
    """Refuse a target without the column or condition that it needs.

    Raises:
        UsageError: with both options.
    """
    needed: Mapping[str, tuple[str, object]] = {
        "eligible": ("--eligible", eligible),
        "score": ("--score", score),
    }
    if to in needed and needed[to][1] is None:
        raise UsageError("needs_option", option=f"--to {to}", needed=needed[to][0])
    if score is not None and to != "score":
        raise UsageError("needs_option", option="--score", needed="--to score")


def pairs(
    amount: Numbers | None, recipients: Numbers | None, budget: Decimal | None, times: Decimal, to: str
) -> list[tuple[Decimal, Decimal | None]]:
    """Amount and recipients of each scenario; None for everyone who is eligible.

    Raises:
        UsageError: unless two of amount, recipients and budget are given.
    """
    amounts = None if amount is None else parse_amounts("--amount", amount)
    numbers = None if recipients is None else parse_amounts("--recipients", recipients, parse_whole_amount)
    if budget is not None and amounts is not None and numbers is not None:
        raise UsageError("conflict", one="--budget", other="--recipients")
    if budget is not None and amounts is not None:
        return [(each, affordable(budget, each, times)) for each in amounts]
    if budget is not None and numbers is not None:
        return [(amount_for(budget, number, times), number) for number in numbers]
    if amounts is None:
        given = "--recipients" if budget is None else "--budget"
        needed = "--amount" if budget is None else message("value.amount_or_recipients")
        raise UsageError("needs_option", option=given, needed=needed)
    if numbers is None and to != "eligible":
        raise UsageError("needs_option", option="--amount", needed=message("value.recipients_or_budget"))
    many: list[Decimal | None] = [None] if numbers is None else [*numbers]
    return [(each, number) for each in amounts for number in many]


def affordable(budget: Decimal, amount: Decimal, times: Decimal) -> Decimal:
    """How many whole recipients a budget pays.

    Raises:
        UsageError: if it is not one.
    """
    number = EXACT.divide_int(budget, product(amount, times))
    if number < 1:
        raise UsageError(
            "budget_below_one", budget=budget, amount=amount, cost=normalized(product(amount, times))
        )
    return number


def amount_for(budget: Decimal, number: Decimal, times: Decimal) -> Decimal:
    """The largest whole amount that each of so many can get.

    Raises:
        UsageError: if that is less than one.
    """
    amount = EXACT.divide_int(budget, product(number, times))
    if amount < 1:
        raise UsageError("budget_below_one_each", budget=budget, recipients=number)
    return amount
