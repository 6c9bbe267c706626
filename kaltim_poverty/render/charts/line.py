"""Lines: a series a line, its last value and its name at the end."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts.frame import Panel, Room, at, framed, rule, stroked
from kaltim_poverty.render.charts.indexed import indexed
from kaltim_poverty.render.charts.labels import (
    Align,
    Block,
    Box,
    Label,
    lines_of,
    moved_apart,
    rows_without_overlap,
    with_room,
)
from kaltim_poverty.render.charts.levels import Upright, level_text
from kaltim_poverty.render.charts.scale import scale_of
from kaltim_poverty.render.charts.series import described, series_of
from kaltim_poverty.render.charts.theme import (
    AXIS_LINE,
    BREAK_LINE,
    GAP,
    LABEL,
    LABEL_COLOURS,
    LEADER,
    LEADING,
    LEVEL_STROKES,
    MARGIN,
    MISSING_DASH,
    MISSING_WIDTH,
    SMALL,
    STROKES,
    TEXT,
    ZIGZAG_LINE,
    Stroke,
)
from kaltim_poverty.render.charts.widths import folded, width_of
from kaltim_poverty.words import say
from kaltim_poverty.words.numbers import number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.scale import Scale
    from kaltim_poverty.render.charts.series import Point, Series

HEIGHT = {"wide": 240, "narrow": 220}
END_WIDTH = {"wide": 190, "narrow": 110}  # of the names at the ends of lines, before they are folded
AXIS = 22  # below the panel, for the numbers of the axis
ABOVE = 14  # above the panel, for the number at its upper edge
ZIGZAG = "M-0.6,1L0.6,0.45L-0.6,-0.1L0.6,-0.65"
ORDER = ("peer", "third", "nation", "focus")  # what matters most is drawn last
NAMED = ("focus", "nation", "third")  # whose breaks have an upright
BESIDE_POINT = 5  # units from a point to a number at its side
SIDES: tuple[tuple[int, Align], ...] = ((1, "left"), (-1, "right"))
EDGE = 0.4  # of a year, before the first and behind the last point
INSIDE = 10  # units from the edge of the panel to a point at either end


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a line chart."""
    series, base = indexed(series_of(answer, chart, look.style), look.language)
    del base
    return LineChart(answer, chart, look, series).specification()


