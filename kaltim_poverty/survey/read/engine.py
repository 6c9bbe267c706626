"""DuckDB, an embedded database that reads, sorts and spills to disk within bounds of memory."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import threading
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.file_state import FileState, check_unchanged, state_of
from kaltim_poverty.inputs.sizes import address_space, bytes_of, size_text
from kaltim_poverty.inputs.steps import READING, STEPS
from kaltim_poverty.survey.read.duckdb_extension import duckdb_extension, duckdb_package
from kaltim_poverty.survey.read.paths import DESCRIPTORS, engine_path
from kaltim_poverty.survey.read.spill_folder import SpillFolder
from kaltim_poverty.survey.read.sql import is_utf8, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

SMALLEST_MEMORY = 100_000_000
ENGINE_SHARE = 0.5  # of the memory allowed that the engine may fill; numpy and its blocks need the rest
DELIVERY_SHARE = 0.2  # the same once all rows are sorted
DEFAULT_MEMORY = "1GB"
OFFLINE = dict.fromkeys(
    ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions"), "false"
)
ONE_THREAD = {"threads": "1"}  # in a small address space the system ends a process that has several
CHANGED_LATER = ("memory_limit", "pandas_analyze_sample")
AGAIN = 0.1  # seconds until a statement is interrupted that began after the one before
NOT_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EFBIG, errno.EIO, errno.ENOENT)
BEYOND_LIMIT = " used)"  # in what the engine says


class Engine:
    """A private database in memory.

    Args:
        memory: how much it and the arrays made from it may take: ``500MB``, ``2GB``.
        temp: the folder for what does not fit in memory.

    Raises:
        UsageError: if the memory is not a size, or too small to work in.
        InputError: if the folder does not exist.
        OutputError: if it cannot be written to.
    """

    def __init__(self, *, memory: str | None = None, temp: str | None = None) -> None:
        duckdb = duckdb_extension()
        self.errors: type[Exception] = duckdb.Error
        self.lack_of_memory: type[Exception] = duckdb.OutOfMemoryException
        self.bytes = bytes_of("--memory", memory or DEFAULT_MEMORY, SMALLEST_MEMORY)
        self.files: list[str] = []
        self.states: dict[str, FileState | None] = {}
        self.outputs: list[str] = []
        self.bytes_of_files = 0
        self.sealed = False
        self.spill = SpillFolder(temp)
        weakref.finalize(self, self.spill.remove)
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{int(self.bytes * ENGINE_SHARE / 1e6)}MB",
                "temp_directory": self.spill.path and engine_path(self.spill.path),
                **(ONE_THREAD if address_space() else {}),
                **OFFLINE,
            }
        )
        self.run("SET enable_progress_bar_print = false")  # it would show one to people at a prompt of Python
        self.run(f"SET enable_progress_bar = {str(STEPS.shown).lower()}")
        self.run("SET TimeZone = 'UTC'")  # else a condition on a time with a zone depends on the computer
        RUNNING.add(self)

    def allow(self, files: Iterable[str]) -> None:
        """Files that can be read even when it is sealed, and should not change from now on."""
        for file in files:
            self.files.append(file)
            self.states[file] = state_of(file)

    def begin_reading(self) -> None:
        """Say that a statement reads the files from now on."""
        STEPS.begin(READING, self.bytes_read, self.bytes_of_files)

    def bytes_read(self) -> int:
        """How many bytes of the files the statement that is running has read, as far as the engine knows."""
        try:
            share = self.connection.query_progress() / 100
        except self.errors:  # it is closed
            share = 0
        return int(max(share, 0) * self.bytes_of_files)

    def allow_output(self, folder: str) -> None:
        """A folder that can be written to even when it is sealed."""
        self.outputs.append(folder)

    @contextlib.contextmanager
    def unchanged_files(self) -> Iterator[None]:
        """Refuse files that change while they are read: what seems wrong in one may be due to that.

        Raises:
            InputError: with the file.
        """
        try:
            yield
        except Exception:
            self.check_files()
            raise
        self.check_files()

    def check_files(self) -> None:
        """Refuse a file that has changed since it was allowed.

        Raises:
            InputError: with the file.
        """
        for file, state in self.states.items():
            check_unchanged(file, state)

    def seal(self) -> None:
        """Read only the files that are allowed, and change no setting, whatever an expression may ask for."""
        if self.sealed:
            return
        self.sealed = True
        patterns = map(glob.escape, self.files)  # by which `path_literal` names them
        self.run(f"SET allowed_paths = {paths([*self.files, *patterns])}")
        self.run(f"SET allowed_directories = {paths([self.spill.path, DESCRIPTORS, *self.outputs])}")
        self.run("SET enable_external_access = false")
        with contextlib.suppress(self.errors):  # older engines would lock all settings, or none
            self.run(f"SET allowed_configs = {list(CHANGED_LATER)}")
            self.run("SET lock_configuration = true")

    def shrink(self) -> None:
        """Lower the memory limit, to leave memory to numpy once the rows are sorted."""
        self.run(f"SET memory_limit = '{int(self.bytes * DELIVERY_SHARE / 1e6)}MB'")

    def interrupt(self) -> None:
        """Have a statement that is running fail."""
        with contextlib.suppress(self.errors):  # it is closed
            self.connection.interrupt()

    @contextlib.contextmanager
    def within_time(self, seconds: float) -> Iterator[None]:
        """Interrupt statements that take longer all together.

        Raises:
            TimeoutError: if they were interrupted.
        """
        done, late = threading.Event(), threading.Event()
        watch = threading.Thread(target=self.interrupt_after, args=(seconds, done, late), daemon=True)
        with contextlib.suppress(RuntimeError):  # no memory for its stack: nobody watches
            if address_space() is None:  # else the system may end the process for it
                watch.start()
        try:
            yield
        except self.errors:
            if late.is_set():
                raise TimeoutError from None
            raise
        finally:
            done.set()
            if watch.ident is not None:
                watch.join()

    def interrupt_after(self, seconds: float, done: threading.Event, late: threading.Event) -> None:
        """Interrupt what is not done in time, and again if that fell between two statements."""
        while not done.wait(AGAIN if late.is_set() else seconds):
            late.set()
            self.interrupt()

    def close(self) -> None:
        """Release all memory and disk space."""
        self.connection.close()
        self.spill.remove()

    @contextlib.contextmanager
    def within_limits(self) -> Iterator[None]:
        """Distinguish running out of memory or disk space from a fault in a file.

        Raises:
            InputError: if more memory than is allowed was needed, or the folder for temporary files lacks.
            OutputError: if that folder is full or cannot be written to.
            MemoryError: if the system gives no more memory.
        """
        try:
            yield
        except self.errors as error:
            failure = self.spill.failure_of_engine(error)
            if failure is not None:
                raise failure from None
            if not isinstance(error, self.lack_of_memory):
                raise
            if BEYOND_LIMIT not in str(error):
                raise MemoryError(str(error)) from error
            more = size_text(2 * self.bytes)
            raise InputError("memory_too_little", given=size_text(self.bytes), more=more) from None

    def register(self, name: str, columns: Any) -> None:
        """Make a mapping of arrays or a frame available under a name in SQL.

        Raises:
            TypeError: if it is neither; some versions say so by one of `errors`.
        """
        duckdb_package()  # which reads frames of other packages
        self.connection.register(name, columns)

    def run(self, sql: str) -> None:
        """Run a statement to its end."""
        self.rows(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a small result."""
        with self.within_limits():
            return list(self.connection.execute(sql).fetchall())

    def one(self, sql: str) -> tuple[Any, ...]:
        """The only row of a result."""
        return self.rows(sql)[0]

    def write(self, path: str, sql: str) -> None:
        """Run a statement that writes to a path.

        Raises:
            OSError: if the system refuses that, with its reason.
        """
        try:
            self.run(sql)
        except self.errors as error:
            reasons = {code: os.strerror(code) for code in NOT_WRITTEN}
            code = next((code for code, reason in reasons.items() if reason in str(error)), None)
            if code is None:
                raise
            raise OSError(code, reasons[code], path) from None

    def arrays(self, sql: str) -> dict[str, NDArray[Any]]:
        """The columns of a result, NaN or an empty text for what is missing."""
        with self.within_limits():
            columns = self.connection.execute(sql).fetchnumpy()
        return {name: plain_array(column) for name, column in columns.items()}


RUNNING: weakref.WeakSet[Engine] = weakref.WeakSet()


def interrupt_all() -> None:
    """Interrupt every engine: after the exception of a signal alone they may wait for threads that go on."""
    for engine in list(RUNNING):
        engine.interrupt()


def paths(files: Iterable[str]) -> str:
    """SQL: a list of absolute paths; those that are not UTF-8 have no name here."""
    named = (os.path.abspath(file) for file in files)
    return f"[{', '.join(literal(file) for file in named if is_utf8(file))}]"


def plain_array(column: Any) -> NDArray[Any]:
    """A plain array of a column."""
    if not hasattr(column, "mask"):  # asking for its class would import masked arrays
        return np.asarray(column)
    if not np.ma.getmaskarray(column).any():
        return np.asarray(column.data)
    if column.dtype.kind == "f":
        return np.asarray(np.ma.filled(column, np.nan))
    return np.asarray(np.ma.filled(column.astype(object), ""))
