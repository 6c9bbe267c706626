"""Estimates with their intervals: ``├──●───┤``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.charts import dot
from kaltim_poverty.render.charts.across import Group
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.rows import faceted, interval_of, title_of
from kaltim_poverty.render.terminal.across import fitted, lines_of
from kaltim_poverty.render.terminal.bar import panels_of_pairs
from kaltim_poverty.render.terminal.page import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.across import Row
    from kaltim_poverty.render.terminal.canvas import Canvas

ESTIMATE, FROM, BETWEEN, TO = "●", "├", "─", "┤"


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """A panel a measure; one of a single row has only itself to be compared with: a pair, if there is one."""
    shown = faceted(answer, chart)
    pair = next((each for each in answer.charts if each.mark == "pair"), None)
    numbers = [[row for row in rows if cell_of(row, chart.y) is not None] for rows in shown]
    compared = [
        own for rows, own in zip(shown, numbers, strict=True) if own and not (pair and len(rows) == 1)
    ]
    drawn = iter(list(panels_of_dots(answer, chart, compared, style)) if compared else ())
    for rows, own in zip(shown, numbers, strict=True):
        if pair and len(rows) == 1:
            yield from panels_of_pairs(answer, chart, pair, rows, style)
        elif own:
            yield next(drawn)


def panels_of_dots(
    answer: Answer[Any], chart: Chart, shown: Sequence[list[object]], style: Style
) -> Iterator[Panel]:
    """Panels in which every line has the same parts; intervals in brackets give way before names do."""
    groups = [group_of(answer, chart, rows, style, brackets=True) for rows in shown]
    entries = [row for group in groups for row in group.rows]
    widths = fitted(entries, style.width)
    brackets = widths.beside and widths.name >= max(len(entry.name) for entry in entries)
    if not brackets:
        groups = [group_of(answer, chart, rows, style) for rows in shown]
        widths = fitted([row for group in groups for row in group.rows], style.width)
    from_zero = answer.declaration(chart.y).kind == "change"
    for group in groups:
        lines = list(lines_of(group, widths, style, draw, from_zero=from_zero, numbered=True))
        has_interval = any(len(entry.values) > 1 for entry in group.rows)
        yield Panel(group.title, lines, has_interval and brackets, has_interval and not brackets)


def group_of(
    answer: Answer[Any], chart: Chart, rows: list[object], style: Style, *, brackets: bool = False
) -> Group:
    """The rows of a panel, with their intervals in brackets behind their numbers, or without."""
    look = Look(style.language, digits=style.digits)
    drawn = [dot.row_of(answer, chart, row, look) for row in rows]
    if brackets:
        widest = max(len(entry.after) for entry in drawn)
        ends = [interval_of(answer, chart, row, style) for row in rows]
        drawn = [
            entry._replace(after=f"{entry.after:>{widest}}{bracketed(*pair)}")
            for entry, pair in zip(drawn, ends, strict=True)
        ]
        widest = max(len(entry.after) for entry in drawn)
        drawn = [entry._replace(after=f"{entry.after:<{widest}}") for entry in drawn]
    return Group(title_of(answer, chart, rows[0], style), drawn)


def bracketed(low: str, high: str) -> str:
    """An interval behind a number; nothing where there is none."""
    return f" ({low}; {high})" if low and high else ""


def draw(canvas: Canvas, entry: Row, column: Callable[[Decimal], int]) -> None:
    """The interval, and the estimate on it."""
    if len(entry.values) > 1:
        start, end = map(column, entry.values[1:])
        for place in range(start, end + 1):
            canvas.put(place, 0, BETWEEN)
        canvas.put(start, 0, FROM)
        canvas.put(end, 0, TO)
    canvas.put(column(entry.values[0]), 0, ESTIMATE)
