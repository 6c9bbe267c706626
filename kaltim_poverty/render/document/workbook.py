"""A document as a workbook: contents with links, a sheet for each table and figure, as they are printed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render.book import book_of
from kaltim_poverty.render.document.numbered import Figure, Heading, Remark, Tabulated, Text, numbered
from kaltim_poverty.render.layout import Table
from kaltim_poverty.render.native_chart import insert_chart, numbers_of
from kaltim_poverty.render.print_sheet import LINE_HEIGHT, Formats, Printed, write_sheet
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.document.numbered import Part
    from kaltim_poverty.render.print_sheet import Placed

ACROSS = 110  # characters of the contents
BESIDE = 1  # columns between a table and its chart


def render(document: Document, style: Style, advance: Callable[[int, int], None] | None = None) -> bytes:
    """The ``.xlsx`` file.

    Args:
        document: its blocks.
        style: language and decimals.
        advance: is told after each sheet how many are written, and of how many.

    Raises:
        MissingPackageError: without xlsxwriter (extra ``excel``).
    """
    title = document.title.spoken(style.language)
    parts = numbered(document, style)
    sheets = [part for part in parts if isinstance(part, (Tabulated, Figure))]

    def write(book: Any) -> None:
        formats = Formats(book)
        write_contents(book, title, parts, formats, style)
        for done, part in enumerate(sheets, 1):
            write_part(book, part, formats, style)
            if advance is not None:
                advance(done, len(sheets))

    return book_of(write, document.dated, title)


def write_contents(book: Any, title: str, parts: list[Part], formats: Formats, style: Style) -> None:
    """The first sheet: headings, sentences, and links to the other sheets, in the order of the document."""
    sheet = book.add_worksheet(lookup(style.language, "document.contents"))
    sheet.set_column(0, 0, ACROSS)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, formats.of(bold=True, font_size=16, font_color="#0B4F8A"))
    line = 2
    for part in parts:
        match part:
            case Heading(level, text):
                line += level == 1
                size = {1: 13, 2: 11}.get(level, 11)
                sheet.write_string(line, 0, text, formats.of(bold=True, font_size=size))
            case Text(text):
                write_folded(sheet, line, text, formats.of(text_wrap=True, valign="top"))
            case Remark(sentences):
                look = formats.of(bold=True, text_wrap=True, valign="top")
                write_folded(sheet, line, " ".join(sentences), look)
            case Tabulated() | Figure():
                sheet.write_url(line, 0, f"internal:'{sheet_name(part)}'!A1", string=str(part.caption))
            case _:
                continue
        line += 1


def write_folded(sheet: Any, line: int, text: str, look: Any) -> None:
    """Write a text into a line as high as it needs: not every program finds that itself."""
    sheet.write_string(line, 0, text, look)
    sheet.set_row(line, LINE_HEIGHT * max(1, len(textwrap.wrap(text, ACROSS - 10))))


def sheet_name(part: Tabulated | Figure) -> str:
    """``Table 3``."""
    return f"{part.caption.label} {part.caption.number}"


def write_part(book: Any, part: Tabulated | Figure, formats: Formats, style: Style) -> None:
    """The sheet of a table or figure, with a link back and a name for its cells."""
    sheet = book.add_worksheet(sheet_name(part))
    if isinstance(part, Figure):
        placed = write_figure(book, sheet, part, formats, style)
    else:
        printed = Printed(str(part.caption), part.tables, part.notes, part.source)
        placed = write_sheet(sheet, printed, formats, style.language)
    contents = lookup(style.language, "document.contents")
    sheet.write_url(1, 0, f"internal:'{contents}'!A1", string=lookup(style.language, "document.back"))
    name_cells(book, sheet, part, placed)


def write_figure(book: Any, sheet: Any, part: Figure, formats: Formats, style: Style) -> list[Placed]:
    """The numbers of a figure, and beside them the chart that Excel draws of them."""
    answer, chart = part.block.answer, part.block.chart
    numbers = numbers_of(answer, chart, style)
    title = " · ".join(filter(None, (str(part.caption), part.subtitle)))
    printed = Printed(title, [Table("", numbers.table.columns)], part.notes, part.source)
    placed = write_sheet(sheet, printed, formats, style.language)
    at = (placed[0].line, placed[0].columns + BESIDE)
    insert_chart(book, sheet, chart, numbers, placed[0], at, part.alternative)
    return placed


def name_cells(book: Any, sheet: Any, part: Tabulated | Figure, placed: list[Placed]) -> None:
    """A name for the cells of each table, such as ``Table_3`` or ``Table_3_2``."""
    for number, one in enumerate(placed, 1):
        name = f"{part.caption.label}_{part.caption.number}" + (f"_{number}" if len(placed) > 1 else "")
        first, last = (
            cell_name(one.line, one.column),
            cell_name(one.line + one.rows, one.column + one.columns - 1),
        )
        book.define_name(name, f"='{sheet.get_name()}'!{first}:{last}")


def cell_name(line: int, column: int) -> str:
    """The absolute name of a cell: ``$B$3``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"${letters}${line + 1}"
