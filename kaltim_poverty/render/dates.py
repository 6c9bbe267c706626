"""The date in the properties of a file, which depends on the question alone."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.book import UNDATED

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer

DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
MONTH = re.compile(r"(\d{4})-(\d{2})()")


def date_of(answer: Answer[Any]) -> date:
    """The newest release of its sources, else the last day of the last period that was asked for."""
    released = [last_day(match) for each in answer.sources if (match := DATE.fullmatch(each.released))]
    asked = [last_day(match) for each in answer.arguments.values() if (match := MONTH.fullmatch(str(each)))]
    return max(released or asked, default=UNDATED)


def last_day(match: re.Match[str]) -> date:
    """The day of a date such as ``2024-07-01``, or the last of a month or year."""
    year, month, day = (int(part or 0) for part in match.groups())
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
