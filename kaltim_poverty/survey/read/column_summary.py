"""What is in each column of a survey, counted in one pass over its cells as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.malformed import malformed_table
from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.read.text_cells import as_number

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


class ColumnSummary(NamedTuple):
    """What is in a column.

    Attributes:
        missing: cells without a value.
        distinct: different values.
        not_numbers: cells with a value that is not a number.
        lowest: number; None without numbers.
        highest: number; None without numbers.
        first: text in alphabetical order; None where all is missing.
        last: text in alphabetical order; None where all is missing.
        negative: numbers below 0.
        not_sizes: numbers that cannot be the size of a household.
    """

    missing: int
    distinct: int
    not_numbers: int
    lowest: float | None
    highest: float | None
    first: str | None
    last: str | None
    negative: int
    not_sizes: int


def column_summaries(engine: Engine, table: Table, column: str) -> list[ColumnSummary]:
    """A summary of each column of a survey.

    Args:
        engine: what counts.
        table: the survey.
        column: one that is known to be in a file, for messages.

    Raises:
        InputError: if a file is malformed.
    """
    expressions = [part for name in table.columns for part in summary_of(name, table.decimal)]
    try:
        counts = engine.one(f"SELECT {', '.join(expressions)} FROM {table.as_text(table.columns)}")
    except engine.errors as error:
        raise malformed_table(engine, table, column, error) from None
    width = len(ColumnSummary._fields)
    return [ColumnSummary(*counts[place : place + width]) for place in range(0, len(counts), width)]


def summary_of(column: str, decimal: str) -> list[str]:
    """SQL: the fields of a summary."""
    cell, number = identifier(column), as_number(column, decimal)
    return [
        f"count(*) - count({cell})",
        f"count(DISTINCT {cell})",
        f"count({cell}) - count({number})",
        f"min({number})",
        f"max({number})",
        f"min({cell})",
        f"max({cell})",
        f"count(*) FILTER ({number} < 0)",
        f"count(*) FILTER ({number} < 1 OR {number} <> floor({number}))",
    ]


def row_count(engine: Engine, table: Table) -> int:
    """How many rows a survey has."""
    return int(engine.one(f"SELECT count(*) FROM {table.as_text(table.columns[:1])}")[0])
