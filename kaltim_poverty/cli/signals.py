"""Signals that end a command: raised as an exception, so that files are removed and other processes end."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

NAMES = ("SIGINT", "SIGHUP", "SIGTERM")  # Windows has no SIGHUP
AFTER_A_SIGNAL = 128  # with its number added: the exit code that shells give


class EndedBySignal(KeyboardInterrupt):
    """The system, or somebody at the keyboard, has ended the command.

    Args:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = AFTER_A_SIGNAL + number


class Signals:
    """What arrived while a command ran.

    Attributes:
        ended: the exception of the first signal; the engine raises one of its own in its place.
    """

    def __init__(self) -> None:
        self.ended: EndedBySignal | None = None

    def end(self, number: int, frame: FrameType | None) -> None:
        """Raise the exception of a signal.

        Raises:
            EndedBySignal: always.
        """
        del frame
        self.ended = self.ended or EndedBySignal(number)
        engine = sys.modules.get("kaltim_poverty.survey.read.engine")  # importing it would take a while
        if engine is not None:
            engine.interrupt_all()
        raise self.ended

    def come_first(self, task: Callable[[], object]) -> None:
        """Do a task; what fails after a signal failed because of it.

        Raises:
            EndedBySignal: if there was one.
        """
        try:
            task()
        except Exception:
            if self.ended is not None:
                raise self.ended from None
            raise


@contextlib.contextmanager
def signals_raised() -> Iterator[Signals]:
    """Raise `EndedBySignal` for signals that would end this process; those ignored (`nohup`) stay so."""
    signals = Signals()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, signals.end)
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
