"""Work shared with a forked worker."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref

import numpy as np
import pytest

from kaltim_poverty.survey import breakdowns
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.sample import SIZES, in_processes, one_by_one

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def number(value):
    return (value, os.getpid())


def tasks(values):
    return [lambda value=value: number(value) for value in values]


@linux
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_other_task_is_done_by_the_worker_and_the_order_stays(count):
    found = in_processes(tasks(range(count)))
    assert [value for value, _ in found] == list(range(count))
    assert {process for _, process in found[::2]} <= {os.getpid()}
    assert os.getpid() not in {process for _, process in found[1::2]}


@pytest.mark.parametrize("run", [in_processes, one_by_one])
def test_what_a_task_holds_is_released_as_soon_as_it_is_done(run):
    held = []

    def task_that_holds_rows():
        rows = np.ones(3)
        held.append(weakref.ref(rows))
        return lambda: len(rows)

    def is_released():
        return held[0]() is None

    assert run([task_that_holds_rows(), lambda: 1, is_released]) == [3, 1, True]


@linux
def test_a_worker_never_collects_what_threads_of_its_parent_hold():
    assert in_processes([gc.isenabled, gc.isenabled]) == [True, False]
    assert gc.isenabled()


@linux
def test_what_cannot_be_pickled_is_computed_here():
    found = in_processes([lambda: 1, lambda: len, lambda: 3, lambda: lambda: 4])
    assert (found[0], found[1], found[2], found[3]()) == (1, len, 3, 4)


@linux
def test_the_tasks_of_a_worker_that_is_stopped_are_done_here():
    here = os.getpid()

    def stopped():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "here"

    assert in_processes([lambda: "first", stopped]) == ["first", "here"]


@linux
def test_the_tasks_of_a_worker_that_hangs_are_done_here():
    here = os.getpid()

    def hanging():
        if os.getpid() != here:
            signal.pause()
        return "here"

    before = children()
    assert in_processes([lambda: "first", hanging], patience=0.5) == ["first", "here"]
    assert children() == before


def children():
    """The processes that this one started and has not waited for."""
    with open("/proc/thread-self/children", encoding="ascii") as listed:
        return listed.read().split()


def pipes():
    """The pipes that this process holds; what other libraries open meanwhile are sockets and events."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the folder itself, or closed meanwhile
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return {each for each in found if each.startswith("pipe:")}


@linux
@pytest.mark.parametrize("place", [0, 1])
def test_a_failure_is_that_of_this_process_and_no_worker_stays(place):
    def failing():
        raise ValueError(place)

    given = tasks(range(2))
    given[place] = failing
    open_before, before = pipes(), children()
    with pytest.raises(ValueError, match=str(place)) as failure:
        in_processes(given)
    assert failure.traceback  # which holds what is not closed
    assert pipes() <= open_before
    assert children() == before


def test_elsewhere_one_process_does_the_work(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "fork", raising=False)
    assert in_processes(tasks(range(3))) == [number(value) for value in range(3)]


@linux
def test_without_another_process_one_does_the_work(monkeypatch):
    def refused():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    assert in_processes(tasks(range(3))) == [number(value) for value in range(3)]


@linux
def test_a_worker_that_may_have_no_workers_works_alone(monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert in_processes(tasks(range(3))) == [number(value) for value in range(3)]


@linux
def test_children_that_nobody_waits_for_are_no_failure():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert [value for value, _ in in_processes(tasks(range(4)))] == [0, 1, 2, 3]
    finally:
        signal.signal(signal.SIGCHLD, before)


PARENT = """
import os, sys, time
from kaltim_poverty.survey.sample import in_processes

def long():
    if os.getpid() != here:
        print(os.getpid(), flush=True)
    time.sleep(seconds)
    return bytes(10**6)

here, seconds = os.getpid(), float(sys.argv[1])
in_processes([lambda: time.sleep(60), long])
"""


@linux
@pytest.mark.parametrize("seconds", ["60", "0"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_worker_dies_with_its_parent(number, seconds):
    """Also where it waits for somebody to read its results."""
    command = [sys.executable, "-c", PARENT, seconds]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        worker = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.send_signal(number)
        assert parent.stdout.read() == b""  # which waits until nobody can write any more
    for _ in range(100):
        if not os.path.exists(f"/proc/{worker}"):
            return
        time.sleep(0.05)
    pytest.fail(f"process {worker} is still there")


@pytest.fixture
def survey():
    random = np.random.default_rng(11)
    rows = 1_200
    psu = np.sort(random.integers(0, 60, rows))
    return {
        "welfare": np.round(np.exp(13.9 + random.normal(0, 0.5, rows))),
        "weight": random.uniform(1, 3, rows),
        "psu": psu,
        "stratum": psu % 4,
        "district": psu % 5,
        "urban": random.integers(1, 3, rows),
    }


ANY_ROWS = SIZES._replace(rows_of_worker=1)
ASKED = {
    "welfare": "welfare",
    "weight": "weight",
    "psu": "psu",
    "stratum": "stratum",
    "by": ["district", "urban", "district,urban"],
    "line": 800_000,
}


@linux
@pytest.mark.parametrize(
    "options",
    [
        {"measure": "all,quantile_37,lorenz_12.5,fgt_1.7,ge_-1,atkinson_3"},
        {"bootstrap": 30},
        {"where": "district < 3"},
    ],
)
def test_breakdowns_are_the_same_from_two_threads_and_two_processes(survey, monkeypatch, options):
    shared = []
    monkeypatch.setattr(
        breakdowns, "in_processes", lambda given: shared.append(len(given)) or in_processes(given)
    )
    alone = estimate(survey, **ASKED, **options)
    assert estimate(survey, sizes=ANY_ROWS, **ASKED, **options) == alone
    assert shared == []
    assert estimate(survey, processes=2, sizes=ANY_ROWS, **ASKED, **options) == alone
    assert shared == [4]


@linux
def test_what_a_breakdown_becomes_can_be_sent(survey, monkeypatch):
    """Otherwise the worker would have worked in vain: formulas and what stands for lost rows have names."""
    seen = []
    monkeypatch.setattr(
        breakdowns, "in_processes", lambda given: [seen.append(task()) or seen[-1] for task in given]
    )
    estimate(survey, processes=2, sizes=ANY_ROWS, measure="all,quantile_37,lorenz_12.5,fgt_1.7", **ASKED)
    for found in seen:
        received = pickle.loads(pickle.dumps(found))
        assert [each.name for each in received.results] == [each.name for each in found.results]
