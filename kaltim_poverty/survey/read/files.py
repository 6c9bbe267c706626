"""Which files a survey is in: one or several, a folder, a glob, or a table in memory."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs import texts
from kaltim_poverty.survey.read.kinds import NUMBER, TEXT, TRUTH, WHOLE
from kaltim_poverty.survey.read.parts import TextPart, parquet
from kaltim_poverty.survey.read.table import Table, find_column

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.parts import Part

TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
DELIMITED = (*TABLES, ".txt", ".txt.gz")
PARQUET = (".parquet", ".pq")
STATISTICAL = (".dta", ".sav", ".zsav", ".por", ".sas7bdat", ".xpt")
EXCEL = (".xlsx", ".xls", ".xlsb", ".ods")
DBF = (".dbf",)
FORMS = (DELIMITED, PARQUET, (".sav", ".zsav", ".por"), (".dta",), (".sas7bdat", ".xpt"), DBF, EXCEL)
KNOWN = (*DELIMITED, *PARQUET, *STATISTICAL, *DBF, *EXCEL)
HIDDEN = (".", "~$")  # what a system or an open workbook leaves beside the files
GIVEN = "given"
MARKS = (".", ",")


def open_table(
    engine: Engine,
    given: Any,
    *,
    decimal: str | None = None,
    columns: Sequence[str] | None = None,
    name: str = GIVEN,
) -> Table:
    """The table of files or of something in memory.

    Args:
        engine: what reads it.
        given: a path, several, a mapping of arrays, or a frame that the engine understands.
        decimal: the decimal mark of numbers in CSV; a point if None.
        columns: columns that will be needed, to read them at once from files that other packages read.
        name: under which the engine knows something in memory.

    Raises:
        UsageError: if the decimal mark is neither a point nor a comma.
        InputError: if a file is missing, unknown or refused.
    """
    if decimal not in (None, *MARKS):
        raise UsageError("unknown_choice", name="--decimal", given=decimal, choices=" ".join(MARKS))
    if not isinstance(given, (str, os.PathLike)) and not is_paths(given):
        from kaltim_poverty.survey.read.memory import given_table

        return Table([given_table(engine, given, name)])
    files = listed([os.fspath(path) for path in paths_of(given)])
    check_form(files)
    opened = reader(engine, ending(files[0]), decimal or ".", columns or (), name)
    return Table([opened(file, place) for place, file in enumerate(files)], decimal=decimal)


def reader(
    engine: Engine, kind: str, decimal: str, columns: Sequence[str], name: str
) -> Callable[[str, int], Part]:
    """What opens a file of a kind, given its place among the files."""
    if kind in DELIMITED:
        return lambda file, _: TextPart(file, decimal)
    if kind in PARQUET:
        return lambda file, _: parquet(engine, file)
    from kaltim_poverty.survey.read.memory import packaged

    return lambda file, place: packaged(engine, file, kind, columns, f"{name}_{place}")


def paths_of(given: Any) -> list[Any]:
    """One path or several as a list."""
    return [given] if isinstance(given, (str, os.PathLike)) else list(given)


def is_paths(given: object) -> bool:
    """Whether something is a list of paths."""
    return (
        isinstance(given, (list, tuple))
        and bool(given)
        and all(isinstance(each, (str, os.PathLike)) for each in given)
    )


def listed(given: Sequence[str]) -> list[str]:
    """The files of paths, folders and globs.

    Raises:
        InputError: if there is none.
    """
    files: list[str] = []
    for path in given:
        found = inside(path) if os.path.isdir(path) else [path] if os.path.exists(path) else matching(path)
        if not found:
            raise missing_file(path)
        files += found
    return files


def inside(folder: str) -> list[str]:
    """The tables in a folder, in order of their names; plain text only where nothing else is there."""
    names = sorted(file for file in os.listdir(folder) if not file.startswith(HIDDEN))
    known = [file for file in names if file.casefold().endswith(KNOWN)]
    tables = [file for file in known if not file.casefold().endswith((".txt", ".txt.gz"))]
    return [os.path.join(folder, file) for file in tables or known]


def matching(pattern: str) -> list[str]:
    """The files of a glob; a folder that is there with brackets or stars in its name is meant as written."""
    folder, name = os.path.split(pattern)
    literal = os.path.join(glob.escape(folder), name) if os.path.isdir(folder) else pattern
    return [file for file in sorted(glob.glob(literal, recursive=True)) if not os.path.isdir(file)]


def missing_file(path: str) -> InputError:
    """The error for a path without a file, with what was probably meant."""
    if os.path.isdir(path):
        return InputError("no_survey_inside", file=path, known=", ".join(KNOWN))
    return texts.missing_file(path)


def ending(file: str) -> str:
    """The ending of a file, by which it is read.

    Raises:
        InputError: if no reader knows it.
    """
    for known in sorted(KNOWN, key=len, reverse=True):
        if file.casefold().endswith(known):
            return known
    raise InputError("unknown_survey_ending", file=file, known=", ".join(KNOWN))


def check_form(files: Sequence[str]) -> None:
    """Refuse files of several formats: one is often a copy of another, or describes it.

    Raises:
        InputError: with a file of each.
    """
    forms = [next(form for form in FORMS if ending(file) in form) for file in files]
    for file, form in zip(files, forms, strict=True):
        if form is not forms[0]:
            raise InputError("mixed_files", file=files[0], other=file)


__all__ = ["NUMBER", "TEXT", "TRUTH", "WHOLE", "Table", "find_column", "open_table"]
