"""What is shared over areas: how many recipients, by which rule, and what each of them costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.amounts import parse_amount, parse_whole_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.named_percents import NamedPercents, parse_shares
from kaltim_poverty.inputs.numbers import Number, how_many, normalized
from kaltim_poverty.programme.allocation_rules import Rule, parse_rule
from kaltim_poverty.programme.apportionment import METHODS, Apportionment, apportion
from kaltim_poverty.programme.budgets import affordable, factor, parse_overhead
from kaltim_poverty.published.exact import difference, product
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kaltim_poverty.programme.allocation_rules import Figured

PAYERS = ("central", "province", "district")
MOST = 10**12  # recipients


class Plan(NamedTuple):
    """A plan to allocate: how many, rupiah for each, overhead in percent, rule, minimum, method, who pays."""

    recipients: int
    amount: Decimal | None
    overhead: Decimal
    budget: Decimal | None
    rule: Rule
    minimum: int
    rounding: str
    source: Mapping[str, Decimal]

    def cost_of(self, recipients: int) -> Decimal | None:
        """The exact cost of some recipients, with overhead; None without an amount."""
        if self.amount is None:
            return None
        return normalized(product(self.amount, factor(self.overhead), exact(recipients)))

    @property
    def rest(self) -> Decimal | None:
        """The rest of the budget; None without one."""
        cost = self.cost_of(self.recipients)
        return None if self.budget is None or cost is None else difference(self.budget, cost)

    def shared_by(self, rule: Rule, areas: Sequence[Figured]) -> Apportionment:
        """The recipients shared by a rule.

        Raises:
            UsageError: if there are too few for the minimum of every area.
            NotFoundError: if the rule would give nobody anything.
        """
        if self.minimum * len(areas) > self.recipients:
            raise UsageError(
                "minimum_too_large",
                minimum=exact(self.minimum),
                areas=str(len(areas)),
                needed=exact(self.minimum * len(areas)),
                recipients=exact(self.recipients),
            )
        shares = rule.shares(areas)
        if shares is None:
            raise NotFoundError("no_weight", rule=rule.spoken_name())
        return apportion(self.recipients, shares, METHODS[self.rounding], self.minimum)


def plan_of(
    recipients: Number | None,
    budget: Number | None,
    amount: Number | None,
    overhead: Number,
    *,
    rule: NamedPercents,
    minimum: Number,
    rounding: str,
    source: NamedPercents | None,
) -> Plan:
    """The plan as described.

    Raises:
        UsageError: for a number out of range, an unknown choice, or options that conflict or need others.
    """
    price = None if amount is None else parse_amount("--amount", amount)
    extra = parse_overhead(overhead)
    if price is None and (extra or source):
        option = "--source" if source else "--overhead"
        raise UsageError("needs_option", option=option, needed="--amount")
    money = None if budget is None else parse_amount("--budget", budget)
    return Plan(
        recipients_of(recipients, money, price, extra),
        price,
        extra,
        money,
        parse_rule(rule),
        how_many("--minimum", str(minimum).strip(), MOST),
        choice("--rounding", rounding, METHODS),
        parse_shares("--source", source, PAYERS) if source else {},
    )


def recipients_of(
    recipients: Number | None, budget: Decimal | None, amount: Decimal | None, overhead: Decimal
) -> int:
    """How many are shared: as given, or as many as a budget pays.

    Raises:
        UsageError: if both or neither are given, there are too many, or the budget pays nobody.
    """
    if recipients is not None and budget is not None:
        raise UsageError("conflict", one="--recipients", other="--budget")
    if recipients is not None:
        return at_most("--recipients", parse_whole_amount("--recipients", recipients))
    if budget is None:
        raise UsageError("needs_option", option="allocate", needed=message("value.recipients_or_budget"))
    if amount is None:
        raise UsageError("needs_option", option="--budget", needed="--amount")
    number = affordable(budget, factor(overhead), amount)
    if not number:
        cost = normalized(product(amount, factor(overhead)))
        raise UsageError("budget_below_one", budget=budget, cost=cost, amount=amount)
    return at_most("--budget / --amount", number)


def at_most(option: str, number: Decimal) -> int:
    """A number of recipients that can be shared.

    Raises:
        UsageError: if it is larger than any population.
    """
    if number > MOST:
        raise UsageError("too_large", name=option, given=str(number), high=str(MOST))
    return int(number)


def exact(number: int) -> Decimal:
    """A whole number as a decimal one."""
    from decimal import Decimal

    return Decimal(number)


__all__ = ["PAYERS", "Plan", "plan_of"]
