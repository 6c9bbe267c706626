"""Which files a survey is in: one or several paths, a folder, a glob."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from typing import Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs import texts
from kaltim_poverty.survey.read.readers.formats import ENDINGS, PLAIN_TEXT

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
    if os.path.isdir(path):
        files = files_in_folder(path)
    else:
        files = [path] if os.path.exists(path) else matching(path)
    if not files:
        raise missing_file(path)
    return files


def files_in_folder(folder: str) -> list[str]:
    """The tables in a folder, in order of their names; plain text only where nothing else is there."""
    names = sorted(file for file in os.listdir(folder) if not file.startswith(HIDDEN))
    known = [file for file in names if file.casefold().endswith(ENDINGS)]
    tables = [file for file in known if not file.casefold().endswith(PLAIN_TEXT)]
    return [os.path.join(folder, file) for file in tables or known]


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
