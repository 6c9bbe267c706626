"""Percentages by name, such as ``poor=50,equal=50``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number, excerpt, normalized, within

NamedPercents: TypeAlias = str | Iterable[str] | Mapping[str, Number]
WHOLE = Decimal(100)


def parse_named_percents(
    option: str, given: NamedPercents, known: Iterable[str], most: int
) -> dict[str, Decimal]:
    """The percentages that an option gives by name, in the order given.

    Args:
        option: its name.
        given: ``poor=50,equal=50``, several such texts, or a mapping.
        known: the names that there are.
        most: the largest percentage.

    Raises:
        UsageError: if an item is not written ``NAME=PERCENT``, a name is unknown or appears twice, or a
            percentage is below 0 or above the largest.
    """
    names = list(known)
    found: dict[str, Decimal] = {}
    for name, percent in items_of(option, given, names[0]):
        chosen = choice(option, name, names)
        if chosen in found:
            raise UsageError("named_twice", option=option, given=chosen)
        found[chosen] = normalized(within(f"{option} {chosen}", percent, at_least=0, at_most=most))
    return found


def items_of(option: str, given: NamedPercents, example: str) -> list[tuple[str, Number]]:
    """Each name with its percentage as typed.

    Raises:
        UsageError: if an item has no name, no percentage, or no sign between them.
    """
    if isinstance(given, Mapping):
        return list(given.items())
    items: list[tuple[str, Number]] = []
    for item in split_list(given):
        name, _, percent = (part.strip() for part in item.partition("="))
        if not (name and percent):
            raise UsageError("malformed_percent", option=option, given=excerpt(item), meant=f"{example}=50")
        items.append((name, percent))
    return items


def parse_shares(option: str, given: NamedPercents, known: Iterable[str]) -> dict[str, Decimal]:
    """Percentages by name that are parts of a whole; those of 0 are left out.

    Raises:
        UsageError: as of `parse_named_percents`, or if they do not sum to 100.
    """
    shares = parse_named_percents(option, given, known, int(WHOLE))
    if (whole := sum(shares.values(), Decimal(0))) != WHOLE:
        raise UsageError("not_hundred", option=option, total=normalized(whole))
    return {name: share for name, share in shares.items() if share}


__all__ = ["NamedPercents", "parse_named_percents", "parse_shares"]
