"""A list in memory: every cell as text, with its place; no copy of it is ever written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import InputError, suggestion
from kaltim_poverty.inputs.lists import quoted_item
from kaltim_poverty.inputs.numbers import POINT, Marks, excerpt
from kaltim_poverty.inputs.streams import is_stream
from kaltim_poverty.inputs.tables import SmallTable, open_table
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

TYPED = (".parquet", ".pq", ".dta", ".sav", ".zsav", ".por", ".sas7bdat", ".xpt", ".dbf")
TOTALS = {
    "total",
    "grand total",
    "sub total",
    "subtotal",
    "jumlah",
    "jumlah total",
    "jumlah seluruhnya",
    "total keseluruhan",
    "jumlah keseluruhan",
}
IN_MEMORY = "data"  # what sentences call it
FEW = 12
FIRST_LINES = 8  # among which the headings may be looked for


class ListTable(NamedTuple):
    """A list.

    Attributes:
        file: for sentences.
        cells: by column, as written but for blanks around, empty where one is missing.
        lines: of the file, of each row; None where the file has none.
        marks: how its numbers are written.
        numeric: by column, the rows whose cell is a number of a workbook.
        top: the first lines below the headings with all their cells, by line.
    """

    file: str
    cells: Mapping[str, Sequence[str]]
    lines: Sequence[int] | None = None
    marks: Marks = POINT
    numeric: Mapping[str, frozenset[int]] = {}
    top: Mapping[int, Sequence[str]] = {}

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(next(iter(self.cells.values()), ()))

    def place(self, row: int, column: str) -> Message:
        """A cell in words; rows count from 0."""
        if self.lines is not None:
            return message("error.cell", file=self.file, line=str(self.lines[row]), column=column)
        return message("error.survey_cell", file=self.file, row=str(row + 1), column=column)

    def refuse(self, key: str, row: int, column: str, hint: Message | None = None, **more: str) -> InputError:
        """The error about a cell."""
        cell = excerpt(self.cells[column][row])
        return InputError(key, hint=hint, where=self.place(row, column), value=cell, **more)

    def column(self, given: str, option: str) -> str:
        """The column that was named: as written, else without blanks around, else in any case.

        Raises:
            InputError: if there is none, with what was probably meant, or several fit.
        """
        if given in self.cells:
            return given
        folded = given.strip().casefold()
        fitting = [column for column in self.cells if column.strip().casefold() == folded]
        if len(fitting) == 1:
            return fitting[0]
        key = "ambiguous_column" if fitting else "no_column"
        raise InputError(
            key,
            file=self.file,
            column=given,
            option=option,
            columns=listed(fitting or list(self.cells)),
            hint=None if fitting else self.hint_for(given),
        )

    def hint_for(self, given: str) -> Message | None:
        """Where a column that is missing may be: below lines of titles, or under another name."""
        folded = given.strip().casefold()
        for line, cells in self.top.items():
            if any(cell.strip().casefold() == folded for cell in cells):
                return message("error.headings_below", line=str(line))
        return suggestion(given, list(self.cells))


def listed(columns: Sequence[str]) -> str:
    """The first few columns."""
    return ", ".join(map(quoted_item, columns[:FEW])) + (", …" if len(columns) > FEW else "")


def read_list(data: object, needed: Sequence[str] = ()) -> ListTable:
    """A list from a file or from memory.

    Args:
        data: a path, ``-`` for stdin, a mapping of arrays, or a frame.
        needed: columns that will be asked for: a workbook is read where it has them.

    Raises:
        InputError: if it is missing, unreadable or malformed, has no rows, or ends with a total.
    """
    if isinstance(data, Mapping):
        table = from_columns(data)
    elif isinstance(data, str) and (is_stream(data) or not data.casefold().endswith(TYPED)):
        table = from_text(data, needed)
    else:
        table = from_engine(data, needed)
    if not table.rows:
        raise InputError("list_without_rows", file=table.file)
    check_totals(table)
    return table


def from_text(file: str, needed: Sequence[str]) -> ListTable:
    """A list from CSV, TSV or a workbook."""
    opened = open_table(file, [name.strip().casefold() for name in needed])
    records = list(opened.records)
    rows = [opened.checked_width(record) for record in records]
    columns = named_columns(opened)
    numeric = {
        name: frozenset(row for row, record in enumerate(records) if place in record.numeric)
        for place, name in columns.items()
    }
    cells = {name: [present(row[place]) for row in rows] for place, name in columns.items()}
    top = {record.line: record.cells for record in records[:FIRST_LINES]}
    return ListTable(opened.file, cells, [record.line for record in records], opened.marks, numeric, top)


def named_columns(opened: SmallTable) -> dict[int, str]:
    """The columns that have a heading, by place."""
    return {place: name for place, name in enumerate(opened.headings) if name}


def from_columns(data: Mapping[Any, Any]) -> ListTable:
    """A list from columns in memory.

    Raises:
        InputError: if they have different lengths.
    """
    cells = {str(name): [present(text_of(cell)) for cell in values] for name, values in data.items()}
    if len({len(column) for column in cells.values()}) > 1:
        lengths = ", ".join(f"{name} {len(column)}" for name, column in cells.items())
        raise InputError("lengths", lengths=lengths)
    return ListTable(IN_MEMORY, cells)


def text_of(cell: object) -> str:
    """A value as a file would write it."""
    if cell is None or cell != cell:  # noqa: PLR0124 - what is no number is not itself
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell).strip()


def from_engine(data: object, needed: Sequence[str]) -> ListTable:
    """A list from a file with types, or from memory."""
    from kaltim_poverty.survey.read import Engine, cells_as_written, open_table

    engine = Engine()
    table = open_table(engine, data, columns=needed)
    written = cells_as_written(engine, table)
    cells = {name: [present(cell.strip()) for cell in column] for name, column in written.items()}
    return ListTable(table.display_name, cells)


def present(cell: str) -> str:
    """The cell, empty where it says that it is missing."""
    from kaltim_poverty.survey.read import is_missing_mark

    return "" if is_missing_mark(cell) else cell


def check_totals(table: ListTable) -> None:
    """Refuse a row that sums up others: it is nobody.

    Raises:
        InputError: with its place.
    """
    for name, cells in table.cells.items():
        for row, cell in enumerate(cells):
            if cell.rstrip(" :").casefold() in TOTALS:
                raise table.refuse("total_row", row, name)


__all__ = ["ListTable", "read_list"]
