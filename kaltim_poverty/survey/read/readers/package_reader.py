"""Reads files of Stata, SPSS, SAS, dBase and Excel: columns are in memory from when they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.survey.read.column_types import BOOLEAN, INTEGER, NUMBER, TEXT
from kaltim_poverty.survey.read.reader import Query
from kaltim_poverty.survey.read.readers.csv_dialect import check_header
from kaltim_poverty.survey.read.readers.csv_types import type_of
from kaltim_poverty.survey.read.readers.formats import DBASE, EXCEL, ending
from kaltim_poverty.survey.read.roles import alternatives
from kaltim_poverty.survey.read.sql import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.readers.package_files import PackageFile
    from kaltim_poverty.survey.read.readers.read_options import ReadOptions
    from kaltim_poverty.survey.read.readers.typed_columns import Columns

TYPES = {"i": INTEGER, "u": INTEGER, "f": NUMBER, "b": BOOLEAN}  # by numpy's kinds
SINGLE = {"float32": "FLOAT"}
DATES = {"datetime64[D]": "DATE", "datetime64[us]": "TIMESTAMP"}


class PackageReader:
    """A file of Stata, SPSS, SAS, dBase or Excel.

    Args:
        engine: what selects from the columns.
        file: its path.
        options: how it is read.
        relation: what the engine calls the columns.

    Attributes:
        notes: how the file was read.

    Raises:
        InputError: if it cannot be read, or names a column twice.
        MissingPackageError: without the package that reads it.
    """

    def __init__(self, engine: Engine, file: str, options: ReadOptions, relation: str) -> None:
        self.engine, self.file, self.relation, self.marks = engine, file, relation, options.marks
        names, self.labels, self.read, self.notes = package_file(file, options)
        check_header(file, tuple(names))
        self.columns = tuple(names)
        self.loaded: Columns = {}
        self.load(self.named(options.needed))

    def named(self, needed: Sequence[str]) -> list[str]:
        """The columns among those needed that the file has, whatever their case."""
        names = {name.strip().casefold() for column in needed for name in alternatives(column)}
        return [column for column in self.columns if column.strip().casefold() in names]

    def load(self, columns: Iterable[str]) -> None:
        """Load columns into memory."""
        lacking = [column for column in columns if column not in self.loaded]
        if lacking:
            self.loaded.update(self.read(lacking))
            relation = {self.alias(column): registered(cells) for column, cells in self.loaded.items()}
            self.engine.register(self.relation, relation)

    def alias(self, column: str) -> str:
        """The engine's name for a column: names may differ only in case, which it ignores."""
        return f"c{self.columns.index(column)}"

    def may_be_thousands(self, column: str) -> bool:
        """Whether numbers may be thousands: where the column is text."""
        return self.sql_type(column) == TEXT

    def type_of(self, column: str) -> str:
        """By its values; what cells of text in a workbook are, as they are in CSV."""
        of = self.sql_type(column)
        if of == TEXT and ending(self.file) in EXCEL:
            filled = (cell for cell in self.loaded[column] if cell is not None)
            return type_of({cell.strip() for cell in filled}, self.marks)
        return of

    def sql_type(self, column: str) -> str:
        """The type that its cells have for the engine."""
        self.load([column])
        dtype = self.loaded[column].dtype
        return DATES.get(str(dtype)) or SINGLE.get(str(dtype)) or TYPES.get(dtype.kind, TEXT)

    def rows_at_most(self) -> int:
        """The rows in memory."""
        self.load([] if self.loaded else self.columns[:1])
        return len(next(iter(self.loaded.values()), ()))

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""
        self.load(columns or self.columns[:1])
        return Query(
            self.relation,
            {column: (self.cell(column), self.sql_type(column)) for column in columns},
        )

    def cell(self, column: str) -> str:
        """SQL: a cell of a column."""
        name, of = quoted(self.alias(column)), self.sql_type(column)
        return f"CAST({name} AS {of})" if of in DATES.values() else name


def registered(cells: NDArray[Any]) -> NDArray[Any]:
    """A column as the engine takes it, which knows no days."""
    return cells.astype("M8[s]") if cells.dtype == "M8[D]" else cells


def package_file(file: str, options: ReadOptions) -> PackageFile:
    """A file of Stata, SPSS, SAS, dBase or Excel; what reads each is imported when it is needed.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without the package that reads it.
    """
    if ending(file) in DBASE:
        from kaltim_poverty.survey.read.readers.dbase import dbase_file

        return dbase_file(file, options.encoding)
    if ending(file) in EXCEL:
        from kaltim_poverty.survey.read.readers.excel import excel_file

        return excel_file(file, options)
    from kaltim_poverty.survey.read.readers.statistical_files import statistical_file

    return statistical_file(file, options.encoding)
