"""Work shared with a copy of the process."""

from __future__ import annotations

import os
import pickle
import signal
import sys

import numpy as np
import pytest

from kaltim_poverty.survey import breakdowns
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.processes import in_processes

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def number(value):
    return (value, os.getpid())


def tasks(values):
    return [lambda value=value: number(value) for value in values]


@linux
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_other_task_is_done_by_the_copy_and_the_order_stays(count):
    found = in_processes(tasks(range(count)))
    assert [value for value, _ in found] == list(range(count))
    assert {process for _, process in found[::2]} <= {os.getpid()}
    assert os.getpid() not in {process for _, process in found[1::2]}


@linux
def test_what_cannot_be_pickled_is_computed_here():
    found = in_processes([lambda: 1, lambda: len, lambda: 3, lambda: lambda: 4])
    assert (found[0], found[1], found[2], found[3]()) == (1, len, 3, 4)


@linux
def test_a_copy_that_is_stopped_is_made_good():
    here = os.getpid()

    def stopped():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "here"

    assert in_processes([lambda: "first", stopped]) == ["first", "here"]


@linux
@pytest.mark.parametrize("place", [0, 1])
def test_a_failure_is_that_of_this_process_and_no_copy_stays(place):
    def failing():
        raise ValueError(place)

    given = tasks(range(2))
    given[place] = failing
    with pytest.raises(ValueError, match=str(place)):
        in_processes(given)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_elsewhere_threads_do_the_work(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "fork", raising=False)
    assert in_processes(tasks(range(3))) == [number(value) for value in range(3)]


@linux
def test_without_another_process_threads_do_the_work(monkeypatch):
    def refused():
        raise BlockingIOError

    open_files = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(os, "fork", refused)
    assert in_processes(tasks(range(3))) == [number(value) for value in range(3)]
    assert len(os.listdir("/proc/self/fd")) == open_files


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
def test_breakdowns_are_the_same_from_two_processes(survey, monkeypatch, options):
    monkeypatch.setattr(breakdowns, "MANY_ROWS", 1)
    told = []
    monkeypatch.setattr(
        breakdowns, "in_processes", lambda given: told.append(len(given)) or in_processes(given)
    )
    alone = estimate(survey, **ASKED, **options)
    assert told == []
    assert estimate(survey, processes=2, **ASKED, **options) == alone
    assert told == [4]


@linux
def test_what_a_breakdown_becomes_can_be_told(survey, monkeypatch):
    """Otherwise the copy would have worked in vain: formulas and what stands for lost rows have names."""
    seen = []
    monkeypatch.setattr(breakdowns, "MANY_ROWS", 1)
    monkeypatch.setattr(
        breakdowns, "in_processes", lambda given: [seen.append(task()) or seen[-1] for task in given]
    )
    estimate(survey, processes=2, measure="all,quantile_37,lorenz_12.5,fgt_1.7", **ASKED)
    for found in seen:
        told = pickle.loads(pickle.dumps(found))
        assert [each.measure.name for each in told.results] == [each.measure.name for each in found.results]
