"""The ways to spend a budget as they are typed: a transfer, capital for each, capital for groups."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import Numbers, parse_amount, parse_amounts
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.named_percents import NamedPercents, parse_named_percents
from kaltim_poverty.inputs.numbers import Number, excerpt, normalized, whole_number, within
from kaltim_poverty.programme.assess import MOST_RETURN
from kaltim_poverty.programme.budgets import MOST_OVERHEAD, affordable, factor
from kaltim_poverty.published.exact import product
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRANSFER, CAPITAL, GROUP = "transfer", "capital", "group"
STRATEGIES = (TRANSFER, CAPITAL, GROUP)
LONGEST_HORIZON = 600  # months
LARGEST_GROUP = 1000  # households
MONTHS, HORIZON, ALL_SURVIVE = 12, 24, 100
ZERO = Decimal(0)


class Way(NamedTuple):
    """One way to spend a budget.

    Attributes:
        strategy: ``transfer``, ``capital`` or ``group``.
        price: rupiah for what is given out as a whole, without overhead: all months, the capital of one
            household, or that of a group.
        households: how many share it.
        overhead: in percent.
        monthly_return: percent a month of capital; None of a transfer.
    """

    strategy: str
    price: Decimal
    households: int
    overhead: Decimal
    monthly_return: Decimal | None

    def units(self, budget: Decimal) -> Decimal:
        """How many whole units a budget pays."""
        return affordable(budget, factor(self.overhead), self.price)

    def cost(self, units: Decimal) -> Decimal:
        """The exact cost of some units with overhead."""
        return normalized(product(units, self.price, factor(self.overhead)))


class Options(NamedTuple):
    """The options of a comparison of strategies: a budget, ways to spend it, the months.

    Attributes:
        budget: rupiah.
        transfer: rupiah a month for a household; None if nothing is compared with one.
        months: in which it is paid.
        horizon: months over which all are compared.
        survival: percent of businesses that are alive after a year.
        overhead: percent by strategy.
        ways: in the order of the answer.
    """

    budget: Decimal
    transfer: Decimal | None
    months: int
    horizon: int
    survival: Decimal
    overhead: Mapping[str, Decimal]
    ways: list[Way]


def options_of(
    budget: Number,
    *,
    transfer: Number | None,
    months: Number | None,
    capital: Numbers | None,
    group: str | Iterable[str] | None,
    monthly_return: Numbers | None,
    horizon: Number,
    survival: Number,
    overhead: NamedPercents | None,
) -> Options:
    """The options as described.

    Raises:
        UsageError: for a number out of range, an unknown or repeated name, or an option that needs another.
    """
    money = parse_amount("--budget", budget)
    monthly = None if transfer is None else parse_amount("--transfer", transfer)
    amounts = [] if capital is None else parse_amounts("--capital", capital)
    groups = [] if group is None else parse_groups(group)
    rates = [] if monthly_return is None else parse_returns(monthly_return)
    check_complete(monthly is not None, months is not None, bool(amounts), bool(groups), bool(rates))
    ahead = whole_number("--horizon", horizon, 1, LONGEST_HORIZON)
    paid = whole_number("--months", MONTHS if months is None else months, 1, LONGEST_HORIZON)
    if monthly is not None and paid > ahead:
        raise UsageError("months_beyond_horizon", months=str(paid), horizon=str(ahead))
    given = {TRANSFER: monthly is not None, CAPITAL: bool(amounts), GROUP: bool(groups)}
    extra = parse_overheads(overhead, [strategy for strategy in STRATEGIES if given[strategy]])
    payments = [] if monthly is None else [product(monthly, Decimal(paid))]
    ways = [Way(TRANSFER, payment, 1, extra[TRANSFER], None) for payment in payments]
    ways += [Way(CAPITAL, amount, 1, extra[CAPITAL], rate) for amount in amounts for rate in rates]
    ways += [Way(GROUP, amount, many, extra[GROUP], rate) for amount, many in groups for rate in rates]
    alive = within("--survival", survival, above=0, at_most=ALL_SURVIVE)
    return Options(money, monthly, paid, ahead, alive, extra, ways)


def check_complete(transfer: bool, months: bool, capital: bool, group: bool, rates: bool) -> None:
    """Refuse a question without a way to spend, and options that say nothing without another.

    Raises:
        UsageError: naming the option that is missing.
    """
    if not (transfer or capital or group):
        raise UsageError("needs_option", option="--budget", needed=message("value.any_strategy"))
    if (capital or group) and not rates:
        raise UsageError("needs_option", option="--capital" if capital else "--group", needed="--return")
    if rates and not (capital or group):
        raise UsageError("needs_option", option="--return", needed=message("value.capital_or_group"))
    if months and not transfer:
        raise UsageError("needs_option", option="--months", needed="--transfer")


def parse_groups(given: str | Iterable[str]) -> list[tuple[Decimal, int]]:
    """The capital and the members of each group, each once, such as ``20jt/5``.

    Raises:
        UsageError: if one is not written so.
    """
    return list(dict.fromkeys(parse_group(item) for item in split_list(given)))


def parse_group(item: str) -> tuple[Decimal, int]:
    """The capital and the members of one group.

    Raises:
        UsageError: if it is not written ``RP/N``, or one of both is out of range.
    """
    amount, slash, members = (part.strip() for part in item.partition("/"))
    if not (amount and slash and members):
        raise UsageError("malformed_group", given=excerpt(item))
    return parse_amount("--group", amount), whole_number("--group", members, 1, LARGEST_GROUP)


def parse_returns(given: Numbers) -> list[Decimal]:
    """Percentages a month, each once, in the order given.

    Raises:
        UsageError: if one is not a number above 0, at most 100.
    """
    texts = split_list(given)
    return list(dict.fromkeys(within("--return", text, above=0, at_most=MOST_RETURN) for text in texts))


def parse_overheads(given: NamedPercents | None, compared: list[str]) -> dict[str, Decimal]:
    """The overhead of each strategy in percent, 0 where none is given.

    Raises:
        UsageError: for a strategy that is not compared, or a percentage out of range.
    """
    named = {} if given is None else parse_named_percents("--overhead", given, STRATEGIES, MOST_OVERHEAD)
    for strategy in named:
        if strategy not in compared:
            raise UsageError("needs_option", option=f"--overhead {strategy}", needed=f"--{strategy}")
    return {strategy: named.get(strategy, ZERO) for strategy in STRATEGIES}


__all__ = ["CAPITAL", "GROUP", "TRANSFER", "Options", "Way", "options_of"]
