"""What is supposed in a scenario: growth, the line, inequality, years and a transfer, as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import product
from typing import NamedTuple, TypeAlias

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount, parse_whole_amount
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number, excerpt, normalized, number, whole_number, within

Percents: TypeAlias = Number | Iterable[Number]
RANGE = re.compile(r"(.+?)\.\.(.+?)(?::(.+))?")
MOST_COMBINATIONS = 10_000
MOST_YEARS = 20
HUNDRED = Decimal(100)
OPTIONS = ("growth", "line_growth", "gini")


class Supposed(NamedTuple):
    """One scenario: percent a year of spending, line and Gini ratio."""

    growth: Decimal
    line_growth: Decimal
    gini: Decimal


class Paid(NamedTuple):
    """A transfer as typed: rupiah a year for a household, and to how many households or percent of people."""

    amount: Decimal
    recipients: Decimal | None
    poorest: Decimal | None


class Asked(NamedTuple):
    """All that is supposed.

    Attributes:
        values: of each option, in the order given.
        years: over which all three are compounded.
        transfer: paid in the last year; None if there is none.
    """

    values: dict[str, list[Decimal]]
    years: int
    transfer: Paid | None

    @property
    def scenarios(self) -> list[Supposed]:
        """All combinations, the last option changing first."""
        return [Supposed(*each) for each in product(*(self.values[name] for name in OPTIONS))]

    @property
    def varied(self) -> list[str]:
        """The options with several values."""
        return [name for name in OPTIONS if len(self.values[name]) > 1]


def asked_of(
    growth: object,
    line_growth: object,
    gini: object,
    years: object,
    transfer: object,
    recipients: object,
    poorest: object,
) -> Asked:
    """The assumptions of a scenario, checked.

    Raises:
        UsageError: for a number out of range, too many combinations, or options in conflict.
    """
    given = {"growth": growth, "line_growth": line_growth, "gini": gini}
    values = {name: percents(f"--{name.replace('_', '-')}", each) for name, each in given.items()}
    count = 1
    for each in values.values():
        count *= len(each)
    if count > MOST_COMBINATIONS:
        raise UsageError("too_many_scenarios", count=Decimal(count), most=Decimal(MOST_COMBINATIONS))
    return Asked(
        values, whole_number("--years", years, 1, MOST_YEARS), paid_of(transfer, recipients, poorest)
    )


def percents(name: str, given: object) -> list[Decimal]:
    """Percentages above −100: a number, a list, or a range such as ``0..6:1``, each once.

    Raises:
        UsageError: if one is none, or a range leads nowhere.
    """
    found: list[Decimal] = []
    for item in split_list(given):
        ends = RANGE.fullmatch(item.strip())
        found += range_of(name, item, *ends.groups()) if ends else [percent(name, item)]
    return list(dict.fromkeys(map(normalized, found)))


def percent(name: str, given: object) -> Decimal:
    """One percentage above −100."""
    text = str(given).strip().removesuffix("%")
    return within(name, text, above=-100, at_most=10_000)


def range_of(name: str, item: str, first: str, last: str, step: str | None) -> list[Decimal]:
    """The numbers of a range, both ends included where the step leads there.

    Raises:
        UsageError: if its step is not above 0, it runs backwards, or it has too many.
    """
    start, end, width = percent(name, first), percent(name, last), number(name, step or "1")
    if width <= 0 or end < start:
        raise UsageError("malformed_steps", name=name, given=excerpt(item))
    count = int((end - start) / width) + 1
    if count > MOST_COMBINATIONS:
        raise UsageError("too_many_scenarios", count=Decimal(count), most=Decimal(MOST_COMBINATIONS))
    return [start + place * width for place in range(count)]


def paid_of(transfer: object, recipients: object, poorest: object) -> Paid | None:
    """The transfer as typed; None if there is none.

    Raises:
        UsageError: if it lacks recipients, has them twice, or there are recipients of nothing.
    """
    for option, given in (("--recipients", recipients), ("--poorest", poorest)):
        if given is not None and transfer is None:
            raise UsageError("needs_option", option=option, needed="--transfer")
    if transfer is None:
        return None
    if recipients is not None and poorest is not None:
        raise UsageError("conflict", one="--recipients", other="--poorest")
    if recipients is None and poorest is None:
        raise UsageError("needs_option", option="--transfer", needed="--recipients N, --poorest PERCENT")
    return Paid(
        parse_amount("--transfer", transfer),
        None if recipients is None else parse_whole_amount("--recipients", recipients),
        None if poorest is None else within("--poorest", poorest, above=0, at_most=100),
    )


__all__ = ["OPTIONS", "Asked", "Paid", "Percents", "Supposed", "asked_of"]
