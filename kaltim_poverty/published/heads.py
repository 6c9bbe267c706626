"""What the numbers of an answer say in one sentence, which stands above its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published import catalogue
from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.compare import Comparison
    from kaltim_poverty.published.decompose import Contribution
    from kaltim_poverty.published.gap import Gap
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.published.rank import Ranked
    from kaltim_poverty.published.target import Pace
    from kaltim_poverty.published.trend import Step
    from kaltim_poverty.words import Message, Spoken

PACE_DECIMALS = {"percent": 3, "ratio": 4, "people": 3, "thousand_people": 3, "households": 3}
MAIN = "p0"  # the indicator that a sentence is about, if there are several
DECIMALS = 3  # of a contribution
FELL, ROSE, SAME = "chart.head.fell", "chart.head.rose", "chart.head.same"


class Point(NamedTuple):
    """A number and its period."""

    period: Period
    value: Decimal


def movement(indicator: str, area: Area, first: Point, last: Point) -> Message:
    """That a number fell, rose or stayed from one period to another."""
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


def of_trend(rows: Sequence[Step], focus: str, areas: Mapping[str, Area]) -> Message:
    """How the series in focus moved since its last break."""
    own = [row for row in rows if row.area == focus]
    own = [row for row in own if row.locality == own[0].locality]
    start = max(place for place, row in enumerate(own) if row.series_break or place == 0)
    first, last = own[start], own[-1]
    if first is last:
        return single(first.indicator, areas[focus], Point(last.period, last.value))
    ends = (Point(row.period, row.value) for row in (first, last))
    return movement(first.indicator, areas[focus], *ends)


def single(indicator: str, area: Area, point: Point) -> Message:
    """One number alone."""
    known = catalogue.indicators()[indicator]
    value = Quantity(point.value, known.unit)
    return message("chart.head.one", indicator=known, area=area, value=value, period=point.period)


def of_rank(rows: Sequence[Ranked], focus: str, areas: Mapping[str, Area]) -> Message:
    """Which place the area in focus has; without one, which areas are first and last."""
    known = catalogue.indicators()[rows[0].indicator]
    peers = [row for row in rows if row.locality == rows[0].locality]
    own = next((row for row in peers if row.area == focus), None)
    if own is not None:
        return message(
            "chart.head.rank",
            area=areas[focus],
            rank=str(own.rank),
            count=str(len(peers)),
            indicator=catalogue.Mentioned(known.indicator),
            value=Quantity(own.value, known.unit),
        )
    low, high = (choice(peers, key=lambda row: row.value) for choice in (min, max))
    return message(
        "chart.head.extremes",
        indicator=known,
        low=areas[low.area],
        low_value=Quantity(low.value, known.unit),
        high=areas[high.area],
        high_value=Quantity(high.value, known.unit),
    )


def of_gap(rows: Sequence[Gap], areas: Mapping[str, Area]) -> Message:
    """Both numbers of the last period."""
    named = [row for row in rows if row.indicator == MAIN] or rows
    row = [each for each in named if each.area == named[0].area and each.indicator == named[0].indicator][-1]
    return message(
        "chart.head.gap",
        indicator=catalogue.indicators()[row.indicator],
        area=areas[row.area],
        period=row.period,
        urban=Quantity(row.urban, row.unit),
        rural=Quantity(row.rural, row.unit),
    )


def of_compare(rows: Sequence[Comparison], areas: Mapping[str, Area]) -> Message:
    """How the main indicator moved; across a break, or within rounding, only both numbers."""
    row = next((each for each in rows if each.indicator == MAIN), rows[0])
    before, after = Point(row.before_period, row.before), Point(row.after_period, row.after)
    found = movement(row.indicator, areas[row.area], before, after)
    known = catalogue.indicators()[row.indicator]
    sure = bool(row.direction) or not known.direction
    return found if sure else found._replace(key="chart.head.both")


def of_decompose(rows: Sequence[Contribution], parts: Sequence[str], areas: Mapping[str, Area]) -> Message:
    """The change, and the part that contributed most to it."""
    total = next(row for row in rows if row.after is not None and row.component not in parts)
    own = [row for row in rows if (row.area, row.indicator) == (total.area, total.indicator)]
    largest = max((row for row in own if row.component in parts), key=lambda row: abs(row.contribution))
    named = areas.get(largest.component) or message(f"value.component.{largest.component}")
    return message(
        "chart.head.contribution",
        indicator=catalogue.indicators()[total.indicator],
        area=areas[total.area],
        change=Quantity(total.contribution, "point"),
        component=named,
        contribution=Quantity(rounded_to(largest.contribution, DECIMALS), "point"),
    )


def of_target(rows: Sequence[Pace], aim: Spoken, areas: Mapping[str, Area]) -> Message:
    """What pace the first area needs, and what it was so far; that it is there, if it is."""
    needed, so_far = rows[0], rows[1]
    area = areas[needed.area]
    if not needed.pace:
        return message("chart.head.target_met", area=area, aim=aim)
    unit = "point" if needed.unit == "percent" else needed.unit
    digits = PACE_DECIMALS.get(needed.unit, 0)
    paces = [
        None if row.pace is None else Quantity(rounded_to(row.pace, digits), unit) for row in (needed, so_far)
    ]
    key = "chart.head.target" if paces[1] is not None else "chart.head.target_alone"
    return message(key, area=area, needed=paces[0], aim=aim, due=needed.to_period, so_far=paces[1] or "")
