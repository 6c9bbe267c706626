"""A file with a folder of others beside it, to which it refers: both appear or neither."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping

from kaltim_poverty.cli.files import remove, rights_of, sync_folder, write_file
from kaltim_poverty.errors import OutputError, system_reason

OURS = re.compile(r"\d\d+-[a-z0-9-]+\.svg")  # the names of what an earlier run wrote there


def folder_of(file: str) -> str:
    """The name of the folder beside a file: ``chapter_files`` of ``chapter.md``."""
    return f"{os.path.splitext(os.path.basename(file))[0]}_files"


def write_with_folder(file: str, data: bytes, beside: Mapping[str, bytes]) -> None:
    """Write a file and the folder beside it, or leave both as they were.

    What others have put into the folder stays there.

    Args:
        file: the name of the file.
        data: what it holds.
        beside: the files of the folder by name; without any there is no folder.

    Raises:
        OutputError: if that fails.
    """
    folder = os.path.join(os.path.dirname(os.path.realpath(file)), folder_of(file))
    mark = os.urandom(6).hex()
    new, old = (os.path.join(os.path.dirname(folder), f".kpov-{mark}-{name}.tmp") for name in ("new", "old"))
    try:
        check_writable(file)
        fill(new, beside, folder)
        exchange(folder, new, old)
        try:
            write_file(file, data)
        except BaseException:
            exchange(folder, old, new)
            raise
        sync_folder(os.path.dirname(folder))
    except OSError as error:
        raise OutputError("cannot_write", file=file, reason=system_reason(error)) from None
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def check_writable(file: str) -> None:
    """Refuse a file that may not be written before anything has been moved.

    Raises:
        OSError: with the reason of the system.
    """
    if os.path.isdir(file):
        raise IsADirectoryError(21, os.strerror(21), file)
    if os.path.exists(file):
        rights_of(file)


def fill(new: str, beside: Mapping[str, bytes], folder: str) -> None:
    """A folder with the files, and with what others have in the folder that it replaces."""
    os.mkdir(new)
    if os.path.isdir(folder):
        shutil.copytree(folder, new, ignore=our_files, dirs_exist_ok=True, symlinks=True)
    for name, data in beside.items():
        path = os.path.join(new, name)
        remove(path)
        with open(path, "xb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
    if not os.listdir(new):
        os.rmdir(new)


def our_files(_folder: str, names: list[str]) -> list[str]:
    """The files that an earlier run wrote."""
    return [name for name in names if OURS.fullmatch(name)]


def exchange(folder: str, new: str, old: str) -> None:
    """Replace one folder by another and set the old one aside; either may be missing."""
    if os.path.lexists(folder):
        os.rename(folder, old)
    if os.path.lexists(new):
        os.rename(new, folder)
