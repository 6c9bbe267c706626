"""Too little memory is a sentence with exit code 3, whoever lacks it; no fault of kpov, no crash."""

from __future__ import annotations

import ctypes
import errno
import subprocess
import sys
import threading

import pytest
from support import call, shell

from kaltim_poverty.cli import memory
from kaltim_poverty.cli.main import LACKS_MEMORY, NO_SENTENCE, main
from kaltim_poverty.cli.memory import LEAST, is_lack_of_memory
from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.inputs.sizes import bytes_of, size_text
from kaltim_poverty.survey.read import engine as engine_module
from kaltim_poverty.survey.read.rows import cell_table
from kaltim_poverty.survey.sample import threads as threads_module
from kaltim_poverty.survey.sample.threads import in_threads

LANGUAGES = ("en", "id")
WORDS = {"en": "memory", "id": "memori"}
LINES = {
    "estimate": "survey estimate people.csv --welfare y --weight w --psu p --line 4 --where y=1",
    "describe": "survey describe people.csv --welfare y",
    "simulate": "survey simulate people.csv --welfare y --line 4 --amount 1 --per person"
    " --every month --to eligible --eligible y=3",
    "compare": "compare 2023 2024",
}
MILLION = 10**6


@pytest.fixture
def people(tmp_path):
    rows = "".join(f"{number % 9 + 1},1,{number % 5}\n" for number in range(100))
    (tmp_path / "people.csv").write_text(f"y,w,p\n{rows}")
    return tmp_path


def within(line, megabytes, folder):
    """kpov in a process that may have no more addresses than this."""
    return shell(f"ulimit -v {megabytes * MILLION // 1024}; exec kpov {line}", cwd=folder)


def assert_answer_or_sentence(done):
    assert done.code in (0, 3), done
    assert "Traceback" not in done.err
    if done.code == 3:
        assert done.out == ""
        assert done.err.startswith("kpov: ")
        assert "memory" in done.err


@pytest.mark.parametrize(("name", "megabytes"), [("estimate", 200), ("estimate", 430), ("describe", 600)])
def test_a_small_address_space_gives_an_answer_or_a_sentence(name, megabytes, people):
    assert_answer_or_sentence(within(LINES[name], megabytes, people))


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_any_address_space_gives_an_answer_or_a_sentence(name, people):
    for megabytes in range(100, 1000, 20):
        assert_answer_or_sentence(within(LINES[name], megabytes, people))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_space_in_which_numpy_would_end_the_process(language, people):
    done = within(f"{LINES['estimate']} --lang {language}", 150, people)
    assert (done.out, done.code) == ("", 3)
    assert f"{LEAST}MB" in done.err
    assert "149MB" in done.err


def test_not_even_the_sentence_of_the_language_fits(monkeypatch, capsys):
    def lacking(_arguments):
        raise MemoryError

    monkeypatch.setattr("kaltim_poverty.cli.run.run", lacking)
    monkeypatch.setattr("kaltim_poverty.cli.main.address_space_is_limited", lambda: True)
    assert main(["list"]) == LACKS_MEMORY
    assert capsys.readouterr().err == NO_SENTENCE


class NumpyMemoryError(MemoryError):
    """As `numpy` derives its own."""


class OutOfMemoryException(Exception):  # noqa: N818 - the engine's name
    """As the engine calls its own."""


