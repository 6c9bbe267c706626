"""Files that executors read alike, and the SQL for the rows of each such group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.column_types import AS_WRITTEN, TEXT
from kaltim_poverty.survey.read.reader import Need, Query
from kaltim_poverty.survey.read.readers.csv_reader import CsvReader
from kaltim_poverty.survey.read.readers.partitioned_reader import PartitionedReader
from kaltim_poverty.survey.read.readers.relation_reader import RelationReader
from kaltim_poverty.survey.read.readers.wrapped_reader import WrappedReader
from kaltim_poverty.survey.read.sql import quoted
from kaltim_poverty.survey.read.table import Table
from kaltim_poverty.survey.spark.row_plan import ROWS, CsvShape, needs_of

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.reader import Reader
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows

BYTE_ORDER_MARK = "\ufeff"
LINE_END = re.compile(r"\r\n|\r|\n")


class FileGroup(NamedTuple):
    """Files that are read alike.

    Attributes:
        files: their paths, in order.
        csv: how lines part into cells; None where rows come in typed columns.
        columns: the names of typed columns that are read, by what they are called in SQL.
        source: the query of the columns that are needed, from `ROWS`.
        written: the query of all these columns as they are written, from `ROWS`.
    """

    files: tuple[str, ...]
    csv: CsvShape | None
    columns: Mapping[str, str]
    source: str
    written: str


class ShippedReader(WrappedReader):
    """A reader whose rows are what an executor holds.

    Args:
        reader: of the file, on this machine.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.names: dict[str, str] = {}

    def query(self, columns: Sequence[str]) -> Query:
        """How to select columns of the rows that an executor holds."""
        return Query(ROWS, {column: self.cell(column) for column in columns})

    def cell(self, column: str) -> tuple[str, str]:
        """SQL: a column of these rows, and its type."""
        reader = self.reader
        if isinstance(reader, PartitionedReader):
            if column in reader.partition:
                return reader.cell(column), TEXT
            reader = reader.reader
        if isinstance(reader, CsvReader):
            return quoted(reader.places[column]), TEXT
        name, of = f"p{reader.columns.index(column)}", reader.type_of(column)
        self.names[name] = column
        return (quoted(name) if of == TEXT else f"CAST({quoted(name)} AS {of})"), of


def file_groups(raw: RawRows) -> list[FileGroup]:
    """The files of a survey in groups that are read alike.

    Args:
        raw: the columns and what is made of them.

    Raises:
        InputError: if a file lacks a column, or its header has a line break.
    """
    needs, table = needs_of(raw), shipped(raw.table)
    table.relation(needs)  # which refuses what no query of a file could be made of
    return groups_in(table, needs)


def shipped(survey: Table) -> Table:
    """A survey whose rows are what an executor holds: nothing that is asked of it fetches a file."""
    table = Table([ShippedReader(reader) for reader in survey.readers], survey.marks)
    table.missing_values, table.retyped = survey.missing_values, survey.retyped
    table.columns = survey.columns
    return table


def groups_in(table: Table, needs: Sequence[Need]) -> list[FileGroup]:
    """The files of a survey in groups that are read alike.

    Args:
        table: the survey, as `shipped` makes it.
        needs: the columns to read.

    Raises:
        InputError: if a header has a line break.
    """
    written = [Need(column, AS_WRITTEN) for column in dict.fromkeys(need.column for need in needs)]
    found: dict[tuple[object, ...], list[ShippedReader]] = {}
    for reader, source, text in zip(table.readers, table.queries(needs), table.queries(written), strict=True):
        assert isinstance(reader, ShippedReader)  # noqa: S101 - as the caller made it
        found.setdefault((source, text, shape_of(reader.reader)), []).append(reader)
    return [group_of(str(source), str(text), of) for (source, text, _), of in found.items()]


def group_of(source: str, written: str, readers: Sequence[ShippedReader]) -> FileGroup:
    """The group of some files."""
    shape = shape_of(readers[0].reader)
    headers = dict.fromkeys(line for reader in readers for line in header_lines(reader.reader))
    csv = None if shape is None else CsvShape(*shape, tuple(headers))
    return FileGroup(tuple(reader.file for reader in readers), csv, readers[0].names, source, written)


def shape_of(reader: Reader) -> tuple[int, str] | None:
    """How many columns each line of a file has, and what is between them; None without lines."""
    inner = reader.reader if isinstance(reader, PartitionedReader) else reader
    if isinstance(inner, CsvReader):
        return len(inner.dialect.header), inner.dialect.delimiter
    assert isinstance(inner, RelationReader)  # noqa: S101 - others are refused when they are opened
    return None


def header_lines(reader: Reader) -> tuple[str, ...]:
    """The lines at the beginning of a file that are no rows: its header, with a byte order mark or without.

    Raises:
        InputError: if the header has a line break.
    """
    inner = reader.reader if isinstance(reader, PartitionedReader) else reader
    if not isinstance(inner, CsvReader):
        return ()
    dialect = inner.dialect
    header = LINE_END.split(dialect.start, maxsplit=1)[0]
    if header.count('"') % 2:
        raise InputError("spark_line_break", file=reader.file)
    lines = (*(line for line in dialect.before if line.strip()), header)
    return (*lines, BYTE_ORDER_MARK + lines[0])
