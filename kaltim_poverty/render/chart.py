"""A small chart on the terminal, in characters: a file a mark in `terminal/`.

What is drawn stands in the ``charts`` of the kind of record (`records.charts`); a question may have words of
its own in ``caption.bar.…`` and ``caption.panel.…``. The table's file prints it, as it knows colours.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.render import charts
from kaltim_poverty.render.folding import folded
from kaltim_poverty.render.layout import lay_out
from kaltim_poverty.render.table import below, bold, console_of, opening, pieced, printed
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.terminal.page import Panel


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[str]:
    """The pieces of the page: caption, panels, what the brackets are, notes, source.

    Raises:
        NotFoundError: if the answer has no number that can be drawn.
    """
    picture = charts.picture_of(answer)
    if picture is None:
        raise NotFoundError("nothing_drawn")
    sheet, console = lay_out(answer, style), console_of(style)
    yield printed(console, bold(sheet.caption))
    yield opening(sheet, style)
    panels = panels_of(*picture, style)
    for panel in panels:
        yield "\n" + (printed(console, bold(panel.title)) if panel.title else "")
        yield from (printed(console, pieced(*line)) for line in panel.lines)
    yield from about_intervals(*picture, panels, style)
    yield "".join(below(sheet, style))


def panels_of(answer: Answer[Any], chart: Chart, style: Style) -> Sequence[Panel]:
    """The panels of a chart, by the file of its mark."""
    mark = import_module(f"kaltim_poverty.render.terminal.{chart.mark}")
    return list(mark.panels(answer, chart, style))


def about_intervals(
    answer: Answer[Any], chart: Chart, panels: Sequence[Panel], style: Style
) -> Iterator[str]:
    """The remark on intervals: drawn as lines or bands, in brackets, or left out for lack of room."""
    if answer.level is None or not charts.heading.has_intervals(answer, chart):
        return
    interval = say(style.language, "caption.interval", level=(answer.level * 100).normalize())
    if any(panel.brackets for panel in panels):
        yield "\n" + folded(say(style.language, "caption.in_brackets", what=interval), style.width)
    elif any(panel.unbracketed for panel in panels):
        yield "\n" + folded(say(style.language, "caption.left_out", columns=interval), style.width)
    else:
        yield "\n" + folded(charts.heading.intervals(answer, chart, style.language), style.width)
