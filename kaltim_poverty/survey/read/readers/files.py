"""Which files a survey is in: one or several paths, a folder, a glob."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs import texts
from kaltim_poverty.inputs.streams import descriptor_of, is_stream
from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.read.readers.formats import ENDINGS, PLAIN_TEXT

FEW = 12
MAGIC = frozenset("*?[")  # of globs
HIDDEN = (".", "~$")  # what a system or an open workbook leaves beside the files


def is_paths(given: object) -> bool:
    """Whether something is a path, or a list of paths."""
    if isinstance(given, (list, tuple)):
        return bool(given) and all(isinstance(path, (str, os.PathLike)) for path in given)
    return isinstance(given, (str, os.PathLike))


def files_of(given: Any) -> list[str]:
    """The files of a path or several: folders and globs may be among them.

    Raises:
        InputError: if there is none.
    """
    paths = list(given) if isinstance(given, (list, tuple)) else [given]
    return [file for path in paths for file in files_at(os.fspath(path))]


def files_at(path: str) -> Sequence[str]:
    """The files at a path.

    Raises:
        InputError: if there is none.
    """
    if os.path.isdir(path) and descriptor_of(path) is None:
        files = files_in_folder(path)
    else:
        files = [path] if is_stream(path) or os.path.exists(path) else matching(path)
    if not files:
        raise missing_file(path)
    return files


def files_in_folder(folder: str) -> list[str]:
    """The tables in a folder, in order of their names; plain text only where nothing else is there."""
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder) if not name.startswith(HIDDEN))
    known = [path for path in paths if path.casefold().endswith(ENDINGS) and os.path.isfile(path)]
    tables = [path for path in known if not path.casefold().endswith(PLAIN_TEXT)]
    return tables or known


def would_be_read(paths: Sequence[str], file: str) -> str | None:
    """The folder or glob among some paths that a new file would be a part of, or None."""
    if not file.casefold().endswith(ENDINGS):
        return None
    for path in paths:
        in_folder = os.path.isdir(path) and os.path.samefile(path, os.path.dirname(file) or ".")
        if in_folder or (not os.path.exists(path) and set(path) & MAGIC and fits(file, path)):
            return path
    return None


def fits(file: str, pattern: str) -> bool:
    """Whether a glob finds a file once it is there."""
    folder, name = os.path.split(os.path.abspath(file))
    wanted_folder, wanted_name = os.path.split(os.path.abspath(pattern))
    return fnmatch.fnmatchcase(name, wanted_name) and fnmatch.fnmatchcase(folder, wanted_folder)


def skipped_notes(given: Any, files: Sequence[str]) -> list[Note]:
    """What else folders among some paths hold, which is not read; hidden files aside.

    Args:
        given: the paths.
        files: those that are read.
    """
    paths = [os.fspath(path) for path in (given if isinstance(given, (list, tuple)) else [given])]
    notes = []
    for folder in filter(os.path.isdir, paths):
        names = sorted(name for name in os.listdir(folder) if not name.startswith(HIDDEN))
        skipped = [name for name in names if os.path.join(folder, name) not in files]
        if skipped:
            listed = ", ".join(skipped[:FEW]) + (", …" if len(skipped) > FEW else "")
            notes.append(note("files_skipped", file=folder, files=listed, count=Decimal(len(skipped))))
    return notes


def matching(pattern: str) -> list[str]:
    """The files of a glob; an existing folder with brackets or stars in its name is meant as written."""
    folder, name = os.path.split(pattern)
    literal = os.path.join(glob.escape(folder), name) if os.path.isdir(folder) else pattern
    return [file for file in sorted(glob.glob(literal, recursive=True)) if not os.path.isdir(file)]


def missing_file(path: str) -> InputError:
    """The error for a path without a file, with what was probably meant."""
    if os.path.isdir(path):
        return InputError("no_survey_inside", file=path, known=", ".join(ENDINGS))
    return texts.missing_file(path)
