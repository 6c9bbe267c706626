"""Small tables that people hand over: line tables, figures, areas and programmes of their own.

CSV with commas, semicolons, tabs or bars (counted outside quotes), or a workbook. Semicolons between columns
mean a decimal comma, as Excel writes it in Indonesia. Blank lines and a first line ``sep=;`` are skipped, and
line numbers count the lines of the file.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.headings import columns_of, named
from kaltim_poverty.inputs.not_tables import kind_of_text
from kaltim_poverty.inputs.numbers import POINT, Marks, excerpt
from kaltim_poverty.inputs.streams import display_name
from kaltim_poverty.inputs.table_options import AS_THE_FILE_TELLS, TableOptions
from kaltim_poverty.inputs.texts import decoded, read_bytes
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DELIMITERS = ",;\t|"
QUOTED = re.compile(r'"(?:[^"]|"")*"')
BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")
SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*(?=[\r\n]|$)', re.IGNORECASE)
LINE = "line"  # the column of a line table, whose others are those of the survey
SEEN = 65_536  # characters in which the first line ends
FORMULA = ("'=", "'+", "'-", "'@")  # how CSV for Excel writes a text that looks like a formula


class Record(NamedTuple):
    """One line of a file.

    Attributes:
        line: where it begins, from 1.
        cells: as written.
        numeric: the places of cells that are numbers of a workbook.
    """

    line: int
    cells: list[str]
    numeric: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(cell.strip() for cell in self.cells)


class Row(NamedTuple):
    """One row of a table, with all that an error about it must name.

    Attributes:
        file: for sentences.
        line: of the file.
        cells: by column, without surrounding blanks.
        marks: how its numbers are written.
        numeric: the columns whose cells are numbers of a workbook.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    marks: Marks = POINT
    numeric: frozenset[str] = frozenset()

    def marks_of(self, column: str) -> Marks:
        """How the number in a cell is written; one of a workbook has a point."""
        return Marks(".", certain=self.marks.certain) if column in self.numeric else self.marks

    def place(self, column: str) -> Message:
        """File, line and column in words."""
        return message("error.cell", file=self.file, line=str(self.line), column=column)

    def refuse(self, key: str, column: str, *, hint: Message | None = None, **values: object) -> InputError:
        """The error for a cell of this row."""
        cell = excerpt(self.cells.get(column, ""))
        return InputError(key, hint=hint, where=self.place(column), value=cell, **values)


class SmallTable(NamedTuple):
    """A table that is open.

    Attributes:
        file: for sentences.
        line: of the headings.
        headings: without surrounding blanks; empty where a column has none.
        records: the lines below, the blank ones left out.
        marks: how its numbers are written.
    """

    file: str
    line: int
    headings: list[str]
    records: Iterator[Record]
    marks: Marks

    def rows(self, columns: Sequence[str | None]) -> Iterator[Row]:
        """The rows by column.

        Args:
            columns: what each heading names, in their order; None for a column that is left out, an empty
                text for one that must be empty.

        Raises:
            InputError: if a row has more or fewer cells than there are headings, or one without a heading.
        """
        for record in self.records:
            cells = self.checked_width(record)
            for column, cell in zip(columns, cells, strict=True):
                if column == "" and cell:
                    raise InputError(
                        "cell_without_heading", file=self.file, line=str(record.line), value=excerpt(cell)
                    )
            named = {column: cell for column, cell in zip(columns, cells, strict=True) if column}
            numeric = frozenset(str(columns[place]) for place in record.numeric if place < len(columns))
            yield Row(self.file, record.line, named, self.marks, numeric)

    def checked_width(self, record: Record) -> list[str]:
        """The cells of a row, as many as headings; empty ones at the end may be missing or surplus.

        Raises:
            InputError: with both numbers.
        """
        cells = [cell.strip() for cell in record.cells]
        width = len(self.headings)
        needed = max(place for place, heading in enumerate(self.headings, 1) if heading)
        if any(cells[width:]) or len(cells) < needed:
            raise InputError(
                "wrong_width",
                file=self.file,
                line=str(record.line),
                found=str(len(cells)),
                expected=str(width),
            )
        return (cells + [""] * width)[:width]


