"""The table behind a survey: one or several files, a folder, a glob, or a table in memory."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from kaltim_poverty.errors import InputError, suggestion
from kaltim_poverty.survey.engine import name, text

if TYPE_CHECKING:
    from kaltim_poverty.survey.engine import Engine

TEXT = "VARCHAR"
WHOLE = "BIGINT"
NUMBER = "DOUBLE"
TRUTH = "BOOLEAN"
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
PARQUET = (".parquet", ".pq")
STATISTICAL = (".dta", ".sav", ".zsav", ".por", ".sas7bdat", ".xpt")
EXCEL = (".xlsx", ".xls", ".xlsb", ".ods")
DBF = (".dbf",)
GIVEN = "given"
THOUSANDS = ", thousands = '.'"  # of a file whose decimal mark is a comma
KNOWN = (*DELIMITED, *PARQUET, *STATISTICAL, *DBF, *EXCEL)


class Table(Protocol):
    """A table that can be asked for some of its columns.

    Attributes:
        columns: their names as written.
        labels: what values of a column are called, where the file says so.
        shown: what messages call it.
    """

    columns: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    shown: str

    def kind(self, column: str) -> str:
        """``BIGINT``, ``DOUBLE`` or ``VARCHAR``: as what a column of groups or of a condition is read."""

    def sql(self, columns: Mapping[str, str]) -> str:
        """A table expression with these columns as these types."""

    def as_written(self, columns: Sequence[str]) -> str:
        """A table expression with these columns as text, and ``file_of_row``."""


class TextFiles:
    """CSV and TSV."""

    def __init__(self, files: Sequence[str], *, decimal: str) -> None:
        from kaltim_poverty.survey.delimited import look_at

        self.files = [look_at(file, decimal) for file in files]
        self.decimal = decimal
        self.columns = self.files[0].columns
        self.labels: Mapping[str, Mapping[str, str]] = {}
        self.shown = shown(files)
        check_same(self.files[0].file, self.columns, [(each.file, each.columns) for each in self.files])

    def kind(self, column: str) -> str:
        """What all files hold wherever they were looked at."""
        if all(column in file.whole for file in self.files):
            return WHOLE
        return NUMBER if all(column in file.numeric for file in self.files) else TEXT

    def sql(self, columns: Mapping[str, str]) -> str:
        """Every file with its own order of columns."""
        chosen = ", ".join(map(name, columns)) or "1 AS nothing"
        return (
            "("
            + " UNION ALL ".join(f"SELECT {chosen} FROM {self.reader(file, columns)}" for file in self.files)
            + ")"
        )

    def as_written(self, columns: Sequence[str]) -> str:
        """All cells as text."""
        chosen = ", ".join(map(name, columns))
        parts = [
            f"SELECT {chosen}, {text(file.file)} AS file_of_row FROM {self.reader(file, {})}"
            for file in self.files
        ]
        return "(" + " UNION ALL ".join(parts) + ")"

    def reader(self, file: Any, columns: Mapping[str, str]) -> str:
        """The call that reads one file, with the types of all columns given, which halves the time."""
        from kaltim_poverty.survey.delimited import MISSING

        types = ", ".join(f"{text(column)}: {text(columns.get(column, TEXT))}" for column in file.columns)
        missing = ", ".join(map(text, MISSING))
        return (
            f"read_csv({text(file.file)}, auto_detect = false, header = true, columns = {{{types}}}, "
            f"delim = {text(file.delimiter)}, quote = '\"', escape = '\"', nullstr = [{missing}], "
            f"decimal_separator = {text(self.decimal)}{THOUSANDS if self.decimal == ',' else ''})"
        )


class ParquetFiles:
    """Parquet."""

    def __init__(self, files: Sequence[str], engine: Engine) -> None:
        self.files = files
        self.shown = shown(files)
        self.labels: Mapping[str, Mapping[str, str]] = {}
        found = [(file, dict(described(engine, f"read_parquet({text(file)})", file))) for file in files]
        self.types = found[0][1]
        self.columns = tuple(self.types)
        check_same(files[0], self.columns, [(file, tuple(types)) for file, types in found])

    def kind(self, column: str) -> str:
        """By its type in the file."""
        return kind_of(self.types[column])

    def sql(self, columns: Mapping[str, str]) -> str:
        """The columns cast."""
        return f"(SELECT {casts(columns, self.types)} FROM {self.source()})"

    def as_written(self, columns: Sequence[str]) -> str:
        """The columns as text."""
        chosen = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns)
        return f"(SELECT {chosen}, filename AS file_of_row FROM {self.source(', filename = true')})"

    def source(self, more: str = "") -> str:
        """The call that reads the files."""
        return f"read_parquet([{', '.join(map(text, self.files))}], union_by_name = true{more})"


class Registered:
    """A table in memory under a name of the engine: a frame, or columns of numpy."""

    def __init__(
        self,
        engine: Engine,
        table: Any,
        shown_as: str,
        labels: Mapping[str, Mapping[str, str]],
        name: str = GIVEN,
    ) -> None:
        engine.connection.register(name, table)
        self.shown, self.labels, self.name = shown_as, labels, name
        self.types = dict(described(engine, name, shown_as))
        self.columns = tuple(self.types)

    def kind(self, column: str) -> str:
        """By its type."""
        return kind_of(self.types[column])

    def sql(self, columns: Mapping[str, str]) -> str:
        """The columns cast."""
        return f"(SELECT {casts(columns, self.types)} FROM {self.name})"

    def as_written(self, columns: Sequence[str]) -> str:
        """The columns as text."""
        chosen = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns)
        return f"(SELECT {chosen}, {text(self.shown)} AS file_of_row FROM {self.name})"


def described(engine: Engine, source: str, shown_as: str) -> list[tuple[str, str]]:
    """The columns of a source with their types.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        return [(row[0], row[1]) for row in engine.rows(f"DESCRIBE SELECT * FROM {source}")]
    except engine.errors as error:
        raise InputError("unreadable", file=shown_as, reason=str(error).splitlines()[0]) from None


