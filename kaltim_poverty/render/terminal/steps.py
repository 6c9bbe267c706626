"""Steps from one total to the other: full where it is for the better or neither, half-tone for the worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.charts import steps
from kaltim_poverty.render.charts.heading import measured
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.terminal.across import fitted, lines_of
from kaltim_poverty.render.terminal.page import Panel, plain
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.across import Row
    from kaltim_poverty.render.terminal.canvas import Canvas

TOTAL, BETTER, WORSE = "●", "█", "▒"


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """A panel a change that is taken apart, after what a half-tone means, if there is one."""
    groups = steps.groups_of(answer, chart, Look(style.language, digits=style.digits))
    widths = fitted([row for group in groups for row in group.rows], style.width)
    if any(entry.worse for group in groups for entry in group.rows):
        yield Panel("", [plain(f"{WORSE} {lookup(style.language, 'chart.worse')}")])
    for group in groups:
        yield Panel(
            group.title or measured(answer, chart, style.language), list(lines_of(group, widths, style, draw))
        )


def draw(canvas: Canvas, entry: Row, column: Callable[[Decimal], int]) -> None:
    """A total as a point, a contribution from where the one before it ended; the smallest can be seen."""
    if entry.bold:
        canvas.put(column(entry.values[0]), 0, TOTAL)
        return
    start, end = map(column, entry.values)
    mark = WORSE if entry.worse else BETTER
    for place in range(min(start, end), max(min(start, end) + 1, start, end)):
        canvas.put(place, 0, mark)
