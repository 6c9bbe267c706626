"""Identity numbers: what one looks like, whether it can be one, and texts without any.

A NIK has 16 digits: six of the place of registration, six of the date of birth (day, month and year, the day
of women plus 40), four of a series (Peraturan Presiden 25/2008).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

DIGITS = 16
WOMEN = 40  # added to the day of birth
LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ .\-]?){14,}\d")  # so many digits are nobody's business
EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?1[3-7]")  # what Excel makes of a long number
DECIMALS = re.compile(r"[+-]?\d{1,14}[.,]\d+(?:[eE]-\d+)?")  # many digits behind its mark are no identity
HIDDEN = "…"
BLANKS = re.compile(r"\s+")
WHOLE = re.compile(r"(\d+)[.,]0+")

Sex = Literal["male", "female"]


def without_identities(text: str) -> str:
    """The text with three dots in place of every number of 15 digits or more."""
    return LONG_NUMBER.sub(HIDDEN, text)


def holds_identity(text: str) -> bool:
    """Whether a text has a number so long that it may be one of a person or family."""
    if DECIMALS.fullmatch(text.strip()):
        return False
    return bool(LONG_NUMBER.search(text) or EXPONENT.fullmatch(text.strip()))


def plain_identity(text: str) -> str:
    """The number without blanks, an apostrophe before it, or decimals that are 0."""
    compact = BLANKS.sub("", text).lstrip("'’`")
    whole = WHOLE.fullmatch(compact)
    return whole[1] if whole else compact


def has_lost_digits(text: str) -> bool:
    """Whether a program of tables has rounded the number, as in ``6.472E+15``."""
    return bool(EXPONENT.fullmatch(BLANKS.sub("", text)))


def is_identity(text: str) -> bool:
    """Whether a plain number can be a NIK: 16 digits with a date in digits 7 to 12."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and has_date(text)


def has_date(text: str) -> bool:
    """Whether digits 7 to 12 are a date of this or the last century."""
    day, month, year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    try:
        dt.date(
            2000 + year, month, day - WOMEN if day > WOMEN else day
        )  # both have the same leap years but 00
    except ValueError:
        return False
    return True


def sex_of(text: str) -> Sex:
    """The sex that a valid NIK says."""
    return "female" if int(text[6:8]) > WOMEN else "male"


__all__ = [
    "Sex",
    "has_lost_digits",
    "holds_identity",
    "is_identity",
    "plain_identity",
    "sex_of",
    "without_identities",
]
