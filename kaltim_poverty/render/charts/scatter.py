"""A scatter: rows by two numbers, every dot named, with levels that part the picture into quadrants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.charts.frame import Panel, Room, at, framed, rectangle, rule, stroked
from kaltim_poverty.render.charts.labels import Box, Label, with_room
from kaltim_poverty.render.charts.levels import level_text
from kaltim_poverty.render.charts.quantities import number_of, spoken_quantity, title_of_number
from kaltim_poverty.render.charts.rows import label_of
from kaltim_poverty.render.charts.scale import Scale, scale_of
from kaltim_poverty.render.charts.theme import (
    AXIS_LINE,
    FOCUS,
    GAP,
    LEADER,
    LEADING,
    LEVEL_STROKES,
    MARGIN,
    MUTED,
    NATION,
    SMALL,
    WORSE_GROUND,
)
from kaltim_poverty.render.charts.widths import width_of
from kaltim_poverty.words import say
from kaltim_poverty.words.numbers import number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart, Level
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look

HEIGHT = {"wide": 320, "narrow": 280}
BELOW = 38  # the numbers of the axis across, and what they are
ABOVE = 24  # what the numbers of the axis upwards are
SIZE, RADIUS = 50, 4
BESIDE = 14  # units from a dot to the middle of a name that needs no line to it
AWAY = (6, 12, 18, 24)  # units up or down that a name may be moved
TICKS = {"wide": 6, "narrow": 4}
QUADRANTS = (("I", 1, 0), ("II", 0, 0), ("III", 0, 1), ("IV", 1, 1))  # right or left, bottom or top


class Dot(NamedTuple):
    """One row: what it is called, both numbers, what the mark says."""

    name: str
    x: Decimal
    y: Decimal
    said: str


class Group(NamedTuple):
    """All dots, as the panel of a chart of rows."""

    title: str
    rows: list[Dot]


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a scatter."""
    return Scatter(answer, chart, look).specification()


def groups_of(answer: Answer[Any], chart: Chart, look: Look) -> list[Group]:
    """The dots; a row without both numbers is left out."""
    return [Group("", [dot for row in answer if (dot := dot_of(answer, chart, row, look)) is not None])]


def dot_of(answer: Answer[Any], chart: Chart, row: object, look: Look) -> Dot | None:
    """The dot of one row; None without both numbers."""
    x, y = number_of(row, chart.x), number_of(row, chart.y)
    if x is None or y is None:
        return None
    name = name_of_dot(answer, chart, row, look)
    both = (spoken_quantity(answer, row, field, look.style) for field in (chart.x, chart.y))
    said = say(look.language, "chart.bar_mark", name=name, quantity=", ".join(both))
    return Dot(name, x, y, said)


def name_of_dot(answer: Answer[Any], chart: Chart, row: object, look: Look) -> str:
    """The name of a dot: by its series, whether there are several or one."""
    named = label_of(answer, chart._replace(x=""), row, look.style._replace(digits=None))
    return named or ", ".join(str(cell_of(row, field)) for field in chart.series)


