"""Reads files of Stata, SPSS, SAS, dBase and Excel: columns are in memory from when they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.column_types import BOOLEAN, INTEGER, NUMBER, TEXT
from kaltim_poverty.survey.read.reader import Query
from kaltim_poverty.survey.read.readers.csv_dialect import check_header
from kaltim_poverty.survey.read.readers.package_files import package_file
from kaltim_poverty.survey.read.roles import alternatives
from kaltim_poverty.survey.read.sql import quoted

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.readers.typed_columns import Columns

TYPES = {"i": INTEGER, "u": INTEGER, "f": NUMBER, "b": BOOLEAN}  # by numpy's kinds


class PackageReader:
    """A file of Stata, SPSS, SAS, dBase or Excel.

    Args:
        engine: what selects from the columns.
        file: its path.
        needed: columns to read at once: a package reads the whole file each time that it is asked.
        relation: what the engine calls the columns.

    Raises:
        InputError: if it cannot be read, or names a column twice.
        MissingPackageError: without the package that reads it.
    """

    def __init__(self, engine: Engine, file: str, needed: Sequence[str], relation: str) -> None:
        self.engine, self.file, self.relation = engine, file, relation
        names, self.labels, self.read = package_file(file)
        check_header(file, tuple(names))
        self.columns = tuple(names)
        self.loaded: Columns = {}
        self.load(self.named(needed))

    def named(self, needed: Sequence[str]) -> list[str]:
        """The columns among those needed that the file has, whatever their case."""
        names = {name.strip().casefold() for column in needed for name in alternatives(column)}
        return [column for column in self.columns if column.strip().casefold() in names]

    def load(self, columns: Iterable[str]) -> None:
        """Have columns in memory."""
        lacking = [column for column in columns if column not in self.loaded]
        if lacking:
            self.loaded.update(self.read(lacking))
            relation = {self.alias(column): cells for column, cells in self.loaded.items()}
            self.engine.connection.register(self.relation, relation)

    def alias(self, column: str) -> str:
        """What the engine calls a column: names may differ only in case, which it ignores."""
        return f"c{self.columns.index(column)}"

    def type_of(self, column: str) -> str:
        """By its values."""
        self.load([column])
        return TYPES.get(self.loaded[column].dtype.kind, TEXT)

    def query(self, columns: Sequence[str]) -> Query:
        """How to select columns."""
        self.load(columns or self.columns[:1])
        return Query(
            self.relation,
            {column: (quoted(self.alias(column)), self.type_of(column)) for column in columns},
        )
