"""Signals that end a command: at once, silently, with nothing left behind.

The process ends inside the handler. An exception in its place would come out of imports, destructors and
callbacks of libraries, which lose it, print it, or abort. Only an answer that is being written is written to
its end, if that takes no more than a moment. A handler waits until a library returns: a thread does not.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

NUMBERS = [getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, name)]
AFTER_A_SIGNAL = 128  # with its number added: the exit code that shells give
PATIENCE = 0.3  # seconds that a library, or whoever reads the answer, has
CLEANING = 0.4  # seconds at most to remove files
FIRST_FREE = 10  # descriptors below are the streams and what a shell hands over


class Ending:
    """How the process ends.

    Attributes:
        code: the exit code, once that is known.
        writing: whether the answer is complete and being written, to which no signal comes in between.
        begun: held by who ends the process.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        self.writing = False
        self.begun = threading.Lock()

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """End the process, unless it writes."""
        del frame
        if not self.writing:
            self.end(number)

    def end(self, number: int) -> None:
        """End the process, with what is to be removed at its end removed as far as that is quick."""
        if not self.begun.acquire(blocking=False):
            return
        cleaner = threading.Thread(target=clean, daemon=True)
        with contextlib.suppress(RuntimeError):  # no memory for its stack
            cleaner.start()
            cleaner.join(CLEANING)
        os._exit(AFTER_A_SIGNAL + number if self.code is None else self.code)

    def watch(self, reader: int) -> None:
        """Wait for a signal, then end the process where it has not ended by itself."""
        number = 0
        while number not in NUMBERS:
            number = os.read(reader, 1)[0]
        time.sleep(PATIENCE)
        self.end(number)


ENDING = Ending()


def clean() -> None:
    """Have other processes and the engine stop, and do what is to be done at the end of the process."""
    import atexit

    processes = sys.modules.get("multiprocessing")
    for process in processes.active_children() if processes else ():
        process.kill()
    engine = sys.modules.get("kaltim_poverty.survey.read.engine")
    if engine is not None and hasattr(engine, "interrupt_all"):  # it has been imported to its end
        engine.interrupt_all()
    sessions = sys.modules.get("kaltim_poverty.survey.spark.session")
    if sessions is not None and hasattr(sessions, "SESSIONS"):
        sessions.SESSIONS.abandon()
    atexit._run_exitfuncs()  # noqa: SLF001 - it has no public name


def begin_to_write() -> None:
    """Say that the answer is complete and about to be written."""
    ENDING.writing = True


@contextlib.contextmanager
def signals_handled() -> Iterator[Ending]:
    """End this process on the signals that would end it; those that are ignored (`nohup`) stay so."""
    handled = [
        number
        for number in NUMBERS
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    ]
    for number in handled:
        signal.signal(number, ENDING.on_signal)
    begin_to_watch()
    yield ENDING
    for number in handled:
        signal.signal(number, signal.SIG_IGN)  # all is written


def begin_to_watch() -> None:
    """Start the thread that ends the process; without memory for one, do without."""
    import _thread

    with contextlib.suppress(ImportError, OSError, RuntimeError):
        import fcntl

        ends = os.pipe()
        reader, writer = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FIRST_FREE) for end in ends)
        for end in ends:
            os.close(end)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        _thread.start_new_thread(ENDING.watch, (reader,))
