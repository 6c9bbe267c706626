"""Small pictures made of characters: a sparkline for each series, a bar for each row."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records.fields import GROUPS
from kaltim_poverty.render.cells import cell_text, field_word, name_of
from kaltim_poverty.render.charts.rows import labelled
from kaltim_poverty.render.layout import Column
from kaltim_poverty.words import lookup
from kaltim_poverty.words.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style

STEPS = "▁▂▃▄▅▆▇█"
BREAK = "|"
EIGHTHS = " ▏▎▍▌▋▊▉█"
BAR = 16  # characters of the longest bar


def sparklines(answer: Answer[Any], style: Style) -> Iterator[str]:
    """A line of steps for each series, from the first value to the last; bars | mark breaks."""
    if not is_drawn_as(answer, "line"):
        return
    chart = answer.charts[0]
    for _, group in groupby(answer, key=lambda row: [cell_of(row, field) for field in chart.series]):
        rows = list(group)
        names = [name_of_series(answer, field, rows[0], style) for field in chart.series]
        lines = [line for line in lines_of(rows, chart) if len(line.rows) > 1]
        scale = [value for line in lines for value in line.values]
        for line in lines:
            ends = (line.rows[0], line.rows[-1])
            first, last = (cell_text(answer, row, line.field, style) for row in ends)
            own_name = [field_word(answer.question, line.field, style.language)] if chart.more else []
            title = ", ".join(filter(None, [*names, *own_name]))
            shown = f"{title}: {first} {steps(line, chart, scale)} {last}"
            if len(shown) <= style.width:
                yield shown + "\n"


def name_of_series(answer: Answer[Any], field: str, row: object, style: Style) -> str:
    """The name of the series of a row by one field; for groups of a breakdown all their values."""
    if field == GROUPS:
        return labelled(answer, row, field, style)
    return name_of(answer, field, cell_of(row, field), style.language)


class Line(NamedTuple):
    """A number of some rows, in time order; without the rows that lack it."""

    field: str
    rows: list[object]

    @property
    def values(self) -> list[Decimal]:
        """The numbers."""
        return [exact(cell_of(row, self.field)) for row in self.rows]


def lines_of(rows: Sequence[object], chart: Chart) -> Iterator[Line]:
    """A line for each number that a series has."""
    for field in (chart.y, *chart.more):
        yield Line(field, [row for row in rows if cell_of(row, field) is not None])


def is_drawn_as(answer: Answer[Any], mark: str) -> bool:
    """Whether the first chart of an answer has this mark."""
    return bool(answer.charts) and answer.charts[0].mark == mark


def steps(line: Line, chart: Chart, scale: Sequence[Decimal]) -> str:
    """A character for each value, from the smallest to the largest of *scale*, and one before each break."""
    low, high = min(scale), max(scale)
    span = high - low or Decimal(1)
    drawn = [STEPS[int((value - low) / span * (len(STEPS) - 1) + Decimal("0.5"))] for value in line.values]
    broken = [bool(chart.breaks and cell_of(row, chart.breaks)) for row in line.rows]
    return "".join(BREAK * mark + step for mark, step in zip(broken, drawn, strict=True))


def bars(answer: Answer[Any], style: Style) -> Column | None:
    """A column of bars as long as the values, or None if the answer has none."""
    if not is_drawn_as(answer, "bar") or not answer:
        return None
    values = [exact(cell_of(row, answer.charts[0].y) or 0) for row in answer]
    longest = max(values) or Decimal(1)
    drawn = [bar(value / longest) for value in values]
    return Column(lookup(style.language, "field.graph"), numeric=False, cells=drawn, drawn=True)


def bar(share: Decimal) -> str:
    """A bar of *share* of the longest, to an eighth of a character."""
    eighths = int(share * BAR * 8 + Decimal("0.5"))
    return (EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8]).strip() or EIGHTHS[1]
