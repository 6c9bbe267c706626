"""Files that other packages read: Stata, SPSS, SAS, dBase, Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.survey.read.reader import Labels
from kaltim_poverty.survey.read.readers.formats import DBASE, EXCEL, ending
from kaltim_poverty.survey.read.readers.typed_columns import (
    Columns,
    as_written,
    columns_of_rows,
    typed_columns,
)

if TYPE_CHECKING:
    from types import ModuleType


class PackageFile(NamedTuple):
    """A file as a package offers it.

    Attributes:
        columns: their names.
        labels: what values are called, by column.
        read: reads some columns.
    """

    columns: Sequence[str]
    labels: Labels
    read: Callable[[list[str]], Columns]


def package_file(file: str) -> PackageFile:
    """A file of Stata, SPSS, SAS, dBase or Excel.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without the package that reads it.
    """
    if ending(file) in DBASE:
        return whole_table(read_dbase(file))
    return whole_table(read_excel(file)) if ending(file) in EXCEL else statistical_file(file)


def whole_table(columns: Columns) -> PackageFile:
    """A file of which every column has been read."""
    return PackageFile(list(columns), {}, lambda names: {name: columns[name] for name in names})


def statistical_file(file: str) -> PackageFile:
    """A file of Stata, SPSS or SAS, whose columns are read when they are needed.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without pyreadstat.
    """
    try:
        import pyreadstat
    except ImportError:
        raise missing_package(ending(file), "pyreadstat") from None
    metadata = read_statistical(pyreadstat, file, metadataonly=True)[1]
    labels = {
        column: {as_written(value): str(label) for value, label in names.items()}
        for column, names in metadata.variable_value_labels.items()
    }

    def read(columns: list[str]) -> Columns:
        return typed_columns(read_statistical(pyreadstat, file, usecols=columns)[0])

    return PackageFile(metadata.column_names, labels, read)


def read_statistical(pyreadstat: ModuleType, file: str, **options: Any) -> Any:
    """Columns and metadata of a file of Stata, SPSS or SAS.

    Raises:
        InputError: if it cannot be read.
    """
    functions = {".zsav": "read_sav", ".xpt": "read_xport"}
    read = getattr(pyreadstat, functions.get(ending(file), f"read_{ending(file)[1:]}"))
    errors = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, UnicodeDecodeError)
    try:
        return read(file, output_format="dict", **options)
    except errors as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None


def read_dbase(file: str) -> Columns:
    """A table of dBase, as BPS has distributed its surveys.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without dbfread.
    """
    try:
        import dbfread
    except ImportError:
        raise missing_package(".dbf", "dbfread") from None
    try:
        table = dbfread.DBF(file, char_decode_errors="replace")
        rows = [list(row.values()) for row in table]
    except (OSError, ValueError, dbfread.DBFNotFound, dbfread.MissingMemoFile) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    return columns_of_rows(file, [list(table.field_names), *rows])


def read_excel(file: str) -> Columns:
    """The first sheet of a workbook.

    Raises:
        InputError: if it cannot be read.
        MissingPackageError: without python-calamine.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        raise missing_package(ending(file), "python-calamine", "excel") from None
    try:
        rows = calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    except (OSError, ValueError, calamine.CalamineError) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    return columns_of_rows(file, rows)


def missing_package(task: str, package: str, extra: str = "survey") -> MissingPackageError:
    """The error for a package that is not installed."""
    return MissingPackageError("missing_package", task=task, package=package, extra=extra)
