"""Excel workbooks as rows of text: the first visible sheet that has the columns, within bounds."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.inputs.packages import read_by_package
from kaltim_poverty.inputs.texts import MOST_BYTES
from kaltim_poverty.inputs.workbook_sizes import OLE, ZIP, Bounds, check_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BOUNDS = Bounds(MOST_BYTES, 5_000_000, "not_small", "too_many_cells")
DECIMALS = 12


class SheetRow(NamedTuple):
    """A row of a sheet.

    Attributes:
        line: its number in the sheet, from 1.
        cells: as text; numbers with a point for decimals.
        numeric: the places of cells that are numbers.
    """

    line: int
    cells: list[str]
    numeric: frozenset[int]


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin like a workbook."""
    return data.startswith((ZIP, OLE))


def sheet_rows(
    file: str, data: bytes, fits: Callable[[Sequence[str]], bool], sheet: str | None = None
) -> list[SheetRow]:
    """The rows of a sheet, or of the first visible one whose headings fit, else of the first visible one.

    Args:
        file: for sentences.
        data: of the workbook.
        fits: whether headings are those that are looked for.
        sheet: its name, where the user names it.

    Raises:
        InputError: if it is damaged, declares too many cells, or has no such sheet.
        MissingPackageError: without python-calamine (extra ``excel``).
    """
    sheets = all_sheets(file, data)
    if sheet is not None and sheet not in sheets:
        raise InputError("no_sheet", file=file, sheet=sheet, sheets=", ".join(sheets))
    filled = [rows for rows in (sheets.values() if sheet is None else [sheets[sheet]]) if rows]
    return next((rows for rows in filled if fits(rows[0].cells)), filled[0] if filled else [])


def all_sheets(file: str, data: bytes) -> dict[str, list[SheetRow]]:
    """The rows of every visible sheet that are not empty, by the names of the sheets.

    Args:
        file: for sentences.
        data: of the workbook.

    Raises:
        InputError: if it is damaged or declares too many cells.
        MissingPackageError: without python-calamine (extra ``excel``).
    """
    try:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        raise MissingPackageError(
            "missing_package", task=".xlsx", package="python-calamine", extra="excel"
        ) from None
    with read_by_package(lambda *_: InputError("malformed_workbook", file=file)):
        check_size(file, io.BytesIO(data), BOUNDS)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return {
            name: rows_of(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in visible
        }


def rows_of(cells: Sequence[Sequence[object]]) -> list[SheetRow]:
    """The rows of a sheet that are not empty."""
    rows = [
        SheetRow(line, [text_of(cell) for cell in row], frozenset(numeric_places(row)))
        for line, row in enumerate(cells, 1)
    ]
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def numeric_places(row: Sequence[object]) -> Iterator[int]:
    """The places of the cells that are numbers."""
    return (place for place, cell in enumerate(row) if isinstance(cell, float))


def text_of(cell: object) -> str:
    """A cell as text; a date that Excel has made of ``2024-03`` as that."""
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m}" if cell.day == 1 else f"{cell:%Y-%m-%d}"
    return str(cell)


def number_text(value: float) -> str:
    """A number with the 15 digits that Excel keeps, at most 12 of them decimals."""
    exact = Decimal(f"{value:.15g}")
    rounded = round(exact, DECIMALS) if -int(exact.as_tuple().exponent) > DECIMALS else exact
    return f"{rounded:f}"


__all__ = ["SheetRow", "all_sheets", "is_workbook", "sheet_rows"]
