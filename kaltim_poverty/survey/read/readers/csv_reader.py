"""Reads CSV and TSV files: every cell is text."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kaltim_poverty.inputs.numbers import POINT
from kaltim_poverty.records import note
from kaltim_poverty.survey.read.column_types import NUMBER, TEXT
from kaltim_poverty.survey.read.paths import path_literal
from kaltim_poverty.survey.read.reader import Labels, Query
from kaltim_poverty.survey.read.readers.csv_dialect import UTF16, csv_dialect
from kaltim_poverty.survey.read.readers.csv_plain import PlainCsv, encoding_marked, plain_csv
from kaltim_poverty.survey.read.readers.csv_types import csv_types, may_be_thousands, sampled_columns
from kaltim_poverty.survey.read.readers.formats import has_tabs, is_gzip
from kaltim_poverty.survey.read.readers.typed_numbers import finite_or_missing
from kaltim_poverty.survey.read.sql import literal, quoted

if TYPE_CHECKING:
    from kaltim_poverty.inputs.numbers import Marks
    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.engine import Engine

TAB = "\t"
SHORTEST_LINE = 2  # bytes
COMPRESSION = 10  # times that text of numbers gets smaller, or more


class CsvReader:
    """A CSV or TSV file.

    Args:
        engine: what reads it.
        file: its path.
        marks: how its numbers are written.
        delimiter: between its cells; seen in its header if None.
        encoding: of its text; UTF-8, or UTF-16 where it begins with its mark, if None.
        on_cluster: whether a cluster reads its rows, line by line: then it is only copied, to have line ends
            of one kind, where it is read here after all.

    Attributes:
        thousands: columns in which numbers that were looked at have three decimals or none, and nobody said
            what they are.
    """

    def __init__(
        self,
        engine: Engine,
        file: str,
        marks: Marks,
        delimiter: str | None = None,
        encoding: str | None = None,
        *,
        on_cluster: bool = False,
    ) -> None:
        self.file, self.engine, self.encoding = file, engine, encoding
        self.plain: PlainCsv | None = None
        if not on_cluster or encoding_marked(file) in UTF16.values():
            self.plain = plain_csv(engine, file, encoding)
        self.path = file if self.plain is None else self.plain.path
        self.dialect = csv_dialect(self.path, file, delimiter, usual=TAB if has_tabs(file) else None)
        self.columns = tuple(column for column in self.dialect.header if column.strip())
        cells = sampled_columns(self.dialect)
        self.types, self.marks = csv_types(cells, marks), marks
        self.thousands = frozenset(
            column for column in self.columns if not marks.certain and may_be_thousands(cells[column])
        )
        self.places = {
            column: f"c{place}" for place, column in enumerate(self.dialect.header) if column.strip()
        }
        self.labels: Labels = {}
        self.notes: Sequence[Note] = ()
        if self.plain is not None and self.plain.looks_like_utf8:
            self.notes = [note("text_looks_utf8", file=file, encoding=encoding)]

    def may_be_thousands(self, column: str) -> bool:
        """Whether the numbers of a column that were looked at have three decimals or none."""
        return column in self.thousands

    def type_of(self, column: str) -> str:
        """The strictest type that a look at some of its cells leaves possible."""
        return self.types[column]

    def rows_at_most(self) -> int:
        """A row for two bytes, as of a file of one digit a line; of the compressed more."""
        size = os.path.getsize(self.path) * (COMPRESSION if is_gzip(self.path) else 1)
        return size // SHORTEST_LINE + 1

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""
        cells = {column: (quoted(self.places[column]), TEXT) for column in columns}
        as_numbers = self.marks == POINT and self.plain is not None and self.plain.plain_numbers
        return Query(self.reader(), cells, partial(self.typed, cells) if as_numbers else None)

    def typed(self, cells: Mapping[str, tuple[str, str]], wanted: Collection[str]) -> Query:
        """How to select columns of which some come as numbers, if that is what they seem to be."""
        numbers = [column for column in wanted if self.types[column] != TEXT]
        typed = {column: (finite_or_missing(cells[column][0]), NUMBER) for column in numbers}
        return Query(self.reader(frozenset(self.places[column] for column in numbers)), {**cells, **typed})

    def reader(self, numbers: Collection[str] = ()) -> str:
        """SQL: the call that reads the file, with the columns at some places as numbers."""
        if self.plain is None:  # a cluster could not read it
            self.plain = plain_csv(self.engine, self.file, self.encoding)
            self.path = self.plain.path
        places = [f"c{place}" for place in range(len(self.dialect.header))]
        columns = ", ".join(f"{place}: '{NUMBER if place in numbers else TEXT}'" for place in places)
        compression = ", compression = 'gzip'" if is_gzip(self.path) else ""
        return (
            f"read_csv({path_literal(self.path)}, auto_detect = false, header = true, "
            f"columns = {{{columns}}}, delim = {literal(self.dialect.delimiter)}, quote = '\"', "
            f"escape = '\"', skip = {self.dialect.skipped}, hive_partitioning = false{compression})"
        )
