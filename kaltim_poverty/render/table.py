"""A table on the terminal; where it does not fit, one block a row. The only file that imports rich."""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.folding import NARROWEST, folded
from kaltim_poverty.render.footnotes import footnotes, marked
from kaltim_poverty.render.graph import bars, sparklines
from kaltim_poverty.render.layout import Column, aligned, lay_out, titled_once
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType
    from rich.table import Table

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.layout import Sheet

WORD = 14  # a longer word is folded before the table gives way to blocks
MOST_LINES = 5  # a cell folded into more is easier to read in a block
FEW_LINES = 3  # columns that can be left out give way before a cell is folded into more
GAP = 2  # blanks between columns
NARROW = 24  # the least room for a text beside its heading
ATTEMPTS = (
    (0, FEW_LINES),
    (1, FEW_LINES),
    (0, MOST_LINES),
    (1, MOST_LINES),
    (2, MOST_LINES),
    (3, MOST_LINES),
)  # up to which turn columns give way, and the lines of a cell at most
ONE_PLACE = re.compile("[ -~\xa1-\xac\xae-\xff–—…−†▲▼]*")  # characters that are as wide as a letter
Row = tuple[str, ...]
COLOURS = {"▲": "green", "▼": "red"}  # the ANSI colours, which every terminal theme makes readable


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[str]:
    """The pieces of the page: caption, table or blocks, graphs, notes, source."""
    sheet = lay_out(answer, style)
    console = console_of(style)
    yield printed(console, bold(sheet.caption))
    yield opening(sheet, style)
    graph = bars(answer, style) if style.terminal else None
    for title, columns in titled_once(sheet.tables):
        yield "\n" + (printed(console, bold(title)) if title else "")
        yield body(console, columns, graph, style) if len(answer) > 1 else blocks(columns, style)
    lines = list(sparklines(answer, style)) if style.terminal else []
    if lines:
        yield "".join(["\n", *lines])
    yield "".join(below(sheet, style))


def opening(sheet: Sheet, style: Style) -> str:
    """An empty line and the sentence that answers the question; nothing if there is none."""
    return "\n" + folded(sheet.opening, style.width) if sheet.opening else ""


def below(sheet: Sheet, style: Style) -> list[str]:
    """An empty line, the notes and the source; nothing if there are none."""
    lines = [folded(say(style.language, "note.line", text=note), style.width) for note in sheet.notes]
    lines += [folded(sheet.source, style.width)] if sheet.source else []
    return ["\n", *lines] if lines else []


