"""Lines: a series a line, its last value and its name at the end; a panel for each value of the facet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import MINUS
from kaltim_poverty.render.charts.axis import INSIDE, Axis, axis_of_numbers, axis_of_places
from kaltim_poverty.render.charts.frame import Panel, Room, at, framed, rule, stroked
from kaltim_poverty.render.charts.indexed import indexed
from kaltim_poverty.render.charts.labels import (
    Block,
    Box,
    Label,
    lines_of,
    moved_apart,
    rows_without_overlap,
    with_room,
)
from kaltim_poverty.render.charts.levels import Upright, level_text, levels_of_panel
from kaltim_poverty.render.charts.line_values import Lines, is_dense, value_places
from kaltim_poverty.render.charts.quantities import title_of_number
from kaltim_poverty.render.charts.rows import faceted, title_of_panel
from kaltim_poverty.render.charts.scale import scale_of
from kaltim_poverty.render.charts.series import described, is_number, series_of
from kaltim_poverty.render.charts.theme import (
    AXIS_LINE,
    BREAK_LINE,
    DASHES,
    GAP,
    LABEL,
    LABEL_COLOURS,
    LEADER,
    LEADING,
    LEVEL_STROKES,
    MARGIN,
    MISSING_DASH,
    MISSING_WIDTH,
    MUTED,
    SMALL,
    STROKES,
    SUBTITLE,
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
    from kaltim_poverty.records.charts import Chart, Level
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.scale import Scale
    from kaltim_poverty.render.charts.series import Point, Series
    from kaltim_poverty.render.charts.theme import Role

HEIGHT = {"wide": 240, "narrow": 220}
END_WIDTH = {"wide": 190, "narrow": 110}  # of the names at the ends of lines, before they are folded
AXIS = 22  # below the panel, for the numbers of the axis
ABOVE = 14  # above the panel, for the number at its upper edge
TITLE = 24  # above a panel, for its title
ZIGZAG = "M-0.6,1L0.6,0.45L-0.6,-0.1L0.6,-0.65"
ORDER = ("peer", "third", "nation", "focus")  # what matters most is drawn last
NAMED = ("focus", "nation", "third")  # whose breaks have an upright


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a line chart."""
    charts = panels_of(answer, chart, look)
    rooms = [each.sides() for each in charts]
    sides = Room(max(room.left for room in rooms), max(room.right for room in rooms), 0, 0)
    for each in charts:
        each.place(sides)
    room = sides._replace(above=max(each.above for each in charts), below=max(each.below for each in charts))
    return framed(answer, chart, look, room, [each.panel(room) for each in charts])


def panels_of(answer: Answer[Any], chart: Chart, look: Look) -> list[LinePanel]:
    """The panels that have a number to draw."""
    found = []
    for rows in faceted(answer, chart):
        part = replace(answer, rows=tuple(rows), levels=levels_of_panel(answer, chart, rows))
        series = indexed(series_of(part, chart, look.style), look.language).series
        if series:
            title = title_of_panel(answer, chart, rows[0], look.style)
            found.append(LinePanel(part, chart, look, series, title))
    return found


