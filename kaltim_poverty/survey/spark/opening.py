"""A survey opened for a cluster: files are looked at here, and read there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.addresses import is_for_spark
from kaltim_poverty.inputs.streams import is_stream
from kaltim_poverty.inputs.table_options import delimiter_named, marks_of
from kaltim_poverty.survey.read import Engine, Table, open_table
from kaltim_poverty.survey.read.missing_values import missing_values as parse_missing_values
from kaltim_poverty.survey.read.readers.csv_plain import encoding_marked, known_encoding
from kaltim_poverty.survey.read.readers.csv_reader import CsvReader
from kaltim_poverty.survey.read.readers.files import is_paths
from kaltim_poverty.survey.read.readers.formats import CSV, PARQUET, ending
from kaltim_poverty.survey.read.readers.partitioned_reader import PartitionedReader
from kaltim_poverty.survey.read.readers.partitions import is_skipped
from kaltim_poverty.survey.read.readers.read_options import ReadOptions
from kaltim_poverty.survey.spark.addresses import far_readers

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.session import Session

UTF8 = (None, "utf-8", "utf-8-sig")


def open_on_cluster(engine: Engine, session: Callable[[], Session], data: Any, **options: Any) -> Table:
    """The table of files that a cluster reads.

    Args:
        engine: what looks at files here.
        session: begins a session of Spark.
        data: a path or several.
        **options: of `open_table`.

    Raises:
        UsageError: for what only one machine reads.
        InputError: if a file is missing or refused.
    """
    if not is_paths(data):
        raise UsageError("spark_refuses_memory", what=type(data).__name__)
    paths = [os.fspath(path) for path in (data if isinstance(data, (list, tuple)) else [data])]
    far = [path for path in paths if is_for_spark(path)]
    for path in paths:
        check_path(path, mixed=bool(far) and path not in far)
    encoding = known_encoding(options.get("encoding"))
    if encoding not in UTF8:
        raise UsageError("spark_refuses_encoding", encoding=encoding)
    if far:
        return far_table(engine, session(), far, **options)
    table = open_table(engine, data, on_cluster=True, **options)
    for reader in table.readers:
        check_reader(reader.reader if isinstance(reader, PartitionedReader) else reader)
    return table


def far_table(
    engine: Engine,
    session: Session,
    paths: list[str],
    *,
    decimal: str | None = None,
    delimiter: str | None = None,
    missing_values: str | Iterable[str] | None = None,
    **unused: object,
) -> Table:
    """The table of files at addresses, or of tables of catalogs."""
    del unused
    marks = marks_of(decimal)
    options = ReadOptions(marks, delimiter_named(delimiter), on_cluster=True)
    return Table(far_readers(engine, session, paths, options), marks, parse_missing_values(missing_values))


def check_path(path: str, *, mixed: bool) -> None:
    """Refuse what is no file of a format that a cluster reads.

    Raises:
        UsageError: with what to do.
    """
    if is_stream(path):
        raise UsageError("spark_refuses_stream", file=path)
    if mixed:
        raise UsageError("spark_refuses_mixture", file=path)
    name = os.path.basename(path)
    if is_skipped(name) and name.casefold().endswith((*CSV, *PARQUET)):
        raise UsageError("spark_skips_name", file=path)
    if os.path.isfile(path) and "." in name:
        known = ending(path)
        if known not in (*CSV, *PARQUET):
            raise UsageError("spark_refuses_format", file=path, ending=known)


def check_reader(reader: Any) -> None:
    """Refuse a file that a cluster would read as something else.

    Raises:
        UsageError: with what to do.
    """
    if not isinstance(reader, CsvReader):
        if ending(reader.file) not in PARQUET:
            raise UsageError("spark_refuses_format", file=reader.file, ending=ending(reader.file))
        return
    encoding = encoding_marked(reader.file)
    if encoding not in UTF8:
        raise UsageError("spark_refuses_encoding", encoding=encoding)