def read_rows(file: str, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table whose columns are known, in any order and with headings in either language.

    Args:
        file: a path; ``-`` is stdin.
        required: columns that must be there.
        optional: columns that may be there.

    Raises:
        InputError: if the file is missing, unreadable or malformed, or a column is missing or unknown.
    """
    table = open_table(file, required, optional)
    columns = columns_of(table.file, table.line, table.headings, required, optional)
    yield from table.rows(columns)


def open_table(
    file: str,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    options: TableOptions = AS_THE_FILE_TELLS,
) -> SmallTable:
    """A table with its headings read.

    Args:
        file: a path; ``-`` is stdin.
        required: columns that must be there, where they are known; a workbook is read where it has them.
        optional: columns that may be there.
        options: what the user says of the table.

    Raises:
        InputError: if the file is missing, unreadable, empty or malformed, or names a column twice.
    """
    from kaltim_poverty.inputs import workbooks

    name, data = display_name(file), read_bytes(file)
    marks = POINT
    records: Iterator[Record]
    if workbooks.is_workbook(data):

        def fits(headings: Sequence[str]) -> bool:
            return set(required) <= set(named(headings, [*required, *optional]))

        records = (Record(*row) for row in workbooks.sheet_rows(name, data, fits, options.sheet))
    else:
        text = decoded(name, data)
        if key := kind_of_text(text):
            raise InputError(key, file=name, columns=", ".join(required) or LINE)
        records, marks = delimited(name, text, options)
    filled = (record for record in records if not record.is_blank)
    header = next(filled, None)
    if header is None:
        raise empty_file(name, required)
    headings = [cell.strip() for cell in header.cells]
    check_repeated(name, header.line, headings)
    return SmallTable(name, header.line, headings, filled, options.marks or marks)


def empty_file(name: str, required: Sequence[str]) -> InputError:
    """The error for a file without headings."""
    if not required:
        return InputError("empty_survey", file=name)
    return InputError("empty_file", file=name, columns=", ".join(required))


def check_repeated(file: str, line: int, headings: Sequence[str]) -> None:
    """Refuse a heading that is there twice, in any case.

    Raises:
        InputError: with the heading.
    """
    folded = [heading.casefold() for heading in headings]
    for place, heading in enumerate(folded):
        if heading and heading in folded[:place]:
            raise InputError("repeated_column", file=file, line=str(line), column=excerpt(headings[place]))


def delimited(
    name: str, text: str, options: TableOptions = AS_THE_FILE_TELLS
) -> tuple[Iterator[Record], Marks]:
    """The records of CSV, and how its numbers are written.

    Args:
        name: for sentences.
        text: of the file.
        options: what the user says of the table.
    """
    blank = BLANK_LINES.match(text)
    beginning = text[blank.end() if blank else 0 :][:SEEN]
    declared = SEPARATOR.match(beginning)
    delimiter = options.delimiter or (declared[1] if declared else delimiter_of(beginning))
    if options.marks and options.marks.decimal == delimiter == "," and not has_delimiter(beginning):
        delimiter = ";"  # one column of decimal commas
    records = csv_records(name, text, delimiter, skip=declared is not None)
    return records, Marks("," if delimiter == ";" else ".")


def delimiter_of(text: str) -> str:
    """The delimiter of the first line, counted outside quotes; a comma if there is none."""
    line = re.split(r"[\r\n]", QUOTED.sub("", text), maxsplit=1)[0]
    return max(DELIMITERS, key=line.count)


def has_delimiter(text: str) -> bool:
    """Whether the first line has any mark that parts cells."""
    line = re.split(r"[\r\n]", QUOTED.sub("", text), maxsplit=1)[0]
    return any(mark in line for mark in DELIMITERS)


def csv_records(name: str, text: str, delimiter: str, *, skip: bool) -> Iterator[Record]:
    """The lines of CSV with the number of the line where each begins.

    Args:
        name: for sentences.
        text: of the file.
        delimiter: between cells.
        skip: whether the first line that is not blank only declares the delimiter.

    Raises:
        InputError: at the first line that is malformed.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in lines:
            record = Record(line, [as_written(cell, delimiter) for cell in cells])
            line = lines.line_num + 1
            if skip and not record.is_blank:
                skip = False
            else:
                yield record
    except csv.Error as error:
        raise InputError("malformed_csv", file=name, line=str(line), reason=csv_reason(error)) from None


def as_written(cell: str, delimiter: str) -> str:
    """A cell without the apostrophe that CSV for Excel puts before what looks like a formula."""
    return cell[1:] if delimiter == ";" and cell.startswith(FORMULA) else cell


def csv_reason(error: csv.Error) -> object:
    """Why a line is not CSV, in words of the catalogue where it has them."""
    if "field limit" in str(error):
        return message("value.long_cell", most=Decimal(csv.field_size_limit()))
    stray = "expected after" in str(error)
    return message("value.stray_quote" if stray else "value.unclosed_quote")


__all__ = ["Row", "SmallTable", "open_table", "read_rows"]
