"""A sign of life on a terminal for what takes more than a second."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.output import Output
from kaltim_poverty.words import say

PATIENCE = 1.0  # seconds without a sign
STEP = 0.5  # seconds between signs


@contextlib.contextmanager
def progress(output: Output) -> Iterator[None]:
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
