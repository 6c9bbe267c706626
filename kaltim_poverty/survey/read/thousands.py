"""Numbers with three decimals throughout, which may be thousands: read as they are, but never in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.first_row import first_row
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.read.text_cells import THREE_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


def columns_of_thousands(engine: Engine, table: Table, columns: Sequence[str]) -> list[str]:
    """Those of some columns of numbers in which every number has three decimals.

    Args:
        engine: what reads the files.
        table: the survey.
        columns: of numbers.
    """
    return [column for column in dict.fromkeys(columns) if may_be_thousands(engine, table, column)]


def may_be_thousands(engine: Engine, table: Table, column: str) -> bool:
    """Whether every number of a column has three decimals; only where some do is the file read for that."""
    readers = table.readers_with(column)
    if table.marks.certain or not all(reader.may_be_thousands(name) for reader, name in readers):
        return False
    cell = identifier(column)
    filled = f"NOT ({cell} IS NULL OR {table.missing(column).in_text(cell)})"
    other = f"NOT regexp_full_match(trim({cell}), '{THREE_DECIMALS.pattern}')"
    return first_row(engine, table, [column], f"{filled} AND {other}") is None
