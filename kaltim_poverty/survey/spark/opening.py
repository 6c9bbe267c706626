"""A survey opened for a cluster: files are looked at here, and read there."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.addresses import is_for_spark
from kaltim_poverty.inputs.streams import is_stream
from kaltim_poverty.survey.read import Engine, Table, open_table
from kaltim_poverty.survey.read.readers.csv_plain import encoding_marked, known_encoding
from kaltim_poverty.survey.read.readers.csv_reader import CsvReader
from kaltim_poverty.survey.read.readers.files import is_paths
from kaltim_poverty.survey.read.readers.formats import CSV, PARQUET, ending
from kaltim_poverty.survey.read.readers.partitioned_reader import PartitionedReader

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
    del session
    if not is_paths(data):
        raise UsageError("spark_refuses_memory", what=type(data).__name__)
    paths = [os.fspath(path) for path in (data if isinstance(data, (list, tuple)) else [data])]
    for path in paths:
        check_path(path)
    encoding = known_encoding(options.get("encoding"))
    if encoding not in UTF8:
        raise UsageError("spark_refuses_encoding", encoding=encoding)
    table = open_table(engine, data, on_cluster=True, **options)
    for reader in table.readers:
        check_reader(reader.reader if isinstance(reader, PartitionedReader) else reader)
    return table


def check_path(path: str) -> None:
    """Refuse what is no file of a format that a cluster reads.

    Raises:
        UsageError: with what to do.
    """
    if is_stream(path):
        raise UsageError("spark_refuses_stream", file=path)
    if is_for_spark(path):
        raise UsageError("spark_refuses_address", file=path)
    if os.path.isfile(path) and "." in os.path.basename(path):
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
