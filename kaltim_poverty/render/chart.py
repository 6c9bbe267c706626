"""A small chart of bars on the terminal: a panel for each measure, a bar for each row.

What is drawn stands in the ``charts`` of the kind of record (`records.charts`); a question may have words of
its own in ``caption.bar.…`` and ``caption.panel.…``. The table's file prints it, as it knows colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.charts.rows import (
    PAIR,
    faceted,
    interval_of,
    label_of,
    spoken,
    title_of,
)
from kaltim_poverty.render.folding import folded
from kaltim_poverty.render.graph import EIGHTHS
from kaltim_poverty.render.layout import lay_out
from kaltim_poverty.render.table import below, bold, console_of, opening, pieced, printed
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style

LEAST = 12  # characters of the longest bar before something else gives way
GAP = "  "
HALF, FULL = "▐", EIGHTHS[8]
COLOUR = "cyan"


class Bar(NamedTuple):
    """One bar: its words, its length, and what stands behind it."""

    label: str
    value: float | None
    shown: str
    interval: str


class Panel(NamedTuple):
    """Bars on one scale, and whether its title has an interval in it."""

    title: str
    bars: list[Bar]
    interval: bool = False


class Widths(NamedTuple):
    """Characters for each part of a line; no label: it stands on a line of its own."""

    label: int
    bar: int
    shown: int
    interval: bool


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[str]:
    """The pieces of the page: caption, panels, what the brackets are, notes, source."""
    sheet, console = lay_out(answer, style), console_of(style)
    panels = list(panels_of(answer, style))
    widths = fitted([bar for panel in panels for bar in panel.bars], style.width)
    yield printed(console, bold(sheet.caption))
    yield opening(sheet, style)
    for panel in panels:
        yield "\n" + printed(console, bold(panel.title))
        yield from (printed(console, pieced(*line)) for line in drawn(panel.bars, widths))
    yield from about_intervals(answer, panels, widths, style)
    yield "".join(below(sheet, style))


def about_intervals(
    answer: Answer[Any], panels: Sequence[Panel], widths: Widths, style: Style
) -> Iterator[str]:
    """What stands in brackets, or that the page is too narrow for it."""
    if answer.level is None:
        return
    level = (answer.level * 100).normalize()
    interval = say(style.language, "caption.interval", level=level)
    if widths.interval or any(panel.interval for panel in panels):
        yield "\n" + folded(say(style.language, "caption.in_brackets", what=interval), style.width)
    elif any(bar.interval for panel in panels for bar in panel.bars):
        yield "\n" + folded(say(style.language, "caption.left_out", columns=interval), style.width)


def panels_of(answer: Answer[Any], style: Style) -> Iterator[Panel]:
    """The panels of the first chart, in the order in which they are wanted.

    A panel of one row has nothing to be compared with but itself: it is drawn as a pair, if it can be.
    """
    chart = answer.charts[0]
    pair = next((each for each in answer.charts if each.mark == PAIR), None)
    for rows in faceted(answer, chart):
        if len(rows) == 1 and pair:
            yield pair_panel(answer, chart, pair, rows[0], style)
        elif rows:
            bars = [bar_of(answer, chart, row, style) for row in rows]
            yield Panel(title_of(answer, chart, rows[0], style), bars)


def pair_panel(answer: Answer[Any], chart: Chart, pair: Chart, row: object, style: Style) -> Panel:
    """The panel of one row: a bar for both numbers of a pair."""
    bars = [
        Bar(
            field_word(answer.question, field, style.language),
            cell_of(row, field),
            cell_text(answer, row, field, style),
            "",
        )
        for field in (pair.low, pair.high)
    ]
    own = bar_of(answer, chart, row, style)
    change = " ".join(filter(None, (own.shown, own.interval)))
    measured = title_of(answer, chart, row, style)
    named = f"{measured}, {own.label}:" if own.label else measured
    plain = f"{named} {change}" if change else named.removesuffix(":")
    title = spoken(answer, "panel_alone", row, style, plain, bar=own.label, interval=own.interval)
    return Panel(title, bars, bool(own.interval))


def bar_of(answer: Answer[Any], chart: Chart, row: object, style: Style) -> Bar:
    """The bar of one row."""
    low, high = interval_of(answer, chart, row, style)
    return Bar(
        label_of(answer, chart, row, style._replace(digits=None)),
        cell_of(row, chart.y),
        cell_text(answer, row, chart.y, style),
        f"({low}; {high})" if low and high else "",
    )


def fitted(bars: Sequence[Bar], width: int) -> Widths:
    """Widths in which no word or number is cut: the intervals give way first, then the labels."""
    label, shown, interval = (
        max((len(getattr(bar, part)) for bar in bars), default=0) for part in ("label", "shown", "interval")
    )
    gap = len(GAP)
    room = width - shown - gap
    for beside in (label + gap + interval + 1, label + gap):
        if room - beside >= LEAST:
            return Widths(label, room - beside, shown, bool(interval) and beside > label + gap)
    return Widths(0, max(room, 1), shown, interval=False)


def drawn(bars: Sequence[Bar], widths: Widths) -> Iterator[tuple[tuple[str, str], ...]]:
    """The lines of a panel: texts, each with its style."""
    lengths = scaled([bar.value for bar in bars], widths.bar)
    for bar, length in zip(bars, lengths, strict=True):
        if not widths.label:
            yield ((bar.label, ""),)
        start = f"{bar.label:<{widths.label}}{GAP}" if widths.label else ""
        end = f"{GAP}{bar.shown:>{widths.shown}}" + (f" {bar.interval}" if widths.interval else "")
        yield (start, ""), (length, COLOUR), (end, "")


def scaled(values: Sequence[float | None], width: int) -> list[str]:
    """The bars of a panel: from the left where all go the same way, else from a middle to both sides."""
    there = [float(value) for value in values if value]
    longest = max(map(abs, there), default=1.0)
    both = min(there, default=0.0) < 0 < max(there, default=0.0)
    room = width // 2 if both else width
    shares = [float(value or 0) / longest for value in values]
    if both:
        pairs = [(leftward(max(-share, 0.0), room), rightward(max(share, 0.0), room)) for share in shares]
        return [f"{left}{right}".ljust(width) for left, right in pairs]
    return [rightward(abs(share), width) for share in shares]


def rightward(share: float, room: int) -> str:
    """A bar that grows to the right, to an eighth of a character; the smallest that is not 0 can be seen."""
    eighths = max(int(share * room * 8 + 0.5), int(share > 0))
    return (FULL * (eighths // 8) + EIGHTHS[eighths % 8]).strip().ljust(room)


def leftward(share: float, room: int) -> str:
    """A bar that grows to the left, to a half of a character: there are no finer ones."""
    halves = max(int(share * room * 2 + 0.5), int(share > 0))
    return (HALF * (halves % 2) + FULL * (halves // 2)).rjust(room)
