"""Tables that are held in memory: arrays and frames, and files that other packages read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError, MissingPackageError
from kaltim_poverty.survey.read.delimited import check_header
from kaltim_poverty.survey.read.files import DBF, EXCEL, ending
from kaltim_poverty.survey.read.kinds import NUMBER, TEXT, TRUTH, WHOLE, cast
from kaltim_poverty.survey.read.parts import TypedPart, in_memory
from kaltim_poverty.survey.read.roles import alternatives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.read.engine import Engine

Columns = dict[str, "NDArray[Any]"]
Labels = dict[str, dict[str, str]]
GIVEN = "data"
EVERY_ROW = 2**31  # of a column of objects: the engine would guess its type from the first thousand
KINDS = {"i": WHOLE, "u": WHOLE, "f": NUMBER, "b": TRUTH}


def given_table(engine: Engine, given: Any, known_as: str) -> TypedPart:
    """A mapping of arrays, an array of welfare, or a frame.

    Raises:
        InputError: if columns have different lengths or it is nothing of these.
    """
    if isinstance(given, Mapping):
        given = {str(key): one_dimensional(str(key), value) for key, value in given.items()}
        check_lengths(given)
    elif isinstance(given, list) or hasattr(
        given, "dtype"
    ):  # an array or a series; a frame has several types
        given = {"welfare": one_dimensional("welfare", given)}
    engine.run(f"SET pandas_analyze_sample = {EVERY_ROW}")
    try:
        return in_memory(engine, given, GIVEN, known_as)
    except (engine.errors, TypeError) as error:
        reason = str(error).splitlines()[0]
        unknown = isinstance(error, TypeError) or "not suitable" in reason
        key = "not_data" if unknown else "not_a_table"
        raise InputError(key, kind=type(given).__name__, reason=reason) from None


def check_lengths(given: Mapping[str, NDArray[Any]]) -> None:
    """Refuse columns of different lengths.

    Raises:
        InputError: with the lengths.
    """
    lengths = {key: len(value) for key, value in given.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{key} {length}" for key, length in lengths.items())
        raise InputError("lengths", lengths=said)


def one_dimensional(column: str, value: object) -> NDArray[Any]:
    """A column as an array that the engine understands.

    Raises:
        InputError: if it has another shape.
    """
    array = np.asarray(value)
    if array.ndim != 1:
        raise InputError("not_a_column", column=column, shape=str(array.shape))
    return array.astype(object) if array.dtype.kind in "US" else np.ascontiguousarray(array)


class PackagedPart:
    """A file that another package reads: its columns are read when they are needed, several at once."""

    def __init__(
        self,
        engine: Engine,
        shown: str,
        columns: Sequence[str],
        labels: Labels,
        read: Callable[[list[str]], Columns],
        known_as: str,
    ) -> None:
        self.engine, self.file, self.columns, self.labels = engine, shown, tuple(columns), labels
        self.read, self.known_as = read, known_as
        self.loaded: Columns = {}

    def load(self, columns: Iterable[str]) -> None:
        """Have columns in memory, under names that differ in more than case."""
        lacking = [column for column in columns if column not in self.loaded]
        if lacking:
            self.loaded.update(self.read(lacking))
            named = {self.alias(column): cells for column, cells in self.loaded.items()}
            self.engine.connection.register(self.known_as, named)

    def alias(self, column: str) -> str:
        """What the engine calls a column."""
        return f"c{self.columns.index(column)}"

    def kind(self, column: str) -> str:
        """By its values."""
        self.load([column])
        return KINDS.get(self.loaded[column].dtype.kind, TEXT)

    def sql(self, columns: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """The columns in memory, cast."""
        self.load(columns or self.columns[:1])
        cells = {column: cast(self.alias(column), self.kind(column), to) for column, to in columns.items()}
        return self.known_as, cells


def packaged(engine: Engine, file: str, kind: str, columns: Sequence[str], known_as: str) -> PackagedPart:
    """A file of Stata, SPSS, SAS, dBase or Excel."""
    if kind in (*DBF, *EXCEL):
        held = read_dbf(file) if kind in DBF else read_excel(file)
        names, labels, read = list(held), no_labels(), held_columns(held)
    else:
        names, labels, read = statistical(file, kind)
    check_header(file, tuple(names), cased=kind == ".dta")
    part = PackagedPart(engine, file, names, labels, read, known_as)
    part.load(wanted(names, columns))
    return part


def no_labels() -> Labels:
    """The labels of a format that has none."""
    return {}


def held_columns(held: Columns) -> Callable[[list[str]], Columns]:
    """A reader of columns that are in memory already."""
    return lambda columns: {column: held[column] for column in columns}


def needs(task: str, package: str, extra: str = "survey") -> MissingPackageError:
    """The error for a package that is not installed."""
    return MissingPackageError("missing_package", task=task, package=package, extra=extra)


def statistical(file: str, kind: str) -> tuple[list[str], Labels, Callable[[list[str]], Columns]]:
    """The columns of a file of Stata, SPSS or SAS, the labels of their values, and a reader of columns.

    Raises:
        MissingPackageError: without pyreadstat.
    """
    try:
        import pyreadstat
    except ImportError:
        raise needs(kind, "pyreadstat") from None
    call = getattr(pyreadstat, {".zsav": "read_sav", ".xpt": "read_xport"}.get(kind, f"read_{kind[1:]}"))
    errors = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, UnicodeDecodeError)

    def read(**options: Any) -> Any:
        try:
            return call(file, output_format="dict", **options)
        except errors as error:
            raise InputError("unreadable", file=file, reason=str(error)) from None

    meta = read(metadataonly=True)[1]
    labels = {
        column: {written(key): str(label) for key, label in names.items()}
        for column, names in meta.variable_value_labels.items()
    }
    return meta.column_names, labels, lambda columns: typed_columns(read(usecols=columns)[0])


def typed_columns(data: Mapping[str, Any]) -> Columns:
    """Columns as whole numbers, numbers or text."""
    return {column: typed(values) for column, values in data.items()}


def wanted(known: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The columns of a file that will be needed, whatever their case."""
    every = {name.casefold() for column in columns for name in alternatives(column)}
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
    check_header(file, tuple(column for column in header if column.strip()))
    return {
        column: typed(np.array([row[place] for row in rows[1:]], dtype=object))
        for place, column in enumerate(header)
        if column.strip()
    }
