"""The step that a long question is at, and how far it is, for a sign of life on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

READING, COPYING, SORTING = "progress_reading", "progress_copying", "progress_sorting"
ESTIMATING, WRITING = "progress_estimating", "progress_writing"
PASS, TASKS = "progress_pass", "progress_tasks"


def nothing() -> int:
    """0 bytes, of a step that counts none."""
    return 0


class Tasks(NamedTuple):
    """How far the executors of a cluster are.

    Attributes:
        done: tasks.
        of: all that are known of yet; 0 where nobody counts them.
    """

    done: int
    of: int


class Step(NamedTuple):
    """A step of a question.

    Attributes:
        name: one of those above, which are keys of sentences; empty before the first.
        done: asked how many bytes are done, from another thread.
        of: how many bytes there are; 0 where that is not known.
        number: of the pass that a cluster is at; 0 where none is.
        tasks: asked how many of its tasks are done, from another thread.
    """

    name: str = ""
    done: Callable[[], int] = nothing
    of: int = 0
    number: int = 0
    tasks: Callable[[], Tasks] | None = None


class Steps:
    """Where the step stands that the process is at.

    Attributes:
        shown: whether anybody looks; what counts bytes may cost time.
        now: the step.
    """

    def __init__(self) -> None:
        self.shown, self.now = False, Step()

    def begin(self, name: str, done: Callable[[], int] = nothing, of: int = 0) -> None:
        """Be at a step from now on."""
        self.now = Step(name, done, of)

    def begin_pass(self, number: int, tasks: Callable[[], Tasks]) -> None:
        """Be at a pass of a cluster from now on."""
        self.now = Step(PASS, number=number, tasks=tasks)


STEPS = Steps()

__all__ = [
    "COPYING",
    "ESTIMATING",
    "PASS",
    "READING",
    "SORTING",
    "STEPS",
    "TASKS",
    "WRITING",
    "Step",
    "Steps",
    "Tasks",
]
