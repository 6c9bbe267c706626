"""A survey opened: from paths, or something in memory, to one table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError, system_reason
from kaltim_poverty.inputs.streams import check_kind, display_name, is_stream
from kaltim_poverty.inputs.table_options import delimiter_named, marks_of
from kaltim_poverty.records import note
from kaltim_poverty.survey.read.missing_values import missing_values as parse_missing_values
from kaltim_poverty.survey.read.readers.csv_plain import known_encoding
from kaltim_poverty.survey.read.readers.csv_reader import CsvReader
from kaltim_poverty.survey.read.readers.files import files_of, is_paths, missing_file, skipped_notes
from kaltim_poverty.survey.read.readers.formats import (
    CSV,
    DBASE,
    EXCEL,
    PARQUET,
    SAS,
    SPSS,
    STATA,
    check_same_format,
    ending,
    endings_of,
    named_ending,
)
from kaltim_poverty.survey.read.readers.partitioned_reader import PartitionedReader
from kaltim_poverty.survey.read.readers.partitions import partitions_of, with_own_columns
from kaltim_poverty.survey.read.readers.read_options import ReadOptions
from kaltim_poverty.survey.read.readers.streams import StreamReader, copy_of, link_to, under_names
from kaltim_poverty.survey.read.table import Table

if TYPE_CHECKING:
    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.reader import Reader

RELATION = "given"
FORMATS_OF_OPTIONS = {
    "delimiter": CSV,
    "encoding": (*CSV, *STATA, *SPSS, *SAS, *DBASE),
    "sheet": EXCEL,
}


def open_table(
    engine: Engine,
    data: Any,
    *,
    decimal: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    input_format: str | None = None,
    missing_values: str | Iterable[str] | None = None,
    columns: Sequence[str] | None = None,
    name: str = RELATION,
    on_cluster: bool = False,
) -> Table:
    """The table of files or of something in memory.

    Args:
        engine: what reads it.
        data: a path, several, ``-`` for stdin, a mapping of arrays, or a frame that the engine understands.
        decimal: the decimal mark of numbers in text; a point, and no thousands, if None.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of files, whatever their names end in; by the ending, of a stream by its first bytes, if
            None.
        missing_values: codes that mean missing: ``99``, ``COL=99``.
        columns: columns that will be needed, to read them at once from files that other packages read.
        name: what the engine calls something in memory.
        on_cluster: whether a cluster reads the rows, so that files are only looked at here.

    Raises:
        UsageError: for a decimal mark, a delimiter, an encoding or a format that is not valid, or an address
            that only Spark opens.
        InputError: if a file is missing, unknown or refused.
    """
    marks, missing = marks_of(decimal), parse_missing_values(missing_values)
    options = ReadOptions(
        marks, delimiter_named(delimiter), encoding, sheet, columns or (), engine.bytes, on_cluster
    )
    named = named_ending(input_format)
    known_encoding(encoding)
    if not is_paths(data):
        from kaltim_poverty.survey.read.readers.in_memory import reader_in_memory

        reader = reader_in_memory(engine, data, name)
        notes = [*unused_notes("", options, reader.file)]
        if named is not None:
            notes.append(note("read_option_unused", option="--input-format", file=reader.file))
        return Table([reader], marks, missing, notes)
    files = files_of(data, endings_of(named))
    partitions = partitions_of(files)
    options = options.without({key for partition in partitions for key in partition})
    notes = skipped_notes(data, files)
    paths, streams = local_copies(engine, [file.path for file in files], named, options)
    notes += unused_notes(ending(paths[0]), options, display_name(files[0].path))
    with under_names(streams), engine.unchanged_files():
        check_same_format(paths)
        if ending(paths[0]) in (*CSV, *PARQUET):
            engine.bytes_of_files = sum(map(os.path.getsize, paths))
        readers = readers_of(engine, paths, options, name)
    renamed = [
        StreamReader(reader, path, streams[path]) if path in streams else reader
        for reader, path in zip(readers, paths, strict=True)
    ]
    partitions = with_own_columns(files, partitions, [reader.columns for reader in renamed])
    partitioned = [
        PartitionedReader(reader, partition) if partition else reader
        for reader, partition in zip(renamed, partitions, strict=True)
    ]
    return Table(partitioned, marks, missing, notes)


def local_copies(
    engine: Engine, files: Sequence[str], named: str | None, options: ReadOptions
) -> tuple[list[str], dict[str, str]]:
    """The paths of files, of copies of streams, of links to files of another format than they end in.

    Args:
        engine: in whose private folder copies and links lie.
        files: their paths.
        named: the ending of the format that they are said to have.
        options: how they are read.

    Returns:
        the paths, and what messages call what lies in the private folder.

    Raises:
        InputError: for what is no file, or a stream that is no table.
    """
    paths, streams = [], {}
    is_text = options.delimiter is not None or options.encoding is not None
    for file in files:
        if is_stream(file):
            paths.append(copy_of(engine, file, named, is_text=is_text))
            streams[paths[-1]] = display_name(file)
            continue
        check_is_file(file)
        if named is None or file.casefold().endswith(endings_of(named)):
            paths.append(file)
        else:
            engine.allow([file])
            paths.append(link_to(engine, file, named))
            streams[paths[-1]] = file
    return paths, streams


def check_is_file(file: str) -> None:
    """Refuse what is no file, such as a link that leads nowhere.

    Raises:
        InputError: with what it is.
    """
    try:
        check_kind(file, file)
    except FileNotFoundError:
        raise missing_file(file) from None
    except OSError as error:
        raise InputError("unreadable", file=file, reason=system_reason(error)) from None


def unused_notes(format_: str, options: ReadOptions, file: str) -> Iterator[Note]:
    """The notes on options that have no effect for files of a format.

    Args:
        format_: the ending by which the files are read; empty of what is in memory.
        options: how they are read.
        file: what sentences call the first.
    """
    for name, formats in FORMATS_OF_OPTIONS.items():
        if getattr(options, name) is not None and format_ not in formats:
            yield note("read_option_unused", option=f"--{name}", file=file)


def readers_of(engine: Engine, files: Sequence[str], options: ReadOptions, name: str) -> list[Reader]:
    """The readers of files of one format."""
    engine.allow(files)
    if ending(files[0]) in CSV:
        marks, delimiter, encoding = options.marks, options.delimiter, options.encoding
        on_cluster = options.on_cluster
        return [CsvReader(engine, file, marks, delimiter, encoding, on_cluster=on_cluster) for file in files]
    open_reader = opener(engine, ending(files[0]), options, name)
    return [open_reader(file, place) for place, file in enumerate(files)]


def opener(engine: Engine, ending_: str, options: ReadOptions, name: str) -> Callable[[str, int], Reader]:
    """The function that opens a file of a format; heavy readers are imported when they are needed."""
    if ending_ in PARQUET:
        from kaltim_poverty.survey.read.readers.relation_reader import parquet_reader

        return lambda file, _: parquet_reader(engine, file)
    from kaltim_poverty.survey.read.readers.package_reader import PackageReader

    return lambda file, place: PackageReader(engine, file, options, f"{name}_{place}")
