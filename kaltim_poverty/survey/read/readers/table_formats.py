"""Tables of Delta Lake, Hudi and Iceberg: their logs, not their files, say which rows are theirs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.partitions import is_partition

LOGS = {"_delta_log": "Delta Lake", ".hoodie": "Apache Hudi"}  # folders in that of a table
ICEBERG, METADATA = "Apache Iceberg", "metadata/*.metadata.json"  # beside a folder of files


def check_plain_folders(files: Iterable[str]) -> None:
    """Refuse files that are part of such a table: some of their rows may be removed or replaced.

    Args:
        files: their paths.

    Raises:
        InputError: with the folder and what it is.
    """
    for folder in dict.fromkeys(map(folder_of_table, files)):
        kind = kind_of_table(folder)
        if kind is not None:
            raise InputError("folder_with_log", file=folder, kind=kind)


def folder_of_table(file: str) -> str:
    """The folder of a file, without those of its partitions."""
    folder = os.path.dirname(file)
    while is_partition(os.path.basename(folder)):
        folder = os.path.dirname(folder)
    return folder or os.curdir


def kind_of_table(folder: str) -> str | None:
    """The table format that keeps a log in a folder, such as Delta Lake, or None."""
    for log, kind in LOGS.items():
        if os.path.isdir(os.path.join(folder, log)):
            return kind
    for place in (folder, os.path.join(folder, os.pardir)):
        if glob.glob(os.path.join(glob.escape(place), METADATA)):
            return ICEBERG
    return None
