"""Periods: the March round of a year, a round of any month, a range of rounds."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.inputs.periods import LATEST, MARCH, is_latest, is_range, range_ends, year_and_month
from kaltim_poverty.words import LANGUAGES, lookup, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.words import Language

NAMED = re.compile(r"([a-z]+)[ -]([12]\d{3})", re.ASCII)
SEPTEMBER = 9
YEAR_MONTHS = 12
ROUNDS = {"march": MARCH, "september": SEPTEMBER, "all": None}
ROUNDS_IN_INDONESIAN = {"maret": "march", "semua": "all"}


class Period(NamedTuple):
    """A survey round: year and month, written ``2024-03``."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def spoken(self, language: Language) -> str:
        """Such as ``March 2024`` or ``Maret 2024``."""
        return say(language, f"month.{self.month}", year=str(self.year))

    @property
    def months(self) -> int:
        """Months since the year 0, so that periods can be subtracted."""
        return self.year * 12 + self.month

    def earlier(self, years: int) -> Period:
        """The period of the same round, *years* before."""
        return Period(self.year - years, self.month)


PeriodLike: TypeAlias = str | int | Period  # as given: 2024, "2024-09", "latest"; where it is said, a range


class Span(NamedTuple):
    """A range of rounds, both ends included; an open end is None."""

    start: Period | None
    end: Period | None
    month: int | None  # only rounds of this month

    def __contains__(self, period: object) -> bool:
        return (
            isinstance(period, Period)
            and (self.start is None or period >= self.start)
            and (self.end is None or period <= self.end)
            and (self.month is None or period.month == self.month)
        )

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"


def read_period(text: str) -> Period | None:
    """The period that *text* writes as ``YYYY`` (its March round) or ``YYYY-MM``, or None."""
    written = year_and_month(text)
    return Period(*written) if written else None


def named_period(text: str) -> Period | None:
    """The period that *text* writes as ``March 2024`` or ``Maret 2024``, or None."""
    match = NAMED.fullmatch(" ".join(text.casefold().split()))
    month = month_named(match[1]) if match else None
    return Period(int(match[2]), month) if match and month else None


def month_named(name: str) -> int | None:
    """The number of a month by its name in either language, or by the first three letters of it."""
    for month in range(1, YEAR_MONTHS + 1):
        for language in LANGUAGES:
            known = lookup(language, f"month.{month}").partition(" ")[0].casefold()
            if name in (known, known[:3]):
                return month
    return None


@cache
def as_period(text: str) -> Period:
    """The period of a bundled table, always written ``YYYY-MM``."""
    return Period(int(text[:4]), int(text[5:]))


def parse_period(given: object) -> Period:
    """A period as given.

    Raises:
        UsageError: if it is neither ``YYYY`` nor ``YYYY-MM`` nor the name of a month and a year.
    """
    text = str(given).strip()
    period = read_period(text) or named_period(text)
    if period is None:
        raise UsageError("not_a_range" if is_range(text) else "malformed_period", given=excerpt(text))
    return period


def require_written(*given: object) -> None:
    """Refuse what is not a period, before any file is read.

    Raises:
        UsageError: at the first that is malformed.
    """
    for each in given:
        if not is_latest(each):
            parse_period(each)


def parse_span(given: object, *, round_name: str | None = None) -> Span:
    """A range ``A..B``, ``A..`` or ``..B``: March rounds if its ends are bare years, else all rounds.

    ``A..latest`` is the same as ``A..``.

    Args:
        given: the range as written; None for everything, of March rounds.
        round_name: ``march``, ``september`` or ``all`` instead of that rule.

    Raises:
        UsageError: if an end is malformed, the range reversed or the round unknown.
    """
    ends = range_ends(".." if given is None else given)
    start, end = (parse_period(end) if end else None for end in ends)
    years = all(end.isdigit() or not end for end in ends)
    month = round_month(round_name) if round_name else MARCH if years else None
    if start and end and start > end:
        raise UsageError("reversed_range", given=str(given).strip(), meant=f"{ends[1]}..{ends[0]}")
    if end and round_name and month != MARCH and ends[1].isdigit():
        end = Period(end.year, 12)  # 2022..2024 of other rounds than March: to the end of 2024
    return Span(start, end, month)


def ends_of(given: object) -> tuple[str, str]:
    """Both periods of a range ``A..B``; ``A..`` leads to the latest.

    Raises:
        UsageError: if an end is malformed, the first is missing, or the range is reversed.
    """
    span = parse_span(given)
    if span.start is None:
        raise UsageError("malformed_range", given=excerpt(str(given)))
    return str(span.start), LATEST if span.end is None else str(span.end)


def round_month(name: str) -> int | None:
    """The month of a named round; None for ``all``.

    Raises:
        UsageError: if that round does not exist.
    """
    folded = name.strip().casefold()
    return ROUNDS[choice("--round", ROUNDS_IN_INDONESIAN.get(folded, name), ROUNDS)]


def this_month() -> Period:
    """The month that it is."""
    now = time.localtime()
    return Period(now.tm_year, now.tm_mon)


def is_over(period: Period) -> bool:
    """Whether the month of a round is over, so that there can be figures of it."""
    return period < this_month()


def refuse_round(name: str | None) -> None:
    """Refuse the choice of a round with a single period, which is one.

    Raises:
        UsageError: if there is such a choice, or the round is unknown.
    """
    if name:
        round_month(name)
        raise UsageError("round_of_range")


def nearest(wanted: Period, existing: Iterable[Period], count: int = 2) -> list[Period]:
    """The *count* existing periods nearest to *wanted*, in time order."""
    near = sorted(set(existing), key=lambda period: abs(period.months - wanted.months))
    return sorted(near[:count])


__all__ = [
    "LATEST",
    "MARCH",
    "SEPTEMBER",
    "Period",
    "PeriodLike",
    "Span",
    "as_period",
    "ends_of",
    "is_latest",
    "is_over",
    "is_range",
    "nearest",
    "parse_period",
    "parse_span",
    "read_period",
    "refuse_round",
    "require_written",
]
