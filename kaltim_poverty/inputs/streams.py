"""What a name may stand for besides a file: stdin, an open descriptor, a pipe, and what is refused."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from typing import TYPE_CHECKING, BinaryIO

from kaltim_poverty.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

STDIN, STDIN_IN_SENTENCES = "-", "<stdin>"
DESCRIPTOR = re.compile(r"/(?:dev/fd|proc/self/fd)/(\d+)")


def display_name(file: str) -> str:
    """The name of a file in sentences."""
    return STDIN_IN_SENTENCES if file in (STDIN, "/dev/stdin") else file


def descriptor_of(file: str) -> int | None:
    """The open descriptor that a name stands for, or None."""
    if file in (STDIN, "/dev/stdin"):
        return 0
    numbered = DESCRIPTOR.fullmatch(file)
    return int(numbered[1]) if numbered else None


def is_stream(file: str) -> bool:
    """Whether it can be read only once: stdin, an open descriptor, a pipe."""
    if descriptor_of(file) is not None:
        return True
    try:
        return stat.S_ISFIFO(os.stat(file).st_mode)
    except (OSError, ValueError):  # there is none
        return False


def identity(file: str) -> Hashable:
    """A key that two names of one stream share; None for files, which can be read twice."""
    if not is_stream(file):
        return None
    descriptor = descriptor_of(file)
    if descriptor is not None:
        return descriptor
    status = os.stat(file)
    return status.st_dev, status.st_ino


@contextlib.contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The bytes of a file, a pipe or stdin; what cannot be a table is never opened.

    Args:
        file: a path; ``-`` is stdin.

    Raises:
        InputError: if stdin is closed or a terminal, or it is a folder, a device or a socket.
        OSError: if the system refuses.
    """
    if file == STDIN:
        if sys.stdin is None:
            raise InputError("no_stdin")
        with contextlib.suppress(OSError):  # a stream in memory has no descriptor
            check_kind(file, sys.stdin.fileno())
        yield sys.stdin.buffer
        return
    descriptor = descriptor_of(file)
    check_kind(file, file if descriptor is None else descriptor)
    with open(file if descriptor is None else os.dup(descriptor), "rb") as stream:
        yield stream


def check_kind(file: str, what: str | int) -> None:
    """Refuse what never ends or cannot be read as a table; a socket may be a descriptor, but no path.

    Args:
        file: its name.
        what: its path or descriptor.

    Raises:
        InputError: with what it is.
        OSError: if it is not there.
    """
    status = os.stat(what)
    if stat.S_ISDIR(status.st_mode):
        raise InputError("is_folder", file=display_name(file))
    if stat.S_ISSOCK(status.st_mode) and isinstance(what, str):
        raise InputError("is_socket", file=file)
    if stat.S_ISBLK(status.st_mode) or (stat.S_ISCHR(status.st_mode) and not is_null(status)):
        is_terminal = isinstance(what, int) and os.isatty(what)
        raise InputError("is_terminal" if is_terminal else "is_device", file=display_name(file))


def is_null(status: os.stat_result) -> bool:
    """Whether it is ``/dev/null``, which is empty."""
    return status.st_rdev == os.stat(os.devnull).st_rdev


__all__ = ["STDIN", "check_kind", "descriptor_of", "display_name", "identity", "is_stream", "opened"]
