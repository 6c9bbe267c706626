"""Points at which a curve is drawn: percentages of people, or amounts, with ranges of either."""

from __future__ import annotations

import re
from decimal import Decimal

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import any_amount, items_of
from kaltim_poverty.inputs.lists import numbers_and_ranges
from kaltim_poverty.inputs.numbers import excerpt

MOST = 1000  # points of one curve
STEPS = 100  # of a range of amounts
RANGE = re.compile(r"(?P<first>[^-].*?)\s*-\s*(?P<last>[^-].*)")
ALL = Decimal(100)


def percents(name: str, given: object, *, below_all: bool) -> list[float]:
    """Percentages of people above 0, ascending; ``10-20`` is each whole number from 10 to 20.

    Args:
        name: of the option.
        given: as typed, or numbers.
        below_all: whether 100 itself is refused.

    Raises:
        UsageError: if one is no percentage within these bounds, or there are too many.
    """
    found = numbers_and_ranges(name, given if isinstance(given, str) else texts(given), above=0, at_most=100)
    if below_all and ALL in found:
        raise UsageError("not_below", name=name, given="100", high="100")
    return ascending(name, found)


def amounts(name: str, given: object) -> list[float]:
    """Amounts, ascending; ``500rb-1jt`` is each of 101 equally spaced amounts from the first to the last.

    Raises:
        UsageError: if one is not an amount, a range is reversed, or there are too many.
    """
    found: list[Decimal] = []
    for item in items_of(name, given) if isinstance(given, str) else texts(given):
        ends = RANGE.fullmatch(str(item).strip())
        if ends is None:
            found.append(any_amount(name, item))
            continue
        first, last = (any_amount(name, ends[part]) for part in ("first", "last"))
        if first > last:
            raise UsageError("reversed_sizes", given=excerpt(str(item)), meant=f"{last}-{first}")
        found += [first + (last - first) * step / STEPS for step in range(STEPS + 1)]
    return ascending(name, found)


def texts(given: object) -> list[str]:
    """A number or a list as given, each item as text."""
    listed = given if isinstance(given, (list, tuple)) else [given]
    return [str(each) for each in listed]


def ascending(name: str, found: list[Decimal]) -> list[float]:
    """The points, each once.

    Raises:
        UsageError: if there are none, or too many.
    """
    if not found:
        raise UsageError("no_points", name=name)
    if len(found) > MOST:
        raise UsageError("too_many_points", name=name, count=str(len(found)), most=str(MOST))
    return sorted(set(map(float, found)))
