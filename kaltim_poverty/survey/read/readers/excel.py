"""Excel workbooks: the first visible sheet with the columns that are needed, within bounds of memory."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.packages import read_by_package
from kaltim_poverty.inputs.workbook_errors import rows_with_errors
from kaltim_poverty.inputs.workbook_sizes import Bounds, check_size
from kaltim_poverty.records import note
from kaltim_poverty.survey.read.readers.formats import ending
from kaltim_poverty.survey.read.readers.package_files import (
    PackageFile,
    missing_package,
    whole_table,
)
from kaltim_poverty.survey.read.readers.typed_columns import columns_of_rows
from kaltim_poverty.survey.read.roles import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineWorkbook

    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.readers.read_options import ReadOptions

BYTES_OF_CELL = 64  # in memory
FEW = 12

Rows = list[list[Any]]


class Sheet(NamedTuple):
    """A sheet of a workbook.

    Attributes:
        name: as written.
        rows: those that are not blank.
        blank: rows left out as blank, where the format hides whether they hold errors.
    """

    name: str
    rows: Rows
    blank: int = 0


def excel_file(file: str, options: ReadOptions) -> PackageFile:
    """A sheet of a workbook.

    Args:
        file: its path.
        options: which sheet, which columns, how much memory, and how numbers in cells of text are written.

    Raises:
        InputError: if it cannot be read, is too large, or has no such sheet.
        MissingPackageError: without python-calamine.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        raise missing_package(ending(file), "python-calamine", "excel") from None
    bounds = Bounds(options.memory, options.memory // BYTES_OF_CELL, "workbook_bytes", "workbook_cells")
    with read_by_package(lambda *_: InputError("malformed_workbook", file=file)):
        with open(file, "rb") as opened:
            check_size(file, opened, bounds)
        book = calamine.CalamineWorkbook.from_path(file)
        names = sheets_of(book, options.sheet)
        if not names:
            raise no_sheet(file, book, options.sheet)
        sheet = best_sheet(file, book, names, options.needed)
    return whole_table(
        columns_of_rows(file, sheet.rows, options.marks.decimal), list(sheet_notes(file, book, sheet))
    )


def sheets_of(book: CalamineWorkbook, given: str | None) -> list[str]:
    """The sheets that may be meant: the one of a name, as written or in any case, or all that are visible."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if given is None:
        return [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
    if given in book.sheet_names:
        return [given]
    fitting = [name for name in book.sheet_names if name.strip().casefold() == given.strip().casefold()]
    return fitting if len(fitting) == 1 else []


def no_sheet(file: str, book: CalamineWorkbook, given: str | None) -> InputError:
    """The error for a workbook without a sheet of a name, or without a visible one."""
    if given is None:
        return InputError("no_visible_sheet", file=file, sheets=listed(book.sheet_names))
    return InputError("no_sheet", file=file, sheet=given, sheets=listed(book.sheet_names))


def sheet_notes(file: str, book: CalamineWorkbook, sheet: Sheet) -> Iterator[Note]:
    """Which sheet is read where there are others, and that blank rows may hold errors."""
    others = [other for other in book.sheet_names if other != sheet.name]
    if others:
        yield note("sheet", file=file, sheet=sheet.name, others=listed(others))
    if sheet.blank:
        yield note("blank_rows", file=file, rows=Decimal(sheet.blank))


def best_sheet(file: str, book: CalamineWorkbook, names: Sequence[str], needed: Sequence[str]) -> Sheet:
    """The first sheet with all columns that are needed, else the first with the most of them."""
    best = Sheet(names[0], [])
    most = -1
    for name in names:
        sheet = sheet_of(file, book, name)
        rows = sheet.rows
        columns = {str(cell).strip().casefold() for cell in rows[0]} if rows else set()
        has = sum(
            any(each.strip().casefold() in columns for each in alternatives(column)) for column in needed
        )
        if rows and has > most:
            most, best = has, sheet
        if most == len(needed):
            break
    return best


def sheet_of(file: str, book: CalamineWorkbook, name: str) -> Sheet:
    """A sheet without its blank rows; a cell with an error such as #N/A is not blank, but missing."""
    rows = list(enumerate(book.get_sheet_by_name(name).iter_rows(), 1))
    filled = {number for number, row in rows if any(cell != "" for cell in row)}
    blank = [number for number, _ in rows if number not in filled and filled and number > min(filled)]
    if not blank:
        return Sheet(name, [row for number, row in rows if number in filled])
    with open(file, "rb") as opened:
        errors = rows_with_errors(opened, name)
    used = filled if errors is None else filled | errors.intersection(blank)
    return Sheet(name, [row for number, row in rows if number in used], len(blank) if errors is None else 0)


def listed(names: Sequence[str]) -> str:
    """The first few names of sheets."""
    return ", ".join(names[:FEW]) + (", …" if len(names) > FEW else "")
