"""The bars of an answer, whatever draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.charts.quantities import number_of, spoken_quantity, text_of
from kaltim_poverty.render.charts.rows import label_of
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style


class Bar(NamedTuple):
    """One row: what it is called, its number, and what the mark says."""

    name: str
    value: Decimal
    text: str
    description: str
    is_focus: bool


def bars_of(answer: Answer[Any], chart: Chart, style: Style) -> list[Bar]:
    """The bars of an answer, in the order of its rows; a row without a number has none."""
    found = []
    for row in answer:
        value = number_of(row, chart.y)
        if value is None:
            continue
        name = label_of(answer, chart, row, style._replace(digits=None))
        said = say(
            style.language, "chart.bar_mark", name=name, quantity=spoken_quantity(answer, row, chart.y, style)
        )
        focus = str(cell_of(row, chart.x)) in answer.focus
        found.append(Bar(name, value, text_of(answer, row, chart.y, style), said, focus))
    return found
