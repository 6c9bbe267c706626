"""Writing the data folder: whole or not at all, by one process at a time.

New files are written beside the old ones, under names with ``.new``; then the list of all files is replaced,
which is the moment from which the folder is the new one; then the files take their places. Whatever stops in
between, `DataFolder` reads the state that the list names.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, OutputError, UsageError, system_reason
from kaltim_poverty.published.data_folder import (
    CONTENTS,
    FIGURE_HEADER,
    JOURNAL,
    LOCK,
    NEW,
    SOURCES,
    VERSION,
    DataFolder,
    Listed,
    figures_file,
    location,
    opened,
    read_contents,
)
from kaltim_poverty.published.figures import Figure
from kaltim_poverty.records import Source

if TYPE_CHECKING:
    from typing import BinaryIO

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
WAIT = 10.0  # seconds for another process that writes
PREVIOUS = "previous/"  # the files as they were before the last change
RECEIVED = "received/"
FOLDERS = ("figures", "previous/figures", "previous", "received")  # of the data folder, the inner ones first
JOURNAL_COLUMNS = ("time", "command", "table", "new", "revised", "refused")


class Entry(NamedTuple):
    """A line of the journal.

    Attributes:
        time: when it was written.
        command: what wrote it.
        table: the number of the table, or its title.
        new: figures that were new.
        revised: figures that replaced others.
        refused: figures that were not taken.
    """

    time: str
    command: str
    table: str
    new: str
    revised: str
    refused: str


class State(NamedTuple):
    """All that the folder holds.

    Attributes:
        figures: by area, period, locality and indicator.
        sources: by name.
        journal: the oldest entry first.
        received: the names of the files as received, without their folder.
    """

    figures: dict[tuple[object, ...], Figure]
    sources: dict[str, Source]
    journal: list[Entry]
    received: set[str]

    @classmethod
    def empty(cls) -> State:
        """A folder in which there is nothing yet."""
        return cls({}, {}, [], set())

    @classmethod
    def of(cls, folder: DataFolder | None, prefix: str = "") -> State:
        """The state of a folder, or with *prefix* that before its last change.

        Raises:
            InputError: if the folder is damaged.
        """
        if folder is None:
            return cls.empty()
        figures = [
            Figure(area, *kept)
            for name in folder.contents
            if name.startswith(f"{prefix}figures/")
            for area, listed in folder.figures_of(name).items()
            for kept in listed
        ]
        sources = {row[0]: Source(*row) for row in folder.rows(f"{prefix}{SOURCES}")}
        journal = [Entry(*row) for row in folder.rows(f"{prefix}{JOURNAL}")]
        received = {name.removeprefix(RECEIVED) for name in folder.contents if name.startswith(RECEIVED)}
        return cls({figure.key: figure for figure in figures}, sources, journal, received)

    def files(self) -> dict[str, bytes]:
        """The tables of the folder by name; those of provinces without figures are left out."""
        provinces: dict[str, list[Figure]] = {}
        for figure in sorted(self.figures.values(), key=lambda each: each.key):
            provinces.setdefault(figures_file(figure.area), []).append(figure)
        files = {
            name: table(FIGURE_HEADER.split(","), (map(written, figure) for figure in figures))
            for name, figures in provinces.items()
        }
        files[SOURCES] = table(Source._fields, self.sources.values())
        files[JOURNAL] = table(JOURNAL_COLUMNS, self.journal)
        return files


def written(cell: object) -> str:
    """A cell of a table of the folder."""
    return str(cell)


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([without_line_ends(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode()


def without_line_ends(cell: str) -> str:
    """A cell on one line."""
    return " ".join(cell.split("\n")).replace("\r", " ")


def required_location() -> str:
    """The path of the data folder.

    Raises:
        UsageError: if it is left out, so that nothing can be kept.
    """
    path = location()
    if not path:
        raise UsageError("no_data_folder")
    return path


@contextlib.contextmanager
def writable() -> Iterator[str]:
    """The path of the folder, which is made if it is missing, while nobody else may write to it.

    Raises:
        UsageError: if the folder is left out.
        InputError: if another process keeps writing.
        OutputError: if it cannot be made.
    """
    path = required_location()
    made = not os.path.isdir(path)
    lock = acquired(path)
    try:
        yield path
    finally:
        if made:
            remove_empty(path)
        lock.close()


def remove_empty(path: str) -> None:
    """Remove a folder that was made in vain."""
    for name in FOLDERS:
        with contextlib.suppress(OSError):
            os.rmdir(os.path.join(path, name))
    if set(os.listdir(path)) == {LOCK}:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(path, LOCK))
            os.rmdir(path)


def acquired(path: str) -> BinaryIO:
    """The lock of a folder, once nobody else holds it.

    Raises:
        InputError: if that takes too long.
        OutputError: if the folder cannot be made.
    """
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        lock = lock_file(path)
        if try_lock(lock) and is_in_place(lock, path):
            return lock
        lock.close()
        time.sleep(0.05)
    raise InputError("data_locked", folder=path)


def lock_file(path: str) -> BinaryIO:
    """The file that is locked, in a folder that is made if it is missing.

    Raises:
        OutputError: if that fails.
    """
    try:
        if not os.path.isdir(path):
            os.makedirs(path, PRIVATE_FOLDER, exist_ok=True)
            os.chmod(path, PRIVATE_FOLDER)
        return open(os.path.join(path, LOCK), "ab")
    except OSError as error:
        raise OutputError("cannot_write", file=path, reason=system_reason(error)) from None


def is_in_place(lock: BinaryIO, path: str) -> bool:
    """Whether a lock is the file that others will find, and not one that was removed meanwhile."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(lock.fileno()), os.stat(os.path.join(path, LOCK)))
    return False


