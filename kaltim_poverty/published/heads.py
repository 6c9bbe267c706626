"""What the numbers of an answer say in one sentence, which stands above its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published import catalogue
from kaltim_poverty.words import Quantity, message

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.words import Message

PACE_DECIMALS = {"percent": 3, "ratio": 4, "people": 3, "thousand_people": 3, "households": 3}
MAIN = "p0"  # the indicator that a sentence is about, if there are several
FELL, ROSE, SAME = "chart.head.fell", "chart.head.rose", "chart.head.same"


class Point(NamedTuple):
    """A number and its period."""

    period: Period
    value: Decimal


def movement(indicator: str, area: Area, first: Point, last: Point) -> Message:
    """The clause that a number fell, rose or stayed from one period to another."""
    unit = catalogue.indicators()[indicator].unit
    key = SAME if first.value == last.value else FELL if last.value < first.value else ROSE
    return message(
        key,
        indicator=catalogue.indicators()[indicator],
        area=area,
        first=Quantity(first.value, unit),
        start=first.period,
        last=Quantity(last.value, unit),
        end=last.period,
    )


def single(indicator: str, area: Area, point: Point) -> Message:
    """One number alone."""
    known = catalogue.indicators()[indicator]
    value = Quantity(point.value, known.unit)
    return message("chart.head.one", indicator=known, area=area, value=value, period=point.period)
