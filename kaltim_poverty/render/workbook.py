"""An Excel workbook: numbers as numbers, text as text, units in the headings, notes and sources beside."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import MissingPackageError
from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.render.cells import cell_text, decimals_of, digits_key, unit_of, unit_word
from kaltim_poverty.render.layout import heading_of, in_language, is_constant
from kaltim_poverty.words import lookup
from kaltim_poverty.words.numbers import exact

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style

WIDEST = 60  # characters of a column
CODES = ("area", "source", "indicators")  # text that stays as it is


def workbook(answer: Answer[Any], style: Style) -> bytes:
    """The bytes of the ``.xlsx`` file.

    Raises:
        MissingPackageError: without xlsxwriter (extra ``excel``).
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingPackageError(
            "missing_package", task=".xlsx", package="xlsxwriter", extra="excel"
        ) from None
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        write_rows(book, answer, style)
        write_notes(book, answer, style)
    return file.getvalue()


def write_rows(book: Any, answer: Answer[Any], style: Style) -> None:
    """The first sheet: the rows under their headings."""
    sheet = book.add_worksheet(answer.question)
    fields = shown_fields(answer, style)
    constant = {
        field: cell_of(answer[0], field) for field in answer.fields if answer and is_constant(answer, field)
    }
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for column, field in enumerate(fields):
        words = heading_of(answer, field.removeprefix("code:"), constant, style.language)
        if field.startswith("code:"):
            words = lookup(style.language, "caption.code")
        sheet.write_string(0, column, words, heading)
    widths = [12] * len(fields)
    formats: dict[str, Any] = {}
    for line, row in enumerate(answer, 1):
        for column, field in enumerate(fields):
            widths[column] = max(
                widths[column], write_cell(book, sheet, (line, column), field, row, answer, style, formats)
            )
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)


def shown_fields(answer: Answer[Any], style: Style) -> list[str]:
    """The columns: of an area its code and its name, of a unit shared by all rows none."""
    fields = [field for field in answer.fields if in_language(field, style.language)]
    if answer and "unit" in fields and is_constant(answer, "unit"):
        fields.remove("unit")
    if "area" in fields:
        place = fields.index("area")
        fields[place : place + 1] = (
            ["code:area"] if "area_name" in fields or "name" in fields else ["code:area", "area"]
        )
    return fields


def write_cell(
    book: Any,
    sheet: Any,
    place: tuple[int, int],
    field: str,
    row: object,
    answer: Answer[Any],
    style: Style,
    formats: dict[str, Any],
) -> int:
    """Write one cell; returns how wide it is."""
    value = cell_of(row, field.removeprefix("code:"))
    if value is None:
        return 0
    if isinstance(value, (Decimal, int, float)):
        number = value if isinstance(value, Decimal) else exact(value)
        unit = unit_of(answer, row) if isinstance(value, Decimal) else ""
        decimals = decimals_of(digits_key(row, field, unit), number, None, unit)
        shape = "0" if field == "year" else "#,##0" + ("." + "0" * decimals if decimals else "")
        if shape not in formats:
            formats[shape] = book.add_format({"num_format": shape})
        sheet.write_number(*place, float(value), formats[shape])
        return len(f"{float(value):,.{decimals}f}")
    text = text_of(value, field, row, answer, style)
    sheet.write_string(*place, text)
    return len(text)


def text_of(value: object, field: str, row: object, answer: Answer[Any], style: Style) -> str:
    """The words of a cell."""
    if field.startswith("code:") or (field in CODES and field != "area"):
        return str(value)
    if field == "unit":
        return unit_word(str(value), style.language)
    if hasattr(value, "months"):
        return str(value)
    return cell_text(answer, row, field, style)


def write_notes(book: Any, answer: Answer[Any], style: Style) -> None:
    """The second sheet: notes, then sources."""
    sheet = book.add_worksheet(lookup(style.language, "caption.notes"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    lines = [note.spoken(style.language) for note in answer.remarks]
    lines += [
        " · ".join(filter(None, (source.publisher, source.title, source.url, source.released)))
        or source.source
        for source in answer.sources
    ]
    for number, text in enumerate(lines):
        sheet.write_string(number, 0, text, wrapped)