class LineChart:
    """The lines of an answer with all their texts placed.

    Args:
        answer: what is drawn.
        chart: how.
        look: language and size.
        series: the lines, as they are drawn.
    """

    def __init__(self, answer: Answer[Any], chart: Chart, look: Look, series: Sequence[Series]) -> None:
        self.answer, self.chart, self.look = answer, chart, look
        self.series = sorted(series, key=lambda each: ORDER.index(each.role))
        self.points = [point for each in self.series for point in each.points]
        self.ends = [*map(self.end_of, self.series), *map(self.end_of_level, answer.levels)]
        self.height = max(HEIGHT[look.size], sum(block.height for block in self.ends))
        self.scale = self.scale_of_values()
        self.first = min(point.place for point in self.points)
        self.last = max(point.place for point in self.points)
        self.room = self.room_around()
        self.width = look.width - self.room.left - self.room.right

    def specification(self) -> dict[str, Any]:
        """The whole picture."""
        layers = [
            *self.grid(),
            *self.uprights(),
            *self.level_lines(),
            *(layer for each in self.series for layer in self.layers_of(each)),
            *self.leaders(),
        ]
        return framed(
            self.answer, self.chart, self.look, self.room, [Panel(self.height, layers, self.labels())]
        )

    def scale_of_values(self) -> Scale:
        """The scale that holds all numbers, ends of intervals and levels."""
        values = [
            value
            for point in self.points
            for value in (point.value, point.low, point.high)
            if value is not None
        ]
        return scale_of([*values, *(level.value for level in self.answer.levels)], self.height)

    def end_of(self, series: Series) -> Block:
        """What stands at the end of a line: its name and its last value."""
        last = series.points[-1]
        early = last.place < max(point.place for point in self.points)
        value = f"{last.text} ({last.tick})" if early else last.text
        return self.block(series.name, value, LABEL_COLOURS[series.role], bold=series.role != "peer")

    def end_of_level(self, level: Any) -> Block:
        """What stands at the end of a level line."""
        name, value = level_text(self.answer, self.chart, level, self.look)
        return self.block(name, value, TEXT, bold=False)

    def block(self, name: str, value: str, colour: str, *, bold: bool) -> Block:
        """A name and a value; where there is little room the name stands above."""
        room = END_WIDTH[self.look.size]
        together = f"{name} {value}"
        lines = [together]
        if self.look.is_narrow or width_of(together, LABEL, bold=bold) > room:
            lines = [*folded(name, LABEL, room, bold=bold), value]
        return Block(tuple(filter(None, lines)), 0, colour, bold)

    def room_around(self) -> Room:
        """The room for numbers at the left, names at the right, breaks above and years below."""
        left = MARGIN + GAP + max(width_of(self.at_axis(tick), SMALL) for tick in self.scale.ticks)
        right = (
            MARGIN
            + GAP
            + max(width_of(line, block.size, bold=block.bold) for block in self.ends for line in block.lines)
        )
        room = Room(left, right, ABOVE, AXIS)
        rows = 1 + max((upright.row for upright in self.breaks_in(room)), default=-1)
        return room._replace(above=ABOVE + rows * SMALL * LEADING)

    def at_axis(self, tick: Any) -> str:
        """A number at the axis."""
        return number(rounded_to(tick, self.scale.decimals), self.look.language).replace(
            "-", "\N{MINUS SIGN}"
        )

    def across(self, place: float, room: Room | None = None) -> float:
        """How far from the left edge of the panel a place of the axis lies, in units."""
        around = room or self.room
        width = self.look.width - around.left - around.right - 2 * INSIDE
        span = self.last - self.first
        return INSIDE + (width * (place - self.first) / span if span else width / 2)

    def breaks_in(self, room: Room) -> list[Upright]:
        """The uprights at breaks, with their words in rows where none meets another."""
        found = dict.fromkeys(
            each for series in self.series if series.role in NAMED for each in series.breaks
        )
        width = self.look.width - room.left - room.right
        uprights = [Upright(place, text, self.across(place, room)) for place, text in sorted(found)]
        return [upright.turned(width) for upright in placed_in_rows(uprights, width)]

    def grid(self) -> Iterator[Layer]:
        """Both axes, without a mark of their own, and the zigzag of one that does not start at 0."""
        yield {
            "data": {"values": [{"x": self.x_domain()[0], "y": self.scale.domain[0]}]},
            "mark": {"type": "point", "opacity": 0, "aria": False},
            "encoding": {"x": self.x_axis(), "y": self.y_axis()},
        }
        foot = self.scale.down(max(self.scale.low, Decimal(0)))
        yield rule((0, foot), (self.width, foot), AXIS_LINE)
        if self.scale.starts_late:
            yield {
                "data": {"values": [{}]},
                "mark": {"type": "point", "shape": ZIGZAG, "size": 90, "aria": False, **stroked(ZIGZAG_LINE)},
                "encoding": {"x": at(0), "y": at(self.height - 8)},
            }

    def x_domain(self) -> list[float]:
        """The places at both edges of the panel."""
        span = self.last - self.first
        if not span:
            return [self.first - EDGE, self.last + EDGE]
        margin = span * INSIDE / (self.width - 2 * INSIDE)
        return [self.first - margin, self.last + margin]

    def x_axis(self) -> dict[str, Any]:
        """The axis with the years, as many as there is room for, the last among them."""
        ticks = self.ticks()
        places, words = [place for place, _ in ticks], [word for _, word in ticks]
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": self.x_domain(), "nice": False, "zero": False},
            "axis": {
                "grid": False,
                "values": places,
                "labelExpr": f"{words}[indexof({places}, datum.value)]",
            },
        }

    def ticks(self) -> list[tuple[float, str]]:
        """The places that are named at the axis, so far apart that their words do not meet."""
        words: dict[str, float] = {}
        for point in sorted(self.points, key=lambda point: point.place):
            words.setdefault(point.tick, point.place)
        shown: list[tuple[float, str]] = []
        left = float("inf")
        for word, place in sorted(words.items(), key=lambda item: -item[1]):
            half = width_of(word, SMALL) / 2
            if self.across(place) + half <= left:
                shown.append((place, word))
                left = self.across(place) - half - GAP
        return shown[::-1]

    def y_axis(self) -> dict[str, Any]:
        """The axis with the numbers."""
        return {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": self.scale.domain, "nice": False, "zero": False},
            "axis": {
                "values": [float(tick) for tick in self.scale.ticks],
                "format": f",.{self.scale.decimals}f",
            },
        }

    def encoding(self) -> dict[str, Any]:
        """The places of the points of a series."""
        return {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        }

    def layers_of(self, series: Series) -> Iterator[Layer]:
        """The line of a series, thin dots where a number is missing, a point a number."""
        stroke = STROKES[series.role]
        if any(point.low is not None for point in series.points):
            yield self.band(series, stroke.colour)
        runs = [
            {"x": point.place, "y": float(point.value), "part": part}
            for part, run in enumerate(series.runs)
            for point in run
        ]
        detail = {"detail": {"field": "part", "type": "nominal"}}
        yield {
            "data": {"values": runs},
            "mark": {"type": "line", "aria": False, **stroked(stroke)},
            "encoding": {**self.encoding(), **detail},
        }
        gaps = [
            {"x": point.place, "y": float(point.value), "part": part}
            for part, pair in enumerate(series.gaps)
            for point in pair
        ]
        thin = Stroke(stroke.colour, MISSING_WIDTH, MISSING_DASH)
        if gaps:
            yield {
                "data": {"values": gaps},
                "mark": {
                    "type": "line",
                    "aria": False,
                    **stroked(thin),
                },
                "encoding": {**self.encoding(), **detail},
            }
        yield self.marks_of(series)

    def marks_of(self, series: Series) -> Layer:
        """A point for each number, which says what it is."""
        stroke = STROKES[series.role]
        return {
            "data": {
                "values": [
                    {
                        "x": point.place,
                        "y": float(point.value),
                        "said": described(series, point, self.look.language),
                    }
                    for point in series.points
                ]
            },
            "mark": {
                "type": "point",
                "filled": True,
                "fill": stroke.colour,
                "size": stroke.point,
                "opacity": 1,
            },
            "encoding": {**self.encoding(), "description": {"field": "said", "type": "nominal"}},
        }

    def band(self, series: Series, colour: str) -> Layer:
        """The interval of each number as a band behind the line."""
        values = [
            {"x": point.place, "y": float(point.low), "y2": float(point.high), "part": part}
            for part, run in enumerate(series.runs)
            for point in run
            if point.low is not None and point.high is not None
        ]
        return {
            "data": {"values": values},
            "mark": {"type": "area", "fill": colour, "fillOpacity": 0.15, "aria": False},
            "encoding": {
                **self.encoding(),
                "y2": {"field": "y2"},
                "detail": {"field": "part", "type": "nominal"},
            },
        }

    def uprights(self) -> Iterator[Layer]:
        """A dotted upright at each break."""
        for upright in self.breaks_in(self.room):
            top = -ABOVE - (upright.row + 1) * SMALL * LEADING
            yield rule((upright.at, top), (upright.at, self.height), BREAK_LINE)

    def level_lines(self) -> Iterator[Layer]:
        """A dotted level line at each number that stands across the chart, such as a target."""
        for level in self.answer.levels:
            name, value = level_text(self.answer, self.chart, level, self.look)
            said = say(self.look.language, "chart.bar_mark", name=name, quantity=value)
            yield {
                "data": {"values": [{"y": float(level.value), "said": said}]},
                "mark": {"type": "rule", **stroked(LEVEL_STROKES[level.kind])},
                "encoding": {
                    "x": at(0),
                    "x2": at(self.width),
                    "y": {"field": "y", "type": "quantitative"},
                    "description": {"field": "said", "type": "nominal"},
                },
            }

    def labels(self) -> list[Label]:
        """All texts of the panel: ends of lines, words of breaks, values that have room."""
        fixed = [*self.end_labels(), *self.break_labels()]
        taken = [label.box for label in (*fixed, *self.axis_labels())]
        edge = Box(-self.room.left, -ABOVE, self.width + 2, self.height)
        return [*fixed, *with_room(self.value_places(), taken, edge)]

    def placed_ends(self) -> list[tuple[Block, float]]:
        """What stands at the ends of lines, moved apart, each with the height of its middle."""
        wished = [
            *(self.scale.down(each.points[-1].value) for each in self.series),
            *(self.scale.down(level.value) for level in self.answer.levels),
        ]
        blocks = [block._replace(wished=place) for block, place in zip(self.ends, wished, strict=True)]
        slack = LABEL * LEADING / 2
        return list(zip(blocks, moved_apart(blocks, -slack, self.height + slack), strict=True))

    def end_labels(self) -> Iterator[Label]:
        """The names and last values."""
        for block, middle in self.placed_ends():
            yield from lines_of(block, self.width + GAP, middle)

    def leaders(self) -> Iterator[Layer]:
        """A thin line from the end of a line to a name that was moved away from it."""
        for block, middle in self.placed_ends():
            if abs(middle - block.wished) > block.height / 2:
                yield rule((self.width - INSIDE, block.wished), (self.width + GAP / 2, middle), LEADER)

    def axis_labels(self) -> Iterator[Label]:
        """The numbers at the axis, which Vega draws."""
        for tick in self.scale.ticks:
            yield Label(self.at_axis(tick), -GAP, self.scale.down(tick) + 4, "right", SMALL)

    def break_labels(self) -> Iterator[Label]:
        """Why the line stops, beside the upper end of its upright."""
        for upright in self.breaks_in(self.room):
            yield upright.label(-ABOVE - (upright.row + 1) * SMALL * LEADING)

    def value_places(self) -> Iterator[list[Label]]:
        """Where the values of the focus may stand: the first, then all others, above or below the line."""
        focus = self.series[-1]
        shown = focus.points if len(focus.points) > 1 else ()
        for point in (*shown[:1], *shown[-2:0:-1]):
            yield self.places_of(focus, point)

    def places_of(self, series: Series, point: Point) -> list[Label]:
        """Above and below a point, first where the line leaves more room."""
        x, y = self.across(point.place), self.scale.down(point.value)
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
        free = [label for label in places if not self.crossed(label.box)]
        return free or places[: place == 0]

    def crossed(self, box: Box) -> bool:
        """Whether a line runs through a box."""
        return any(box.left - 1 < upright.at < box.right + 1 for upright in self.breaks_in(self.room)) or any(
            self.runs_through(box, before, after)
            for series in self.series
            for run in series.runs
            for before, after in pairwise(run)
        )

    def runs_through(self, box: Box, before: Point, after: Point) -> bool:
        """Whether one part of a line does, seen at nine places of the box."""
        start, end = self.across(before.place), self.across(after.place)
        high, low = self.scale.down(before.value), self.scale.down(after.value)
        if end <= box.left or start >= box.right:
            return False
        return any(
            box.top < high + (low - high) * (x - start) / (end - start) < box.bottom
            for x in (box.left + (box.right - box.left) * part / 8 for part in range(9))
            if start <= x <= end
        )


def placed_in_rows(uprights: Sequence[Upright], width: float) -> list[Upright]:
    """The uprights, each with the row of its words above the panel."""
    spans = [upright.span(width) for upright in uprights]
    rows = rows_without_overlap(spans)
    return [upright._replace(row=row) for upright, row in zip(uprights, rows, strict=True)]
