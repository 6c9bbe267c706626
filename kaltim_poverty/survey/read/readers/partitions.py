"""Columns in the names of folders, as Hive, Spark and DuckDB write them: ``prov=64/part-0.parquet``.

What lies below a folder or a glob that was given is taken strictly: each path must have each key, and no file
a column of that name. Of a path that was typed to its end, the columns of the file come first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.sql import is_utf8

MISSING = "__HIVE_DEFAULT_PARTITION__"  # a missing value; of Hive and Spark an empty text too
SKIPPED = ("_", ".", "~$")  # what engines, systems and open workbooks leave beside the files

Partition = Mapping[str, str | None]


class FoundFile(NamedTuple):
    """A file of a survey.

    Attributes:
        path: its path, as it was typed or found.
        root: the part of the path that was typed: a folder, what precedes the wildcards of a glob, or all.
    """

    path: str
    root: str

    @property
    def was_found(self) -> bool:
        """Whether it was found in a folder or by a glob, and not named."""
        return self.path != self.root


def is_partition(folder: str) -> bool:
    """Whether the name of a folder holds a key and a value."""
    return "=" in folder and not folder.startswith(("=", *SKIPPED[1:]))


def is_skipped(name: str) -> bool:
    """Whether a file or folder is none of a survey's; ``_key=value`` is."""
    return name.startswith(SKIPPED) and not is_partition(name)


def partitions_of(files: Sequence[FoundFile]) -> list[Partition]:
    """The keys and values of each file.

    Args:
        files: of the survey.

    Raises:
        InputError: if some lack a key that is below what was given, or has several values; for a path that
            names a key twice, or is not text in UTF-8.
    """
    partitions = [partition_of(file.path, file.path) for file in files]
    for key in strict_keys(files, partitions):
        having = [file for file, partition in zip(files, partitions, strict=True) if key in partition]
        lacking = [file for file, partition in zip(files, partitions, strict=True) if key not in partition]
        if lacking:
            raise InputError("partition_lacks", file=lacking[0].path, column=key, other=having[0].path)
    return partitions


def strict_keys(files: Sequence[FoundFile], partitions: Sequence[Partition]) -> list[str]:
    """The keys below what was given, and those that have several values."""
    below = [key for file in files for key in partition_of(file.path[len(file.root) :], file.path)]
    values: dict[str, set[str | None]] = {}
    for partition in partitions:
        for key, value in partition.items():
            values.setdefault(key, set()).add(value)
    return list(dict.fromkeys([*below, *(key for key, of in values.items() if len(of) > 1)]))


def partition_of(path: str, file: str) -> Partition:
    """The keys and values in a path, or a part of one.

    Args:
        path: whose folders are looked at.
        file: for sentences.

    Raises:
        InputError: if a key appears twice, or is not text in UTF-8.
    """
    found: dict[str, str | None] = {}
    for folder in filter(is_partition, os.path.dirname(path).split(os.sep)):
        key, _, value = folder.partition("=")
        key = percent_decoded(key, file)
        if key.casefold() in map(str.casefold, found):
            raise InputError("partition_twice", file=file, column=key)
        found[key] = None if value == MISSING else percent_decoded(value, file)
    return found


def percent_decoded(text: str, file: str) -> str:
    """A text in which ``%20`` stands for a blank, and the like.

    Raises:
        InputError: if that is not text in UTF-8.
    """
    from urllib.parse import unquote

    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        decoded = "\0"
    if "\0" in decoded or not is_utf8(decoded):
        raise InputError("partition_not_utf8", file=file)
    return decoded


def with_own_columns(
    files: Sequence[FoundFile], partitions: Sequence[Partition], columns: Sequence[Sequence[str]]
) -> list[Partition]:
    """The keys that become columns: where a path was typed, those that its file lacks.

    Args:
        files: of the survey.
        partitions: the keys and values of each.
        columns: of each file itself.

    Raises:
        InputError: for a key that a file has as a column too.
    """
    strict = strict_keys(files, partitions)
    added: list[Partition] = []
    for file, partition, own in zip(files, partitions, columns, strict=True):
        names = {column.strip().casefold() for column in own}
        twice = [key for key in partition if key.strip().casefold() in names]
        for key in twice:
            if key in strict:
                raise InputError("partition_and_column", file=file.path, column=key)
        added.append({key: value for key, value in partition.items() if key not in twice})
    return added
