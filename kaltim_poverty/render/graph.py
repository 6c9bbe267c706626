"""Small pictures made of characters: a sparkline for each series, a bar for each row."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, name_of
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
    for codes, group in groupby(answer, key=lambda row: [cell_of(row, field) for field in chart.series]):
        rows = [row for row in group if cell_of(row, chart.y) is not None]
        if len(rows) < 2:  # noqa: PLR2004 - a line needs two points
            continue
        first, last = (cell_text(answer, row, chart.y, style) for row in (rows[0], rows[-1]))
        names = [
            name_of(answer, field, code, style.language)
            for field, code in zip(chart.series, codes, strict=True)
        ]
        shown = f"{', '.join(names)}: {first} {steps(rows, chart)} {last}"
        if len(shown) <= style.width:
            yield shown + "\n"


def is_drawn_as(answer: Answer[Any], mark: str) -> bool:
    """Whether the first chart of an answer has this mark."""
    return bool(answer.charts) and answer.charts[0].mark == mark


def steps(rows: Sequence[object], chart: Chart) -> str:
    """One character for each value, from the smallest to the largest, and one before each break."""
    values = [exact(cell_of(row, chart.y)) for row in rows]
    low, high = min(values), max(values)
    span = high - low or Decimal(1)
    drawn = [STEPS[int((value - low) / span * (len(STEPS) - 1) + Decimal("0.5"))] for value in values]
    broken = [bool(chart.breaks and cell_of(row, chart.breaks)) for row in rows]
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
