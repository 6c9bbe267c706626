"""Codes that look alike: a code is its text, so that 1, 1.0 and 01 are three."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHOLE = re.compile(r"[+]?0*(\d+)(?:\.0*)?")


def alike(codes: Iterable[str]) -> list[tuple[str, ...]]:
    """The codes that differ only in blanks at the ends, in case, in leading zeros or in decimals of 0.

    Args:
        codes: as written, in any order.

    Returns:
        each group of two or more, as written, in order of their texts.
    """
    found: dict[str, list[str]] = {}
    for code in sorted(set(codes)):
        found.setdefault(plain_code(code), []).append(code)
    return [tuple(group) for group in found.values() if len(group) > 1]


def alike_in_columns(surveys: Sequence[Sequence[Sequence[str]]]) -> list[tuple[str, ...]]:
    """The codes that look alike in the same column of one survey, or of two that are linked.

    Args:
        surveys: the codes of each column of each.
    """
    columns = zip(*surveys, strict=True)
    groups = [group for column in columns for group in alike(code for codes in column for code in codes)]
    return list(dict.fromkeys(groups))


def plain_code(code: str) -> str:
    """A code without blanks at the ends, case, leading zeros and decimals of 0."""
    folded = code.strip().casefold()
    number = WHOLE.fullmatch(folded)
    return number[1] if number else folded
