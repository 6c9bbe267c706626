"""Which files a survey is in: one or several paths, a folder with those of its partitions, a glob."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from kaltim_poverty.errors import InputError, UsageError, system_reason
from kaltim_poverty.inputs import texts
from kaltim_poverty.inputs.addresses import is_for_spark
from kaltim_poverty.inputs.streams import descriptor_of, is_stream
from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.read.readers.formats import ENDINGS, PLAIN_TEXT
from kaltim_poverty.survey.read.readers.partitions import SKIPPED, FoundFile, is_partition, is_skipped
from kaltim_poverty.survey.read.readers.table_formats import check_plain_folders

FEW = 12
MAGIC = frozenset("*?[")  # of globs
ANY_FOLDERS = "**"


def is_paths(given: object) -> bool:
    """Whether something is a path, or a list of paths."""
    if isinstance(given, (list, tuple)):
        return bool(given) and all(isinstance(path, (str, os.PathLike)) for path in given)
    return isinstance(given, (str, os.PathLike))


def paths_given(given: Any) -> list[str]:
    """One path or several as texts."""
    return [os.fspath(path) for path in (given if isinstance(given, (list, tuple)) else [given])]


def files_of(given: Any, endings: Sequence[str] = ENDINGS) -> list[FoundFile]:
    """The files of a path or several: folders and globs may be among them.

    Args:
        given: the paths.
        endings: of files of a folder that are read; all others only where no file has one of them.

    Raises:
        UsageError: for an address that only Spark opens.
        InputError: if there is none, or a folder is a table of Delta Lake, Hudi or Iceberg.
    """
    files = [file for path in paths_given(given) for file in files_at(path, endings)]
    if len(files) > 1 or files[0].was_found:
        check_plain_folders(file.path for file in files)
    return files


def files_at(path: str, endings: Sequence[str]) -> Sequence[FoundFile]:
    """The files at a path.

    Raises:
        UsageError: for an address that only Spark opens.
        InputError: if there is none.
    """
    if os.path.isdir(path) and descriptor_of(path) is None:
        files = [FoundFile(file, path) for file in files_in_folder(path, endings)]
    elif is_stream(path) or os.path.exists(path):
        files = [FoundFile(path, path)]
    elif is_for_spark(path):
        raise UsageError("for_spark", given=path)
    else:
        files = matching(path, endings)
    if not files:
        raise missing_file(path)
    return files


def files_in_folder(folder: str, endings: Sequence[str] = ENDINGS) -> list[str]:
    """The tables in a folder and its partitions, by path; plain text only where nothing else is there."""
    paths = sorted(file for file in entries(folder) if os.path.isfile(file))
    known = [path for path in paths if path.casefold().endswith(tuple(endings))]
    tables = [path for path in known if not path.casefold().endswith(PLAIN_TEXT)]
    return tables or known or ([] if endings is ENDINGS else paths)


def entries(folder: str, above: Sequence[str] = ()) -> Iterator[str]:
    """The files in a folder and its partitions; symbolic links that lead back are not followed.

    Args:
        folder: its path.
        above: the folders that it is in, without links.

    Raises:
        InputError: if one cannot be listed.
    """
    within = [*above, os.path.realpath(folder)]
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise InputError("unreadable", file=folder, reason=system_reason(error)) from None
    for name in names:
        path = os.path.join(folder, name)
        if is_partition(name) and os.path.isdir(path):
            if os.path.realpath(path) not in within:
                yield from entries(path, within)
        elif not is_skipped(name):
            yield path


def input_holding(paths: Sequence[str], file: str) -> str | None:
    """The folder or glob among some paths that a new file or folder would be a part of, or None."""
    file = os.path.join(file, "part-0.parquet") if file.endswith(os.sep) else file
    if not file.casefold().endswith(ENDINGS):
        return None
    for path in paths:
        in_folder = os.path.isdir(path) and is_inside(os.path.dirname(file) or ".", path)
        if in_folder or (not os.path.exists(path) and set(path) & MAGIC and fits(file, path)):
            return path
    return None


def is_inside(folder: str, survey: str) -> bool:
    """Whether a folder is that of a survey, or one of its partitions."""
    path, root = os.path.realpath(folder), os.path.realpath(survey)
    while path != root and is_partition(os.path.basename(path)):
        path = os.path.dirname(path)
    return path == root


def fits(file: str, pattern: str) -> bool:
    """Whether a glob finds a file once it is there."""
    parts, wanted = (os.path.abspath(path).split(os.sep) for path in (file, pattern))
    return parts_fit(parts, wanted)


def parts_fit(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a path fits a glob, part by part; ``**`` is any number of folders."""
    if not wanted or not parts:
        return not parts and all(part == ANY_FOLDERS for part in wanted)
    if wanted[0] == ANY_FOLDERS:
        return parts_fit(parts, wanted[1:]) or parts_fit(parts[1:], wanted)
    return fnmatch.fnmatchcase(parts[0], wanted[0]) and parts_fit(parts[1:], wanted[1:])


def skipped_notes(given: Any, files: Sequence[FoundFile]) -> list[Note]:
    """The notes on other files in the given folders, which are not read.

    Args:
        given: the paths.
        files: those that are read.
    """
    read = {file.path for file in files}
    notes = []
    for folder in filter(os.path.isdir, paths_given(given)):
        skipped = [os.path.relpath(path, folder) for path in entries(folder) if path not in read]
        skipped += [os.path.relpath(path, folder) for path in underscored_tables(folder)]
        if skipped:
            listed = ", ".join(sorted(skipped)[:FEW]) + (", …" if len(skipped) > FEW else "")
            notes.append(note("files_skipped", file=folder, files=listed, count=Decimal(len(skipped))))
    return notes


def underscored_tables(folder: str) -> list[str]:
    """The tables in a folder that are not read for the underscore that they begin with."""
    names = [name for name in os.listdir(folder) if name.startswith(SKIPPED[0]) and is_skipped(name)]
    return [os.path.join(folder, name) for name in names if name.casefold().endswith(ENDINGS)]


def matching(pattern: str, endings: Sequence[str]) -> list[FoundFile]:
    """The files of a glob, and of partitions that it finds, in order of paths.

    An existing folder with brackets or stars in its name is meant as written.
    """
    folder, name = os.path.split(pattern)
    literal = os.path.join(glob.escape(folder), name) if os.path.isdir(folder) else pattern
    root = folder if literal != pattern else fixed_part(pattern)
    found = [path for path in glob.glob(literal, recursive=True) if not is_skipped_match(path, root, pattern)]
    files = {path for path in found if not os.path.isdir(path)}
    for path in found:
        if is_partition(os.path.basename(path)) and os.path.isdir(path):
            files.update(files_in_folder(path, endings))
    return [FoundFile(path, root) for path in sorted(files)]


def fixed_part(pattern: str) -> str:
    """The folder before the first wildcard of a glob."""
    while set(pattern) & MAGIC:
        pattern = os.path.dirname(pattern)
    return pattern


def is_skipped_match(path: str, root: str, pattern: str) -> bool:
    """Whether a match of a glob lies below something to skip that the glob does not name."""
    wanted = any(part.startswith(SKIPPED) for part in pattern[len(root) :].split(os.sep))
    return not wanted and any(map(is_skipped, filter(None, path[len(root) :].split(os.sep))))


def missing_file(path: str) -> InputError:
    """The error for a path without a file, with what was probably meant."""
    if os.path.isdir(path):
        return InputError("no_survey_inside", file=path, known=", ".join(ENDINGS))
    return texts.missing_file(path)
