"""Pairs: two numbers on one scale, joined: ``○────●``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts import pair
from kaltim_poverty.render.charts.heading import measured
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.terminal.across import fitted, lines_of
from kaltim_poverty.render.terminal.page import GAP, Panel, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.across import Row
    from kaltim_poverty.render.terminal.canvas import Canvas

FIRST, SECOND, BETWEEN = "○", "●", "─"


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """The legend of both marks, then a panel an indicator."""
    look = Look(style.language, digits=style.digits)
    names = pair.names_of_ends(answer, chart, look)
    key = [f"{mark} {name}" for mark, name in zip((FIRST, SECOND), names, strict=True)]
    together = GAP.join(key)
    yield Panel("", [plain(line) for line in ([together] if len(together) <= style.width else key)])
    groups = pair.groups_of(answer, chart, look)
    widths = fitted([row for group in groups for row in group.rows], style.width)
    for group in groups:
        yield Panel(
            group.title or measured(answer, chart, style.language),
            list(lines_of(group, widths, style, draw, from_zero=True)),
        )


def draw(canvas: Canvas, entry: Row, column: Callable[[Decimal], int]) -> None:
    """Both marks, with a line between them; where they meet, the second."""
    first, second = map(column, entry.values)
    for place in range(min(first, second) + 1, max(first, second)):
        canvas.put(place, 0, BETWEEN)
    canvas.put(first, 0, FIRST)
    canvas.put(second, 0, SECOND)