class Scatter:
    """The dots of an answer with all their texts placed.

    Args:
        answer: what is drawn.
        chart: how.
        look: language and size.
    """

    def __init__(self, answer: Answer[Any], chart: Chart, look: Look) -> None:
        self.answer, self.chart, self.look = answer, chart, look
        self.dots = groups_of(answer, chart, look)[0].rows
        self.height = HEIGHT[look.size]
        ticks = TICKS[look.size]
        self.up = scale_of([*(dot.y for dot in self.dots), *self.values_of(chart.y)], self.height)
        left = MARGIN + GAP + max(width_of(self.at_axis(self.up, tick), SMALL) for tick in self.up.ticks)
        self.room = Room(left, 2 * MARGIN, ABOVE, BELOW)
        self.width = look.width - left - 2 * MARGIN
        across = [*(dot.x for dot in self.dots), *self.values_of(chart.x)]
        self.names: list[Label] = []
        self.across = scale_of(across, self.width, ticks=ticks)

    def levels_of(self, field: str) -> list[Level]:
        """The levels that part one of the two numbers."""
        return [level for level in self.answer.levels if (level.facet or self.chart.y) == field]

    def values_of(self, field: str) -> list[Decimal]:
        """Their values."""
        return [level.value for level in self.levels_of(field)]

    def at_axis(self, scale: Scale, tick: Decimal) -> str:
        """A number at an axis."""
        return number(rounded_to(tick, scale.decimals), self.look.language).replace("-", "\N{MINUS SIGN}")

    def specification(self) -> dict[str, Any]:
        """The specification of a scatter chart."""
        labels = self.labels()
        layers = [*self.worst(), *self.axes(), *self.level_lines(), *self.leaders(), self.marks()]
        panel = Panel(self.height, layers, labels)
        return framed(self.answer, self.chart, self.look, self.room, [panel])

    def worst(self) -> Iterator[Layer]:
        """The ground of the quadrant where both numbers are high."""
        upright, level = self.values_of(self.chart.x), self.values_of(self.chart.y)
        if upright and level:
            corner = Box(self.across.along(upright[0]), 0, self.width, self.up.down(level[0]))
            yield rectangle(corner, fill=WORSE_GROUND)

    def axes(self) -> Iterator[Layer]:
        """Both axes, without a mark of their own."""
        yield {
            "data": {"values": [{"x": self.across.domain[0], "y": self.up.domain[0]}]},
            "mark": {"type": "point", "opacity": 0, "aria": False},
            "encoding": {
                "x": self.channel("x", self.across, grid=False),
                "y": self.channel("y", self.up, grid=True),
            },
        }
        yield rule((0, self.height), (self.width, self.height), AXIS_LINE)

    def channel(self, field: str, scale: Scale, *, grid: bool) -> dict[str, Any]:
        """One axis with its numbers."""
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": scale.domain, "nice": False, "zero": False},
            "axis": {
                "grid": grid,
                "values": [float(tick) for tick in scale.ticks],
                "format": f",.{scale.decimals}f",
            },
        }

    def level_lines(self) -> Iterator[Layer]:
        """The lines between the quadrants, which say what they are."""
        for field, channel in ((self.chart.x, "x"), (self.chart.y, "y")):
            for level in self.levels_of(field):
                name, value = level_text(self.answer, self.chart._replace(y=field), level, self.look)
                said = say(self.look.language, "chart.bar_mark", name=name, quantity=value)
                upright, level_line = {"y": at(0), "y2": at(self.height)}, {"x": at(0), "x2": at(self.width)}
                other = upright if channel == "x" else level_line
                yield {
                    "data": {"values": [{channel: float(level.value), "said": said}]},
                    "mark": {"type": "rule", **stroked(LEVEL_STROKES["nation"]._replace(width=1.5))},
                    "encoding": {
                        channel: {"field": channel, "type": "quantitative"},
                        **other,
                        "description": {"field": "said", "type": "nominal"},
                    },
                }

    def marks(self) -> Layer:
        """The layer of dots, one for each row."""
        return {
            "data": {
                "values": [{"x": float(dot.x), "y": float(dot.y), "said": dot.said} for dot in self.dots]
            },
            "mark": {"type": "point", "filled": True, "fill": FOCUS, "size": SIZE, "opacity": 1},
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
                "description": {"field": "said", "type": "nominal"},
            },
        }

    def labels(self) -> list[Label]:
        """All texts: what both axes are, the quadrants, the levels, the names of the dots that have room."""
        fixed = [*self.titles(), *self.quadrants()]
        edge = Box(-self.room.left, 0, self.width + 2 * MARGIN - 2, self.height)
        numbers = [
            Label(self.at_axis(self.up, tick), -GAP, self.up.down(tick) + 4, "right", SMALL)
            for tick in self.up.ticks
        ]
        taken = [label.box for label in (*fixed, *numbers)]
        dots = [self.box_of(dot) for dot in self.dots]
        self.names = with_room(map(self.places_of, self.by_importance()), [*taken, *dots], edge)
        placed = [*taken, *dots, *(label.box for label in self.names)]
        return [*fixed, *self.names, *with_room(self.level_places(), placed, edge)]

    def by_importance(self) -> list[Dot]:
        """The dots whose numbers are high first: their names must find room."""
        return sorted(self.dots, key=lambda dot: -self.numbers_above(dot))

    def numbers_above(self, dot: Dot) -> int:
        """How many of the numbers of a dot lie above their level."""
        pairs = ((dot.x, self.values_of(self.chart.x)), (dot.y, self.values_of(self.chart.y)))
        return sum(value > level for value, levels in pairs for level in levels)

    def leaders(self) -> Iterator[Layer]:
        """A thin line from each dot to a name that stands away from it."""
        dots = {dot.name: dot for dot in self.dots}
        for label in self.names:
            dot = dots[label.text]
            x, y = self.across.along(dot.x), self.up.down(dot.y)
            box = label.box
            middle = (box.top + box.bottom) / 2
            if abs(middle - y) > BESIDE:
                yield rule(
                    (x, y), (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)), LEADER
                )

    def titles(self) -> list[Label]:
        """The titles of both axes."""
        like = Label("", 0, 0, size=SMALL, colour=MUTED)
        start, below = MARGIN - self.room.left, self.height + BELOW - GAP
        across, up = (
            title_of_number(self.answer, field, self.look.language) for field in (self.chart.x, self.chart.y)
        )
        return [
            like._replace(text=f"↑ {up}", x=start, y=-GAP - 4),
            like._replace(text=f"{across} →", x=self.width, y=below, align="right"),
        ]

    def quadrants(self) -> Iterator[Label]:
        """The numbers of the quadrants, in their corners."""
        if self.values_of(self.chart.x) and self.values_of(self.chart.y):
            for name, right, bottom in QUADRANTS:
                y = self.height - GAP if bottom else SMALL + 2
                x, align = (self.width - GAP, "right") if right else (GAP, "left")
                yield Label(name, x, y, align, SMALL, bold=True, colour=MUTED)  # type: ignore[arg-type]

    def box_of(self, dot: Dot) -> Box:
        """The bounding box of a dot."""
        x, y = self.across.along(dot.x), self.up.down(dot.y)
        return Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)

    def places_of(self, dot: Dot) -> list[Label]:
        """Where the name of a dot may stand: beside it, above or below, else a little away from it."""
        x, y = self.across.along(dot.x), self.up.down(dot.y)
        beside = RADIUS + 3

        def pair(down: float) -> list[Label]:
            return [
                Label(dot.name, x + beside, y + down, "left", SMALL),
                Label(dot.name, x - beside, y + down, "right", SMALL),
            ]

        middle = [
            Label(dot.name, x, y - RADIUS - 4, "center", SMALL),
            Label(dot.name, x, y + RADIUS + SMALL, "center", SMALL),
        ]
        away = [label for far in AWAY for sign in (-1, 1) for label in pair(4 + sign * far)]
        places = [label for label in (*pair(4), *middle, *away) if not self.is_struck_through(label.box)]
        return sorted(places, key=lambda label: self.is_crossed(label.box))

    def is_struck_through(self, box: Box) -> bool:
        """Whether a level line runs along a text."""
        return any(
            box.top - 1 < place < box.bottom + 1 for place in map(self.up.down, self.values_of(self.chart.y))
        )

    def is_crossed(self, box: Box) -> bool:
        """Whether the upright between the quadrants runs through a text."""
        return any(
            box.left < place < box.right for place in map(self.across.along, self.values_of(self.chart.x))
        )

    def level_places(self) -> Iterator[Sequence[Label]]:
        """Where the names of the levels may stand, along their lines."""
        for level in self.levels_of(self.chart.y):
            y = self.up.down(level.value)
            text = " ".join(level_text(self.answer, self.chart, level, self.look))
            yield [
                Label(text, x, y + down, align, SMALL, colour=NATION)  # type: ignore[arg-type]
                for down in (-4, SMALL + 1)
                for x, align in ((self.width - 2, "right"), (2, "left"))
            ]
        for level in self.levels_of(self.chart.x):
            x = self.across.along(level.value)
            text = " ".join(level_text(self.answer, self.chart._replace(y=self.chart.x), level, self.look))
            yield [
                Label(text, x + side * 4, y, "left" if side > 0 else "right", SMALL, colour=NATION)
                for y in (self.height - GAP, SMALL + 2, self.height - GAP - SMALL * LEADING)
                for side in (1, -1)
            ]
