"""Reads what the engine knows as a relation with types: Parquet, frames, arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.paths import path_literal
from kaltim_poverty.survey.read.reader import Labels, Query
from kaltim_poverty.survey.read.sql import cast, column_type

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine


class RelationReader:
    """A relation of the engine.

    Args:
        engine: what reads it.
        relation: what follows FROM.
        file: what messages call it.

    Raises:
        InputError: if it cannot be read.
    """

    def __init__(self, engine: Engine, relation: str, file: str) -> None:
        self.relation, self.file = relation, file
        self.types = types_in(engine, relation, file)
        self.columns = tuple(self.types)
        self.labels: Labels = {}

    def type_of(self, column: str) -> str:
        """By the type that it has."""
        return self.types[column]

    def query(self, types: Mapping[str, str]) -> Query:
        """How to select columns as these types."""
        return Query(
            self.relation, {column: cast(column, self.types[column], to) for column, to in types.items()}
        )


def parquet_reader(engine: Engine, file: str) -> RelationReader:
    """A Parquet file; a folder named ``year=2024`` adds no column to it."""
    return RelationReader(engine, f"read_parquet({path_literal(file)}, hive_partitioning = false)", file)


def types_in(engine: Engine, relation: str, file: str) -> dict[str, str]:
    """The columns of a relation with their types.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        rows = engine.rows(f"DESCRIBE SELECT * FROM {relation}")
    except engine.errors as error:
        raise InputError("unreadable", file=file, reason=str(error).splitlines()[0]) from None
    return {row[0]: column_type(row[1]) for row in rows}
