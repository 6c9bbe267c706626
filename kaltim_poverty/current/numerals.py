"""Numbers as tables of BPS write them: one style a file, marks for what is missing, notes behind a number."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.numbers import ascii_minus, excerpt
from kaltim_poverty.published import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.current.grids import Cell

MISSING = frozenset(
    ("", "-", "\N{EN DASH}", "\N{EM DASH}", "…", "...", "..", "na", "n.a.", "n.a", "n/a", "tad", "x")
)
MARKS = ".,"
NUMERAL = re.compile(r"-?\d[\d.,]*", re.ASCII)
PARTED = re.compile(r"(?<=\d)[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}](?=\d{3}(?!\d))")
NOTE = re.compile(r"(\s*[*†‡]+\)?|\s*[¹²³⁴⁵⁶⁷⁸⁹]+\)?|\s+\d\)|\s*[a-z]\)|\s*[re])$", re.IGNORECASE)
GROUP = 3
LONGEST = 40
PRINTED = {"p0": 2, "poor_count": 2, "expenditure_share_bottom40": 2, "poor_household_size": 2}
MOST_DECIMALS = 3  # of indices and the Gini ratio


class Read(NamedTuple):
    """A number that was read.

    Attributes:
        value: with the decimals that were printed.
        rounded: whether it had more decimals than BPS prints.
    """

    value: Decimal
    rounded: bool = False


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that there is no figure."""
    return not cell.numeric and cell.text.casefold() in MISSING


def numeral_of(cell: Cell) -> str | None:
    """The digits and marks of a number, without notes and blanks; None of what is none."""
    text = PARTED.sub("", NOTE.sub("", ascii_minus(cell.text).strip()).strip())
    return text if len(text) <= LONGEST and NUMERAL.fullmatch(text) else None


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number."""
    return cell.numeric or numeral_of(cell) is not None


def decimal_mark(file: str, cells: Iterable[Cell], given: str | None = None) -> str:
    """The decimal mark of a file, which all its text cells share.

    Args:
        file: for sentences.
        cells: those with figures.
        given: the mark that was chosen, if one was.

    Raises:
        UsageError: if what was chosen is none.
        InputError: if cells contradict each other, or the file can be read in two ways.
    """
    if given is not None:
        if given not in (".", ","):
            raise UsageError("unknown_choice", name="--decimal", given=given, choices="., ,", hint=None)
        return given
    numerals = [text for cell in cells if not cell.numeric and (text := numeral_of(cell)) is not None]
    proof = {mark: next((text for text in numerals if proves(text, mark)), "") for mark in MARKS}
    if all(proof.values()):
        raise InputError("two_number_styles", file=file, one=proof["."], other=proof[","])
    for mark in MARKS:
        if proof[mark]:
            return mark
    for text in numerals:
        if any(mark in text for mark in MARKS):
            one, other = (text.replace(".", "").replace(",", ""), re.sub("[.,]", ".", text))
            raise InputError("either_number_style", file=file, value=text, one=one, other=other)
    return "."


def proves(text: str, mark: str) -> bool:
    """Whether a number can be read only with that decimal mark."""
    other = MARKS.replace(mark, "")
    if mark in text and other in text:
        return text.rindex(mark) > text.rindex(other)
    if text.count(other) > 1:
        return True  # it parts thousands more than once
    if text.count(mark) != 1:
        return False
    whole, decimals = text.lstrip("-").split(mark)
    return len(decimals) != GROUP or not 0 < len(whole) <= GROUP or whole.startswith("0")


def read_cell(cell: Cell, mark: str, indicator: str) -> Read | None:
    """The figure in a cell, rounded half up to what BPS prints; None if it is not a number."""
    value = number_in(cell, mark)
    return None if value is None else printed(value, indicator)


def number_in(cell: Cell, mark: str) -> Decimal | None:
    """The number in a cell as written."""
    if cell.numeric:
        return Decimal(cell.text)
    text = numeral_of(cell)
    if text is None:
        return None
    other = MARKS.replace(mark, "")
    whole, _, decimals = text.partition(mark)
    groups = whole.lstrip("-").split(other)
    if other in decimals or mark in decimals or (len(groups) > 1 and not are_thousands(groups)):
        return None
    digits = whole.replace(other, "")
    return Decimal(f"{digits}.{decimals}" if decimals else digits)


def are_thousands(groups: list[str]) -> bool:
    """Whether digits are parted by the thousand."""
    return 0 < len(groups[0]) <= GROUP and all(len(group) == GROUP for group in groups[1:])


def printed(value: Decimal, indicator: str) -> Read:
    """A number with at most the decimals that BPS prints."""
    unit = catalogue.indicators()[indicator].unit
    most = 0 if unit.startswith("idr") else PRINTED.get(indicator, MOST_DECIMALS)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - a number that was read is finite
    if -exponent <= most:
        return Read(value)
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    return Read(rounded, rounded != value)


def shown(cell: Cell) -> str:
    """A cell as a sentence quotes it."""
    return excerpt(cell.text)


__all__ = ["Read", "decimal_mark", "is_missing", "is_number", "read_cell", "shown"]
