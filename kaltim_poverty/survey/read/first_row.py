"""The first row of a survey with a condition, found by reading its files once more, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.sql import MARK, identifier
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

ROW = f'"{MARK} row number"'  # no column has this name: a mark precedes a capital or another mark


class Row(NamedTuple):
    """A row of a file.

    Attributes:
        file: its path.
        number: counted from 1, without the header.
        cells: as written, of the columns that were asked for.
    """

    file: str
    number: int
    cells: tuple[str | None, ...]

    def place(self, column: str) -> Message:
        """The place of a cell in words."""
        return message("error.survey_cell", file=self.file, row=str(self.number), column=column)


def first_row(engine: Engine, table: Table, columns: Sequence[str], condition: str) -> Row | None:
    """The first row with a condition, or None.

    Args:
        engine: what reads the files.
        table: the survey.
        columns: the columns that the condition needs.
        condition: in SQL, over these columns as text.
    """
    selected = list(dict.fromkeys(columns))
    for file, rows in table.files_as_written(selected):
        numbered = f"SELECT *, row_number() OVER () AS {ROW} FROM {rows}"
        first = engine.rows(
            f"SELECT {ROW}, {', '.join(map(identifier, selected))} FROM ({numbered}) "
            f"WHERE {condition} ORDER BY {ROW} LIMIT 1"
        )
        if first:
            return Row(file, int(first[0][0]), tuple(first[0][1:]))
    return None


def row_at(engine: Engine, table: Table, columns: Sequence[str], place: int) -> Row:
    """A row by its place among those of all files.

    Args:
        engine: what reads the files.
        table: the survey.
        columns: different ones whose cells are wanted.
        place: counted from 0.
    """
    cells = ", ".join(map(identifier, columns))
    for file, rows in table.files_as_written(columns):
        numbered = f"SELECT {cells}, row_number() OVER () AS {ROW} FROM {rows}"
        found = engine.rows(f"SELECT {cells} FROM ({numbered}) WHERE {ROW} = {place + 1}")
        if found:
            return Row(file, place + 1, tuple(found[0]))
        place -= int(engine.one(f"SELECT count(*) FROM {rows}")[0])
    raise IndexError(place)
