"""A sign of life on a terminal for what takes more than a second: bytes read of all, then the step."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Protocol

from kaltim_poverty.cli.language import language
from kaltim_poverty.inputs.steps import PASS, READING, STEPS, TASKS, Step, Tasks
from kaltim_poverty.words import say

PATIENCE = 1.0  # seconds without a sign
STEP = 0.5  # seconds between signs
CELLS, CELLS_OF_BYTES = 30, 20  # of a full bar
MEGABYTE = 10**6
USUAL_WIDTH = 80


class Quiet(Protocol):
    """An output that says whether notes are wanted."""

    @property
    def quiet(self) -> bool:
        """Whether notes are suppressed."""


class Stage:
    """Progress of a question: the parts that are done, for the line of progress."""

    def __init__(self) -> None:
        self.key, self.done, self.of = "", 0, 0

    def counted_as(self, key: str) -> Callable[[int, int], None]:
        """A callback that is given the number of parts done, and their total.

        Args:
            key: of the sentence with the bar.
        """

        def advance(done: int, of: int) -> None:
            self.key, self.done, self.of = key, done, of

        return advance

    def line(self, seconds: float) -> str:
        """The line of progress after some seconds."""
        shown = f"{seconds:.0f}"
        if not self.of:
            return line_of_step(STEPS.now, shown)
        bar = bar_of(self.done, self.of)
        return say(language(), self.key, bar=bar, done=self.done, of=self.of, seconds=shown)


def line_of_step(step: Step, seconds: str) -> str:
    """The line of progress of a question about a survey."""
    if step.tasks is not None:
        return line_of_pass(step.number, step.tasks(), seconds)
    done, name = step.done(), step.name
    values = {
        "done": megabytes(done),
        "all": megabytes(step.of),
        "bar": bar_of(done, step.of, CELLS_OF_BYTES),
    }
    if not name or (name == READING and not step.of):
        return say(language(), "note.progress", seconds=seconds)
    return say(language(), f"note.{name}", seconds=seconds, **values)


def line_of_pass(number: int, tasks: Tasks, seconds: str) -> str:
    """The line of progress of a pass on a cluster."""
    if not tasks.of:
        return say(language(), f"note.{PASS}", number=number, seconds=seconds)
    values = {"done": tasks.done, "all": tasks.of, "bar": bar_of(tasks.done, tasks.of, CELLS_OF_BYTES)}
    return say(language(), f"note.{TASKS}", number=number, seconds=seconds, **values)


def megabytes(size: int) -> Decimal:
    """A size as people read it."""
    return Decimal(round(size / MEGABYTE))


def bar_of(done: int, of: int, cells: int = CELLS) -> str:
    """A bar that is full when all is done."""
    full = min(cells * done // of, cells) if of else 0
    return "#" * full + "." * (cells - full)


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
    STEPS.shown = True
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
        STEPS.shown = False
        done.set()
        reporter.join()


def report(done: threading.Event, started: float, stage: Stage) -> None:
    """Write over and over in one line how far a question is, and wipe it at the end."""
    if done.wait(PATIENCE):
        return
    width = 0
    while not done.wait(STEP):
        text = stage.line(time.monotonic() - started)[: columns() - 1]  # a line that is broken stays
        width = max(width, len(text))
        sys.stderr.write(f"\r{text:<{width}}")
        sys.stderr.flush()
    sys.stderr.write("\r" + " " * width + "\r")
    sys.stderr.flush()


def columns() -> int:
    """How wide the terminal of stderr is."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL_WIDTH
    except (OSError, ValueError):
        return USUAL_WIDTH
