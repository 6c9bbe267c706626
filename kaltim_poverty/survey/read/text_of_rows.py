"""Every cell of a table as the file writes it: for lists that are small and not samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.missing_values import MARKS
from kaltim_poverty.survey.read.sql import identifier

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


def cells_as_written(engine: Engine, table: Table) -> dict[str, list[str]]:
    """The cells by column, in the order of the rows; an empty text where there is none.

    Args:
        engine: what reads them.
        table: the files.

    Raises:
        InputError: if a file changes meanwhile.
    """
    columns = table.columns
    with engine.unchanged_files():
        selected = ", ".join(map(identifier, columns))
        rows = engine.rows(f"SELECT {selected} FROM {table.as_written(columns)}")
    return {
        column: ["" if row[place] is None else str(row[place]) for row in rows]
        for place, column in enumerate(columns)
    }


def is_missing_mark(cell: str) -> bool:
    """Whether a cell says that it is missing, in the marks of all formats."""
    return cell in MARKS


__all__ = ["cells_as_written", "is_missing_mark"]
