"""Rupiah and numbers of people as typed: ``5000000``, ``5jt``, ``5juta``, ``5e6``; never ``5.000.000``.

A point may be a decimal mark or stand between thousands, so a number with three digits behind a point or
a comma is not guessed at: the answer says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.published.exact import EXACT, plain_decimal, product

if TYPE_CHECKING:
    from collections.abc import Callable

Numbers = str | int | float | Decimal | Iterable[str | int | float | Decimal]

SCALES = {
    "rb": 3,
    "ribu": 3,
    "jt": 6,
    "juta": 6,
    "miliar": 9,
    "milyar": 9,
    "triliun": 12,
    "trilyun": 12,
}
SCALE = rf"e\+?\d{{1,2}}|{'|'.join(SCALES)}"
TYPED = re.compile(rf"(?:rp\.? ?)?(-?)([\d.,_]+)(?: ?({SCALE}))?", re.ASCII)
GROUPED = re.compile(r"([1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", re.ASCII)
UNDERSCORED = re.compile(r"\d{1,3}(_\d{3})+", re.ASCII)
COMMA = re.compile(r"\d+,\d+", re.ASCII)
ZEROS = re.compile(r"0\d", re.ASCII)  # no number of its own begins so
SCALED_PAIR = re.compile(rf"\d+,\d+ ?(?:{SCALE})", re.ASCII)
DOUBTFUL = re.compile(rf"(?:^|,)(?:0\d+|\d+,\d+ ?(?:{SCALE}))(?:,|$)", re.ASCII)
LARGEST = 10**18 - 1


def rupiah(name: str, given: object) -> Decimal:
    """An amount above 0 that somebody gave for the option *name*.

    Raises:
        UsageError: if it is no number, has marks between its thousands, or is out of range.
    """
    value = number(name, given)
    if value <= 0:
        raise UsageError("not_above", name=name, given=str(given).strip(), low="0")
    if value > LARGEST:
        raise UsageError("too_large", name=name, given=str(given).strip(), high=str(LARGEST))
    return value


def whole(name: str, given: object) -> Decimal:
    """A whole number above 0 that somebody gave for the option *name*.

    Raises:
        UsageError: if it is none.
    """
    value = rupiah(name, given)
    if value != value.to_integral_value():
        raise UsageError("not_whole", name=name, given=str(given).strip())
    return value


def several(name: str, given: Numbers, read: Callable[[str, object], Decimal]) -> list[Decimal]:
    """The numbers of a repeatable option, each once, in the order in which they were given.

    Raises:
        UsageError: if one is refused, or a comma may as well be a mark inside a number.
    """
    single = isinstance(given, (str, int, float, Decimal))
    texts = [str(text).strip() for text in ([given] if single else given)]  # type: ignore[union-attr]
    items = [item.strip() for text in texts for item in checked_list(name, text) if item.strip()]
    return list(dict.fromkeys(read(name, item) for item in items or [""]))


def checked_list(name: str, text: str) -> list[str]:
    """The items of a list with commas.

    Raises:
        UsageError: if the commas may be marks inside a number.
    """
    folded = text.casefold().replace(", ", ",")
    items = text.split(",")
    grouped = GROUPED.fullmatch(folded)
    if grouped and "," in folded and any(ZEROS.match(item) for item in folded.split(",")):
        raise UsageError("grouped", name=name, given=text, meant=ungrouped(grouped))
    if (grouped and "," in folded) or SCALED_PAIR.fullmatch(folded):
        meant = ungrouped(grouped) if grouped else folded.replace(",", ".", 1)
        apart = " ".join(f"{name} {item.strip()}" for item in items)
        raise UsageError("one_or_several", name=name, given=text, meant=meant, apart=apart)
    if DOUBTFUL.search(folded):
        raise UsageError("commas_inside", name=name, given=text)
    return items


def number(name: str, given: object) -> Decimal:
    """A number as typed, with its scale.

    Raises:
        UsageError: if it is none, saying what to write where that can be told.
    """
    text = str(given).strip()
    match = TYPED.fullmatch(text.casefold())
    if match is None:
        raise UsageError("not_rupiah", name=name, given=text)
    sign, digits, scale = match.groups(default="")
    if UNDERSCORED.fullmatch(digits):
        digits = digits.replace("_", "")
    refuse_marks(name, text, sign, digits, scale)
    value = plain_decimal(sign + digits)
    if value is None:
        raise UsageError("not_rupiah", name=name, given=text)
    return settled(product(value, Decimal(1).scaleb(power(scale))))


def refuse_marks(name: str, text: str, sign: str, digits: str, scale: str) -> None:
    """Refuse marks between thousands, and a decimal comma.

    Raises:
        UsageError: saying what to write.
    """
    grouped = GROUPED.fullmatch(digits)
    if grouped:
        raise UsageError("grouped", name=name, given=text, meant=sign + ungrouped(grouped) + scale)
    if COMMA.fullmatch(digits):
        raise UsageError(
            "decimal_comma", name=name, given=text, meant=sign + digits.replace(",", ".") + scale
        )


def ungrouped(match: re.Match[str]) -> str:
    """The digits without marks between thousands."""
    decimals = f".{match[3]}" if match[3] else ""
    return match[1].replace(match[2], "") + decimals


def power(scale: str) -> int:
    """The power of ten of a scale such as ``jt`` or ``e6``."""
    return SCALES[scale] if scale in SCALES else int(scale.lstrip("e") or 0)


def settled(value: Decimal) -> Decimal:
    """The same number without zeros behind the point, and with all those before it."""
    return value.quantize(Decimal(1), context=EXACT) if value == value.to_integral_value() else value
