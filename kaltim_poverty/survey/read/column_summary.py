"""What is in each column of a survey, counted by the different texts in it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.malformed import malformed_table
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.read.text_cells import as_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

COLUMNS_AT_ONCE = 1000  # of a wide survey: the engine holds a list of them for each of some thousand rows
LARGEST = 3  # texts that may be two numbers


class ColumnSummary(NamedTuple):
    """A summary of the cells of a column.

    Attributes:
        missing: cells without a value.
        distinct: different values.
        not_numbers: cells with a value that is not a number.
        lowest: number; None without numbers.
        highest: numbers of which the first is the highest; empty without numbers.
        cells_of_highest: cells with each of these, (len(highest),).
        first: text in alphabetical order; None where all is missing.
        last: text in alphabetical order; None where all is missing.
        negative: numbers below 0.
        not_sizes: numbers that cannot be the size of a household.
    """

    missing: int = 0
    distinct: int = 0
    not_numbers: int = 0
    lowest: float | None = None
    highest: Sequence[float] = ()
    cells_of_highest: Sequence[int] = ()
    first: str | None = None
    last: str | None = None
    negative: int = 0
    not_sizes: int = 0


def column_summaries(engine: Engine, table: Table, column: str) -> list[ColumnSummary]:
    """A summary of each column of a survey.

    Args:
        engine: what counts.
        table: the survey.
        column: one that is known to be in a file, for messages.

    Raises:
        InputError: if a file is malformed.
    """
    found: dict[str, ColumnSummary] = {}
    try:
        for columns in batches(table):
            engine.begin_reading()
            counts = engine.rows(summaries(table, columns, table.as_written(columns)))
            found |= {columns[place]: ColumnSummary(*fields) for place, *fields in counts}
    except engine.errors as error:
        raise malformed_table(engine, table, column, error) from None
    return [found.get(column, ColumnSummary()) for column in table.columns]


def batches(table: Table) -> list[Sequence[str]]:
    """The columns in groups that are not too large and have the same marks for missing values."""
    ordered = sorted(table.columns, key=table.missing)
    return [
        alike[start : start + COLUMNS_AT_ONCE]
        for alike in (list(columns) for _, columns in groupby(ordered, table.missing))
        for start in range(0, len(alike), COLUMNS_AT_ONCE)
    ]


def summaries(table: Table, columns: Sequence[str], rows: str) -> str:
    """SQL: the place of each column, and the fields of its summary."""
    return summaries_of_texts(table, columns[0], f"({texts_in(columns, rows)})")


def texts_in(columns: Sequence[str], rows: str) -> str:
    """SQL: the different texts of each column, by its place, with the number of their cells."""
    cells = ", ".join(map(identifier, columns))
    return (
        f"SELECT place, cell, count(*) AS cells FROM ("
        f"SELECT unnest(range({len(columns)})) AS place, unnest([{cells}]) AS cell FROM {rows}) GROUP BY ALL"
    )


def summaries_of_texts(table: Table, column: str, texts: str) -> str:
    """SQL: the place of each column, and the fields of its summary.

    Args:
        table: the survey.
        column: one of them; all have the same marks for missing values.
        texts: what follows FROM: their different texts.
    """
    missing, number = table.missing(column), as_number("cell", table.marks).or_null()
    by_value = missing.in_number(f"({number})")
    is_missing = f"coalesce(cell IS NULL OR {missing.in_text('cell')} OR {by_value or 'false'}, false)"
    parsed = f"SELECT *, {is_missing} AS gone, CASE WHEN NOT gone THEN {number} END AS number FROM {texts}"
    fields = (
        "coalesce(sum(cells) FILTER (gone), 0)",
        "count(*) FILTER (NOT gone)",
        "coalesce(sum(cells) FILTER (NOT gone AND number IS NULL), 0)",
        "min(number)",
        f"coalesce(max(number, {LARGEST}), [])",
        f"coalesce(arg_max(cells, number, {LARGEST}), [])",
        "min(cell) FILTER (NOT gone)",
        "max(cell) FILTER (NOT gone)",
        "coalesce(sum(cells) FILTER (number < 0), 0)",
        "coalesce(sum(cells) FILTER (number < 1 OR number <> floor(number)), 0)",
    )
    return f"SELECT place, {', '.join(fields)} FROM ({parsed}) GROUP BY place"


def row_count(engine: Engine, table: Table) -> int:
    """How many rows a survey has."""
    return int(engine.one(f"SELECT count(*) FROM {table.as_written(table.columns[:1])}")[0])
