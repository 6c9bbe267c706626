"""Numbers as people type them: digits with a point for decimals, at most so long, within bounds."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kaltim_poverty.errors import UsageError, share_meant
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.words import Message

Number: TypeAlias = str | int | float | Decimal  # as typed, or of Python

PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,12})?", re.ASCII)
NUMBER = r"[+-]?(\d{1,18}(\.\d{0,20})?|\.\d{1,20})"  # compiled where an option has one: start-up is short
SCIENTIFIC = rf"{NUMBER}[eE][+-]?\d{{1,2}}"
WHOLE = r"\d{1,20}"
COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
GROUP_OF_THREE = re.compile(r"-?[1-9][0-9]*\.[0-9]{3}")  # with a decimal comma the point may part thousands
LONGEST = 100  # characters of a number: longer text is refused unread
WIDE = Context(prec=100)
SHOWN = 40  # characters of a text that a sentence quotes


class Marks(NamedTuple):
    """How the numbers of a table are written.

    Attributes:
        decimal: the decimal mark, ``.`` or ``,``; the other one parts thousands.
        certain: whether that is certain; otherwise thousands are refused, as they may be decimals.
    """

    decimal: str = "."
    certain: bool = False


class Fault(NamedTuple):
    """Why a text is not a number.

    Attributes:
        kind: ``number`` (none at all), ``comma`` (a decimal comma), ``grouped`` (thousands or decimals).
        meant: what to write instead; empty where that cannot be known.
        other: the other way to write it.
    """

    kind: str
    meant: str = ""
    other: str = ""


POINT = Marks()


def plain_decimal(text: str) -> Decimal | None:
    """The number that *text* writes with digits and at most one point, or None.

    At most 18 digits before the point and 12 after it, which keeps sums and products of published figures
    exact. A true minus sign (U+2212) is read as a minus.
    """
    text = ascii_minus(text)
    return Decimal(text) if PLAIN.fullmatch(text) else None


def ascii_minus(text: str) -> str:
    """The text with every true minus sign as ``-``."""
    return text.replace("\N{MINUS SIGN}", "-")


def read_number(text: str, marks: Marks = POINT) -> Decimal | Fault:
    """The number in a cell that is not an amount: a rate, a ratio, a count in thousands.

    Three decimals are decimals here, unless the decimal mark is a comma and a point may part thousands.
    """
    if len(text) > LONGEST:
        return Fault("number")
    if marks.decimal == ".":
        value = plain_decimal(text)
        if value is None and COMMA.fullmatch(text):
            return Fault("comma", text.replace(",", "."))
        return Fault("number") if value is None else value
    head, _, tail = text.partition(".")
    if GROUP_OF_THREE.fullmatch(text):
        return Fault("grouped", head + tail, f"{head},{tail}")
    value = plain_decimal(text.replace(",", "."))  # of several marks no number remains
    return Fault("number") if value is None else value


def number(name: str | Message, given: object, *, scientific: bool = False) -> Decimal:
    """A number given for the option *name*.

    Args:
        name: of the option.
        given: text as typed, or a number of Python, which is used as it is.
        scientific: whether ``1e-3`` may be written: where a number may be very small.

    Raises:
        UsageError: if it is not one, is not finite, or has a decimal comma.
    """
    if isinstance(given, (int, float, Decimal)) and not isinstance(given, bool):
        value = Decimal(str(given))
        if not value.is_finite():
            raise UsageError("not_a_number", name=name, given=str(given))
        return value
    text = ascii_minus(str(given).strip())
    for pattern in (NUMBER, SCIENTIFIC) if scientific else (NUMBER,):
        if len(text) <= LONGEST and re.fullmatch(pattern, text, re.ASCII):
            return Decimal(text)
    if COMMA.fullmatch(text):
        raise UsageError(
            "decimal_comma", name=name, given=excerpt(text), meant=excerpt(text.replace(",", "."))
        )
    raise UsageError("not_a_number", name=name, given=excerpt(text))


def within(
    name: str | Message,
    given: object,
    *,
    above: int | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
    scientific: bool = False,
) -> Decimal:
    """A number within bounds given for the option *name*.

    Args:
        name: of the option.
        given: as of `number`.
        above: a bound that is not included.
        at_least: a bound that is.
        at_most: another one.
        scientific: as of `number`.

    Raises:
        UsageError: if it is not a number or is outside the bounds.
    """
    value, text = number(name, given, scientific=scientific), excerpt(str(given).strip())
    if above is not None and value <= above:
        raise UsageError("not_above", name=name, given=text, low=str(above))
    if at_least is not None and value < at_least:
        raise UsageError("too_small", name=name, given=text, low=str(at_least))
    if at_most is not None and value > at_most:
        raise UsageError("too_large", name=name, given=text, high=str(at_most))
    return value


def between(name: str, given: object, low: int, high: int) -> Decimal:
    """A number between two bounds, neither included; percent where a share is asked for gets a hint.

    Raises:
        UsageError: if it is not a number or is outside the bounds.
    """
    value = number(name, given)
    if not low < value < high:
        hint = share_meant(float(value)) if (low, high) == (0, 1) else None
        text = excerpt(str(given).strip())
        raise UsageError("not_between", name=name, given=text, low=str(low), high=str(high), hint=hint)
    return value


def fraction(name: str, given: object) -> Decimal:
    """A number from 0 on and below 1.

    Raises:
        UsageError: if it is not a number or is outside the bounds.
    """
    value = within(name, given, at_least=0)
    if value >= 1:
        raise UsageError("not_between", name=name, given=excerpt(str(given).strip()), low="0", high="1")
    return value


def whole_number(name: str, given: object, least: int, most: int) -> int:
    """A whole number from *least* to *most*, written in digits alone.

    Raises:
        UsageError: if it is not one.
    """
    text = str(given).strip()
    if not (re.fullmatch(WHOLE, text, re.ASCII) and least <= int(text) <= most):
        raise UsageError("not_whole_between", name=name, given=excerpt(text), low=str(least), high=str(most))
    return int(text)


def how_many(name: str, given: str, most: int) -> int:
    """How many there are: a whole number from 0 to *most*.

    Raises:
        UsageError: if it is not one.
    """
    value = plain_decimal(given)
    if value is None or value != value.to_integral_value():
        raise UsageError("not_whole", name=name, given=excerpt(given))
    return int(within(name, value, at_least=0, at_most=most))


def normalized(value: Decimal) -> Decimal:
    """The same number without zeros behind the point, and with all those before it."""
    return value.quantize(Decimal(1), context=WIDE) if value == value.to_integral_value() else value


def excerpt(text: str) -> str:
    """A text as a sentence quotes it: short, on one line."""
    printable = visible(text)
    return printable if len(printable) <= SHOWN else printable[: SHOWN - 1] + "…"


__all__ = [
    "POINT",
    "Fault",
    "Marks",
    "ascii_minus",
    "between",
    "excerpt",
    "fraction",
    "how_many",
    "normalized",
    "number",
    "plain_decimal",
    "read_number",
    "whole_number",
    "within",
]