class LinePanel:
    """The lines of one panel with all their texts placed.

    Args:
        answer: the rows of the panel.
        chart: how they are drawn.
        look: language and size.
        series: the lines, as they are drawn.
        title: above the panel, if there are several.
    """

    room: Room
    axis: Axis

    def __init__(
        self, answer: Answer[Any], chart: Chart, look: Look, series: Sequence[Series], title: str
    ) -> None:
        self.answer, self.chart, self.look = answer, chart, look
        self.series = sorted(series, key=lambda each: ORDER.index(each.role))
        self.points = [point for each in self.series for point in each.points]
        self.ends = [*map(self.end_of, self.series), *map(self.end_of_level, answer.levels)]
        self.height = max(HEIGHT[look.size], sum(block.height for block in self.ends))
        self.scale = self.scale_of_values()
        width = look.width - 2 * MARGIN
        self.title = folded(title, SUBTITLE, width, bold=True) if title else []
        self.is_numeric = is_number(cell_of(answer[0], chart.x))

    def scale_of_values(self) -> Scale:
        """The scale that holds all numbers, ends of intervals and levels."""
        values = [
            value
            for point in self.points
            for value in (point.value, point.low, point.high)
            if value is not None
        ]
        values += [Decimal(str(value)) for level in self.answer.levels for value in numbers_of_level(level)]
        return scale_of(values, self.height)

    def end_of(self, series: Series) -> Block:
        """The label at the end of a line: its name and its last value."""
        last = series.points[-1]
        early = last.place < max(point.place for point in self.points)
        value = f"{last.text} ({last.tick})" if early else last.text
        return self.block(series.name, value, LABEL_COLOURS[series.role], bold=series.role != "peer")

    def end_of_level(self, level: Level) -> Block:
        """The label at the end of a level line; for another straight line its name."""
        name, value = level_text(self.answer, self.chart, level, self.look)
        colour = MUTED if level.kind == "reference" else TEXT
        return self.block(name, "" if level.ends else value, colour, bold=False)

    def block(self, name: str, value: str, colour: str, *, bold: bool) -> Block:
        """A name and a value; where there is little room the name stands above."""
        room = END_WIDTH[self.look.size]
        together = f"{name} {value}".strip()
        lines = [together]
        if self.look.is_narrow or width_of(together, LABEL, bold=bold) > room:
            lines = [*(folded(name, LABEL, room, bold=bold) if name else ()), value]
        return Block(tuple(filter(None, lines)), 0, colour, bold)

    def sides(self) -> Room:
        """The room for numbers at the left and names at the right."""
        left = MARGIN + GAP + max(width_of(self.at_axis(tick), SMALL) for tick in self.scale.ticks)
        names = (width_of(line, each.size, bold=each.bold) for each in self.ends for line in each.lines)
        return Room(left, MARGIN + GAP + max(names), 0, 0)

    def place(self, room: Room) -> None:
        """Take the room at both sides that all panels have."""
        self.room = room
        self.width = self.look.width - room.left - room.right
        self.axis = self.axis_across()

    def axis_across(self) -> Axis:
        """The axis of the periods or numbers."""
        if not self.is_numeric:
            return axis_of_places(self.points, self.width)
        places = [point.place for point in self.points]
        places += [place for level in self.answer.levels for place, _ in level.ends]
        return axis_of_numbers(places, self.width, self.look.language)

    @property
    def above(self) -> float:
        """The room above the panel: its title, and the words of its breaks."""
        rows = 1 + max((upright.row for upright in self.breaks()), default=-1)
        title = TITLE + (len(self.title) - 1) * SUBTITLE * LEADING if self.title else 0
        return ABOVE + rows * SMALL * LEADING + title

    @property
    def below(self) -> float:
        """The room below the panel: the words of its axis, and what its numbers are."""
        return AXIS + (SMALL * LEADING if self.is_numeric else 0)

    def panel(self, room: Room) -> Panel:
        """The panel, drawn in its room."""
        self.room = room
        layers = [
            *self.grid(),
            *self.uprights(),
            *self.level_lines(),
            *(layer for each in self.series for layer in self.layers_of(each)),
            *self.leaders(),
        ]
        return Panel(self.height, layers, self.labels())

    def at_axis(self, tick: Decimal) -> str:
        """A number at the axis."""
        return number(rounded_to(tick, self.scale.decimals), self.look.language).replace("-", MINUS)

    def breaks(self) -> list[Upright]:
        """The uprights at breaks, with their words in rows where none meets another."""
        found = dict.fromkeys(
            each for series in self.series if series.role in NAMED for each in series.breaks
        )
        uprights = [Upright(place, text, self.axis.along(place)) for place, text in sorted(found)]
        return [upright.turned(self.width) for upright in placed_in_rows(uprights, self.width)]

    def grid(self) -> Iterator[Layer]:
        """Both axes, without a mark of their own, and the zigzag of one that does not start at 0."""
        yield {
            "data": {"values": [{"x": self.axis.domain[0], "y": self.scale.domain[0]}]},
            "mark": {"type": "point", "opacity": 0, "aria": False},
            "encoding": {"x": self.axis.channel, "y": self.y_axis()},
        }
        foot = self.scale.down(max(self.scale.low, Decimal(0)))
        yield rule((0, foot), (self.width, foot), AXIS_LINE)
        if self.scale.starts_late:
            yield {
                "data": {"values": [{}]},
                "mark": {"type": "point", "shape": ZIGZAG, "size": 90, "aria": False, **stroked(ZIGZAG_LINE)},
                "encoding": {"x": at(0), "y": at(self.height - 8)},
            }

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

    def layers_of(self, series: Series) -> Iterator[Layer]:
        """The line of a series, thin dots where a number is missing, a point a number."""
        stroke = stroke_of(series)
        if any(point.low is not None for point in series.points):
            yield band(series, stroke.colour)
        yield path(series.runs, stroke)
        if any(True for _ in series.gaps):
            yield path(series.gaps, Stroke(stroke.colour, MISSING_WIDTH, MISSING_DASH))
        yield self.marks_of(series, stroke)

    def marks_of(self, series: Series, stroke: Stroke) -> Layer:
        """A point for each number, which says what it is; no wider than the line where there are many."""
        language = self.look.language
        values = [{**placed(point), "said": described(series, point, language)} for point in series.points]
        size = stroke.width**2 if is_dense(series) else stroke.point
        return {
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "fill": stroke.colour, "size": size, "opacity": 1},
            "encoding": {**ENCODING, "description": {"field": "said", "type": "nominal"}},
        }

    def uprights(self) -> Iterator[Layer]:
        """A dotted upright at each break."""
        for upright in self.breaks():
            yield rule((upright.at, self.top_of(upright)), (upright.at, self.height), BREAK_LINE)

    @staticmethod
    def top_of(upright: Upright) -> float:
        """Where an upright begins, as high as its words."""
        return -ABOVE - (upright.row + 1) * SMALL * LEADING

    def level_lines(self) -> Iterator[Layer]:
        """A line at each number that stands across the panel, such as a target, which says what it is."""
        for level in self.answer.levels:
            name, value = level_text(self.answer, self.chart, level, self.look)
            said = (
                name if level.ends else say(self.look.language, "chart.bar_mark", name=name, quantity=value)
            )
            (start, low), (end, high) = self.ends_of_level(level)
            yield {
                "data": {"values": [{"y": low, "y2": high, "said": said}]},
                "mark": {"type": "rule", **stroked(LEVEL_STROKES[level.kind])},
                "encoding": {
                    "x": at(start),
                    "x2": at(end),
                    "y": ENCODING["y"],
                    "y2": {"field": "y2"},
                    "description": {"field": "said", "type": "nominal"},
                },
            }

    def ends_of_level(self, level: Level) -> tuple[tuple[float, float], tuple[float, float]]:
        """From where to where it leads: twice units from the left edge, and a number."""
        if not level.ends:
            return (0, float(level.value)), (self.width, float(level.value))
        (start, low), (end, high) = level.ends
        return (self.axis.along(start), low), (self.axis.along(end), high)

    def labels(self) -> list[Label]:
        """All texts of the panel: ends of lines, words of breaks, values that have room."""
        fixed = [*self.end_labels(), *self.break_labels(), *self.titles()]
        taken = [label.box for label in (*fixed, *self.axis_labels())]
        edge = Box(-self.room.left, -ABOVE, self.width + 2, self.height)
        lines = Lines(
            self.series, self.axis, self.scale, [upright.at for upright in self.breaks()], self.level_boxes()
        )
        return [*fixed, *with_room(value_places(lines), taken, edge)]

    def level_boxes(self) -> list[Box]:
        """The room of the level lines, which no number may stand on."""
        downs = [self.scale.down(level.value) for level in self.answer.levels if not level.ends]
        return [Box(0, down - 1, self.width, down + 1) for down in downs]

    def placed_ends(self) -> list[tuple[Block, float]]:
        """The labels at the ends of lines, moved apart, each with the height of its middle."""
        wished = [
            *(self.scale.down(each.points[-1].value) for each in self.series),
            *(self.scale.down(level.value) for level in self.answer.levels),
        ]
        blocks = [block._replace(wished=place) for block, place in zip(self.ends, wished, strict=True)]
        slack = LABEL * LEADING / 2
        named = [block for block in blocks if block.lines]
        return list(zip(named, moved_apart(named, -slack, self.height + slack), strict=True))

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
        for upright in self.breaks():
            yield upright.label(self.top_of(upright))

    def titles(self) -> Iterator[Label]:
        """The titles of the panel and of its axis of numbers."""
        for place, line in enumerate(self.title):
            y = -self.room.above + SUBTITLE + place * SUBTITLE * LEADING
            yield Label(line, MARGIN - self.room.left, y, "left", SUBTITLE, bold=True)
        if self.is_numeric:
            text = f"{title_of_number(self.answer, self.chart.x, self.look.language)} →"
            yield Label(text, self.width, self.height + self.below - GAP + 2, "right", SMALL, colour=MUTED)