def from_another(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "lacks"),
    [
        (MemoryError(), True),
        (NumpyMemoryError("Unable to allocate 8.0 GiB"), True),
        (OutOfMemoryException("failed to allocate"), True),
        (RuntimeError("can't start new thread"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), False),  # a pipe that is full
        (ImportError("x.so: failed to map segment from shared object"), True),
        (from_another(ImportError("IMPORTANT: PLEASE READ THIS"), MemoryError()), True),
        (ValueError("cannot allocate memory"), False),
        (OSError(errno.EIO, "Input/output error"), False),
        (RuntimeError("dictionary changed size"), False),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_it_is_one_sentence(error, lacks, language, monkeypatch):
    def fail(_context):
        raise error

    assert is_lack_of_memory(error) == lacks
    monkeypatch.setattr(ROOT, "invoke", fail)
    done = call("compare", "2023", "2024", "--lang", language)
    assert done.out == ""
    if lacks:
        assert done.code == 3
        assert done.err.startswith("kpov: ")
        assert WORDS[language] in done.err
        assert len(done.err.splitlines()) == 1
    else:
        assert done.code in (70, 74)


def test_errors_in_a_circle_come_to_an_end():
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert not is_lack_of_memory(first)


def test_work_goes_on_where_no_thread_can_start(monkeypatch):
    def fail(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    assert in_threads([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]


@pytest.mark.parametrize(("limit", "threads"), [(None, 2), (10**9, 1)])
def test_a_limited_address_space_has_one_thread(limit, threads, monkeypatch):
    """A thread for which there is no memory ends the process."""
    monkeypatch.setattr(threads_module, "address_space", lambda: limit)
    monkeypatch.setattr(engine_module, "address_space", lambda: limit)
    both = threading.Barrier(threads, timeout=10)
    names = in_threads([lambda: (both.wait(), threading.get_ident()) for _ in range(2)])
    assert len({name for _, name in names}) == threads
    engine = engine_module.Engine()
    set_to = engine.one("SELECT current_setting('threads')")[0]
    assert set_to == 1 if limit else set_to >= 1
    engine.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("psu", [(), ("--psu", "p")])
def test_more_psus_than_memory_holds_are_refused_with_what_they_need(language, psu, people, monkeypatch):
    """However small the file is: they stand in memory, unlike rows."""
    monkeypatch.setattr(cell_table, "BYTES_OF_CELL", 300 * MILLION)
    line = ("survey", "estimate", str(people / "people.csv"), "--welfare", "y", "--measure", "mean", *psu)
    done = call(*line, "--lang", language)
    assert (done.out, done.code) == ("", 3)
    assert "--memory " in done.err
    assert ("--psu" in done.err) == (not psu)
    needed = done.err.rpartition("--memory ")[2].strip()
    assert needed == ("1500MB" if psu else "30GB")
    assert call(*line, "--memory", needed, "-q").code == 0


def test_memory_for_as_many_psus_as_are_promised(people, monkeypatch):
    monkeypatch.setattr(cell_table, "BYTES_OF_CELL", 10 * MILLION)
    line = ("survey", "estimate", str(people / "people.csv"), "--welfare", "y", "--measure", "mean")
    assert call(*line, "--memory", "1GB").code == 0
    assert call(*line, "--memory", "999MB").code == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_little_for_the_engine_is_answered_with_more(language, tmp_path):
    file = tmp_path / "wide.csv"
    names = ",".join(f"c{place}" for place in range(3000))
    file.write_text(f"{names}\n" + (",".join("1" * 3000) + "\n") * 3)
    done = call("survey", "describe", str(file), "--memory", "100MB", "--lang", language)
    assert (done.out, done.code) == ("", 3)
    assert "--memory 100MB" in done.err
    assert "200MB" in done.err


@pytest.mark.parametrize(
    ("size", "text"), [(1e8, "100MB"), (2e9, "2GB"), (1.2e9, "1200MB"), (19.1e9, "20GB"), (1, "1MB")]
)
def test_sizes_are_written_as_they_are_read(size, text):
    assert size_text(size) == text
    assert bytes_of("--memory", text, 1) >= size


@pytest.mark.parametrize(("limit", "options"), [(None, {-8: 1, -3: 2**26, -1: 2**29}), (10**9, {-8: 1})])
def test_the_allocator_has_one_pool_and_keeps_what_is_freed(limit, options, monkeypatch):
    """The numbers of the options are those of malloc.h."""
    told = {}
    monkeypatch.setattr(memory, "address_space", lambda: limit)
    monkeypatch.setattr(memory, "set_allocator", told.__setitem__)
    memory.check_address_space()
    assert told == options


def test_another_allocator_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    memory.set_allocator(-8, 1)


@pytest.mark.parametrize(("given", "asks"), [(None, "False"), ("1", "True")])
def test_numpy_asks_for_no_large_pages_unless_it_is_told_to(given, asks, tmp_path, monkeypatch):
    """The command sets that before it imports numpy, which looks at it once."""
    monkeypatch.delenv("NUMPY_MADVISE_HUGEPAGE", raising=False)
    if given is not None:
        monkeypatch.setenv("NUMPY_MADVISE_HUGEPAGE", given)
    file = tmp_path / "people.csv"
    file.write_text("y\n1\n2\n", encoding="utf-8")
    code = (
        "import sys; from kaltim_poverty.cli.main import main; main(sys.argv[1:]);"
        " import numpy._core.multiarray as own; print(own._get_madvise_hugepage())"
    )
    asked = ["survey", "estimate", str(file), "--welfare", "y", "--measure", "mean", "--quiet"]
    command = [sys.executable, "-c", code, *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split()[-1] == asks, done.stderr