def kind_of(sql_type: str) -> str:
    """As what a column of that type is read where it makes groups or stands in a condition."""
    if sql_type in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"):
        return WHOLE
    if sql_type == TRUTH:
        return TRUTH
    return NUMBER if sql_type in ("DOUBLE", "FLOAT") or sql_type.startswith("DECIMAL") else TEXT


def casts(columns: Mapping[str, str], types: Mapping[str, str]) -> str:
    """The columns as the types asked for; a number without decimals is written without them."""
    chosen = []
    for column, wanted in columns.items():
        expression = f"CAST({name(column)} AS {wanted})"
        if wanted == TEXT and kind_of(types[column]) == NUMBER:
            whole = f"CAST(CAST({name(column)} AS BIGINT) AS VARCHAR)"
            plain = f"{name(column)} = floor({name(column)}) AND abs({name(column)}) < 1e15"
            expression = f"CASE WHEN {plain} THEN {whole} ELSE {expression} END"
        chosen.append(f"{expression} AS {name(column)}")
    return ", ".join(chosen) or "1 AS nothing"


def shown(files: Sequence[str]) -> str:
    """What messages call the files."""
    return files[0] if len(files) == 1 else f"{files[0]} (+{len(files) - 1})"


def check_same(first: str, columns: tuple[str, ...], found: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Refuse files that lack a column of the first.

    Raises:
        InputError: with the file and the column.
    """
    for file, own in found:
        lacking = [column for column in columns if column not in own]
        if lacking:
            raise InputError("column_only_in", file=file, column=lacking[0], other=first)


def listed(given: Sequence[str]) -> list[str]:
    """The files of paths, folders and globs.

    Raises:
        InputError: if there is none.
    """
    files: list[str] = []
    for path in given:
        if os.path.isdir(path):
            inside = sorted(os.path.join(path, file) for file in os.listdir(path))
            found = [file for file in inside if file.casefold().endswith(KNOWN)]
        elif os.path.exists(path):
            found = [path]
        else:
            found = sorted(glob.glob(path))
        if not found:
            raise missing_file(path)
        files += found
    return files


def missing_file(path: str) -> InputError:
    """The error for a path without a file, with what was probably meant."""
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        return InputError("no_survey_inside", file=path, known=", ".join(KNOWN))
    near = os.listdir(folder) if os.path.isdir(folder) else []
    return InputError("no_file", file=path, hint=suggestion(os.path.basename(path), near))


def ending(file: str) -> str:
    """The ending of a file, by which it is read.

    Raises:
        InputError: if no reader knows it.
    """
    for known in sorted(KNOWN, key=len, reverse=True):
        if file.casefold().endswith(known):
            return known
    raise InputError("unknown_survey_ending", file=file, known=", ".join(KNOWN))


def open_table(
    engine: Engine,
    given: Any,
    *,
    decimal: str = ".",
    columns: Sequence[str] | None = None,
    name: str = GIVEN,
) -> Table:
    """The table of files or of something in memory.

    Args:
        engine: what reads it.
        given: a path, several, a mapping of arrays, or a frame that the engine understands.
        decimal: the decimal mark of numbers in CSV.
        columns: the columns that are needed, for readers that could not leave the others; None for all.
        name: under which the engine knows something in memory.

    Raises:
        InputError: if a file is missing, unknown or refused.
    """
    if not isinstance(given, (str, os.PathLike)) and not is_paths(given):
        from kaltim_poverty.survey.memory import in_memory

        return in_memory(engine, given, name)
    paths = [given] if isinstance(given, (str, os.PathLike)) else list(given)
    files = listed([os.fspath(path) for path in paths])
    kinds = {ending(file) for file in files}
    if kinds <= set(DELIMITED):
        return TextFiles(files, decimal=decimal)
    if kinds <= set(PARQUET):
        return ParquetFiles(files, engine)
    if kinds & {*DELIMITED, *PARQUET}:
        raise InputError("mixed_files", file=files[0], kinds=", ".join(sorted(kinds)))
    from kaltim_poverty.survey.memory import from_packages

    return from_packages(engine, files, columns, name)


def is_paths(given: object) -> bool:
    """Whether something is a list of paths."""
    return isinstance(given, (list, tuple)) and all(isinstance(each, (str, os.PathLike)) for each in given)


def find_column(table: Table, given: str, option: str) -> str:
    """The column that somebody named, in any case.

    Raises:
        InputError: if there is none, with what was probably meant.
    """
    if given in table.columns:
        return given
    folded = {column.casefold(): column for column in table.columns}
    found = folded.get(given.strip().casefold())
    if found is None:
        hint = suggestion(given, list(table.columns))
        raise InputError(
            "no_column",
            file=table.shown,
            column=given,
            option=option,
            columns=first_few(table.columns),
            hint=hint,
        )
    return found


def first_few(columns: Sequence[str]) -> str:
    """The columns, or the first of them where there are many."""
    few = 12
    return ", ".join(columns[:few]) + (", …" if len(columns) > few else "")
