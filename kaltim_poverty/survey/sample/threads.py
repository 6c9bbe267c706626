"""Two tasks at a time: numpy releases the GIL while it multiplies, so that the other core need not idle.

As a whole command, a bootstrap of 100 Ginis of 340,000 rows takes 1.06 s, with one thread 1.95 s; the
default measures of 5 million rows, which are sorted while their cells are counted, 14 percent less time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from kaltim_poverty.inputs.sizes import address_space

Found = TypeVar("Found")


def in_threads(tasks: Sequence[Callable[[], Found]]) -> list[Found]:
    """The results of tasks in their order, two running at a time; the first failure is raised."""
    found: dict[int, Found] = {}
    failed: list[BaseException] = []
    waiting, count = list(enumerate(tasks))[::-1], len(tasks)
    del tasks  # so that what a task holds is free as soon as it is done

    def work() -> None:
        while not failed:
            try:
                place, task = waiting.pop()
            except IndexError:  # the other thread may have taken the last one since anybody looked
                return
            try:
                found[place] = task()
                del task
            except BaseException as error:  # noqa: BLE001 - raised again below
                failed.append(error)

    other = threading.Thread(target=work)
    try:
        if address_space() is None:  # else the system may end the process for want of memory of a thread
            other.start()
    except RuntimeError:  # no memory for its stack: one thread does it all
        pass
    work()
    if other.ident is not None:
        other.join()
    if failed:
        raise failed[0]
    return [found[place] for place in range(count)]
