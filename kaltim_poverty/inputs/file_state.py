"""Whether a file is still the one that was opened: what is read while somebody writes is of no time."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from kaltim_poverty.errors import InputError


class FileState(NamedTuple):
    """A fingerprint that distinguishes two contents of a file.

    Attributes:
        device: that it is on.
        inode: another one after a file was put in its place.
        size: in bytes.
        modified: when, in nanoseconds.
    """

    device: int
    inode: int
    size: int
    modified: int


def state_of(path: str) -> FileState | None:
    """The state of a file; None for what is none, or is not there."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileState(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def check_unchanged(path: str, before: FileState | None) -> None:
    """Refuse a file that has changed.

    Args:
        path: of the file.
        before: its state before it was read.

    Raises:
        InputError: with its name.
    """
    if state_of(path) != before:
        raise InputError("file_changed", file=path)


__all__ = ["FileState", "check_unchanged", "state_of"]
