"""What executors write of each row of a register: what is handed on, its part, its score, its group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from kaltim_poverty.survey.read.column_types import AS_STORED, TEXT, WITH_ZONE
from kaltim_poverty.survey.read.sql import AS_CODE
from kaltim_poverty.survey.spark.row_plan import CsvShape

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows
    from kaltim_poverty.survey.spark.file_groups import FileGroup
    from kaltim_poverty.survey.spark.score_cuts import ScoreCuts
    from kaltim_poverty.survey.spark.tally import Values

SAME_IN_SPARK = {  # types of SQL, and what Spark calls them
    "BOOLEAN": "boolean",
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "FLOAT": "float",
    "DOUBLE": "double",
    "DATE": "date",
    "BLOB": "binary",
    "TIMESTAMP": "timestamp_ntz",
    WITH_ZONE: "timestamp",
    TEXT: "string",
}
WIDER = {  # what Spark has no type for, with the next one that holds it
    "UTINYINT": "SMALLINT",
    "USMALLINT": "INTEGER",
    "UINTEGER": "BIGINT",
    "UBIGINT": "DECIMAL(20,0)",
    "HUGEINT": "DECIMAL(38,0)",
    "TIMESTAMP_S": "TIMESTAMP",
    "TIMESTAMP_MS": "TIMESTAMP",
    "TIMESTAMP_NS": "TIMESTAMP",
}
DECIMAL = re.compile(r"DECIMAL\(\d+,\s*\d+\)")


class NewColumn(NamedTuple):
    """A column of the new register.

    Attributes:
        name: of it.
        value: in SQL.
        of: its type in Spark.
    """

    name: str
    value: str
    of: str


class MarkingPlan(NamedTuple):
    """The plan of writing the groups of rows, for files read alike.

    Attributes:
        reading: a name of its own, or Spark would hand on what it holds of files that have changed since.
        csv: how lines part into cells; None where rows come in typed columns.
        query: of all rows in order, from `row_plan.ROWS`: the new columns, the codes of parts, the score and
            what orders ties, and whether the row gets a group.
        names: of the new columns but the group.
        group: the name of the column of groups.
        parts: the SQL names of the codes that make a part.
        keys: those of the score and of what orders ties.
        numbers: the number of each part, by its codes.
        cuts: where groups begin.
    """

    reading: str
    csv: CsvShape | None
    query: str
    names: Sequence[str]
    group: str
    parts: Sequence[str]
    keys: Sequence[str]
    numbers: Mapping[Values, int]
    cuts: ScoreCuts


def marking_plan(
    raw: RawRows,
    group: FileGroup,
    columns: Sequence[NewColumn],
    name: str,
    numbers: Mapping[Values, int],
    cuts: ScoreCuts,
) -> MarkingPlan:
    """The plan by which executors write rows of files read alike.

    Args:
        raw: the columns and what is made of them.
        group: of files.
        columns: of the new register, but that of groups.
        name: of that.
        numbers: the number of each part, by its codes.
        cuts: where groups begin.
    """
    expressions = raw.expressions
    keys = ["y", *(f"x_{role}" for role in expressions.extra())]
    parts = [expressions.group(column) for column in raw.columns.groups]
    written = [f"{column.value} AS new{place}" for place, column in enumerate(columns)]
    own = [f"{alias} AS own_{alias}" for alias in dict.fromkeys([*keys, *parts])]
    selected = f"SELECT {expressions.selected(raw.engine, raw.table)} FROM ({group.source})"
    return MarkingPlan(
        uuid4().hex,
        group.csv,
        f"SELECT {', '.join([*written, *own])}, ({counted(raw)}) AS counted FROM ({selected})",
        [column.name for column in columns],
        name,
        [f"own_{alias}" for alias in parts],
        [f"own_{alias}" for alias in keys],
        numbers,
        cuts,
    )


def counted(raw: RawRows) -> str:
    """SQL: whether a row as read gets a group."""
    return f"inside AND NOT {raw.incomplete()} AND NOT {raw.expressions.lacks_group()}"


def new_columns(raw: RawRows, score: str) -> list[NewColumn]:
    """The columns of the new register, but that of groups.

    Args:
        raw: the columns and what is made of them.
        score: the name of the column of scores.
    """
    handed_on, table = raw.columns.handed_on, raw.table
    columns = [
        new_column(name, f"h{place}", stored_type(table, name)) for place, name in enumerate(handed_on)
    ]
    columns += [
        new_column(name, raw.expressions.group(name), table.code_type(name, AS_CODE))
        for name in raw.columns.groups
        if name not in handed_on
    ]
    return [*columns, new_column(score, "y", "DOUBLE")]


def new_column(name: str, value: str, of: str) -> NewColumn:
    """A column of some type, or of the next one that Spark has."""
    plain = WIDER.get(of, of)
    if DECIMAL.fullmatch(plain):
        return NewColumn(name, value if plain == of else f"CAST({value} AS {plain})", plain.lower())
    if plain not in SAME_IN_SPARK:
        plain = TEXT
    return NewColumn(name, value if plain == of else f"CAST({value} AS {plain})", SAME_IN_SPARK[plain])


def stored_type(table: Table, column: str) -> str:
    """The SQL type of cells that are only handed on."""
    if table.copied_type(column) != AS_STORED:
        return TEXT
    (only,) = table.stored_types(column)
    return only


def schema_of(columns: Sequence[NewColumn], group: str) -> str:
    """The new register as Spark writes the types of columns."""
    from kaltim_poverty.survey.spark.sources import quoted

    return ", ".join([*(f"{quoted(each.name)} {each.of}" for each in columns), f"{quoted(group)} int"])
