"""Files that answers are written to: whole or not at all, and nobody else's in the meantime."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import stat

from kaltim_poverty.cli.signals import begin_to_write
from kaltim_poverty.errors import OutputError, system_reason

DESCRIPTOR = re.compile(r"/(?:dev/fd|proc/self/fd)/(\d+)")
STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
PRIVATE = 0o600


def write_file(file: str, data: bytes) -> None:
    """Write the file whole or not at all; what is no file of its own is written through.

    Raises:
        OutputError: if that fails; an existing file is then as it was.
    """
    try:
        descriptor = descriptor_of(file)
        through = is_special(file) or has_other_names(file)
        if descriptor is None and not through:
            replace_file(os.path.realpath(file), data)
            return
        begin_to_write()
        if descriptor is not None:
            write_descriptor(descriptor, data)
        else:
            write_through(file, data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError("cannot_write", file=file, reason=system_reason(error)) from None


def descriptor_of(file: str) -> int | None:
    """The open descriptor that a name such as ``/dev/stdout`` stands for, or None."""
    numbered = DESCRIPTOR.fullmatch(file)
    return int(numbered[1]) if numbered else STREAMS.get(file)


def write_descriptor(descriptor: int, data: bytes) -> None:
    """Write where the descriptor is now: opened by name, a log would be emptied."""
    import sys

    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with open(os.dup(descriptor), "wb") as opened:
        opened.write(data)


def is_special(file: str) -> bool:
    """Whether a path exists and is neither a file nor a folder: ``/dev/stdout``, a named pipe."""
    return os.path.exists(file) and not os.path.isfile(file) and not os.path.isdir(file)


def has_other_names(file: str) -> bool:
    """Whether it is a file with several names, which a new one would part."""
    return os.path.isfile(file) and os.stat(file).st_nlink > 1


def write_through(file: str, data: bytes) -> None:
    """Write into an existing device, pipe, or file with several names."""
    with open(file, "wb") as opened:
        opened.write(data)


def replace_file(file: str, data: bytes) -> None:
    """Write a temporary file beside the target and move it into place, with the target's permissions."""
    folder = os.path.dirname(file)
    beside = os.path.join(folder, f".kpov-{os.urandom(6).hex()}.tmp")
    atexit.register(remove, beside)  # where a signal has no time for more
    try:
        with open(beside, "xb", opener=private) as opened:
            opened.write(data)
            opened.flush()
            os.chmod(beside, rights_of(file))
            os.fsync(opened.fileno())
        os.replace(beside, file)
    finally:
        remove(beside)
        atexit.unregister(remove)
    sync_folder(folder)


def remove(file: str) -> None:
    """Remove a file that may be gone already."""
    with contextlib.suppress(OSError):
        os.unlink(file)


def private(path: str, flags: int) -> int:
    """An opener that creates a file only its owner can read."""
    return os.open(path, flags, PRIVATE)


def rights_of(file: str) -> int:
    """The rights that a file has, else those that the shell would give a new one.

    Raises:
        OSError: if the file may not be written.
    """
    if os.path.exists(file):
        with open(file, "ab"):  # refused where the file itself may not be written
            return stat.S_IMODE(os.stat(file).st_mode)
    umask = os.umask(PRIVATE ^ 0o777)
    os.umask(umask)
    return 0o666 & ~umask


def sync_folder(folder: str) -> None:
    """Have the new name on the disk; some file systems cannot."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
