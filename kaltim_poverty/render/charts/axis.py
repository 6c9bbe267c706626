"""The axis across of a line chart: periods by their years, or numbers by round ticks and what they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.cells import MINUS
from kaltim_poverty.render.charts.scale import close_scale, floor
from kaltim_poverty.render.charts.theme import GAP, SMALL
from kaltim_poverty.render.charts.widths import width_of
from kaltim_poverty.words.numbers import number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.charts.series import Point
    from kaltim_poverty.words import Language

EDGE = 0.4  # of a year, before the first and behind the last point of a single place
INSIDE = 10  # units from the edge of the panel to a point at either end
FEWEST_TICKS, MOST_TICKS = 3, 9
APART = 3 * GAP  # units between the numbers at the axis, at least


class Tick(NamedTuple):
    """A place of the axis that is named, and its name."""

    place: float
    text: str


class Axis(NamedTuple):
    """Places from *first* to *last* across a panel of *width* units; *ticks* are the named ones."""

    first: float
    last: float
    width: float
    ticks: tuple[Tick, ...]

    def along(self, place: float) -> float:
        """How far from the left edge of the panel a place lies, in units."""
        width, span = self.width - 2 * INSIDE, self.last - self.first
        return INSIDE + (width * (place - self.first) / span if span else width / 2)

    @property
    def domain(self) -> list[float]:
        """The places at both edges of the panel."""
        span = self.last - self.first
        if not span:
            return [self.first - EDGE, self.last + EDGE]
        margin = span * INSIDE / (self.width - 2 * INSIDE)
        return [self.first - margin, self.last + margin]

    @property
    def channel(self) -> dict[str, Any]:
        """The axis as a specification has it."""
        places, words = [tick.place for tick in self.ticks], [tick.text for tick in self.ticks]
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": self.domain, "nice": False, "zero": False},
            "axis": {
                "grid": False,
                "values": places,
                "labelExpr": f"{words}[indexof({places}, datum.value)]",
            },
        }


def axis_of_places(points: Sequence[Point], width: float) -> Axis:
    """The axis of periods or names: as many as there is room for, the last among them.

    Args:
        points: of all series of the panel.
        width: of the panel, in units.
    """
    places = [point.place for point in points]
    bare = Axis(min(places), max(places), width, ())
    words: dict[str, float] = {}
    for point in sorted(points, key=lambda point: point.place):
        words.setdefault(point.tick, point.place)
    shown: list[Tick] = []
    left = float("inf")
    for word, place in sorted(words.items(), key=lambda item: -item[1]):
        half = width_of(word, SMALL) / 2
        if bare.along(place) + half <= left:
            shown.append(Tick(place, word))
            left = bare.along(place) - half - GAP
    return bare._replace(ticks=tuple(shown[::-1]))


def axis_of_numbers(places: Sequence[float], width: float, language: Language) -> Axis:
    """The axis of numbers, with round ones at its ticks.

    Args:
        places: all numbers that have a place.
        width: of the panel, in units.
        language: in which they are written.
    """
    first, last = Decimal(str(min(places))), Decimal(str(max(places)))
    widest = max(width_of(number(rounded_to(place, 1), language), SMALL) for place in (first, last))
    most = min(MOST_TICKS, max(FEWEST_TICKS, int(width / (widest + APART))))
    ticks = round_numbers(first, last, most, language, whole=are_whole(places))
    return Axis(float(first), float(last), width, tuple(ticks))


def are_whole(places: Sequence[float]) -> bool:
    """Whether all places are whole numbers."""
    return all(place == int(place) for place in places)


def round_numbers(
    first: Decimal, last: Decimal, most: int, language: Language, *, whole: bool = False
) -> list[Tick]:
    """The round numbers from one number to another.

    Args:
        first: where the axis begins.
        last: where it ends.
        most: how many stand at it at most.
        language: in which they are written.
        whole: whether they count something, so that nothing lies between them.
    """
    scale = close_scale([first, last], 1, ticks=most)
    if whole and scale.step < 1:
        scale = scale._replace(low=floor(first, Decimal(1)), step=Decimal(1))
    return [
        Tick(float(tick), number(rounded_to(tick, scale.decimals), language).replace("-", MINUS))
        for tick in scale.ticks
        if first <= tick <= last
    ]