def try_lock(lock: BinaryIO) -> bool:
    """Take the lock if nobody holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write(path: str, state: State, received: Mapping[str, bytes]) -> None:
    """Put a state in the place of the one that the folder has, which becomes the previous one.

    Args:
        path: of the folder, for which the lock is held.
        state: all that it is to hold.
        received: files as received that are new, by name without their folder.

    Raises:
        InputError: if the folder is damaged.
        OutputError: if it cannot be written; it is then as it was.
    """
    contents = read_contents(path) or {}
    settle(path, contents)
    sweep(path)
    folder = DataFolder(path, contents)
    before = {name: folder.read(name) for name in contents if not name.startswith((PREVIOUS, RECEIVED))}
    files = state.files()
    files.update({f"{PREVIOUS}{name}": data for name, data in (before or State.empty().files()).items()})
    files.update({f"{RECEIVED}{name}": data for name, data in received.items()})
    replace(path, contents, files, {f"{RECEIVED}{name}" for name in state.received})


def replace(path: str, contents: Mapping[str, Listed], files: Mapping[str, bytes], kept: set[str]) -> None:
    """Replace the files of the folder.

    Args:
        path: of the folder.
        contents: its files now.
        files: what it is to hold, by name.
        kept: names of files that stay as they are.

    Raises:
        OutputError: if that fails; the folder is then as it was.
    """
    listed = {name: Listed(sha256(data).hexdigest(), areas_in(name, data)) for name, data in files.items()}
    listed.update({name: contents[name] for name in kept if name not in listed and name in contents})
    changed = [name for name in files if contents.get(name) != listed[name]]
    try:
        for name in changed:
            write_new(path, name, files[name])
        write_new(path, CONTENTS, contents_table(listed))
        os.replace(os.path.join(path, f"{CONTENTS}{NEW}"), os.path.join(path, CONTENTS))
    except OSError as error:
        for name in (*changed, CONTENTS):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(path, f"{name}{NEW}"))
        raise OutputError("cannot_write", file=path, reason=system_reason(error)) from None
    settle(path, listed)
    for name in set(contents) - set(listed):
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(path, name))


def areas_in(name: str, data: bytes) -> tuple[str, ...]:
    """The areas of which a file has figures."""
    if "figures/" not in name:
        return ("",)
    rows = csv.reader(data.decode().splitlines()[1:])
    return tuple(sorted({row[0] for row in rows}))


def contents_table(listed: Mapping[str, Listed]) -> bytes:
    """The list of the folder's files."""
    rows = ((name, sums, ";".join(areas)) for name, (sums, areas) in sorted(listed.items()))
    return table(("version", str(VERSION)), rows)


def write_new(path: str, name: str, data: bytes) -> None:
    """Write a file beside the one whose place it will take.

    Raises:
        OSError: if that fails.
    """
    target = os.path.join(path, *f"{name}{NEW}".split("/"))
    os.makedirs(os.path.dirname(target), PRIVATE_FOLDER, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def settle(path: str, contents: Mapping[str, Listed]) -> None:
    """Give files that wait under a new name their places, if they are those that the list names."""
    for name, listed in contents.items():
        target = os.path.join(path, *name.split("/"))
        with contextlib.suppress(FileNotFoundError), open(f"{target}{NEW}", "rb") as file:
            is_listed = sha256(file.read()).hexdigest() == listed.sha256
            file.close()
            if is_listed:
                os.replace(f"{target}{NEW}", target)
            else:
                os.unlink(f"{target}{NEW}")


def sweep(path: str) -> None:
    """Remove what a writer that was stopped has left under new names."""
    for folder in ("", *FOLDERS):
        place = os.path.join(path, *folder.split("/"))
        if os.path.isdir(place):
            for name in os.listdir(place):
                if name.endswith(NEW):
                    with contextlib.suppress(OSError):
                        os.unlink(os.path.join(place, name))


def write_file(file: str, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputError: if that fails.
    """
    beside = os.path.join(os.path.dirname(os.path.realpath(file)), f".kpov-{os.urandom(6).hex()}.tmp")
    try:
        with open(beside, "xb") as opened_file:
            opened_file.write(data)
            opened_file.flush()
            os.fsync(opened_file.fileno())
        os.replace(beside, os.path.realpath(file))
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise OutputError("cannot_write", file=file, reason=system_reason(error)) from None


def forget_everything() -> None:
    """Empty the folder, damaged or not; what others have put into it stays.

    Raises:
        UsageError: if the folder is left out.
        InputError: if another process keeps writing.
        OutputError: if it cannot be written.
    """
    with writable() as path:
        try:
            for name in ("figures", PREVIOUS.rstrip("/"), RECEIVED.rstrip("/")):
                remove_tree(os.path.join(path, name))
            for name in (SOURCES, JOURNAL, CONTENTS):
                for ending in ("", NEW):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(os.path.join(path, f"{name}{ending}"))
        except OSError as error:
            raise OutputError("cannot_write", file=path, reason=system_reason(error)) from None


def remove_tree(path: str) -> None:
    """Remove a folder with all that is in it, if it is there."""
    import shutil

    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path)


def current_state() -> State:
    """The content of the user's data folder.

    Raises:
        InputError: if it is damaged.
    """
    return State.of(opened())


__all__ = ["Entry", "State", "current_state", "forget_everything", "required_location", "writable", "write"]
