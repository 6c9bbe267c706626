"""The values beside the points of the line that a chart is about, where nothing lies on them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.render.charts.labels import Align, Box, Label
from kaltim_poverty.render.charts.theme import GAP, LABEL_COLOURS, SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.render.charts.axis import Axis
    from kaltim_poverty.render.charts.scale import Scale
    from kaltim_poverty.render.charts.series import Point, Series

BESIDE_POINT = 5  # units from a point to a number at its side
SIDES: tuple[tuple[int, Align], ...] = ((1, "left"), (-1, "right"))
DENSE = 30  # points of a curve, beyond which they are not told apart
SEEN = 8  # parts of a box at whose ends it is seen whether a line runs through it


class Lines(NamedTuple):
    """The lines that labels must not cover.

    Attributes:
        series: the lines; the last is the one whose values are written.
        axis: across.
        scale: of the numbers.
        uprights: units from the left edge to each upright.
        levels: the room of the level lines.
    """

    series: Sequence[Series]
    axis: Axis
    scale: Scale
    uprights: Sequence[float]
    levels: Sequence[Box]


def value_places(lines: Lines) -> Iterator[list[Label]]:
    """Where the values may stand: the first, then all others, above or below the line.

    Of a curve over many numbers only the first: its end has the last.
    """
    focus = lines.series[-1]
    shown = focus.points if len(focus.points) > 1 else ()
    others = () if is_dense(focus) else shown[-2:0:-1]
    for point in (*shown[:1], *others):
        yield places_of(lines, focus, point)


def is_dense(series: Series) -> bool:
    """Whether a line is a curve whose points are too many to be told apart."""
    return not series.is_timed and len(series.points) > DENSE


def places_of(lines: Lines, series: Series, point: Point) -> list[Label]:
    """Above and below a point, first where the line leaves more room."""
    x, y = lines.axis.along(point.place), lines.scale.down(point.value)
    place = series.points.index(point)
    around = series.points[max(place - 1, 0) : place + 2]
    mean = sum(each.value for each in around) / len(around)
    colour = LABEL_COLOURS[series.role]
    up = Label(point.text, x, y - GAP - 2, "center", SMALL, colour=colour)
    down = Label(point.text, x, y + GAP + SMALL, "center", SMALL, colour=colour)
    beside = [
        label._replace(x=x + side * BESIDE_POINT, align=align)
        for label in (up._replace(y=y - 3), down._replace(y=y + SMALL))
        for side, align in SIDES
    ]
    places = [*([up, down] if point.value >= mean else [down, up]), *beside]
    free = [label for label in places if not is_crossed(lines, label.box)]
    return free or places[: place == 0]


def is_crossed(lines: Lines, box: Box) -> bool:
    """Whether a line runs through a box."""
    return (
        any(box.left - 1 < upright < box.right + 1 for upright in lines.uprights)
        or any(box.meets(level) for level in lines.levels)
        or any(
            runs_through(lines, box, before, after)
            for series in lines.series
            for run in series.runs
            for before, after in pairwise(run)
        )
    )


def runs_through(lines: Lines, box: Box, before: Point, after: Point) -> bool:
    """Whether one part of a line does, seen at some places of the box."""
    start, end = lines.axis.along(before.place), lines.axis.along(after.place)
    high, low = lines.scale.down(before.value), lines.scale.down(after.value)
    if end <= box.left or start >= box.right:
        return False
    return any(
        box.top < high + (low - high) * (x - start) / (end - start) < box.bottom
        for x in (box.left + (box.right - box.left) * part / SEEN for part in range(SEEN + 1))
        if start <= x <= end
    )