BANDS: dict[Role, float] = {"focus": 0.15, "nation": 0.1, "third": 0.08, "peer": 0.08}  # opacity
ENCODING: dict[str, Any] = {
    "x": {"field": "x", "type": "quantitative"},
    "y": {"field": "y", "type": "quantitative"},
}


def numbers_of_level(level: Level) -> tuple[Decimal | float, ...]:
    """The numbers that the scale has to hold for a level, or for another straight line."""
    return tuple(value for _, value in level.ends) if level.ends else (level.value,)


def stroke_of(series: Series) -> Stroke:
    """How the line of a series is drawn: by its role; dashed if it is not observed."""
    stroke = STROKES[series.role]
    return stroke._replace(dash=DASHES[series.role]) if series.is_dashed else stroke


def placed(point: Point) -> dict[str, Any]:
    """Where a point lies, as a specification has it."""
    return {"x": point.place, "y": float(point.value)}


def path(parts: Iterator[Sequence[Point]], stroke: Stroke) -> Layer:
    """Lines through the points of each part."""
    values = [{**placed(point), "part": number} for number, part in enumerate(parts) for point in part]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "aria": False, **stroked(stroke)},
        "encoding": {**ENCODING, "detail": {"field": "part", "type": "nominal"}},
    }


def band(series: Series, colour: str) -> Layer:
    """The interval of each number as a band behind the line."""
    values = [
        {"x": point.place, "y": float(point.low), "y2": float(point.high), "part": part}
        for part, run in enumerate(series.runs)
        for point in run
        if point.low is not None and point.high is not None
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "fill": colour, "fillOpacity": BANDS[series.role], "aria": False},
        "encoding": {**ENCODING, "y2": {"field": "y2"}, "detail": {"field": "part", "type": "nominal"}},
    }


def placed_in_rows(uprights: Sequence[Upright], width: float) -> list[Upright]:
    """The uprights, each with the row of its words above the panel."""
    spans = [upright.span(width) for upright in uprights]
    rows = rows_without_overlap(spans)
    return [upright._replace(row=row) for upright, row in zip(uprights, rows, strict=True)]
