"""Amounts of money and numbers of people as typed: ``5000000``, ``5jt``, ``1,5 juta``, ``Rp 800rb``, ``5e6``.

A point or a comma may be a decimal mark or separate thousands, so one to three digits before groups of
three (``833.955``, ``5,000,000``) are not guessed at: the sentence names both ways to write the number.
Before a word such as ``jt`` a comma is a decimal mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import (
    LONGEST,
    POINT,
    Fault,
    Marks,
    Number,
    ascii_minus,
    excerpt,
    normalized,
    number,
)

Numbers: TypeAlias = Number | Iterable[Number]  # one or several

WORDS = {
    "rb": 3,
    "ribu": 3,
    "jt": 6,
    "juta": 6,
    "miliar": 9,
    "milyar": 9,
    "triliun": 12,
    "trilyun": 12,
}  # powers of ten
SPELLED = {"triliun": 12, "miliar": 9, "jt": 6, "rb": 3}  # how a sentence spells a large amount
SCALE = rf"e\+?\d{{1,2}}|{'|'.join(WORDS)}"
TYPED = re.compile(rf"(?:rp\.? ?)?(-?)([\d.,]+)(?: ?({SCALE}))?", re.ASCII)
DIGITS = re.compile(r"\d{1,18}(?:\.\d{1,20})?", re.ASCII)
GROUPED = re.compile(r"([1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", re.ASCII)
COMMA = re.compile(r"(\d+),\d+", re.ASCII)
ZEROS = re.compile(r"0\d+", re.ASCII)  # no number begins so: it is a group of thousands
HEAD = re.compile(r"(?:rp\.? ?)?\d{1,3}", re.ASCII)  # what may precede the comma of 1,5jt
TAIL = re.compile(rf"(?:\d{{1,2}}|\d{{4,}}) ?(?:{'|'.join(WORDS)})", re.ASCII)  # what may follow it
SCALED = re.compile(rf"\d+ ?(?:{SCALE})", re.ASCII)
CERTAIN = {
    ".": re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?", re.ASCII),
}  # what is a number where the decimal mark is known
LARGEST = 10**18 - 1
GROUP = 3  # digits between two marks of thousands
KEYS = {"number": "not_rupiah", "comma": "decimal_comma", "grouped": "grouped"}


def parse_amount(name: str, given: object) -> Decimal:
    """An amount above 0 given for the option *name*.

    Args:
        name: of the option.
        given: text as typed, or a number of Python, which is used as it is.

    Raises:
        UsageError: if it is not a number, may be read in two ways, or is out of range.
    """
    value = any_amount(name, given)
    if value <= 0:
        raise UsageError("not_above", name=name, given=excerpt(str(given).strip()), low="0")
    if value > LARGEST and isinstance(given, str):
        raise UsageError("too_large", name=name, given=excerpt(str(given).strip()), high=str(LARGEST))
    return value


def parse_whole_amount(name: str, given: object) -> Decimal:
    """A whole number above 0, such as one of people, given for the option *name*.

    Raises:
        UsageError: if it is not one.
    """
    value = parse_amount(name, given)
    if value != value.to_integral_value():
        raise UsageError("not_whole", name=name, given=excerpt(str(given).strip()))
    return value


def any_amount(name: str, given: object) -> Decimal:
    """An amount of any size and sign.

    Raises:
        UsageError: if it is not one, saying what to write where that can be known.
    """
    if isinstance(given, (int, float, Decimal)):
        return normalized(number(name, given))
    text = str(given)
    value = read_amount(text)
    if isinstance(value, Fault):
        raise refusal(name, text, value)
    return normalized(value)


def parse_amounts(
    name: str, given: Numbers, read: Callable[[str, object], Decimal] = parse_amount
) -> list[Decimal]:
    """The amounts of a repeatable option, each once, in the order in which they were given.

    Args:
        name: of the option.
        given: a text that may be a list with commas, a number, or several of them.
        read: `parse_amount` or `parse_whole_amount`.

    Raises:
        UsageError: if one is refused, or a comma may as well be a mark inside a number.
    """
    single = isinstance(given, (str, int, float, Decimal))
    several: list[object] = [given] if single else list(given)  # type: ignore[arg-type]
    items = [item for each in several for item in items_of(name, each)]
    return list(dict.fromkeys(read(name, item) for item in items or [""]))


def items_of(name: str, given: object) -> list[object]:
    """The items of a list with commas, the empty ones dropped; a number is one item."""
    if not isinstance(given, str):
        return [given]
    items = split_amounts(name, given, lambda pieces: " ".join(f"{name} {piece}" for piece in pieces))
    return [item for item in items if item]


def amount_pair(name: str, text: str) -> tuple[str, str]:
    """Both amounts of ``B,A`` as typed; one amount is that of both.

    Raises:
        UsageError: if there are more, or a comma may as well be a mark inside a number.
    """
    items = split_amounts(
        name, text, lambda pieces: ",".join(f"{each}.0" if each.isdigit() else each for each in pieces)
    )
    if len(items) > 2 or not all(items):  # noqa: PLR2004 - before and after
        raise UsageError("pair", option=name, given=excerpt(text))
    return items[0], items[-1]


def split_amounts(name: str, text: str, apart: Callable[[list[str]], str]) -> list[str]:
    """The amounts between commas, where no comma may be a mark inside one of them.

    Args:
        name: of the option.
        text: as typed.
        apart: how to write the pieces if they are several amounts.

    Raises:
        UsageError: if one may be.
    """
    folded = text.strip().casefold().replace(", ", ",")
    pieces = [piece.strip() for piece in folded.split(",")]
    match = TYPED.fullmatch(folded) if len(pieces) > 1 else None
    if match is not None and (GROUPED.fullmatch(match[2]) or (match[3] and COMMA.fullmatch(match[2]))):
        return [single_amount(name, text, match, pieces, apart)]
    items = with_commas_before_words(pieces)
    unclear = any(one.isdigit() and SCALED.fullmatch(next_one) for one, next_one in pairwise(items))
    mixed = len(items) < len(pieces) and any(map(str.isdigit, items))
    if unclear or mixed or any(map(ZEROS.fullmatch, items)):
        raise UsageError("commas_inside", name=name, given=excerpt(text))
    return items


def single_amount(
    name: str, text: str, match: re.Match[str], pieces: list[str], apart: Callable[[list[str]], str]
) -> str:
    """The text of one amount with a comma in it, if it can be nothing else.

    Raises:
        UsageError: if it may also be a list, or has thousands.
    """
    sign, digits, scale = match.groups(default="")
    grouped, comma = GROUPED.fullmatch(digits), COMMA.fullmatch(digits)
    if comma and not grouped and scale in WORDS and len(comma[1]) <= GROUP:
        return text
    if grouped and (any(map(ZEROS.match, pieces)) or not pieces[0].isdigit()):
        raise refusal(name, text, Fault("grouped", *both_ways(sign, grouped, scale, ".")))
    meant = sign + (ungrouped(grouped, ".") if grouped else digits.replace(",", ".")) + scale
    raise UsageError("one_or_several", name=name, given=excerpt(text), meant=meant, apart=apart(pieces))


def with_commas_before_words(pieces: list[str]) -> list[str]:
    """The pieces between commas, but ``1`` and ``5jt`` as the one amount ``1,5jt``."""
    items: list[str] = []
    for piece in pieces:
        if items and TAIL.fullmatch(piece) and HEAD.fullmatch(items[-1]):
            items[-1] += f",{piece}"
        else:
            items.append(piece)
    return items


def read_amount(text: str, marks: Marks = POINT) -> Decimal | Fault:
    """The amount that a text writes, of any size and sign.

    Args:
        text: as typed, in an option or a cell.
        marks: which mark is decimal; where that is not certain, groups of thousands are refused.
    """
    match = TYPED.fullmatch(ascii_minus(text.strip().casefold())) if len(text) <= LONGEST else None
    if match is None:
        return Fault("number")
    sign, digits, scale = match.groups(default="")
    plain = plain_digits(digits, scale, marks)
    if plain is None:
        return fault_of(sign, digits, scale, marks)
    power = WORDS[scale] if scale in WORDS else int(scale.lstrip("e") or 0)
    return Decimal(sign + plain).scaleb(power)


def plain_digits(digits: str, scale: str, marks: Marks) -> str | None:
    """The digits with a point for decimals and nothing between thousands; None where that is unclear."""
    grouped, comma = GROUPED.fullmatch(digits), COMMA.fullmatch(digits)
    if comma and not grouped and (scale in WORDS or marks.decimal == ","):
        digits = digits.replace(",", ".")
    elif marks.certain and CERTAIN[marks.decimal].fullmatch(digits):
        thousands = "," if marks.decimal == "." else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif grouped or marks.certain:
        return None
    return digits if DIGITS.fullmatch(digits) else None


def fault_of(sign: str, digits: str, scale: str, marks: Marks) -> Fault:
    """Why digits and marks are not an amount, with what to write instead where that can be known."""
    grouped = GROUPED.fullmatch(digits)
    if grouped and not marks.certain:
        return Fault("grouped", *both_ways(sign, grouped, scale, marks.decimal))
    if COMMA.fullmatch(digits) and not marks.certain and marks.decimal == ".":
        return Fault("comma", sign + digits.replace(",", ".") + scale)
    return Fault("number")


def both_ways(sign: str, grouped: re.Match[str], scale: str, mark: str) -> tuple[str, str]:
    """Two ways to write a number with groups of three: the marks part thousands, or the one is decimal.

    Several marks can only part thousands; then the other way is the same number with a word.
    """
    thousands = ungrouped(grouped, mark) + scale
    head, *groups = grouped[1].split(grouped[2])
    if len(groups) > 1 or grouped[3]:
        value = read_amount(ungrouped(grouped, ".") + scale)
        return sign + thousands, sign + (in_words(value, mark) if isinstance(value, Decimal) else thousands)
    tail = groups[0].rstrip("0")
    tail += "0" * (len(tail) == GROUP)  # 833.9550 can only have decimals
    return sign + thousands, sign + head + (mark + tail if tail else "") + scale


def in_words(value: Decimal, mark: str) -> str:
    """An amount of a thousand or more with the largest word that leaves it clear: ``5jt``, ``1234rb``."""
    for word, power in SPELLED.items():
        text = f"{value.scaleb(-power).normalize():f}"
        if value >= 10**power and len(text.partition(".")[2]) != GROUP:
            return text.replace(".", mark) + word
    return f"{value:f}".replace(".", mark)


def ungrouped(grouped: re.Match[str], mark: str) -> str:
    """The digits without marks between thousands, with *mark* before the decimals."""
    decimals = f"{mark}{grouped[3]}" if grouped[3] else ""
    return grouped[1].replace(grouped[2], "") + decimals


def refusal(name: str, text: str, fault: Fault) -> UsageError:
    """The error for an option whose text is not an amount."""
    given = excerpt(text.strip())
    if fault.kind == "number":
        return UsageError(KEYS[fault.kind], name=name, given=given)
    if fault.kind == "comma":
        return UsageError(KEYS[fault.kind], name=name, given=given, meant=excerpt(fault.meant))
    return UsageError(KEYS[fault.kind], name=name, given=given, meant=fault.meant, other=fault.other)


__all__ = ["Numbers", "amount_pair", "parse_amount", "parse_amounts", "parse_whole_amount", "read_amount"]
