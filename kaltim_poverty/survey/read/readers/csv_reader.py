"""Reads CSV and TSV files."""

from __future__ import annotations

from collections.abc import Mapping

from kaltim_poverty.survey.read.paths import path_literal
from kaltim_poverty.survey.read.reader import Labels, Query
from kaltim_poverty.survey.read.readers.csv_dialect import csv_dialect
from kaltim_poverty.survey.read.readers.csv_types import csv_types
from kaltim_poverty.survey.read.readers.formats import is_gzip
from kaltim_poverty.survey.read.sql import TEXT, identifier, literal
from kaltim_poverty.survey.read.text_cells import MISSING, with_decimal_point


class CsvReader:
    """A CSV or TSV file.

    Args:
        file: its path.
        decimal: the decimal mark of its numbers.
    """

    def __init__(self, file: str, decimal: str) -> None:
        self.file, self.decimal = file, decimal
        self.dialect = csv_dialect(file)
        self.types = csv_types(self.dialect, decimal)
        self.columns = tuple(column for column in self.dialect.header if column.strip())
        self.labels: Labels = {}

    def type_of(self, column: str) -> str:
        """What the file holds in all places that were looked at."""
        return self.types[column]

    def query(self, types: Mapping[str, str]) -> Query:
        """How to select columns as these types: cast while the file is read, which halves the time."""
        if self.decimal == ".":
            return Query(self.reader(types), {column: identifier(column) for column in types})
        return Query(self.reader({}), {column: self.converted(column, to) for column, to in types.items()})

    def reader(self, types: Mapping[str, str]) -> str:
        """SQL: the call that reads the file, other columns as text."""
        header = enumerate(self.dialect.header)
        names = [column if column.strip() else f" {place}" for place, column in header]
        columns = ", ".join(f"{literal(column)}: {literal(types.get(column, TEXT))}" for column in names)
        missing = ", ".join(map(literal, MISSING))
        compression = ", compression = 'gzip'" if is_gzip(self.file) else ""
        return (
            f"read_csv({path_literal(self.file)}, auto_detect = false, header = true, "
            f"columns = {{{columns}}}, delim = {literal(self.dialect.delimiter)}, quote = '\"', "
            f"escape = '\"', nullstr = [{missing}], hive_partitioning = false{compression})"
        )

    def converted(self, column: str, to: str) -> str:
        """SQL: a column whose numbers have a decimal comma, as a type."""
        return (
            identifier(column) if to == TEXT else f"CAST({with_decimal_point(column, self.decimal)} AS {to})"
        )
