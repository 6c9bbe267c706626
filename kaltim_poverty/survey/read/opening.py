"""A survey opened: from paths, or something in memory, to one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.read.readers.files import files_of, is_paths
from kaltim_poverty.survey.read.readers.formats import CSV, PARQUET, check_same_format, ending
from kaltim_poverty.survey.read.table import Table

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.reader import Reader

RELATION = "given"
DECIMAL_MARKS = (".", ",")


def open_table(
    engine: Engine,
    data: Any,
    *,
    decimal: str | None = None,
    columns: Sequence[str] | None = None,
    name: str = RELATION,
) -> Table:
    """The table of files or of something in memory.

    Args:
        engine: what reads it.
        data: a path, several, a mapping of arrays, or a frame that the engine understands.
        decimal: the decimal mark of numbers in CSV; a point if None.
        columns: columns that will be needed, to read them at once from files that other packages read.
        name: what the engine calls something in memory.

    Raises:
        UsageError: if the decimal mark is neither a point nor a comma.
        InputError: if a file is missing, unknown or refused.
    """
    if decimal not in (None, *DECIMAL_MARKS):
        raise UsageError("unknown_choice", name="--decimal", given=decimal, choices=" ".join(DECIMAL_MARKS))
    if not is_paths(data):
        from kaltim_poverty.survey.read.readers.in_memory import reader_in_memory

        return Table([reader_in_memory(engine, data, name)])
    files = files_of(data)
    check_same_format(files)
    open_reader = opener(engine, ending(files[0]), decimal or ".", columns or (), name)
    return Table([open_reader(file, place) for place, file in enumerate(files)], decimal=decimal)


def opener(
    engine: Engine, ending_: str, decimal: str, columns: Sequence[str], name: str
) -> Callable[[str, int], Reader]:
    """What opens files of a format, given their place; heavy readers are imported when they are needed."""
    if ending_ in CSV:
        from kaltim_poverty.survey.read.readers.csv_reader import CsvReader

        return lambda file, _: CsvReader(file, decimal)
    if ending_ in PARQUET:
        from kaltim_poverty.survey.read.readers.relation_reader import parquet_reader

        return lambda file, _: parquet_reader(engine, file)
    from kaltim_poverty.survey.read.readers.package_reader import PackageReader

    return lambda file, place: PackageReader(engine, file, columns, f"{name}_{place}")
