"""A sign of life on a terminal for what takes more than a second."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from kaltim_poverty.cli.language import language
from kaltim_poverty.words import say

PATIENCE = 1.0  # seconds without a sign
STEP = 0.5  # seconds between signs
CELLS = 30  # of a full bar


class Quiet(Protocol):
    """What an answer goes to, which knows whether notes are wanted."""

    @property
    def quiet(self) -> bool:
        """Whether they are not."""


class Stage:
    """How far a question is: parts that are done, told by what makes them and shown by the sign of life."""

    def __init__(self) -> None:
        self.key, self.done, self.of = "", 0, 0

    def counted_as(self, key: str) -> Callable[[int, int], None]:
        """What is told how many parts are done, and of how many.

        Args:
            key: of the sentence with the bar.
        """

        def advance(done: int, of: int) -> None:
            self.key, self.done, self.of = key, done, of

        return advance

    def line(self, seconds: float) -> str:
        """What is shown after so many seconds."""
        shown = f"{seconds:.0f}"
        if not self.of:
            return say(language(), "note.progress", seconds=shown)
        full = CELLS * self.done // self.of
        bar = "#" * full + "." * (CELLS - full)
        return say(language(), self.key, bar=bar, done=self.done, of=self.of, seconds=shown)


@contextlib.contextmanager
def progress(output: Quiet, stage: Stage | None = None) -> Iterator[None]:
    """Show on stderr how far a question is, on a terminal only and after one second.

    Args:
        output: knows whether it is wanted.
        stage: how far the question is; without one only the seconds are shown.
    """
    if output.quiet or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    reporter = threading.Thread(target=report, args=(done, time.monotonic(), stage or Stage()), daemon=True)
    try:
        reporter.start()
    except RuntimeError:  # no memory for its stack: no sign
        yield
        return
    try:
        yield
    finally:
        done.set()
        reporter.join()


def report(done: threading.Event, started: float, stage: Stage) -> None:
    """Write over and over in one line how far a question is, and wipe it at the end."""
    if done.wait(PATIENCE):
        return
    width = 0
    while not done.wait(STEP):
        text = stage.line(time.monotonic() - started)
        width = max(width, len(text))
        sys.stderr.write(f"\r{text:<{width}}")
        sys.stderr.flush()
    sys.stderr.write("\r" + " " * width + "\r")
    sys.stderr.flush()
