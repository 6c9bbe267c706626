"""A scatter: a letter a row, the names and numbers of the letters below."""

from __future__ import annotations

from decimal import Decimal
from string import ascii_letters
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.cells import MINUS
from kaltim_poverty.render.charts import scatter
from kaltim_poverty.render.charts.axis import round_numbers
from kaltim_poverty.render.charts.levels import level_text
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.quantities import title_of_number
from kaltim_poverty.render.charts.scale import scale_of
from kaltim_poverty.render.folding import folded
from kaltim_poverty.render.terminal.canvas import Canvas, nearest, row_of, share_of, spread
from kaltim_poverty.render.terminal.line import AXIS, CORNER, FOOT, HEIGHT, INDENT, LEVEL, TICK_WIDTH, TICKS
from kaltim_poverty.render.terminal.page import Panel, plain
from kaltim_poverty.words.numbers import number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style

UPRIGHT, MANY = "┆", "●"


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """The one panel."""
    yield Panel("", [plain(line) for line in Scattered(answer, chart, style).lines()])


class Scattered:
    """The rows of an answer as letters on a canvas.

    Args:
        answer: what is drawn.
        chart: how.
        style: of the page.
    """

    def __init__(self, answer: Answer[Any], chart: Chart, style: Style) -> None:
        self.answer, self.chart, self.style = answer, chart, style
        self.look = Look(style.language, digits=style.digits)
        [group] = scatter.groups_of(answer, chart, self.look)
        self.dots = group.rows
        self.up = scale_of([*(dot.y for dot in self.dots), *self.levels(chart.y)], 1, ticks=TICKS)
        self.left = max(len(self.at_axis(tick)) for tick in self.up.ticks) + 1
        self.canvas = Canvas(max(style.width - self.left - 1, 1), HEIGHT)
        count = max(3, self.canvas.width // TICK_WIDTH)
        self.across = scale_of([*(dot.x for dot in self.dots), *self.levels(chart.x)], 1, ticks=count)

    def levels(self, field: str) -> list[Decimal]:
        """The levels that part one of the two numbers."""
        return [level.value for level in self.answer.levels if (level.facet or self.chart.y) == field]

    def at_axis(self, tick: Decimal) -> str:
        """A number at the axis upwards."""
        return number(rounded_to(tick, self.up.decimals), self.style.language).replace("-", MINUS)

    def lines(self) -> Iterator[str]:
        """The canvas with its axes, and below it what the letters are."""
        self.draw()
        language, start = self.style.language, " " * (self.left + 1)
        numbers = {row_of(self.up, tick, HEIGHT): self.at_axis(tick) for tick in self.up.ticks}
        yield f"↑ {title_of_number(self.answer, self.chart.y, language)}"
        for row, text in enumerate(self.canvas.lines()):
            yield f"{numbers.get(row, ''):>{self.left - 1}} {AXIS}{text}"
        yield f"{' ' * self.left}{CORNER}{FOOT * self.canvas.width}"
        yield start + self.numbers_across()
        yield f"{title_of_number(self.answer, self.chart.x, language)} →".rjust(self.style.width)
        for text in self.names():
            yield from folded(text, self.style.width, indent=INDENT).splitlines()

    def numbers_across(self) -> str:
        """The numbers along the axis across."""
        width = self.canvas.width
        ticks = round_numbers(
            self.across.low, self.across.high, max(3, width // TICK_WIDTH), self.style.language
        )
        return spread(((self.column(tick.place), tick.text) for tick in ticks), width)

    def column(self, value: Decimal | float) -> int:
        """The column of a number."""
        return nearest(share_of(self.across, value), self.canvas.width)

    def draw(self) -> None:
        """The levels, and a letter a row, beside its place where another stands there."""
        for value in self.levels(self.chart.x):
            for row in range(HEIGHT):
                self.canvas.put(self.column(value), row, UPRIGHT)
        for value in self.levels(self.chart.y):
            for column in range(self.canvas.width):
                self.canvas.put(column, row_of(self.up, value, HEIGHT), LEVEL)
        taken: set[tuple[int, int]] = set()
        for letter, dot in zip(letters(len(self.dots)), self.dots, strict=True):
            place = free_place(taken, self.column(dot.x), row_of(self.up, dot.y, HEIGHT), self.canvas.width)
            taken.add(place)
            self.canvas.put(*place, letter)

    def names(self) -> Iterator[str]:
        """The meaning of each letter, then the levels."""
        for letter, dot in zip(letters(len(self.dots)), self.dots, strict=True):
            yield f"{letter} {dot.said}"
        for level in self.answer.levels:
            field = level.facet or self.chart.y
            name, value = level_text(self.answer, self.chart._replace(y=field), level, self.look)
            mark = UPRIGHT if field == self.chart.x else LEVEL
            yield f"{mark} {name} {value}"


def letters(count: int) -> list[str]:
    """A letter for each of some rows; a dot for those beyond the alphabet."""
    return [*ascii_letters[:count], *[MANY] * (count - len(ascii_letters))]


def free_place(taken: set[tuple[int, int]], column: int, row: int, width: int) -> tuple[int, int]:
    """The place itself, or the nearest one in its row without a letter."""
    offsets = sorted(range(-width, width + 1), key=abs)
    places = ((column + offset, row) for offset in offsets if 0 <= column + offset < width)
    return next((place for place in places if place not in taken), (column, row))
