"""The text of periods: ``2024`` (its March round), ``2024-09``, ``latest``, a range ``2019..2024``."""

from __future__ import annotations

import re

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import excerpt

WRITTEN = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
YEAR = re.compile(r"[12]\d{3}", re.ASCII)
MARCH = 3  # the round of a bare year
LATEST = "latest"
FOR_LATEST = (LATEST, "terakhir", "terbaru")
BETWEEN = ".."


def year_and_month(text: str) -> tuple[int, int] | None:
    """Year and month of ``YYYY`` (its March round) or ``YYYY-MM``, or None."""
    match = WRITTEN.fullmatch(text)
    return (int(match[1]), int(match[2] or MARCH)) if match else None


def is_latest(given: object) -> bool:
    """Whether the latest period is asked for."""
    return str(given).strip().casefold() in FOR_LATEST


def is_range(given: object) -> bool:
    """Whether a range ``A..B`` is written."""
    return BETWEEN in str(given)


def range_ends(given: object) -> tuple[str, str]:
    """Both ends of ``A..B`` as written; empty where open, as is the end of ``A..latest``.

    Raises:
        UsageError: if there are not two ends.
    """
    text = str(given).strip()
    start, *more = (end.strip() for end in text.split(BETWEEN))
    if len(more) != 1:
        raise UsageError("malformed_range", given=excerpt(text))
    return start, "" if is_latest(more[0]) else more[0]


def is_year(text: str) -> bool:
    """Whether a text is four digits that can be a year."""
    return YEAR.fullmatch(text) is not None


def parse_year(given: object) -> int:
    """A year as given.

    Raises:
        UsageError: if it is not four digits.
    """
    text = str(given).strip()
    if not is_year(text):
        raise UsageError("malformed_year", given=excerpt(text))
    return int(text)


__all__ = [
    "LATEST",
    "MARCH",
    "is_latest",
    "is_range",
    "is_year",
    "parse_year",
    "range_ends",
    "year_and_month",
]
