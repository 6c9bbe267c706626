"""Lists: an option that is repeated, or holds several items with commas between; pairs such as ``B,A``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import excerpt, within

ITEM = re.compile(r'\s*("(?:[^"]|"")*")\s*(?=,|$)|[^,]*')
RANGE = r"(\d+)-(\d+)"
PAIR = 2


def split_commas(text: str) -> list[str]:
    """The items between the commas outside double quotes, without surrounding blanks.

    ``"kab, kota",urban`` is ``kab, kota`` and ``urban``; ``""`` inside quotes is one quote.
    """
    items, place = [], 0
    while place <= len(text):
        match = ITEM.match(text, place)
        assert match is not None  # noqa: S101 - it matches the empty text too
        quoted = match[1]
        items.append(quoted[1:-1].replace('""', '"') if quoted else match[0].strip())
        place = match.end() + 1
    return items


def quoted_item(item: str) -> str:
    """An item as `split_commas` reads it back: in double quotes where a comma would part it."""
    plain = item == item.strip() and "," not in item and not item.startswith('"')
    return item if plain else '"' + item.replace('"', '""') + '"'


def split_list(given: object) -> list[str]:
    """The items of a repeatable option, each of which may be a list with commas; a number is one item.

    Empty items are dropped unless there are no others, so that an empty text is not a choice.
    """
    texts = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    items = [item for text in texts for item in split_commas(str(text))]
    return [item for item in items if item] or items[:1]


def joined_columns(given: str | Iterable[str] | None) -> list[tuple[str, ...]]:
    """The columns of each breakdown, each breakdown once: here a comma joins columns."""
    listed = [given] if isinstance(given, str) else list(given or ())
    breakdowns = (tuple(dict.fromkeys(filter(None, split_commas(text)))) for text in listed)
    return list(dict.fromkeys(filter(None, breakdowns)))


def numbers_and_ranges(name: str, given: object, *, above: int, at_most: int) -> list[Decimal]:
    """The numbers of a list in which ``1-8`` is each whole number from 1 to 8, each once, in their order.

    Raises:
        UsageError: if one is not a number within the bounds, or a range is reversed.
    """
    found: list[Decimal] = []
    for item in split_list(() if given is None else given):
        ends = re.fullmatch(RANGE, item, re.ASCII)
        texts = ends.groups() if ends else (item,)
        first, *last = (within(name, text, above=above, at_most=at_most) for text in texts)
        if last and first > last[0]:
            raise UsageError("reversed_sizes", given=excerpt(item), meant=f"{last[0]}-{first}")
        found += map(Decimal, range(int(first), int(last[0]) + 1)) if last else [first]
    return list(dict.fromkeys(found))


def pair(name: str, given: str) -> tuple[str, str]:
    """Both halves of ``B,A``: one for the survey before, one for that after.

    Raises:
        UsageError: if there are not two.
    """
    items = split_commas(given)
    if len(items) != PAIR or not all(items):
        raise UsageError("pair", option=name, given=excerpt(given))
    return items[0], items[1]


__all__ = ["joined_columns", "numbers_and_ranges", "pair", "quoted_item", "split_commas", "split_list"]
