"""Small pictures made of characters: a sparkline for each series, a bar for each row."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.cells import name_of, number_text
from kaltim_poverty.render.layout import Column
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style

STEPS = "▁▂▃▄▅▆▇█"
EIGHTHS = " ▏▎▍▌▋▊▉█"
BAR = 16  # characters of the longest bar


def sparklines(answer: Answer[Any], style: Style) -> Iterator[str]:
    """A line of steps for each area and locality, from the first value to the last; bars | mark breaks."""
    if getattr(answer.kind, "graph", "") != "sparkline":
        return
    for (area, locality), group in groupby(answer, key=lambda row: (row.area, row.locality)):
        rows = list(group)
        if len(rows) < 2:  # noqa: PLR2004 - a line needs two points
            continue
        steps = "".join(
            ("|" if row.series_break else "") + step for row, step in zip(rows, stepped(rows), strict=True)
        )
        first, last = (number_text("value", row.value, style, row.unit) for row in (rows[0], rows[-1]))
        names = [
            name_of(answer, field, code, style.language)
            for field, code in (("area", area), ("locality", locality))
        ]
        shown = f"{', '.join(names)}: {first} {steps} {last}"
        if len(shown) <= style.width:
            yield shown + "\n"


def stepped(rows: Sequence[Any]) -> list[str]:
    """One character for each value, from the smallest to the largest."""
    values = [row.value for row in rows]
    low, high = min(values), max(values)
    span = high - low or Decimal(1)
    return [STEPS[int((value - low) / span * (len(STEPS) - 1) + Decimal("0.5"))] for value in values]


def bars(answer: Answer[Any], style: Style) -> Column | None:
    """A column of bars as long as the values, or None if the answer has none."""
    if getattr(answer.kind, "graph", "") != "bars" or not answer:
        return None
    longest = max(row.value for row in answer) or Decimal(1)
    drawn = [bar(row.value / longest) for row in answer]
    return Column("graph", lookup(style.language, "field.graph"), numeric=False, cells=drawn)


def bar(share: Decimal) -> str:
    """A bar of *share* of the longest, to an eighth of a character."""
    eighths = int(share * BAR * 8 + Decimal("0.5"))
    return (EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8]).strip() or EIGHTHS[1]
