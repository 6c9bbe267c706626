"""Lines: points joined by characters, with names and last values at their ends, or below on a narrow page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import MINUS
from kaltim_poverty.render.charts.axis import are_whole, round_numbers
from kaltim_poverty.render.charts.heading import measured
from kaltim_poverty.render.charts.indexed import indexed
from kaltim_poverty.render.charts.levels import level_text, levels_of_panel
from kaltim_poverty.render.charts.line_values import is_dense
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.quantities import title_of_number
from kaltim_poverty.render.charts.rows import faceted, title_of_panel
from kaltim_poverty.render.charts.scale import scale_of
from kaltim_poverty.render.charts.series import is_number, series_of
from kaltim_poverty.render.folding import folded
from kaltim_poverty.render.terminal.canvas import Canvas, apart, nearest, row_of, spread
from kaltim_poverty.render.terminal.page import Panel, plain
from kaltim_poverty.words.numbers import number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart, Level
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.scale import Scale
    from kaltim_poverty.render.charts.series import Point, Series
    from kaltim_poverty.render.charts.theme import Role
    from kaltim_poverty.render.terminal.page import Line

HEIGHT, LOW, WIDE = 13, 11, 60  # rows, and rows on a page of fewer columns than that
TICKS, TICK_WIDTH = 7, 9  # numbers upwards; columns for each number across
LEAST = 34  # columns of the lines; with fewer the names go below
BAND, BREAK, LEVEL, MISSING, CORNER, FOOT, AXIS = "░", "┆", "╌", ".", "└", "─", "│"
INDENT = "  "
LATE = "~"  # at the foot of an axis that does not start at 0
ORDER: tuple[Role, ...] = ("peer", "third", "nation", "focus")  # what matters most is drawn last
NAMED = ("focus", "nation", "third")  # whose breaks have an upright


class Drawn(NamedTuple):
    """The characters of a series: of its numbers, between them, and where it is steep."""

    point: str
    flat: str
    steep: str


DRAWN: dict[Role, Drawn] = {
    "focus": Drawn("●", "─", "│"),
    "nation": Drawn("○", "┄", "┆"),
    "third": Drawn("◆", "┈", "┊"),
    "peer": Drawn("", "·", "·"),
}
DASHED = Drawn("", "╌", "╎")  # of what is not observed, but for its points


class End(NamedTuple):
    """The label at the end of a line: its name and last number, and their height."""

    text: str
    value: Decimal


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """A panel for each value of the facet."""
    for rows in faceted(answer, chart):
        part = replace(answer, rows=tuple(rows), levels=levels_of_panel(answer, chart, rows))
        series = indexed(series_of(part, chart, style), style.language).series
        if series:
            title = title_of_panel(answer, chart, rows[0], style) or measured(part, chart, style.language)
            yield Panel(title, LinePanel(part, chart, style, series).lines())


class LinePanel:
    """The lines of one panel on a canvas.

    Args:
        answer: the rows of the panel.
        chart: how they are drawn.
        style: of the page.
        series: the lines, as they are drawn.
    """

    def __init__(self, answer: Answer[Any], chart: Chart, style: Style, series: Sequence[Series]) -> None:
        self.answer, self.chart, self.style = answer, chart, style
        self.series = sorted(series, key=lambda each: ORDER.index(each.role))
        self.characters = characters_of(self.series)
        self.points = [point for each in self.series for point in each.points]
        self.height = HEIGHT if style.width >= WIDE else LOW
        self.scale = self.scale_of_values()
        numbers = [self.at_axis(tick) for tick in self.scale.ticks]
        self.left = max(map(len, numbers)) + 1
        self.ends = [*map(self.end_of, self.series, self.characters), *map(self.end_of_level, answer.levels)]
        names = max(len(end.text) for end in self.ends) + 1
        room = style.width - self.left - 1
        self.beside = room - names >= LEAST and len(self.ends) <= self.height
        self.canvas = Canvas(max(room - names if self.beside else room, 1), self.height)
        places = [point.place for point in self.points]
        places += [place for level in answer.levels for place, _ in level.ends]
        self.first, self.last = min(places), max(places)

    def scale_of_values(self) -> Scale:
        """The scale that holds all numbers, ends of intervals and levels."""
        values = [
            value
            for point in self.points
            for value in (point.value, point.low, point.high)
            if value is not None
        ]
        return scale_of([*values, *(level.value for level in self.answer.levels)], 1, ticks=TICKS)

    def at_axis(self, tick: Decimal) -> str:
        """A number at the axis."""
        return number(rounded_to(tick, self.scale.decimals), self.style.language).replace("-", MINUS)

    def end_of(self, series: Series, drawn: Drawn) -> End:
        """The label at the end of a line."""
        last = series.points[-1]
        early = last.place < max(point.place for point in self.points)
        value = f"{last.text} ({last.tick})" if early else last.text
        return End(" ".join(filter(None, (drawn.point or drawn.flat, series.name, value))), last.value)

    def end_of_level(self, level: Level) -> End:
        """The label at the end of a level line; for another straight line its name."""
        name, value = level_text(self.answer, self.chart, level, Look(self.style.language))
        return End(f"{LEVEL} {name}" if level.ends else f"{LEVEL} {name} {value}", level.value)

    def lines(self) -> list[Line]:
        """The canvas with its axes, and what has no room on it."""
        self.draw()
        rows = [*self.canvas.lines()]
        numbers = {self.row(tick): self.at_axis(tick) for tick in self.scale.ticks}
        names = self.names_beside()
        width = self.canvas.width
        axis = [AXIS] * (self.height - 1) + [LATE if self.scale.starts_late else AXIS]
        before = [f"{numbers.get(row, ''):>{self.left - 1}} {axis[row]}" for row in range(self.height)]
        drawn = [
            f"{before[row]}{text:<{width}} {names.get(row, '')}".rstrip() for row, text in enumerate(rows)
        ]
        start = " " * (self.left + 1)
        return [
            plain(line)
            for line in (
                *(start + text for text in self.breaks()),
                *drawn,
                f"{' ' * self.left}{CORNER}{FOOT * width}",
                *(start + text for text in self.words_across()),
                *([] if self.beside else self.names_below()),
            )
        ]

    def row(self, value: Decimal | float) -> int:
        """The row of a number."""
        return row_of(self.scale, value, self.height)

    def column(self, place: float) -> int:
        """The column of a place."""
        span = self.last - self.first
        return nearest((place - self.first) / span if span else 0.5, self.canvas.width)

    def draw(self) -> None:
        """Bands first, then what stands across, then the lines."""
        for series in self.series:
            self.draw_band(series)
        for level in self.answer.levels:
            self.draw_level(level)
        for place, _ in self.places_of_breaks():
            for row in range(self.height):
                self.canvas.put(self.column(place), row, BREAK, over=False)
        for series, drawn in zip(self.series, self.characters, strict=True):
            self.draw_line(series, drawn)
        for series, drawn in zip(self.series, self.characters, strict=True):
            for point in series.points:
                self.canvas.put(self.column(point.place), self.row(point.value), drawn.point or drawn.flat)

    def draw_line(self, series: Series, drawn: Drawn) -> None:
        """The parts of a line, and dots where a number is missing."""
        for run in series.runs:
            for before, after in pairwise(run):
                self.join(before, after, drawn)
        for before, after in series.gaps:
            self.dot(before, after)

    def draw_band(self, series: Series) -> None:
        """The interval of each number."""
        for run in series.runs:
            for before, after in pairwise(run):
                if None in (before.low, before.high, after.low, after.high):
                    continue
                for column, share in self.between(before, after):
                    low, high = (
                        self.row(mixed(getattr(before, end), getattr(after, end), share))
                        for end in ("low", "high")
                    )
                    for row in range(high, low + 1):
                        self.canvas.put(column, row, BAND)

    def draw_level(self, level: Level) -> None:
        """A line across, or from one end to the other."""
        ends = level.ends or ((self.first, float(level.value)), (self.last, float(level.value)))
        (start, low), (end, high) = ends
        first, last = self.column(start), self.column(end)
        for column in range(first, last + 1):
            share = (column - first) / max(last - first, 1)
            self.canvas.put(column, self.row(low + (high - low) * share), LEVEL)

    def between(self, before: Point, after: Point) -> Iterator[tuple[int, float]]:
        """The columns from one point to the next, with the share of the way."""
        start, end = self.column(before.place), self.column(after.place)
        for column in range(start, end + 1):
            yield column, (column - start) / max(end - start, 1)

    def join(self, before: Point, after: Point, drawn: Drawn) -> None:
        """The line between two points; where it is steep, upright pieces."""
        previous = self.row(before.value)
        for column, share in self.between(before, after):
            row = self.row(mixed(before.value, after.value, share))
            for passed in range(min(previous, row) + 1, max(previous, row)):
                self.canvas.put(column, passed, drawn.steep)
            self.canvas.put(column, row, drawn.flat)
            previous = row

    def dot(self, before: Point, after: Point) -> None:
        """Thin dots between the neighbours of a missing number."""
        for column, share in list(self.between(before, after))[2:-1:2]:
            self.canvas.put(column, self.row(mixed(before.value, after.value, share)), MISSING, over=False)

    def places_of_breaks(self) -> list[tuple[float, str]]:
        """Where lines stop, and why in two words."""
        named = (each for series in self.series if series.role in NAMED for each in series.breaks)
        return sorted(dict.fromkeys(named))

    def breaks(self) -> list[str]:
        """The words of the breaks above their uprights, each in a line of its own."""
        lines = []
        for place, text in self.places_of_breaks():
            column = self.column(place)
            words = f"{BREAK} {text}" if column + len(text) + 2 <= self.canvas.width else f"{text} {BREAK}"
            start = column if words.startswith(BREAK) else column - len(words) + 1
            lines.append(" " * start + words if start >= 0 else text)
        return lines

    def words_across(self) -> Iterator[str]:
        """The words along the axis, and what its numbers are."""
        width = self.canvas.width
        if not is_number(cell_of(self.answer[0], self.chart.x)):
            words: dict[str, float] = {}
            for point in sorted(self.points, key=lambda point: point.place):
                words.setdefault(point.tick, point.place)
            yield spread(((self.column(place), word) for word, place in words.items()), width)
            return
        count = max(3, width // TICK_WIDTH)
        first, last = Decimal(str(self.first)), Decimal(str(self.last))
        whole = are_whole([point.place for point in self.points])
        ticks = round_numbers(first, last, count, self.style.language, whole=whole)
        yield spread(((self.column(tick.place), tick.text) for tick in ticks), width)
        title = title_of_number(self.answer, self.chart.x, self.style.language)
        yield f"{title} →".rjust(width)

    def names_beside(self) -> dict[int, str]:
        """The labels behind each row: the names at the ends of lines."""
        rows = apart([self.row(end.value) for end in self.ends], self.height) if self.beside else None
        return {} if rows is None else dict(zip(rows, (end.text for end in self.ends), strict=True))

    def names_below(self) -> list[str]:
        """The names in lines of their own, the most important first."""
        levels = len(self.answer.levels)
        lines = self.ends[: len(self.ends) - levels]
        texts = [end.text for end in (*lines[::-1], *self.ends[len(lines) :])]
        return [line for text in texts for line in folded(text, self.style.width, indent=INDENT).splitlines()]


def characters_of(series: Sequence[Series]) -> list[Drawn]:
    """The characters of each series: peers are told apart by letters."""
    letters = iter(ascii_lowercase)
    found = []
    for each in series:
        drawn = DRAWN[each.role]
        if each.is_dashed:
            drawn = DASHED._replace(point=drawn.point)
        if each.role == "peer":
            drawn = drawn._replace(point=next(letters, ""))
        found.append(drawn._replace(point="") if is_dense(each) else drawn)
    return found


def mixed(before: Decimal, after: Decimal, share: float) -> float:
    """A number on the way from one to another."""
    return float(before) + (float(after) - float(before)) * share
