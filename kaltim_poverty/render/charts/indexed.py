"""Series of totals of several areas as an index, so that their movement can be compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.render.units import PERCENT, POINT, PURE
from kaltim_poverty.words import say
from kaltim_poverty.words.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.charts.series import Point, Series
    from kaltim_poverty.words import Language

BASE = Decimal(100)
NO_TOTALS = (PERCENT, POINT, PURE, "people", "")  # rates, and means
DECIMALS = 1


class Indexed(NamedTuple):
    """Series, and the point of the axis at which each is 100; None where they are drawn as they are."""

    series: list[Series]
    base: Point | None


def indexed(series: Sequence[Series], language: Language) -> Indexed:
    """Counts and amounts of several areas, 100 at the first point that all have after the last break.

    Args:
        series: as the answer has them.
        language: of the numbers.
    """
    base = base_of(series) if is_about_totals(series) else None
    if base is None:
        return Indexed(list(series), None)
    return Indexed([as_index(each, base, language) for each in series], base)


def is_about_totals(series: Sequence[Series]) -> bool:
    """Whether several areas have counts or amounts over time, whose sizes say little beside one another."""
    timed = all(each.is_timed and each.unit not in NO_TOTALS for each in series)
    return timed and len({each.key[:1] for each in series}) > 1


def base_of(series: Sequence[Series]) -> Point | None:
    """The first point after the last break that every series has, with a number that can be divided by."""
    since = max((place for each in series for place, _ in each.breaks), default=float("-inf"))
    common = set.intersection(*({point.place for point in each.points if point.value > 0} for each in series))
    places = sorted(place for place in common if place > since)
    return next((point for point in series[0].points if places and point.place == places[0]), None)


def as_index(series: Series, base: Point, language: Language) -> Series:
    """One series, with its numbers relative to the base; a mark says the number itself too."""
    own = next(point.value for point in series.points if point.place == base.place)
    points = []
    for point in series.points:
        value = point.value / own * BASE
        text = number(value, language, DECIMALS)
        said = say(language, "chart.index_mark", index=text, quantity=point.quantity)
        points.append(point._replace(value=value, text=text, quantity=said, low=None, high=None, interval=()))
    return series._replace(points=tuple(points))
