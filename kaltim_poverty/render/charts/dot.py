"""Dots: an estimate with its interval a row, a panel a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.charts.across import Across, Group, Place, Row, bar, mark
from kaltim_poverty.render.charts.quantities import number_of, spoken_quantity, text_of
from kaltim_poverty.render.charts.rows import faceted, label_of, title_of_panel
from kaltim_poverty.render.charts.theme import FOCUS, TEXT
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.frame import Layer
    from kaltim_poverty.render.charts.labels import Label
    from kaltim_poverty.render.charts.look import Look
    from kaltim_poverty.render.charts.scale import Scale

SIZE, THIN, END, CAP = 70, 2, 9, 0.75  # of the dot, of the line of an interval and of its ends


def specification(answer: Answer[Any], chart: Chart, look: Look) -> dict[str, Any]:
    """The specification of a chart of estimates."""
    is_change = answer.declaration(chart.y).kind == "change"
    across = Across(answer, chart, look, groups_of(answer, chart, look), from_zero=is_change, numbered=True)

    def draw(place: Place, scale: Scale) -> tuple[list[Layer], list[Label]]:
        entry, encoding = place.entry, across.encoding(scale)
        layers = []
        if len(entry.values) > 1:
            _, low, high = entry.values
            line = (place.middle - THIN / 2, place.middle + THIN / 2)
            layers.append(bar(encoding, line, (low, high), "", fill=FOCUS))
            layers += [
                mark(
                    encoding,
                    place.middle,
                    end,
                    "",
                    shape="stroke",
                    angle=90,
                    size=END * END,
                    stroke=FOCUS,
                    aria=False,
                )
                for end in (low, high)
            ]
        layers.append(
            mark(encoding, place.middle, entry.values[0], entry.said, size=SIZE, filled=True, fill=FOCUS)
        )
        return layers, across.ends(place, scale, TEXT)

    return across.framed(draw)


def groups_of(answer: Answer[Any], chart: Chart, look: Look) -> list[Group]:
    """The panels; a row without a number is left out."""
    found = []
    for rows in faceted(answer, chart):
        drawn = [row_of(answer, chart, row, look) for row in rows if cell_of(row, chart.y) is not None]
        if drawn:
            found.append(Group(title_of_panel(answer, chart, rows[0], look.style), drawn))
    return found


def row_of(answer: Answer[Any], chart: Chart, row: object, look: Look) -> Row:
    """One row: the estimate, and both ends of its interval if it has one."""
    ends = [number_of(row, field) for field in (chart.low, chart.high) if field]
    known = [end for end in ends if end is not None]
    value = number_of(row, chart.y)
    assert value is not None  # noqa: S101 - asked by the caller
    name = label_of(answer, chart, row, look.style._replace(digits=None))
    quantity = spoken_quantity(answer, row, chart.y, look.style)
    text = text_of(answer, row, chart.y, look.style)
    if len(known) < len(ends) or not ends:
        return Row(
            name, (value,), "", text, say(look.language, "chart.bar_mark", name=name, quantity=quantity)
        )
    low, high = (text_of(answer, row, field, look.style) for field in (chart.low, chart.high))
    said = say(look.language, "chart.interval_mark", name=name, quantity=quantity, low=low, high=high)
    return Row(name, (value, *known), "", text, said)
