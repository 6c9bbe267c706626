"""A downloaded file as a grid of cells: CSV, a sheet of a workbook, the largest table of a page."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current.pages import largest_table
from kaltim_poverty.errors import InputError, NotFoundError, quoted, suggestion
from kaltim_poverty.inputs import workbooks
from kaltim_poverty.inputs.not_tables import HTML
from kaltim_poverty.inputs.tables import DELIMITERS, SEPARATOR
from kaltim_poverty.inputs.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFERRED = ";\t|,"  # of delimiters that fit alike: a comma may be one of decimals
MOST_LINES = 200  # that decide on the delimiter
LETTERS = 26


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: as written, without surrounding blanks.
        numeric: whether it is a number of a workbook.
    """

    text: str
    numeric: bool = False


class Grid(NamedTuple):
    """The cells of a table.

    Attributes:
        file: for sentences.
        title: the name of the file without folder and ending.
        lines: the number of each row in the file, from 1.
        rows: of cells, each as long as the longest.
        widths: how many cells each row had, in text; empty for workbooks and pages, which leave out some.
    """

    file: str
    title: str
    lines: list[int]
    rows: list[list[Cell]]
    widths: list[int]


def letters(column: int) -> str:
    """The letters of a column, as a spreadsheet names it: A, B, … AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def read_grid(file: str, data: bytes, sheet: str | None = None) -> Grid:
    """The grid of a file.

    Args:
        file: for sentences.
        data: its bytes.
        sheet: of a workbook with several.

    Raises:
        InputError: if it is damaged or empty.
        NotFoundError: if there is no such sheet.
        MissingPackageError: for a workbook, if what reads it is not installed.
    """
    title = os.path.splitext(os.path.basename(file))[0]
    if workbooks.is_workbook(data):
        rows = sheet_of(file, workbooks.all_sheets(file, data), sheet)
        cells = [
            [Cell(text.strip(), place in row.numeric) for place, text in enumerate(row.cells)] for row in rows
        ]
        return grid(file, title, [row.line for row in rows], cells)
    text = decoded(file, data)
    if HTML.match(text):
        table = largest_table(text)
        return grid(
            file, title, list(range(1, len(table) + 1)), [[Cell(each) for each in row] for row in table]
        )
    lines, found = delimited(file, text)
    return grid(file, title, lines, [[Cell(each.strip()) for each in row] for row in found], of_text=True)


def grid(file: str, title: str, lines: list[int], rows: list[list[Cell]], *, of_text: bool = False) -> Grid:
    """A grid without its blank rows.

    Raises:
        InputError: if nothing is left.
    """
    filled = [(line, row) for line, row in zip(lines, rows, strict=True) if any(cell.text for cell in row)]
    if not filled:
        raise InputError("no_figures_in_table", file=file)
    width = max(len(row) for _, row in filled)
    return Grid(
        file,
        title,
        [line for line, _ in filled],
        [row + [Cell("")] * (width - len(row)) for _, row in filled],
        [len(row) for _, row in filled] if of_text else [],
    )


def sheet_of(
    file: str, sheets: Mapping[str, Sequence[workbooks.SheetRow]], wanted: str | None
) -> Sequence[workbooks.SheetRow]:
    """The rows of the sheet that was chosen, else of the first that has any.

    Raises:
        NotFoundError: if there is no such sheet.
    """
    if wanted is not None:
        if wanted not in sheets:
            names = quoted(list(sheets))
            raise NotFoundError(
                "no_sheet", file=file, sheet=wanted, sheets=names, hint=suggestion(wanted, list(sheets))
            )
        return sheets[wanted]
    return next((rows for rows in sheets.values() if rows), [])


def delimited(file: str, text: str) -> tuple[list[int], list[list[str]]]:
    """The rows of CSV and the line at which each begins.

    Raises:
        InputError: if it is malformed.
    """
    declared = SEPARATOR.match(text)
    delimiter = declared[1] if declared else delimiter_of(text)
    lines, rows = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if not (declared and line == 1):
                lines.append(line)
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError("malformed_csv", file=file, line=str(line), reason=str(error)) from None
    return lines, rows


def delimiter_of(text: str) -> str:
    """The delimiter with which most lines have the same number of cells."""
    beginning = text.splitlines()[:MOST_LINES]
    return max(sorted(DELIMITERS, key=PREFERRED.index), key=lambda mark: lines_alike(beginning, mark))


def lines_alike(lines: Sequence[str], delimiter: str) -> int:
    """How many lines have the number of cells that most have, if that is more than one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


__all__ = ["Cell", "Grid", "letters", "read_grid"]
