"""Tables that are held in memory: arrays and frames, and files that other packages read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.survey.files import DBF, EXCEL, Registered, Table, check_same, ending, shown
from kaltim_poverty.survey.roles import alternatives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.engine import Engine

Columns = dict[str, "NDArray[Any]"]
Labels = dict[str, dict[str, str]]
GIVEN = "data"


def in_memory(engine: Engine, given: Any, name: str) -> Table:
    """A mapping of arrays, an array of welfare, or a frame.

    Raises:
        InputError: if columns have different lengths or it is nothing of these.
    """
    if isinstance(given, Mapping):
        given = {str(key): one_dimensional(str(key), value) for key, value in given.items()}
        lengths = {key: len(value) for key, value in given.items()}
        if len(set(lengths.values())) > 1:
            raise InputError(
                "lengths", lengths=", ".join(f"{key} {length}" for key, length in lengths.items())
            )
    elif isinstance(given, (np.ndarray, list)):
        given = {"welfare": one_dimensional("welfare", given)}
    try:
        return Registered(engine, given, GIVEN, {}, name)
    except engine.errors as error:
        raise InputError(
            "not_a_table", kind=type(given).__name__, reason=str(error).splitlines()[0]
        ) from None


def one_dimensional(column: str, value: object) -> NDArray[Any]:
    """A column as an array that the engine understands.

    Raises:
        InputError: if it has another shape.
    """
    array = np.asarray(value)
    if array.ndim != 1:
        raise InputError("not_a_column", column=column, shape=str(array.shape))
    return array.astype(object) if array.dtype.kind in "US" else np.ascontiguousarray(array)


def from_packages(engine: Engine, files: Sequence[str], columns: Sequence[str] | None, name: str) -> Table:
    """Files of Stata, SPSS, SAS, dBase or Excel, as columns in memory."""
    found = [read_one(file, columns) for file in files]
    first = tuple(found[0][0])
    check_same(files[0], first, [(file, tuple(each[0])) for file, each in zip(files, found, strict=True)])
    joined = {column: np.concatenate([each[0][column] for each in found]) for column in first}
    return Registered(engine, joined, shown(files), found[0][1], name)


def read_one(file: str, columns: Sequence[str] | None) -> tuple[Columns, Labels]:
    """The columns of one file and the labels of their values."""
    kind = ending(file)
    if kind in DBF:
        return read_dbf(file), {}
    if kind in EXCEL:
        return read_excel(file), {}
    return read_statistical(file, kind, columns)


def needs(task: str, package: str, extra: str = "survey") -> MissingPackageError:
    """The error for a package that is not installed."""
    return MissingPackageError("missing_package", task=task, package=package, extra=extra)


def read_statistical(file: str, kind: str, columns: Sequence[str] | None) -> tuple[Columns, Labels]:
    """Stata, SPSS and SAS.

    Raises:
        InputError: if the file cannot be read.
        MissingPackageError: without pyreadstat.
    """
    try:
        import pyreadstat
    except ImportError:
        raise needs(kind, "pyreadstat") from None
    read = getattr(pyreadstat, {".zsav": "read_sav", ".xpt": "read_xport"}.get(kind, f"read_{kind[1:]}"))
    try:
        chosen = wanted(read(file, metadataonly=True)[1].column_names, columns)
        data, meta = read(file, output_format="dict", usecols=chosen)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, UnicodeDecodeError) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    labels = {
        column: {written(key): str(label) for key, label in names.items()}
        for column, names in meta.variable_value_labels.items()
    }
    return {column: typed(values) for column, values in data.items()}, labels


def wanted(known: Sequence[str], columns: Sequence[str] | None) -> list[str] | None:
    """The columns of a file that were asked for in any case; None for all, also if one is not there."""
    if columns is None:
        return None
    folded = {column.casefold() for column in known}
    asked = [{name.casefold() for name in alternatives(column)} for column in columns]
    if not all(names & folded for names in asked):
        return None
    every = set().union(*asked)
    return [column for column in known if column.casefold() in every]


def written(value: object) -> str:
    """A value as a group is written."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def typed(values: Any) -> NDArray[Any]:
    """A column as whole numbers, numbers or text."""
    array = np.asarray(values)
    if array.dtype.kind == "f":
        finite = array[np.isfinite(array)]
        whole = (
            len(finite) == len(array)
            and bool((finite == np.floor(finite)).all())
            and (abs(finite) < 2**53).all()
        )
        return array.astype(np.int64) if whole and len(array) else array
    if array.dtype.kind in "iub":
        return array
    cells = [None if missing(cell) else cell for cell in array.tolist()]
    if all(cell is None or (isinstance(cell, (int, float)) and not isinstance(cell, bool)) for cell in cells):
        return typed(np.array([np.nan if cell is None else float(cell) for cell in cells]))
    return np.array([None if cell is None else written(cell) for cell in cells], dtype=object)


def missing(cell: object) -> bool:
    """Whether a cell holds nothing."""
    return (
        cell is None
        or (isinstance(cell, str) and not cell.strip())
        or (isinstance(cell, float) and math.isnan(cell))
    )


def read_dbf(file: str) -> Columns:
    """A table of dBase, as BPS has distributed its surveys.

    Raises:
        InputError: if the file cannot be read.
        MissingPackageError: without dbfread.
    """
    try:
        import dbfread
    except ImportError:
        raise needs(".dbf", "dbfread") from None
    try:
        table = dbfread.DBF(file, char_decode_errors="replace")
        rows = [list(row.values()) for row in table]
    except (OSError, ValueError, dbfread.DBFNotFound, dbfread.MissingMemoFile) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    return columns_of(file, [list(table.field_names), *rows])


def read_excel(file: str) -> Columns:
    """The first sheet of a workbook.

    Raises:
        InputError: if the file cannot be read.
        MissingPackageError: without python-calamine.
    """
    try:
        import python_calamine
    except ImportError:
        raise needs(ending(file), "python-calamine", "excel") from None
    try:
        rows = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    except (OSError, ValueError, python_calamine.CalamineError) as error:
        raise InputError("unreadable", file=file, reason=str(error)) from None
    return columns_of(file, rows)


def columns_of(file: str, rows: Sequence[Sequence[Any]]) -> Columns:
    """The columns of rows whose first is a header.

    Raises:
        InputError: if there is no header.
    """
    if not rows or not any(str(cell).strip() for cell in rows[0]):
        raise InputError("empty_survey", file=file)
    header = [str(cell) for cell in rows[0]]
    return {
        column: typed(np.array([row[place] for row in rows[1:]], dtype=object))
        for place, column in enumerate(header)
        if column.strip()
    }
