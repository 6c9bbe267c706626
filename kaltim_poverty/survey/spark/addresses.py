"""Files at addresses and tables of catalogs, which only the cluster opens: it shows their heads here.

What is wrong in one is looked for here as in any file: it is fetched into the private folder for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.addresses import is_table_of_catalog
from kaltim_poverty.survey.read.paths import path_literal
from kaltim_poverty.survey.read.reader import Query
from kaltim_poverty.survey.read.readers.csv_plain import plain_csv
from kaltim_poverty.survey.read.readers.csv_reader import CsvReader
from kaltim_poverty.survey.read.readers.formats import CSV, PARQUET
from kaltim_poverty.survey.read.readers.partitioned_reader import PartitionedReader
from kaltim_poverty.survey.read.readers.partitions import FoundFile, partitions_of, with_own_columns
from kaltim_poverty.survey.read.readers.relation_reader import RelationReader
from kaltim_poverty.survey.read.readers.streams import under_names

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.reader import Reader
    from kaltim_poverty.survey.read.readers.read_options import ReadOptions
    from kaltim_poverty.survey.spark.session import Session

WILDCARD = re.compile(r"[*?\[{]")
LINES_OF_HEAD, ROWS_OF_PIECE = 500, 10_000


class FarCsv(CsvReader):
    """A CSV file at an address.

    Args:
        engine: what reads it here, and in whose private folder it is fetched.
        session: of Spark.
        address: of the file.
        options: how it is read.
    """

    def __init__(self, engine: Engine, session: Session, address: str, options: ReadOptions) -> None:
        self.session, self.address = session, address
        head = copied(engine, lines(session, address, LINES_OF_HEAD))
        with under_names({head: address}):
            super().__init__(engine, head, options.marks, options.delimiter, on_cluster=True)
        self.file = address

    def reader(self, numbers: Iterable[str] = ()) -> str:
        """SQL: the call that reads the whole file, once it has been fetched."""
        if self.plain is None:
            self.plain = plain_csv(self.engine, copied(self.engine, lines(self.session, self.address)))
            self.path = self.plain.path
        return super().reader(frozenset(numbers))


class FarRelation(RelationReader):
    """Parquet at an address, or a table of a catalog.

    Args:
        engine: what reads it here, and in whose private folder it is fetched.
        session: of Spark.
        address: of the file, or the name of the table.
    """

    def __init__(self, engine: Engine, session: Session, address: str) -> None:
        self.session, self.address, self.is_here = session, address, False
        empty = session.running(lambda: data_at(session, address).limit(0).toArrow())
        super().__init__(engine, relation_of(engine, [empty]), address, list(empty.column_names))

    def query(self, columns: Sequence[str]) -> Query:
        """How to select columns of all rows, once they have been fetched."""
        if not self.is_here:
            self.relation, self.is_here = relation_of(self.engine, tables(self.session, self.address)), True
        return super().query(columns)


def far_readers(engine: Engine, session: Session, paths: Sequence[str], options: ReadOptions) -> list[Reader]:
    """The readers of files at addresses, and of tables.

    Args:
        engine: what reads heads here.
        session: of Spark.
        paths: addresses of files or folders, patterns, names of tables.
        options: how they are read.

    Raises:
        InputError: if there is nothing, or nothing of a known format.
    """
    found = [file for path in paths for file in found_at(session, path)]
    partitions = partitions_of(found)
    readers = [far_reader(engine, session, file.path, options) for file in found]
    added = with_own_columns(found, partitions, [reader.columns for reader in readers])
    return [
        PartitionedReader(reader, partition) if partition else reader
        for reader, partition in zip(readers, added, strict=True)
    ]


def found_at(session: Session, address: str) -> list[FoundFile]:
    """The files at an address, or the table of a name, with the part of their paths that was typed."""
    if is_table_of_catalog(address):
        return [FoundFile(address, address)]
    typed = WILDCARD.split(address)[0]
    return [FoundFile(file, typed if file.startswith(typed) else "") for file in files_at(session, address)]


def far_reader(engine: Engine, session: Session, file: str, options: ReadOptions) -> Reader:
    """The reader of one file at an address."""
    if is_table_of_catalog(file) or file.casefold().endswith(PARQUET):
        return FarRelation(engine, session, file)
    return FarCsv(engine, session, file, options)


def files_at(session: Session, address: str) -> list[str]:
    """The files of known formats at an address, in order of their paths.

    Raises:
        InputError: if there is none.
    """
    files = sorted(map(unquote, session.running(lambda: input_files(session, address))))
    known = [file for file in files if file.casefold().endswith((*CSV, *PARQUET))]
    if not known:
        raise InputError("spark_nothing_there", file=address, known=", ".join((*CSV, *PARQUET)))
    return known


def input_files(session: Session, address: str) -> Sequence[str]:
    """The files of whatever format at an address, as Spark writes their paths."""
    try:
        found: list[str] = session.spark.read.format("text").load(address).inputFiles()
    except Exception as error:
        if "PATH_NOT_FOUND" in str(error):
            return ()
        raise
    return found


def data_at(session: Session, address: str) -> Any:
    """The rows of Parquet at an address, or of a table."""
    if is_table_of_catalog(address):
        return session.spark.table(address)
    return session.spark.read.parquet(address)


def lines(session: Session, address: str, most: int | None = None) -> Iterator[bytes]:
    """The lines of a file at an address, or the first of them."""
    data = session.spark.read.text(address)
    rows = session.running(lambda: iter(data.toLocalIterator() if most is None else data.take(most)))
    for row in rows:
        yield row[0].encode() + b"\n"


def copied(engine: Engine, content: Iterable[bytes]) -> str:
    """The path of a file in the private folder with some content."""
    with engine.spill.new_file(".csv") as copy:
        for piece in content:
            copy.write(piece)
    return copy.path


def tables(session: Session, address: str) -> Iterator[Any]:
    """The rows of Parquet at an address, or of a table, in pieces."""
    import pyarrow as pa

    data = data_at(session, address)
    empty = session.running(lambda: data.limit(0).toArrow())
    yield empty
    rows = iter(session.running(data.toLocalIterator))
    while some := [row.asDict() for row in islice(rows, ROWS_OF_PIECE)]:
        yield pa.Table.from_pylist(some, schema=empty.schema)


def relation_of(engine: Engine, pieces: Iterable[Any]) -> str:
    """SQL: the rows of tables of Arrow, written as Parquet into the private folder."""
    import pyarrow.parquet as pq

    with engine.spill.new_file(".parquet") as copy:
        writer: Any = None
        for piece in pieces:
            writer = writer or pq.ParquetWriter(copy.file, piece.schema)
            writer.write_table(piece)
        writer.close()
    return f"read_parquet({path_literal(copy.path)}, hive_partitioning = false)"
