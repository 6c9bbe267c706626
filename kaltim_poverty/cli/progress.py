"""A sign of life on a terminal for what takes more than a second."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import Protocol, Self

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


@contextlib.contextmanager
def progress(output: Quiet) -> Iterator[None]:
    """Report on stderr how long a question has taken so far, on a terminal only and after one second."""
    if output.quiet or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    reporter = threading.Thread(target=report, args=(done, time.monotonic()), daemon=True)
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


def report(done: threading.Event, started: float) -> None:
    """Write the seconds over and over in one line, and wipe it at the end."""
    if done.wait(PATIENCE):
        return
    width = 0
    while not done.wait(STEP):
        text = say(language(), "note.progress", seconds=f"{time.monotonic() - started:.0f}")
        width = max(width, len(text))
        sys.stderr.write(f"\r{text:<{width}}")
        sys.stderr.flush()
    sys.stderr.write("\r" + " " * width + "\r")
    sys.stderr.flush()


class Bar:
    """A bar on stderr that grows with each finished part; on a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            sys.stderr.flush()

    def advance(self, done: int, of: int) -> None:
        """Draw the bar anew."""
        if not self.shown:
            return
        full = CELLS * done // of
        text = say(
            language(), "report.sections_done", bar="#" * full + "." * (CELLS - full), done=done, of=of
        )
        self.width = max(self.width, len(text))
        sys.stderr.write(f"\r{text:<{self.width}}")
        sys.stderr.flush()
