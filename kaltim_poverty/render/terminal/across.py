"""Rows that lie across: a name, a number, the marks on a scale, a number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.render.charts.axis import round_numbers
from kaltim_poverty.render.charts.scale import close_scale
from kaltim_poverty.render.folding import folded
from kaltim_poverty.render.terminal.canvas import Canvas, nearest, share_of, spread
from kaltim_poverty.render.terminal.page import COLOUR, GAP, LEAST, Line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kaltim_poverty.render import Style
    from kaltim_poverty.render.charts.across import Group, Row
    from kaltim_poverty.render.charts.scale import Scale

UPRIGHT = "│"
TICK_WIDTH = 9  # characters for each number at an axis


class Widths(NamedTuple):
    """Characters for each part of a line; no name: it stands on a line of its own; so do numbers."""

    name: int
    before: int
    marks: int
    after: int
    beside: bool = True


Draw = "Callable[[Canvas, Row, Callable[[Decimal], int]], None]"


def fitted(rows: Sequence[Row], width: int) -> Widths:
    """Widths in which no word or number is cut.

    The longest names go above their rows first, all of them if most would; then numbers below them.

    Args:
        rows: of all panels.
        width: of the page.
    """
    names = sorted({len(entry.name) for entry in rows if entry.name}) or [0]
    before, after = (
        max((len(getattr(entry, part)) for entry in rows), default=0) for part in ("before", "after")
    )
    numbers = sum(part + len(GAP) for part in (before, after) if part)
    for own in (*(name for name in names[::-1] if name >= names[len(names) // 2]), 0):
        marks = width - numbers - (own + len(GAP) if own else 0)
        if marks >= LEAST:
            return Widths(own, before, marks, after)
    return Widths(0, 0, width, 0, beside=False)


def lines_of(
    group: Group,
    widths: Widths,
    style: Style,
    draw: Callable[[Canvas, Row, Callable[[Decimal], int]], None],
    *,
    from_zero: bool = False,
    numbered: bool = False,
) -> Iterator[Line]:
    """The lines of a panel.

    Args:
        group: its rows.
        widths: of the parts of a line.
        style: of the page.
        draw: puts the marks of a row on its canvas; it is told the column of a number.
        from_zero: whether the scale holds 0 in any case.
        numbered: whether numbers stand along the axis below.
    """
    values = [value for entry in group.rows for value in entry.values] + [Decimal(0)] * from_zero
    scale = tight(values)

    def column(value: Decimal) -> int:
        return nearest(share_of(scale, value), widths.marks)

    for entry in group.rows:
        canvas = Canvas(widths.marks, 1)
        draw(canvas, entry, column)
        if scale.low < 0 < scale.high:
            canvas.put(column(Decimal(0)), 0, UPRIGHT, over=False)
        yield from line_of(entry, "".join(canvas.cells[0]), widths)
    if numbered:
        yield plain((" " * start_of(widths) + numbers_below(scale, widths.marks, style)).rstrip())


def line_of(entry: Row, marks: str, widths: Widths) -> Iterator[Line]:
    """The line of a row, and those of a name or numbers that have no room beside it."""
    above = len(entry.name) > widths.name
    if above:
        yield from (plain(line) for line in folded(entry.name, width_of(widths)).splitlines())
    start = f"{'' if above else entry.name:<{widths.name}}{GAP}" if widths.name else ""
    start += f"{entry.before:>{widths.before}}{GAP}" if widths.before else ""
    end = f"{GAP}{entry.after:>{widths.after}}" if widths.after else ""
    yield ((start, ""), (marks, COLOUR), (end, ""))
    if not widths.beside:
        yield plain(" ".join(filter(None, (entry.before, entry.after))))


def width_of(widths: Widths) -> int:
    """The characters of a whole line."""
    return start_of(widths) + widths.marks + (widths.after + len(GAP) if widths.after else 0)


def start_of(widths: Widths) -> int:
    """The characters before the marks."""
    return sum(part + len(GAP) for part in (widths.name, widths.before) if part)


def tight(values: Sequence[Decimal]) -> Scale:
    """A scale from the smallest to the largest number."""
    scale = close_scale(values, 1)
    low, high = min(values), max(values)
    return scale._replace(low=low, high=high) if low < high else scale


def numbers_below(scale: Scale, width: int, style: Style) -> str:
    """The round numbers along a scale."""
    ticks = round_numbers(scale.low, scale.high, max(3, width // TICK_WIDTH), style.language)
    return spread(((nearest(share_of(scale, tick.place), width), tick.text) for tick in ticks), width)
