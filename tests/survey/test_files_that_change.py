"""A file that changes while it is read is refused, whenever that happens: half would be of another time."""

from __future__ import annotations

import os

import pytest
from support import call

from kaltim_poverty import survey
from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs import texts
from kaltim_poverty.survey.read import Engine

BEFORE = "id,y,psu\n" + "".join(f"{y},{y}.5,{y // 3}\n" for y in range(1, 30))
AFTER = BEFORE.replace("7.5", "9.5")  # as long
MOST_STEPS = 200


def overwrite(path):
    path.write_text(AFTER)


def append(path):
    with path.open("a") as opened:
        opened.write("99,many,1\n")


def cut(path):
    os.truncate(path, 20)


def replace(path):
    """Another file of the same size and time in its place, as `mv` and most editors do."""
    other = path.with_name("other")
    other.write_text(AFTER)
    time = path.stat().st_mtime_ns
    os.utime(other, ns=(time, time))
    other.replace(path)


def remove(path):
    path.unlink()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "s.csv"
    renew(path)
    return path


def renew(path):
    """The file as it was before, long ago."""
    path.write_text(BEFORE)
    os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
def at_step(monkeypatch):
    """Do something just before a statement of the engine."""
    rows, arrays = Engine.rows, Engine.arrays
    wanted = {"step": MOST_STEPS, "do": None}

    def counted(method):
        def counting(engine, sql):
            wanted["step"] -= bool(engine.states)  # before a file is opened it may change
            if wanted["step"] == 0:
                wanted["do"]()
            return method(engine, sql)

        return counting

    monkeypatch.setattr(Engine, "rows", counted(rows))
    monkeypatch.setattr(Engine, "arrays", counted(arrays))

    def begin(step, do):
        wanted.update(step=step, do=do)
        return wanted

    return begin


def estimates(*files):
    return survey.estimate(list(files), welfare="y", psu="psu", measure="mean").rows


def described(*files):
    return survey.describe(list(files), welfare="y", psu="psu").rows


def changes(*files):
    return survey.compare(files[0], files[-1], welfare="y", psu="psu", measure="mean").rows


def changes_of_panel(*files):
    return survey.compare(files[0], files[-1], welfare="y", psu="psu", measure="mean", panel="id").rows


def answer_or_fault(ask, file):
    """The answer, or what is wrong."""
    try:
        return ask(str(file))
    except InputError as error:
        return error.key


@pytest.mark.parametrize(
    ("ask", "change", "every"),
    [
        *((estimates, change, 2) for change in (overwrite, append, cut, replace, remove)),
        (described, overwrite, 3),
        (changes, replace, 7),
        (changes_of_panel, cut, 7),
    ],
)
def test_refused_or_the_answer_of_before(ask, change, every, file, at_step):
    """Whatever the step: never another answer, never another fault."""
    expected, refused = ask(str(file)), 0
    for step in range(1, MOST_STEPS, every):
        renew(file)
        left = at_step(step, lambda: change(file))
        answer = answer_or_fault(ask, file)
        assert answer in (expected, "file_changed")
        refused += answer == "file_changed"
        if left["step"] > 0:
            break
    assert refused > 3
    assert step < MOST_STEPS - every


def test_the_second_of_several_files_counts_too(file, tmp_path, at_step):
    other = tmp_path / "t.csv"
    renew(other)
    at_step(4, lambda: append(other))
    with pytest.raises(InputError, match=r"t\.csv changed while it was read: try again when nobody writes"):
        estimates(str(file), str(other))


def test_exit_code_and_words(file, at_step):
    at_step(4, lambda: append(file))
    done = call("survey", "estimate", str(file), "--welfare", "y", "--measure", "mean", "--lang", "id")
    sentence = f"kpov: {file} berubah selagi dibaca: coba lagi setelah tidak ada yang menulis ke dalamnya\n"
    assert (done.out, done.err, done.code) == ("", sentence, 3)


def test_a_small_table_counts_too(write, monkeypatch):
    path = write("area,period,locality,indicator,value,source\n64,2024-03,total,p0,5.78,bps\n")
    limited = texts.limited

    def read_and_touch(name, stream):
        os.utime(name, (1, 1))
        return limited(name, stream)

    monkeypatch.setattr(texts, "limited", read_and_touch)
    done = call("check", "--figures", path)
    assert (done.err, done.code) == (
        f"kpov: {path} changed while it was read: try again when nobody writes to it\n",
        3,
    )
