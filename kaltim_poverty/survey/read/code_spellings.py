"""Codes that look alike: a code is its text, so that 1, 1.0, 01 and true are four."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHOLE = re.compile(r"[+]?0*(\d+)(?:\.0*)?")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ t]00:00:00(?:\.0*)?")
ANSWERS = {"true": "1", "false": "0"}
SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{2,3}", re.ASCII | re.IGNORECASE)  # as spreadsheets do
INVISIBLE = "Cf"  # Unicode's class of characters such as a joiner or a mark of the order of bytes


def alike(codes: Iterable[str]) -> list[tuple[str, ...]]:
    """The codes that differ only in blanks at the ends, case, leading zeros, decimals of 0, or type.

    Files may hold the same as true or false and as 1 or 0, as a day and as its midnight.

    Args:
        codes: as written, in any order.

    Returns:
        each group of two or more, as written, in order of their texts; and each code that a spreadsheet
        shortened, by itself: 6.4E+09 may be many.
    """
    found: dict[str, list[str]] = {}
    for code in sorted(set(codes)):
        found.setdefault(plain_code(code), []).append(code)
    return [tuple(group) for group in found.values() if len(group) > 1 or SHORTENED.fullmatch(group[0])]


def alike_in_columns(surveys: Sequence[Sequence[Sequence[str]]]) -> list[tuple[str, ...]]:
    """The codes that look alike in the same column of one survey, or of two that are linked.

    Args:
        surveys: the codes of each column of each.
    """
    columns = zip(*surveys, strict=True)
    groups = [group for column in columns for group in alike(code for codes in column for code in codes)]
    return list(dict.fromkeys(groups))


def plain_text(text: str) -> str:
    """A text as people see it: accents joined with their letters, nothing invisible, no blanks around."""
    if text.isascii():
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    return "".join(each for each in composed if unicodedata.category(each) != INVISIBLE).strip()


def plain_code(code: str) -> str:
    """A code without blanks at the ends, case, leading zeros, decimals of 0, midnight, as a number."""
    folded = plain_text(code).casefold()
    folded = ANSWERS.get(folded, folded)
    number = WHOLE.fullmatch(folded) or MIDNIGHT.fullmatch(folded)
    return number[1] if number else folded


def quoted_code(code: str) -> str:
    """A code in quotes, with code points for characters that look like others."""
    return repr(code) if code.strip() == plain_text(code) else ascii(code)
