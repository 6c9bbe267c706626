"""A private folder for what does not fit in memory, removed with its engine, or by the next run if that died.

A lock that is held, not a number of a process, tells that somebody uses a folder: containers that share one
share numbers too.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from typing import TYPE_CHECKING, BinaryIO, Self

from kaltim_poverty.errors import InputError, KpovError, OutputError, system_reason

try:
    import fcntl
except ImportError:  # on Windows, where nobody else's folder is ever removed
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from types import TracebackType

    from kaltim_poverty.words import Message

NAME = re.compile(r"kpov-[0-9a-f]{16}")
LOCK = "lock"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
VARIABLES = ("TMPDIR", "TEMP", "TMP")
USUAL = "/tmp"  # noqa: S108 - only a private folder is made in it
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
LIMIT, NO_FOLDER = "max_temp_directory_size", "no temporary directory"  # in what the engine says
FULL = (LIMIT, "No space left", "quota exceeded")
FILES_OF_ENGINE = "duckdb_temp"


class SpillFolder:
    """A private temporary folder, in the folder that was named or the system's.

    Without ``--temp`` it may lack: what fits in memory needs none.

    Args:
        temp: the folder that was named with ``--temp``.

    Attributes:
        parent: the folder that it is in.
        path: its own path; empty where it could not be made.

    Raises:
        InputError: if the folder that was named does not exist.
        OutputError: if it cannot be written to.
    """

    def __init__(self, temp: str | None = None) -> None:
        self.option, self.parent = ("--temp", temp) if temp else usual_folder()
        self.path, self.lock, self.files = "", -1, 0
        self.owner = os.getpid()
        self.fault: KpovError | None = None
        try:
            remove_abandoned(self.parent)
            self.path, self.lock = new_folder(os.path.abspath(self.parent))
        except OSError as error:
            self.fault = self.failure(error)
            if temp:
                raise self.fault from None

    def new_file(self, ending: str) -> SpillFile:
        """A file in it.

        Raises:
            InputError: if the folder lacks.
            OutputError: if it could not be made.
        """
        if self.fault is not None:
            raise self.fault
        self.files += 1
        return SpillFile(self, os.path.join(self.path, f"{self.files}{ending}"))

    def new_link(self, file: str, ending: str) -> str:
        """The path of a link in it.

        Args:
            file: the path that it leads to.
            ending: of its name.

        Raises:
            InputError: if the folder lacks.
            OutputError: if it could not be made.
        """
        if self.fault is not None:
            raise self.fault
        self.files += 1
        path = os.path.join(self.path, f"{self.files}{ending}")
        try:
            os.symlink(os.path.abspath(file), path)
        except OSError as error:
            raise self.failure(error) from None
        return path

    def failure(self, error: OSError) -> KpovError:
        """The error for what the system refused."""
        if isinstance(error, FileNotFoundError):
            return InputError("temp_missing", folder=self.parent, option=self.option)
        if error.errno in NO_SPACE:
            return OutputError("temp_full", folder=self.parent, option=self.option)
        return self.unusable(system_reason(error))

    def unusable(self, reason: Message | str) -> OutputError:
        """The error for a folder that cannot be written to."""
        return OutputError("temp_unusable", folder=self.parent, option=self.option, reason=reason)

    def failure_of_engine(self, error: Exception) -> KpovError | None:
        """The error for what the engine could not do in it; None where that failed for another reason."""
        text = str(error)
        if self.fault is not None and NO_FOLDER in text:
            return self.fault
        if LIMIT not in text and not (self.path and os.path.join(self.path, FILES_OF_ENGINE) in text):
            return None
        if any(words in text for words in FULL):
            return OutputError("temp_full", folder=self.parent, option=self.option)
        return self.unusable(text.splitlines()[0])

    def remove(self) -> None:
        """Remove it; a forked process removes nothing of its parent's."""
        if not self.path or os.getpid() != self.owner:
            return
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)
        self.path = ""


class SpillFile:
    """A file that is written once: what fails is the folder's fault.

    Args:
        folder: which it is in.
        path: its own.
    """

    def __init__(self, folder: SpillFolder, path: str) -> None:
        self.folder, self.path = folder, path
        self.file: BinaryIO | None = None
        self.written = 0

    def size(self) -> int:
        """How many bytes have been written."""
        return self.written

    def __enter__(self) -> Self:
        try:
            self.file = open(self.path, "xb", opener=private)
        except OSError as error:
            raise self.folder.failure(error) from None
        return self

    def write(self, data: bytes) -> None:
        """Write some more.

        Raises:
            OutputError: if that fails.
        """
        assert self.file is not None  # noqa: S101 - within `with`
        try:
            self.file.write(data)
            self.written += len(data)
        except OSError as error:
            raise self.folder.failure(error) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.file is not None  # noqa: S101 - within `with`
        try:
            self.file.close()
        except OSError as failed:
            if error is None:
                raise self.folder.failure(failed) from None


def private(path: str, flags: int) -> int:
    """An opener that creates a file only its owner can read."""
    return os.open(path, flags, PRIVATE_FILE)


def usual_folder() -> tuple[str, str]:
    """The environment variable for temporary files on this system, and the folder.

    Importing `tempfile` for that would cost a tenth of the start-up.
    """
    for name in VARIABLES:
        if os.environ.get(name):
            return name, os.environ[name]
    return VARIABLES[0], USUAL if os.path.isdir(USUAL) else "."


def new_folder(parent: str) -> tuple[str, int]:
    """A new folder, and its lock.

    Raises:
        OSError: if it cannot be made.
    """
    while True:
        path = os.path.join(parent, f"kpov-{os.urandom(8).hex()}")
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, PRIVATE_FOLDER)
            try:
                lock = own_lock(path)
            except OSError:
                shutil.rmtree(path, ignore_errors=True)
                raise
            if lock is not None:
                return path, lock


def own_lock(path: str) -> int | None:
    """The lock of a new folder; None if another run took it for abandoned in the meantime."""
    try:
        lock = os.open(os.path.join(path, LOCK), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except FileNotFoundError:
        return None
    if is_taken(lock) or os.fstat(lock).st_nlink == 0:
        os.close(lock)
        return None
    return lock


def is_taken(lock: int) -> bool:
    """Whether somebody else has a lock; else it is ours from now on."""
    if fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks, where nobody gets one
            pass
    return False


def remove_abandoned(parent: str) -> None:
    """Remove the folders of runs that were killed."""
    if fcntl is None:
        return
    names: list[str] = []
    with contextlib.suppress(OSError):  # which making a folder will meet too
        names += filter(NAME.fullmatch, os.listdir(parent))
    for name in names:
        with contextlib.suppress(OSError):  # somebody else's, in use, or gone by now
            remove_if_abandoned(os.path.join(parent, name))


def remove_if_abandoned(path: str) -> None:
    """Remove a folder of ours whose lock is free; links are not followed.

    Raises:
        OSError: if it is none, or in use.
    """
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(folder).st_uid != os.geteuid():
            return
        lock = os.open(LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE, dir_fd=folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(lock)
    finally:
        os.close(folder)
