"""Panels of rows that lie across: a name at the left, in a narrow picture above, then the marks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.charts.axis import axis_of_numbers
from kaltim_poverty.render.charts.frame import Panel, Room, at, framed, rectangle, rule
from kaltim_poverty.render.charts.labels import Label
from kaltim_poverty.render.charts.scale import Scale, close_scale
from kaltim_poverty.render.charts.theme import (
    GAP,
    GRID_LINE,
    LABEL,
    LEADING,
    MARGIN,
    MUTED,
    SMALL,
    SUBTITLE,
    ZERO_LINE,
)
from kaltim_poverty.render.charts.widths import folded, width_of
from kaltim_poverty.words.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.axis import Tick
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.theme import Stroke

STEP = 22  # units from row to row
LINE = 16  # of a line of a name that stands above its row
NAMES = 0.36  # of the width of a wide picture, for names at the most
TITLE = 24  # above a panel, for its title


class Row(NamedTuple):
    """A row: what it is called, its numbers, the texts at its left and right ends, what its mark says."""

    name: str
    values: tuple[Decimal, ...]
    before: str
    after: str
    said: str
    bold: bool = False
    worse: bool = False


class Group(NamedTuple):
    """The rows of one panel under its title."""

    title: str
    rows: list[Row]


class Place(NamedTuple):
    """Where a row lies in its panel."""

    entry: Row
    middle: float
    name: list[Label]


Draw = "Callable[[Row, float, Scale, float], Sequence[Layer]]"


class Across:
    """The panels of some groups, each with a scale of its own.

    Args:
        answer: what is drawn.
        chart: how.
        look: language and size.
        groups: a panel each.
        from_zero: whether every scale holds 0, so that distances can be compared with the numbers.
        numbered: whether numbers stand along the axis of each panel.
    """

    def __init__(
        self,
        answer: Answer[Any],
        chart: Chart,
        look: Look,
        groups: Sequence[Group],
        *,
        from_zero: bool = False,
        numbered: bool = False,
    ) -> None:
        self.from_zero, self.numbered = from_zero, numbered
        self.answer, self.chart, self.look, self.groups = answer, chart, look, groups
        self.rows = [entry for group in groups for entry in group.rows]
        self.lines = {entry.name: self.lines_of(entry) for entry in self.rows}
        lines = [line for each in self.lines.values() for line in each]
        names = max((width_of(line, LABEL, bold=True) for line in lines), default=0)
        left = MARGIN if look.is_narrow or not names else MARGIN + names + GAP
        titled = any(group.title for group in groups)
        titles = max((len(self.title_lines(group)) for group in groups), default=0)
        above = (TITLE + (titles - 1) * SUBTITLE * LEADING) if titled else GAP
        self.room = Room(left, MARGIN, above, GAP + (SMALL * LEADING if numbered else 0))
        self.width = look.width - left - MARGIN
        self.inset = (
            max(width_of(entry.before, LABEL, bold=entry.bold) for entry in self.rows) + 2 * GAP,
            max(width_of(entry.after, LABEL, bold=entry.bold) for entry in self.rows) + 2 * GAP,
        )

    def lines_of(self, entry: Row) -> list[str]:
        """The lines of a name."""
        width = self.look.width * (1 if self.look.is_narrow else NAMES) - 2 * MARGIN
        return folded(entry.name, LABEL, width, bold=True) if entry.name else []

    def title_lines(self, group: Group) -> list[str]:
        """The lines of the title of a panel."""
        return folded(group.title, SUBTITLE, self.look.width - 2 * MARGIN, bold=True) if group.title else []

    def places(self, group: Group) -> list[Place]:
        """Where each row lies, from top to bottom."""
        top, found = 0.0, []
        for entry in group.rows:
            lines = self.lines[entry.name]
            above = len(lines) * LINE if self.look.is_narrow else 0
            height = above + max(STEP, 0 if self.look.is_narrow else len(lines) * LINE + GAP)
            middle = top + (above + height) / 2
            found.append(Place(entry, middle, self.names(entry, lines, top, middle)))
            top += height
        return found

    def names(self, entry: Row, lines: Sequence[str], top: float, middle: float) -> list[Label]:
        """The name of a row."""
        if self.look.is_narrow:
            return [
                Label(line, 0, top + (number + 1) * LINE - 3, "left", LABEL, entry.bold)
                for number, line in enumerate(lines)
            ]
        first = middle - (len(lines) - 1) * LINE / 2 + LABEL * 0.35
        return [
            Label(line, -GAP, first + number * LINE, "right", LABEL, entry.bold)
            for number, line in enumerate(lines)
        ]

    def scale_of(self, group: Group) -> Scale:
        """The scale of a panel, between the texts at both ends."""
        values = [value for entry in group.rows for value in entry.values]
        values += [Decimal(0)] if self.from_zero else []
        scale = close_scale(values, self.width - sum(self.inset))
        low, high = min(values), max(values)
        return scale._replace(low=low, high=high) if low < high else scale

    def along(self, scale: Scale, value: Decimal) -> float:
        """How far from the left edge of the panel a number lies."""
        return self.inset[0] + scale.along(value)

    def encoding(self, scale: Scale) -> dict[str, Any]:
        """The scale of the numbers, as a specification has it."""
        reach = [round(self.inset[0], 2), round(self.width - self.inset[1], 2)]
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": scale.domain, "range": reach, "nice": False, "zero": False},
            "axis": None,
        }

    def panel(self, group: Group, draw: Callable[[Place, Scale], tuple[list[Layer], list[Label]]]) -> Panel:
        """A panel with all its rows drawn."""
        scale, places = self.scale_of(group), self.places(group)
        height = places[-1].middle + STEP / 2
        layers: list[Layer] = []
        labels: list[Label] = []
        spans = self.spans(places, height)
        for tick in self.ticks(scale):
            x = self.along(scale, exact(tick.place))
            layers += uprights(x, spans, GRID_LINE)
            labels.append(Label(tick.text, x, height + SMALL + 1, "center", SMALL, colour=MUTED))
        if scale.low < 0 < scale.high or (self.numbered and 0 in scale.domain):
            layers += uprights(self.along(scale, Decimal(0)), spans, ZERO_LINE)
        lines = self.title_lines(group)
        for number, line in enumerate(reversed(lines)):
            y = -GAP - 3 - number * SUBTITLE * LEADING
            labels.append(Label(line, MARGIN - self.room.left, y, "left", SUBTITLE, bold=True))
        for place in places:
            some, texts = draw(place, scale)
            layers += [*some, *self.grounds(texts, scale)]
            labels += [*place.name, *texts]
        return Panel(height, layers, labels)

    def ticks(self, scale: Scale) -> tuple[Tick, ...]:
        """The round numbers along the axis, if they are wanted."""
        ends = [float(scale.low), float(scale.high)]
        return axis_of_numbers(ends, scale.length, self.look.language).ticks if self.numbered else ()

    def spans(self, places: Sequence[Place], height: float) -> list[tuple[float, float]]:
        """Where uprights have room: the whole panel, or between names that stand above their rows."""
        if not self.look.is_narrow:
            return [(0, height)]
        return [(place.middle - STEP / 2, place.middle + STEP / 2) for place in places]

    def grounds(self, texts: Sequence[Label], scale: Scale) -> list[Layer]:
        """White behind numbers through which the line at 0 would run."""
        zero = self.along(scale, Decimal(0)) if scale.low <= 0 <= scale.high else -self.room.left
        boxes = [label.box for label in texts if label.text]
        return [rectangle(box) for box in boxes if box.left - 1 < zero < box.right + 1]

    def ends(self, place: Place, scale: Scale, colour: str) -> list[Label]:
        """The texts at both ends of the marks of a row."""
        entry, base = place.entry, place.middle + LABEL * 0.35
        first, last = self.along(scale, min(entry.values)), self.along(scale, max(entry.values))
        return [
            Label(entry.before, first - GAP - 2, base, "right", LABEL, entry.bold, colour),
            Label(entry.after, last + GAP + 2, base, "left", LABEL, entry.bold, colour),
        ]

    def framed(
        self,
        draw: Callable[[Place, Scale], tuple[list[Layer], list[Label]]],
        key: Sequence[tuple[list[Layer], list[Label]]] = (),
    ) -> dict[str, Any]:
        """The whole picture, with what tells marks apart above it."""
        panels = [self.panel(group, draw) for group in self.groups]
        more_layers = [layer for layers, _ in key for layer in layers]
        more_labels = [label for _, labels in key for label in labels]
        first = panels[0]
        panels[0] = Panel(first.height, [*first.layers, *more_layers], [*first.labels, *more_labels])
        return framed(
            self.answer, self.chart, self.look, self.room, panels, key=LABEL * LEADING + GAP if key else 0
        )


def uprights(x: float, spans: Sequence[tuple[float, float]], stroke: Stroke) -> list[Layer]:
    """A line at a place, in as many parts as there are spans."""
    return [rule((x, top), (x, bottom), stroke) for top, bottom in spans]


def mark(encoding: dict[str, Any], middle: float, value: Decimal, said: str, **look: Any) -> Layer:
    """A mark of one number of a row, which says what it is."""
    return {
        "data": {"values": [{"x": float(value), "said": said}]},
        "mark": {"type": "point", "opacity": 1, **look},
        "encoding": {
            "x": encoding,
            "y": at(middle),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def bar(
    encoding: dict[str, Any], span: tuple[float, float], ends: tuple[Decimal, Decimal], said: str, **look: Any
) -> Layer:
    """A bar between two numbers of a row; without words it is no mark of a number."""
    aria: dict[str, Any] = {} if said else {"aria": False}
    return {
        "data": {"values": [{"x": float(ends[0]), "x2": float(ends[1]), "said": said}]},
        "mark": {"type": "rect", **aria, **look},
        "encoding": {
            "x": encoding,
            "x2": {"field": "x2"},
            "y": at(span[0]),
            "y2": at(span[1]),
            **({"description": {"field": "said", "type": "nominal"}} if said else {}),
        },
    }
