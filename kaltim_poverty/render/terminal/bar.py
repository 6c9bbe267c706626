"""Bars as long as their numbers, with larger areas as uprights across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, field_word
from kaltim_poverty.render.charts.levels import level_text, levels_of_panel
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.rows import faceted, interval_of, label_of, spoken, title_of
from kaltim_poverty.render.graph import EIGHTHS
from kaltim_poverty.render.layout import FOCUS
from kaltim_poverty.render.terminal.page import COLOUR, GAP, LEAST, Panel, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.terminal.page import Line

HALF, FULL, UPRIGHT = "▐", EIGHTHS[8], "│"


class Bar(NamedTuple):
    """One bar: its words, its length, and what stands behind it."""

    label: str
    value: float | None
    shown: str


class Across(NamedTuple):
    """A number that stands across the bars, and what it is called."""

    text: str
    value: float


class Widths(NamedTuple):
    """Characters for each part of a line; no label: it stands on a line of its own."""

    label: int
    bar: int
    shown: int


def panels(answer: Answer[Any], chart: Chart, style: Style) -> Iterator[Panel]:
    """A panel a measure, in the order in which they are wanted."""
    found = [
        (rows, [bar_of(answer, chart, row, style) for row in rows]) for rows in faceted(answer, chart) if rows
    ]
    widths = fitted([bar for _, bars in found for bar in bars], style.width)
    for rows, bars in found:
        levels = [
            Across(
                " ".join(level_text(answer, chart, level, Look(style.language, digits=style.digits))),
                float(level.value),
            )
            for level in levels_of_panel(answer, chart, rows)
        ]
        yield Panel(title_of(answer, chart, rows[0], style), list(lines_of(bars, levels, widths)))


def panels_of_pairs(
    answer: Answer[Any], chart: Chart, pair: Chart, rows: Sequence[object], style: Style
) -> Iterator[Panel]:
    """A panel for each of some rows: a bar for both numbers of a pair, their change in the title."""
    found = [(row, bars_of_pair(answer, pair, row, style)) for row in rows]
    widths = fitted([bar for _, bars in found for bar in bars], style.width)
    for row, bars in found:
        low, high = interval_of(answer, chart, row, style)
        interval = f"({low}; {high})" if low and high else ""
        title = title_of_pair(answer, chart, row, interval, style)
        yield Panel(title, list(lines_of(bars, (), widths)), brackets=bool(interval))


def bars_of_pair(answer: Answer[Any], pair: Chart, row: object, style: Style) -> list[Bar]:
    """Both numbers of a row."""
    return [
        Bar(
            field_word(answer.question, field, style.language),
            cell_of(row, field),
            cell_text(answer, row, field, style),
        )
        for field in (pair.low, pair.high)
    ]


def title_of_pair(answer: Answer[Any], chart: Chart, row: object, interval: str, style: Style) -> str:
    """The title of a panel of one row, and how its number changed."""
    own = bar_of(answer, chart, row, style)
    change = " ".join(filter(None, (own.shown, interval)))
    measured = title_of(answer, chart, row, style)
    named = f"{measured}, {own.label}:" if own.label else measured
    plain_title = f"{named} {change}" if change else named.removesuffix(":")
    return spoken(answer, "panel_alone", row, style, plain_title, bar=own.label, interval=interval)


def bar_of(answer: Answer[Any], chart: Chart, row: object, style: Style) -> Bar:
    """The bar of one row; those that the chart is about are marked."""
    label = label_of(answer, chart, row, style._replace(digits=None))
    focus = chart.x and str(cell_of(row, chart.x)) in answer.focus
    return Bar(
        f"{label} {FOCUS}" if focus else label, cell_of(row, chart.y), cell_text(answer, row, chart.y, style)
    )


def fitted(bars: Sequence[Bar], width: int) -> Widths:
    """Widths in which no word or number is cut; labels that have no room go above their bars."""
    label, shown = (max((len(getattr(bar, part)) for bar in bars), default=0) for part in ("label", "shown"))
    room = width - shown - len(GAP)
    if room - label - len(GAP) >= LEAST:
        return Widths(label, room - label - len(GAP), shown)
    return Widths(0, max(room, 1), shown)


def lines_of(bars: Sequence[Bar], levels: Sequence[Across], widths: Widths) -> Iterator[Line]:
    """The lines of a panel: what stands across, each in a line of its own, then the bars."""
    values = [bar.value for bar in bars]
    drawn = [abs(float(value)) for value in (*values, *(level.value for level in levels)) if value]
    longest = max(drawn, default=1.0)
    lengths = scaled(values, widths.bar, longest)
    columns = [column_of(level.value / longest, values, widths.bar) for level in levels]
    start = " " * (widths.label + len(GAP)) if widths.label else ""
    for place, level in enumerate(levels):
        yield plain(named(start, level.text, columns[: place + 1], widths))
    for bar, length in zip(bars, lengths, strict=True):
        if not widths.label:
            yield plain(bar.label)
        before = f"{bar.label:<{widths.label}}{GAP}" if widths.label else ""
        yield (before, ""), (crossed(length, columns), COLOUR), (f"{GAP}{bar.shown:>{widths.shown}}", "")


def named(start: str, text: str, columns: Sequence[int], widths: Widths) -> str:
    """The line above the bars with what the last upright is called, at whichever side of it has room."""
    line = list(
        (start + crossed(" " * widths.bar, columns)).ljust(len(start) + widths.bar + len(GAP) + widths.shown)
    )
    own = len(start) + columns[-1]
    place = own + 2 if own + 2 + len(text) <= len(line) else max(own - 1 - len(text), 0)
    line[place : place + len(text)] = text
    return "".join(line).rstrip()


def crossed(length: str, columns: Sequence[int]) -> str:
    """A bar, or no bar, with uprights at some columns."""
    cells = list(length)
    for column in columns:
        cells[column] = UPRIGHT
    return "".join(cells)


def column_of(share: float, values: Sequence[float | None], width: int) -> int:
    """The column at which a bar of a share of the longest would end."""
    start, room = (width // 2, width // 2) if both_ways(values) else (0, width)
    return min(max(start + int(share * room), 0), width - 1)


def both_ways(values: Sequence[float | None]) -> bool:
    """Whether bars grow to both sides."""
    there = [float(value) for value in values if value]
    return min(there, default=0.0) < 0 < max(there, default=0.0)


def scaled(values: Sequence[float | None], width: int, longest: float | None = None) -> list[str]:
    """The bars of a panel: from the left where all go the same way, else from a middle to both sides.

    Args:
        values: what the bars stand for.
        width: characters of the longest.
        longest: what that one stands for; by default the largest of them.
    """
    there = [float(value) for value in values if value]
    most = max(map(abs, there), default=1.0) if longest is None else longest
    both = both_ways(values)
    room = width // 2 if both else width
    shares = [float(value or 0) / most for value in values]
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
