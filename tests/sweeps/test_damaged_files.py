"""Files with changed bytes, or whose end is cut off: an answer or one sentence, whatever reads them."""

from __future__ import annotations

import subprocess
import sys

import damaged
import pytest
from damaged import KINDS, answer_to, mutated, wrong_with
from support import environment

FEW, MANY = 6, 400
WITH_LENGTHS = ("gz", "xlsx", "dbf", "parquet", "av", "dta", "xpt")  # of these files the end is known
EXACT = tuple(kind for kind in KINDS if kind.endswith(WITH_LENGTHS))
STEPS = 20  # places where a file is cut, in the default run


def failures(kind, count):
    """What some mutations cause in a process of its own, which a library may crash."""
    done = subprocess.run(
        [sys.executable, damaged.__file__, kind, "0", str(count)],
        capture_output=True,
        env=environment(),
        timeout=30 * 60 if count == MANY else 120,
        check=False,
    )
    crash = f"exit code {done.returncode} after {done.stderr[-200:]}" if done.returncode else ""
    return done.stdout.decode() + crash


@pytest.mark.parametrize("kind", KINDS)
def test_changed_bytes(kind):
    assert failures(kind, FEW) == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_changed_bytes(kind):
    assert failures(kind, MANY) == ""


CRASHERS = {
    "survey.sav": (1172, 1212),
    "survey.xpt": (1504,),
    "design.toml": (1193,),
}  # seeds that were called a bug of kpov


@pytest.mark.parametrize(
    ("kind", "seed"), [(kind, seed) for kind, seeds in CRASHERS.items() for seed in seeds]
)
def test_files_that_once_were_a_fault_of_kpov(kind, seed, tmp_path):
    done, _ = answer_to(kind, mutated(KINDS[kind][0](), seed), str(tmp_path))
    assert (done.out, done.code) == ("", 3)
    assert "bug" not in done.err


def cuts(data, count):
    return range(0, len(data), max(len(data) // count, 1))


def wrong_after_cuts(kind, folder, count):
    """Cuts after which a file is neither refused nor answered as the whole."""
    data = KINDS[kind][0]()
    complete = answer_to(kind, data, folder)[0]
    assert complete.code == 0
    for end in cuts(data, count):
        done, seconds = answer_to(kind, data[:end], folder)
        wrong = wrong_with(done, seconds) or ("another answer" if done.code == 0 and done != complete else "")
        if wrong:
            yield f"cut at {end} of {len(data)}: {wrong}"


@pytest.mark.parametrize("kind", EXACT)
def test_a_file_that_is_cut_short_is_refused_or_complete(kind, tmp_path):
    assert list(wrong_after_cuts(kind, str(tmp_path), STEPS)) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", EXACT)
def test_a_file_that_is_cut_anywhere_is_refused_or_complete(kind, tmp_path):
    assert list(wrong_after_cuts(kind, str(tmp_path), 10**9)) == []
