"""Reads what the engine knows as a relation with types: Parquet, frames, arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.column_types import TEXT
from kaltim_poverty.survey.read.damaged import damaged_file
from kaltim_poverty.survey.read.paths import path_literal
from kaltim_poverty.survey.read.reader import Labels, Query
from kaltim_poverty.survey.read.sql import quoted

if TYPE_CHECKING:
    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.engine import Engine


class RelationReader:
    """A relation of the engine.

    Args:
        engine: what reads it.
        relation: what follows FROM.
        file: what messages call it.
        names: its columns as they are written, where that is known: the engine changes those that differ
            from one before in case alone.

    Raises:
        InputError: if it cannot be read.
    """

    def __init__(self, engine: Engine, relation: str, file: str, names: Sequence[str] | None = None) -> None:
        self.engine, self.relation, self.file = engine, relation, file
        described = types_in(engine, relation, file)
        if names is None or len(names) != len(described) or len(set(names)) < len(names):
            names = [name for name, _ in described]
        self.cells = dict(zip(names, described, strict=True))
        self.columns = tuple(names)
        self.labels: Labels = {}
        self.notes: Sequence[Note] = ()

    def may_be_thousands(self, column: str) -> bool:
        """Whether numbers may be thousands: where the column is text."""
        return self.type_of(column) == TEXT

    def type_of(self, column: str) -> str:
        """The SQL type of a column."""
        return self.cells[column][1]

    def rows_at_most(self) -> int:
        """Its rows, which the engine knows."""
        return int(self.engine.one(f"SELECT count(*) FROM {self.relation}")[0])

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""
        cells = {column: self.cells[column] for column in columns}
        return Query(self.relation, {column: (quoted(name), of) for column, (name, of) in cells.items()})


def parquet_reader(engine: Engine, file: str) -> RelationReader:
    """A Parquet file; a folder named ``year=2024`` adds no column to it."""
    path = path_literal(file)
    relation = f"read_parquet({path}, hive_partitioning = false)"
    return RelationReader(engine, relation, file, names_in_parquet(engine, path, file))


def names_in_parquet(engine: Engine, path: str, file: str) -> list[str]:
    """The columns of a Parquet file as it writes them; those inside other columns are none.

    Raises:
        InputError: if it cannot be read, or has two columns of one name.
    """
    try:
        elements = engine.rows(f"SELECT name, num_children FROM parquet_schema({path})")
    except engine.errors:
        raise damaged_file(file) from None
    names, inside = [], 0
    for name, children in elements[1:]:
        if inside == 0:
            names.append(str(name))
        inside = max(inside - 1, 0) + (children or 0)
    check_no_name_twice(file, names)
    return names


def check_no_name_twice(file: str, names: Sequence[str]) -> None:
    """Refuse two columns of one name, of which a question could mean either.

    Args:
        file: what messages call the table.
        names: of its columns.

    Raises:
        InputError: with the name.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError("column_twice", file=file, column=name)
        seen.add(name)


def types_in(engine: Engine, relation: str, file: str) -> list[tuple[str, str]]:
    """The columns of a relation as the engine calls them, with their types.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        rows = engine.rows(f"DESCRIBE SELECT * FROM {relation}")
    except engine.errors:
        raise damaged_file(file) from None
    return [(row[0], row[1]) for row in rows]
