"""What a terminal shows while a question takes its time."""

from __future__ import annotations

import io
import os
import sys
import threading
from types import SimpleNamespace

import pytest

from kaltim_poverty import survey
from kaltim_poverty.cli import language
from kaltim_poverty.cli import progress as signs
from kaltim_poverty.cli.progress import Stage, progress
from kaltim_poverty.inputs.steps import COPYING, ESTIMATING, READING, SORTING, STEPS, WRITING, Tasks
from kaltim_poverty.survey.read import Engine


@pytest.fixture(params=["en", "id"])
def spoken(request, monkeypatch):
    monkeypatch.setattr(language, "_current", [request.param])
    return request.param


@pytest.fixture(autouse=True)
def fresh_steps():
    STEPS.begin("")
    yield
    STEPS.begin("")


@pytest.fixture
def begun(monkeypatch):
    """The steps that questions begin, with how many bytes each has."""
    names = []
    original = STEPS.begin

    def begin(name, *size):
        names.append((name, size[1] if len(size) > 1 else 0))
        original(name, *size)

    monkeypatch.setattr(STEPS, "begin", begin)
    return names


def test_a_question_in_one_piece_shows_the_seconds(spoken):
    expected = {"en": "working, 2 s ...", "id": "sedang bekerja, 2 d ..."}
    assert Stage().line(2.4) == expected[spoken]


def test_a_question_in_parts_shows_a_bar_that_grows(spoken):
    """By sections while figures are asked for, by charts while they are drawn."""
    stage = Stage()
    stage.counted_as("report.sections_done")(5, 15)
    bar = "#" * 10 + "." * 20
    expected = {"en": f"{bar} 5 of 15 sections, 1 s", "id": f"{bar} 5 dari 15 bagian, 1 d"}
    assert stage.line(1.2) == expected[spoken]
    stage.counted_as("document.parts_drawn")(34, 34)
    bar = "#" * 30
    expected = {"en": f"{bar} 34 of 34 drawn, 3 s", "id": f"{bar} 34 dari 34 digambar, 3 d"}
    assert stage.line(3) == expected[spoken]


def test_bytes_read_of_all_then_the_step(spoken):
    STEPS.begin(READING, lambda: 1_250_000_000, 2_500_000_000)
    expected = {"en": "1,250 of 2,500 MB read, 7 s ...", "id": "1.250 dari 2.500 MB terbaca, 7 d ..."}
    assert Stage().line(7) == f"{'#' * 10}{'.' * 10} {expected[spoken]}"
    STEPS.begin(READING)
    assert Stage().line(7) == {"en": "working, 7 s ...", "id": "sedang bekerja, 7 d ..."}[spoken]
    STEPS.begin(COPYING, lambda: 3_000_000)
    assert "3 MB" in Stage().line(7)
    lines = set()
    for step in (SORTING, ESTIMATING, WRITING):
        STEPS.begin(step)
        lines.add(Stage().line(7))
    assert len(lines) == 3
    assert all("7 " in line for line in lines)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_steps_of_questions(kind, tmp_path, begun):
    """Bytes are those of all files; a stream is copied first."""
    source = tmp_path / "a.csv"
    source.write_text("y,k\n" + "1,2\n" * 99)
    files = [str(source)] * 2
    if kind == "parquet":
        files = [str(tmp_path / f"{name}.parquet") for name in "ab"]
        for file in files:
            survey.deciles(str(source), file, welfare="y", id="k")
        begun.clear()
    size = sum(map(os.path.getsize, files))
    welfare = "y" if kind == "csv" else "score"
    survey.estimate(files, welfare=welfare, measure="mean")
    assert begun == [(READING, size), (SORTING, 0), (ESTIMATING, 0)]
    begun.clear()
    survey.deciles(files, str(tmp_path / "out.parquet"), welfare=welfare)
    assert begun == [(READING, size), (SORTING, 0), (WRITING, 0)]
    begun.clear()
    survey.describe(files, welfare=welfare)
    assert begun[0] == (READING, size)
    begun.clear()
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(source.read_bytes()))
    writer.start()
    survey.estimate(str(tmp_path / "pipe"), welfare="y", measure="mean")
    writer.join()
    assert [name for name, _ in begun] == [COPYING, READING, READING, SORTING, ESTIMATING]


