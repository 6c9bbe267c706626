"""An Excel workbook: numbers as numbers, text as text, units in the headings, notes and sources beside."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import OutputError
from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.render.book import book_of
from kaltim_poverty.render.captions import constants, is_period
from kaltim_poverty.render.cells import cell_text, decimals_of
from kaltim_poverty.render.layout import heading_of, in_language
from kaltim_poverty.words import lookup
from kaltim_poverty.words.numbers import exact
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style

WHOLE, GROUPED = "0", "#,##0"
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767  # of a sheet with its headings, of a cell
WIDEST = 60  # characters of a column
LEAST = 12  # characters of the narrowest


class Column(NamedTuple):
    """A column of the sheet: a field as people read it, or the codes of a field that also has names."""

    field: str
    codes: bool = False


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[bytes]:
    """The bytes of the ``.xlsx`` file.

    Raises:
        MissingPackageError: without xlsxwriter (extra ``excel``).
    """
    check_rows(answer)

    def write(book: Any) -> None:
        write_rows(book, answer, style)
        write_notes(book, answer, style)

    yield book_of(write)


def check_rows(answer: Answer[Any]) -> None:
    """Refuse more rows than a sheet holds under its headings, which would be lost.

    Raises:
        OutputError: with both numbers.
    """
    if len(answer) >= MOST_ROWS:
        raise OutputError("sheet_rows", most=Decimal(MOST_ROWS - 1), rows=Decimal(len(answer)))


def check_cell(text: str) -> None:
    """Refuse a text that a cell has no room for, which would be lost.

    Raises:
        OutputError: with both lengths.
    """
    if len(visible(text).encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise OutputError("sheet_cell", most=Decimal(MOST_CHARACTERS), length=Decimal(len(text)))


def write_rows(book: Any, answer: Answer[Any], style: Style) -> None:
    """The first sheet: the rows under their headings."""
    sheet = book.add_worksheet(answer.question)
    columns, formats = columns_of(answer, style), Formats(book)
    write_headings(book, sheet, answer, columns, style)
    for place, column in enumerate(columns):
        widths = [
            write_cell(sheet, (line, place), column, row, answer, style, formats)
            for line, row in enumerate(answer, 1)
        ]
        sheet.set_column(place, place, min(max(LEAST, *widths, 0) + 2, WIDEST))
    sheet.freeze_panes(1, 0)


def write_headings(book: Any, sheet: Any, answer: Answer[Any], columns: list[Column], style: Style) -> None:
    """The first line, with the units that all rows share."""
    constant = constants(answer)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for place, column in enumerate(columns):
        words = (
            lookup(style.language, "caption.code")
            if column.codes
            else heading_of(answer, column.field, constant, style.language)
        )
        sheet.write_string(0, place, words, heading)


def columns_of(answer: Answer[Any], style: Style) -> list[Column]:
    """The columns: of coded things a column of codes and one of names, of a unit shared by all rows none."""
    shared = answer.unit_field if answer and answer.unit_field in constants(answer) else ""
    columns = []
    for field in answer.fields:
        if field == shared or not in_language(field, style.language):
            continue
        coded = answer.declaration(field).coded
        columns += [Column(field, codes=True)] if coded else []
        columns += [] if coded and not has_names(answer, field) else [Column(field)]
    return columns


def has_names(answer: Answer[Any], field: str) -> bool:
    """Whether the names of a coded field have to stand beside its codes: no other column has them."""
    named = any(answer.declaration(other).repeats == field for other in answer.fields)
    return bool(answer.names_of(field)) and not named


class Formats:
    """The formats of numbers in a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book, self.made = book, dict[str, Any]()

    def of(self, shape: str) -> Any:
        """The format of a shape such as ``#,##0.00``."""
        if shape not in self.made:
            self.made[shape] = self.book.add_format({"num_format": shape})
        return self.made[shape]


def write_cell(
    sheet: Any,
    place: tuple[int, int],
    column: Column,
    row: object,
    answer: Answer[Any],
    style: Style,
    formats: Formats,
) -> int:
    """Write one cell; returns how wide it is."""
    value = cell_of(row, column.field)
    if value is None:
        return 0
    if isinstance(value, (Decimal, int, float)):
        shape, width = number_format(answer, column.field, row, value)
        sheet.write_number(*place, float(value), formats.of(shape))
        return width
    text = text_of(value, column, row, answer, style)
    check_cell(text)
    sheet.write_string(*place, text)
    return len(text)


def number_format(answer: Answer[Any], field: str, row: object, value: Decimal | float) -> tuple[str, int]:
    """How Excel shows a number, with the decimals that a table has, and how wide that is."""
    declared = answer.declaration(field)
    if isinstance(value, int) and declared.kind != "count":
        return WHOLE, len(str(value))  # a year, the number of a scenario
    decimals = 0 if isinstance(value, int) else decimals_of(declared, exact(value), unit_of(row))
    return GROUPED + ("." + "0" * decimals if decimals else ""), len(f"{float(value):,.{decimals}f}")


def text_of(value: object, column: Column, row: object, answer: Answer[Any], style: Style) -> str:
    """The words of a cell; codes that may go back in stay as they are, periods too."""
    declared = answer.declaration(column.field)
    if column.codes or is_period(value) or (declared.several and declared.kind == "code"):
        return visible(str(value))
    return cell_text(answer, row, column.field, style)


def write_notes(book: Any, answer: Answer[Any], style: Style) -> None:
    """The second sheet: the sentence that answers the question, notes, then sources."""
    sheet = book.add_worksheet(lookup(style.language, "caption.notes"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    lines = [answer.opening.spoken(style.language)] if answer.opening else []
    lines += [note.spoken(style.language) for note in answer.remarks]
    lines += [
        " · ".join(filter(None, (source.publisher, source.title, source.url, source.released)))
        or source.source
        for source in answer.sources
    ]
    for number, text in enumerate(lines):
        check_cell(text)
        sheet.write_string(number, 0, visible(text), wrapped)
