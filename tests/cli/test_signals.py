"""Ctrl-C, `kill` and a terminal that closes, at any moment: silent, at once, with nothing left behind."""

from __future__ import annotations

import gzip
import os
import select
import signal
import subprocess
import sys
import time

import pytest
from support import TIMEOUT, Result, environment

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
HANDLED = ("env", "--default-signal=INT,TERM,HUP")  # also where the tests run under nohup
AT_ONCE = 1.5  # seconds, on a machine that has other work too
LINES = {
    "compare": "compare 2023 2024",
    "estimate": "survey estimate people.csv --welfare y --psu p --line 4 -f tsv",
    "bootstrap": "survey estimate people.csv --welfare y --psu p --line 4 --bootstrap 300 -f tsv",
    "simulate": "survey simulate people.csv --welfare y --line 4 --amount 1 --recipients 9"
    " --per person --every month --to poorest -f tsv",
    "describe": "survey describe people.csv.gz --welfare y -f tsv",
}


@pytest.fixture
def folder(tmp_path):
    rows = "".join(f"{number % 9 + 1},{number % 50}\n" for number in range(20_000))
    (tmp_path / "people.csv").write_text(f"y,p\n{rows}")
    with gzip.open(tmp_path / "people.csv.gz", "wt") as compressed:
        compressed.write(f"y,p\n{rows}")
    (tmp_path / "temporary").mkdir()
    return tmp_path


def started(arguments, folder):
    """A run that handles signals by now."""
    process = subprocess.Popen(
        [*HANDLED, sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(folder / "temporary")),
        cwd=folder,
    )
    while not handles(process.pid, signal.SIGHUP) and process.poll() is None:
        time.sleep(0.002)
    return process


def handles(pid, number):
    with open(f"/proc/{pid}/status") as status:
        caught = next(line for line in status if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def ended(process, number):
    """What a run leaves behind after a signal, and that it takes no time."""
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    assert time.monotonic() - begun < AT_ONCE
    return Result(out.decode(), err.decode(), process.returncode)


def program(name):
    return ["-m", "kaltim_poverty", *LINES[name].split()]


def sweep(name, folder, count):
    """Signals after delays that are spread over the run: nothing, or all of the answer."""
    process, begun = started(program(name), folder), time.monotonic()
    out, err = (each.decode() for each in process.communicate(timeout=TIMEOUT))
    seconds, complete = time.monotonic() - begun, Result(out, err, 0)
    for place in range(count):
        number = SIGNALS[place % len(SIGNALS)]
        process = started(program(name), folder)
        time.sleep(seconds * place / count)
        assert ended(process, number) in (Result("", "", 128 + number), complete)
        assert os.listdir(folder / "temporary") == []


@linux
@pytest.mark.parametrize(("name", "count"), [("compare", 9), ("estimate", 6)])
def test_a_signal_at_any_moment(name, count, folder):
    sweep(name, folder, count)


@linux
@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_a_signal_at_any_moment_of_any_command(name, folder):
    sweep(name, folder, 150)


BUSY = """
import hashlib, os, sys
from kaltim_poverty.cli import main, run
def work(*_):
    print("begun", file=sys.stderr, flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 10**8)
{what} = work
sys.exit(main.main())
"""


def busy(what, arguments, folder):
    """A run that is inside a library which nothing interrupts."""
    process = started(["-c", BUSY.format(what=what), *arguments], folder)
    assert process.stderr.readline() == b"begun\n"
    return process


@linux
@pytest.mark.parametrize("number", SIGNALS)
def test_a_library_that_does_not_return(number, folder):
    process = busy("run.answered", [], folder)
    assert ended(process, number) == ("", "", 128 + number)


@linux
@pytest.mark.parametrize("number", SIGNALS)
def test_a_file_beside_an_answer_is_removed(number, folder):
    """While the disk takes its time."""
    process = busy("os.fsync", ["compare", "2023", "2024", "-o", "answer.csv"], folder)
    assert any(name.startswith(".kpov") for name in os.listdir(folder))
    assert ended(process, number) == ("", "", 128 + number)
    assert sorted(os.listdir(folder)) == ["people.csv", "people.csv.gz", "temporary"]


@linux
@pytest.mark.parametrize("number", SIGNALS)
def test_a_reader_that_does_not_read(number, folder):
    """The answer is more than the pipe holds."""
    process = started(
        ["-m", "kaltim_poverty", *["show", "--area", "all", "--locality", "all", "-f", "tsv", "-q"]], folder
    )
    while not select.select([process.stdout], [], [], 0.01)[0]:
        assert process.poll() is None
    time.sleep(0.1)
    begun = time.monotonic()
    process.send_signal(number)
    assert process.wait(TIMEOUT) == 128 + number
    assert time.monotonic() - begun < AT_ONCE
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


@linux
def test_nothing_comes_after_a_complete_answer(folder):
    """A signal while the interpreter takes itself apart changes neither the answer nor the exit code."""
    late = "import atexit, sys, time; from kaltim_poverty.cli.main import main\n"
    late += "atexit.register(lambda: (print('late', file=sys.stderr, flush=True), time.sleep(0.5)))\n"
    process = started(["-c", f"{late}sys.exit(main())", "compare", "2023", "2024", "-q"], folder)
    assert process.stderr.readline() == b"late\n"
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=TIMEOUT)
    assert (bool(out), err, process.returncode) == (True, b"", 0)