def test_the_engine_knows_how_much_of_the_files_is_read():
    engine = Engine()
    engine.bytes_of_files = 800
    assert engine.bytes_read() == 0  # nothing runs
    engine.connection.close()
    assert engine.bytes_read() == 0
    engine.connection = SimpleNamespace(query_progress=lambda: 25.0)
    assert engine.bytes_read() == 200


@pytest.mark.parametrize("shown", [True, False])
def test_the_engine_counts_only_where_somebody_looks(shown, monkeypatch):
    monkeypatch.setattr(STEPS, "shown", shown)
    assert Engine().one("SELECT current_setting('enable_progress_bar')")[0] is shown
    assert Engine().one("SELECT current_setting('enable_progress_bar_print')")[0] is False


class Terminal(io.StringIO):
    """What is written to a terminal, or to none."""

    def __init__(self, *, is_terminal):
        super().__init__()
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize(("is_terminal", "quiet"), [(True, False), (False, False), (True, True)])
def test_signs_are_for_terminals_alone(is_terminal, quiet, monkeypatch):
    """And fit into one line, which is wiped at the end."""
    monkeypatch.setattr(sys, "stderr", Terminal(is_terminal=is_terminal))
    monkeypatch.setattr(signs, "PATIENCE", 0)
    monkeypatch.setattr(signs, "STEP", 0.001)
    monkeypatch.setattr(signs, "columns", lambda: 20)
    STEPS.begin(READING, lambda: 1, 2)
    with progress(SimpleNamespace(quiet=quiet)):
        assert STEPS.shown == (is_terminal and not quiet)
        threading.Event().wait(0.1)
    assert not STEPS.shown
    written = sys.stderr.getvalue()
    assert bool(written) == (is_terminal and not quiet)
    assert all(len(line) < 20 for line in written.split("\r"))
    assert not written or written.endswith("\r" + " " * 19 + "\r")


class StagesOfSpark:
    """A session of Spark with two stages that run, of which one has just ended."""

    @property
    def sparkContext(self):  # noqa: N802 - the name of Spark
        return self

    def statusTracker(self):  # noqa: N802
        return self

    def getActiveStageIds(self):  # noqa: N802
        return [3, 4, 5]

    def getStageInfo(self, stage):  # noqa: N802
        return {3: SimpleNamespace(numTasks=30, numCompletedTasks=12), 4: None}.get(
            stage, SimpleNamespace(numTasks=10, numCompletedTasks=8)
        )


def test_passes_of_a_cluster_with_their_tasks(spoken):
    from kaltim_poverty.survey.spark.session import Session

    session = Session(StagesOfSpark(), None, None)
    lines = [session.passing(lambda: Stage().line(9)) for _ in range(2)]
    bar = "#" * 10 + "." * 10
    expected = {
        "en": f"{bar} pass 2, 20 of 40 tasks, 9 s ...",
        "id": f"{bar} lintasan 2, 20 dari 40 tugas, 9 d ...",
    }
    assert lines[1] == expected[spoken]
    STEPS.begin(WRITING)
    assert "40" not in Stage().line(9)


def test_a_session_that_tells_no_tasks_shows_the_pass(spoken):
    """As over Connect, or when Spark is just ending."""
    from kaltim_poverty.survey.spark.session import Session, tasks_running

    assert tasks_running(None) == Tasks(0, 0)
    expected = {"en": "pass 1 on the cluster, 9 s ...", "id": "lintasan 1 di klaster, 9 d ..."}
    assert Session(None, None, None).passing(lambda: Stage().line(9)) == expected[spoken]