def console_of(style: Style) -> Console:
    """A console that writes into memory, as wide as the page and coloured only if asked for."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(style.width, NARROWEST),
        force_terminal=style.colour,
        color_system="standard" if style.colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        _environ={},
    )


def printed(console: Console, renderable: RenderableType) -> str:
    """The console output without trailing blanks."""
    with console.capture() as capture:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def bold(text: str) -> RenderableType:
    """A heading."""
    from rich.text import Text

    return Text(text, style="bold")


def pieced(*pieces: tuple[str, str]) -> RenderableType:
    """A line of texts, each with its style."""
    from rich.text import Text

    return Text.assemble(*pieces, no_wrap=True)


def body(console: Console, columns: list[Column], graph: Column | None, style: Style) -> str:
    """The table if it fits, with the graph if that fits too; else blocks."""
    if graph and (drawn := tabulated(console, [*columns, graph], style)):
        return drawn
    narrow = columns if fits_unfolded(columns, style) else marked(columns)
    below_it = "" if narrow == columns else footnotes(columns, style.width)
    for turn, most_lines in ATTEMPTS:
        shown = [column for column in narrow if not gives_way(column, turn)]
        drawn = tabulated(console, shown, style, most_lines)
        if drawn:
            return drawn + below_it + left_out([each for each in narrow if gives_way(each, turn)], style)
    return blocks(columns, style)


def tabulated(console: Console, columns: list[Column], style: Style, most_lines: int = MOST_LINES) -> str:
    """The table, or nothing if the page is too narrow for it."""
    limits = [bounds(column, style) for column in columns]
    widths = fitted(limits, giving_order(columns, limits), console.width, most_lines)
    return lines_of(console, columns, widths, style) if widths else ""


def fits_unfolded(columns: list[Column], style: Style) -> bool:
    """Whether the page has room for the columns with nothing folded."""
    return sum(bounds(column, style)[1] + GAP for column in columns) - GAP <= style.width


def gives_way(column: Column, turn: int) -> bool:
    """Whether a column is left out up to a turn."""
    return 0 < column.declared.gives_way <= turn


def left_out(columns: list[Column], style: Style) -> str:
    """The line that names the columns for which the page is too narrow."""
    headings = ", ".join(column.heading for column in columns)
    return folded(say(style.language, "caption.left_out", columns=headings), style.width) if columns else ""


def bounds(column: Column, style: Style) -> tuple[int, int]:
    """The least width of a column, without cutting a number or a word, and the width that folds nothing."""
    cells = aligned(column, style.language) if column.numeric else column.cells
    words = [
        word for text in (column.heading, *([] if column.numeric else cells)) for word in text.split(" ")
    ]
    longest_word = max((len(word) for word in words), default=0)
    longest = max((len(cell) for cell in cells), default=0)
    if column.numeric or column.drawn:
        return max(longest, longest_word), max(longest, len(column.heading))
    whole = max(longest, len(column.heading))
    code = max((len(word) for word in words if "_" in word), default=0)  # a code is copied, so never folded
    return max(min(longest_word, WORD, whole), code), whole


def fitted(
    limits: list[tuple[int, int]], order: list[int], width: int, most_lines: int = MOST_LINES
) -> list[int]:
    """The widths of all columns on a page, or nothing if it is too narrow.

    What the least widths leave goes to the columns in this *order*, or first to each what it needs to be
    folded into no more than *most_lines*.
    """
    least_widths = [least for least, _ in limits]
    not_longer = [max(least, -(-whole // most_lines)) for least, whole in limits]
    return given_out(least_widths, limits, order, width, most_lines) or given_out(
        not_longer, limits, order, width, most_lines
    )


def given_out(
    first: list[int], limits: list[tuple[int, int]], order: list[int], width: int, most_lines: int
) -> list[int]:
    """Widths of *first*, and what these leave given out in this *order*; nothing if that is too little."""
    widths = list(first)
    room = width - sum(widths) - GAP * (len(widths) - 1)
    if room < 0:
        return []
    for index in order:
        more = min(limits[index][1] - widths[index], room)
        widths[index] += more
        room -= more
    folded_most = max((whole / given for (_, whole), given in zip(limits, widths, strict=True)), default=0)
    return widths if folded_most <= most_lines else []


def giving_order(columns: list[Column], limits: list[tuple[int, int]]) -> list[int]:
    """Words before headings of numbers, and first the columns that miss least."""
    missing = [whole - least for least, whole in limits]
    return sorted(range(len(columns)), key=lambda place: (columns[place].numeric, missing[place]))


def lines_of(console: Console, columns: list[Column], widths: list[int], style: Style) -> str:
    """The lines of a table with these widths.

    Most rows are one line of plain characters, for which rich would take fifty times as long.
    """
    shown = [
        [cell.rjust(width) for cell in aligned(column, style.language)] if column.numeric else column.cells
        for column, width in zip(columns, widths, strict=True)
    ]  # rich would strip the blanks that align decimal marks, if it were asked to justify numbers
    rows = list(zip(*shown, strict=True))
    pieces = [printed(console, table_of(columns, widths, rows[:1], headed=True))]
    for is_plain, group in groupby(rows[1:], key=lambda row: is_one_line(row, widths, style)):
        if is_plain:
            pieces += [one_line(row, widths) for row in group]
        else:
            pieces.append(printed(console, table_of(columns, widths, list(group), headed=False)))
    return "".join(pieces)


def is_one_line(row: Row, widths: list[int], style: Style) -> bool:
    """Whether every cell fits its column, has characters of one place each, and no colour."""
    return all(
        len(cell) <= width and ONE_PLACE.fullmatch(cell) and not (style.colour and cell[:1] in COLOURS)
        for cell, width in zip(row, widths, strict=True)
    )


def one_line(row: Row, widths: list[int]) -> str:
    """One line of a table, for a row without wrapped cells."""
    padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"{(' ' * GAP).join(padded).rstrip()}\n"


def table_of(columns: list[Column], widths: list[int], rows: Sequence[Row], *, headed: bool) -> Table:
    """A rich table of some rows with these widths."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        show_header=headed,
        header_style="bold",
        padding=(0, 1, 0, 0),
    )
    for column, width in zip(columns, widths, strict=True):
        heading = Text(column.heading, justify="right" if column.numeric else "left")
        table.add_column(heading, overflow="fold", width=width)
    for row in rows:
        table.add_row(*(Text(cell, style=COLOURS.get(cell[:1], "")) for cell in row))
    return table


def blocks(columns: list[Column], style: Style) -> str:
    """One block a row: heading and cell on a line, or under each other where the page is narrow."""
    width = max(len(column.heading) for column in columns)
    out = []
    for index in range(len(columns[0].cells)):
        pairs = [(column.heading, column.cells[index]) for column in columns if column.cells[index]]
        out.append("".join(pair(heading, cell, width, style) for heading, cell in pairs))
    return "\n".join(out)


def pair(heading: str, cell: str, width: int, style: Style) -> str:
    """One line of a block."""
    indent = " " * (width + 2)
    room = style.width - len(indent)
    if len(cell) <= room:
        return f"{heading:<{width}}  {cell}\n"
    longest = max(map(len, cell.split()), default=0)
    if room >= max(NARROW, longest):
        return folded(cell, style.width, f"{heading:<{width}}  ", indent)
    return (
        f"{folded(heading, style.width)}  {cell}\n"
        if longest == len(cell)
        else folded(f"{heading}: {cell}", style.width)
    )
