"""Work for two processes: where numpy holds the interpreter, as in counting, threads wait for each other."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from kaltim_poverty.survey.threads import in_threads

Found = TypeVar("Found")


def in_processes(tasks: Sequence[Callable[[], Found]]) -> list[Found]:
    """The results of tasks in their order, every other one from a copy of this process.

    What the copy cannot tell (it failed, or a result cannot be pickled) is computed here after all, so that
    errors are those of this process. Where processes cannot be copied, two threads do the work.
    """
    if sys.platform != "linux":
        return in_threads(tasks)
    reader, writer = os.pipe()
    try:
        copy = copied()
    except OSError:  # no memory, or no more processes
        os.close(reader)
        os.close(writer)
        return in_threads(tasks)
    if not copy:
        tell(tasks[1::2], writer)
    os.close(writer)
    try:
        own = [task() for task in tasks[::2]]
        others = told(reader) or [task() for task in tasks[1::2]]
    finally:
        os.kill(copy, signal.SIGKILL)  # it has told all, or nobody listens any more
        os.waitpid(copy, 0)
    return [(others if place % 2 else own)[place // 2] for place in range(len(tasks))]


def copied() -> int:
    """The number of a copy of this process, 0 in the copy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads, which hold nothing it needs
        return os.fork()


def tell(tasks: Sequence[Callable[[], Found]], writer: int) -> NoReturn:
    """Write the results of tasks, or nothing if one fails, and end this process."""
    try:
        results = pickle.dumps([task() for task in tasks], protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(results)
    finally:
        os._exit(0)


def told(reader: int) -> list[Found] | None:
    """The results that another process wrote; None if it wrote nothing, or was stopped while it wrote."""
    with os.fdopen(reader, "rb") as pipe:
        results = pipe.read()
    try:
        return list(pickle.loads(results))  # noqa: S301 - written by a copy of this process
    except (EOFError, pickle.UnpicklingError):
        return None
