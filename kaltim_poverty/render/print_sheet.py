"""A sheet of a workbook as it is printed: title, tables under headings, numbers as numbers, notes, source."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.cells import ASTERISK, DAGGER, MINUS
from kaltim_poverty.render.layout import titled_once
from kaltim_poverty.words.numbers import MARKS, exact, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.render.layout import Column, Table
    from kaltim_poverty.words import Language

A4 = 9  # its number in Excel
LINE_HEIGHT = 15  # points
LEAST, MOST = 8, 44  # characters of a column
READABLE = 90  # characters of a line of text
UNTOUCHED = 8  # characters of a column whose width nobody set
LONG = 16  # characters of a heading that is folded


class Printed(NamedTuple):
    """The content of a printed sheet.

    Attributes:
        title: above all.
        tables: in order, with titles if there are several.
        notes: below the tables.
        source: at the end.
    """

    title: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    source: str = ""


class Placed(NamedTuple):
    """Where a table stands on its sheet: the line of its headings, its first column, its size."""

    line: int
    column: int
    rows: int
    columns: int


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book, self.made = book, dict[tuple[tuple[str, object], ...], Any]()

    def of(self, **properties: object) -> Any:
        """The format with these properties."""
        key = tuple(properties.items())
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(properties))
        return self.made[key]


def write_sheet(
    sheet: Any, printed: Printed, formats: Formats, language: Language, *, beside: int = 0
) -> list[Placed]:
    """Write a sheet, ready for the printer.

    Args:
        sheet: of the workbook.
        printed: what stands on it.
        formats: of the workbook.
        language: of the numbers.
        beside: the lines of what will stand beside the tables; notes and source are below it.

    Returns:
        where its tables stand.
    """
    widths = widths_of(printed.tables)
    write_across(sheet, 0, printed.title, widths, formats, bold=True, font_size=12)
    line, placed = 2, list[Placed]()
    for title, columns in titled_once(list(printed.tables)):
        if title:
            sheet.write_string(line, 0, title, formats.of(bold=True))
            line += 1
        placed.append(write_table(sheet, line, 0, columns, formats, language, widths))
        line += placed[-1].rows + 2
    line = max(line, beside)
    for text in (*printed.notes, *([printed.source] if printed.source else [])):
        write_across(sheet, line, text, widths, formats, font_size=9, font_color="#5F6B76")
        line += 1
    for place, width in widths.items():
        sheet.set_column(place, place, width)
    for_print(sheet, placed)
    return placed


def write_table(
    sheet: Any,
    line: int,
    left: int,
    columns: Sequence[Column],
    formats: Formats,
    language: Language,
    widths: Mapping[int, int] = MappingProxyType({}),
) -> Placed:
    """Write a table with three rules, in columns of some *widths*; returns where it stands."""
    last = len(columns[0].cells)
    for row, height in enumerate(heights_of(columns, widths)):
        if height > 1:
            sheet.set_row(line + row, LINE_HEIGHT * height)
    for place, column in enumerate(columns, left):
        side = "right" if column.numeric else "left"
        indent = {"indent": 1} if place > left and not column.numeric else {}
        heading = formats.of(
            bold=True, text_wrap=True, valign="bottom", align=side, top=2, bottom=1, **indent
        )
        sheet.write_string(line, place, column.heading, heading)
        for row in range(last):
            rule = {"bottom": 2} if row == last - 1 else {}
            write_cell(sheet, (line + 1 + row, place), column, row, formats, language, rule)
    return Placed(line, left, last, len(columns))


def heights_of(columns: Sequence[Column], widths: Mapping[int, int]) -> list[int]:
    """How many lines the headings and each row are folded into: not every program finds that itself."""
    rows = [[column.heading for column in columns], *zip(*(column.cells for column in columns), strict=True)]
    return [
        max(len(textwrap.wrap(text, widths.get(place, MOST))) for place, text in enumerate(row))
        for row in rows
    ]


def write_cell(
    sheet: Any,
    place: tuple[int, int],
    column: Column,
    row: int,
    formats: Formats,
    language: Language,
    rule: Mapping[str, object],
) -> None:
    """Write a number as a number in the shape of its text, anything else as text."""
    text = column.cells[row]
    value = column.values[row] if column.values else None
    shape = shape_of(value, text, language)
    if shape and value is not None:
        sheet.write_number(*place, float(value), formats.of(num_format=shape, valign="top", **rule))
    elif text:
        side = "right" if column.numeric else "left"
        indent = {} if column.numeric or not place[1] else {"indent": 1}
        look = formats.of(text_wrap=True, valign="top", align=side, **rule, **indent)
        sheet.write_string(*place, text, look)
    elif rule:
        sheet.write_blank(*place, None, formats.of(**rule))


def shape_of(value: object, text: str, language: Language) -> str:
    """How Excel shows a number just as its text does; empty for what is no number of that text."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, float)):
        return ""
    figure = text.rstrip(ASTERISK + DAGGER)
    thousands, mark = MARKS[language]
    decimals = len(figure.partition(mark)[2])
    plain = figure.replace(MINUS, "-")
    stars = f'"{text[len(figure) :]}"' if figure != text else ""
    zeros = "." + "0" * decimals if decimals else ""
    if plain == number(exact(value), language, decimals):
        return f"#,##0{zeros}{stars}"
    return (
        f"0{zeros}{stars}" if plain == number(exact(value), language, decimals).replace(thousands, "") else ""
    )


def widths_of(tables: Sequence[Table]) -> dict[int, int]:
    """The width of each column, as wide as what stands in it in any table."""
    widths: dict[int, int] = {}
    for table in tables:
        for place, column in enumerate(table.columns):
            longest = max([min(len(column.heading), LONG), *map(len, column.cells)])
            widths[place] = max(widths.get(place, LEAST), min(longest + 2, MOST))
    return widths


def write_across(
    sheet: Any, line: int, text: str, widths: Mapping[int, int], formats: Formats, **look: object
) -> None:
    """Write a text folded across all columns, or across so many that it can be read.

    As one long line it would make the printed page wider.
    """
    wrapped = formats.of(text_wrap=True, valign="top", **look)
    room = sum(widths.values())
    more = max(0, -(-(READABLE - room) // UNTOUCHED))
    lines = len(textwrap.wrap(text, room + more * UNTOUCHED))
    sheet.merge_range(line, 0, line, len(widths) - 1 + more, text, wrapped)
    if lines > 1:
        sheet.set_row(line, LINE_HEIGHT * lines)


def for_print(sheet: Any, placed: Sequence[Placed]) -> None:
    """A4 on its side, one page wide; the headings of a single table stay and are repeated."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)
    if len(placed) == 1:
        sheet.freeze_panes(placed[0].line + 1, 1)
        sheet.repeat_rows(placed[0].line)
