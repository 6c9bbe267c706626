"""What does not fit in memory lies in a private folder, and nothing of it is left, however a run ends."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import time

import pytest
from support import TIMEOUT, call, environment, run

from kaltim_poverty import survey
from kaltim_poverty.errors import InputError, OutputError
from kaltim_poverty.survey.read import Engine, spill_folder
from kaltim_poverty.survey.read.spill_folder import LOCK, SpillFolder, remove_abandoned

COLUMNS = ", ".join(f"hash(range + {column}) AS c{column}" for column in range(8))
MUCH = f"CREATE TEMP TABLE much AS SELECT {COLUMNS} FROM range(1000000)"  # 64 MB where 50 fit
SURVEY = "y,psu\n" + "".join(f"{y}.25,{y // 3}\n" for y in range(1, 10))
MIXED_LINE_ENDS = SURVEY.replace("\n", "\r\n", 3)  # which are read from a copy


@pytest.fixture
def temp(tmp_path):
    folder = tmp_path / "temp"
    folder.mkdir()
    return folder


@pytest.fixture
def abandoned(temp):
    """The folder that a killed run leaves behind."""
    folder = temp / f"kpov-{'0123456789abcdef'}"
    folder.mkdir(mode=0o700)
    (folder / LOCK).touch()
    (folder / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(bytes(100))
    return folder


def test_the_folder_is_of_its_owner_alone(temp):
    spill = SpillFolder(str(temp))
    with spill.new_file(".csv") as file:
        file.write(b"y\n1\n")
    assert stat.S_IMODE(os.stat(spill.path).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(file.path).st_mode) == 0o600
    assert os.path.dirname(spill.path) == str(temp)


def test_engines_share_no_folder_and_leave_none(temp):
    """Neither files of the engine nor copies meet: numbers of processes play no part in their names."""
    engines = [Engine(memory="100MB", temp=str(temp)) for _ in range(2)]
    for engine in engines:
        engine.run(MUCH)
    folders = sorted(os.listdir(temp))
    assert len(folders) == 2
    assert all(any(name.endswith(".tmp") for name in os.listdir(temp / folder)) for folder in folders)
    engines[0].close()
    assert os.listdir(temp) == [os.path.basename(engines[1].spill.path)]
    del engine, engines
    assert os.listdir(temp) == []


def test_a_survey_leaves_nothing(temp, write):
    file = write(MIXED_LINE_ENDS)
    assert survey.estimate(file, welfare="y", measure="mean", temp=str(temp)).rows[0].estimate == 5.25
    assert call("survey", "describe", file, "--welfare", "y", "--temp", str(temp)).code == 0
    assert os.listdir(temp) == []


def test_the_next_run_removes_what_a_killed_one_left(temp, abandoned):
    SpillFolder(str(temp)).remove()
    assert os.listdir(temp) == []


def test_a_folder_without_a_lock_was_left_too(temp, abandoned):
    """By a run that was killed between two steps."""
    (abandoned / LOCK).unlink()
    remove_abandoned(str(temp))
    assert os.listdir(temp) == []


def test_a_folder_in_use_stays(temp):
    """The lock tells, which another process sees too."""
    spill = SpillFolder(str(temp))
    script = f"from kaltim_poverty.survey.read.spill_folder import *; remove_abandoned({str(temp)!r})"
    subprocess.run([sys.executable, "-c", script], check=True, env=environment(), timeout=TIMEOUT)
    assert os.path.isdir(spill.path)
    spill.remove()
    assert os.listdir(temp) == []


def test_a_folder_that_was_swept_before_it_was_locked_is_made_anew(temp, monkeypatch):
    """A sweep may come between any two steps of a new folder."""
    mkdir, swept = os.mkdir, []

    def mkdir_and_sweep(path, mode):
        mkdir(path, mode)
        if not swept:
            swept.append(path)
            remove_abandoned(str(temp))

    monkeypatch.setattr(os, "mkdir", mkdir_and_sweep)
    spill = SpillFolder(str(temp))
    assert os.listdir(temp) == [os.path.basename(spill.path)]
    assert spill.path != swept[0]


def test_a_folder_that_was_swept_before_its_lock_was_held_is_made_anew(temp, monkeypatch):
    """Then the lock is that of a file that is gone."""
    is_taken, swept = spill_folder.is_taken, []

    def sweep_first(lock):
        if not swept:
            swept.append(lock)
            remove_abandoned(str(temp))
        return is_taken(lock)

    monkeypatch.setattr(spill_folder, "is_taken", sweep_first)
    spill = SpillFolder(str(temp))
    assert os.listdir(temp) == [os.path.basename(spill.path)]


def test_a_folder_that_is_being_swept_is_left_to_that(temp, monkeypatch):
    mkdir, held = os.mkdir, []

    def mkdir_and_hold(path, mode):
        mkdir(path, mode)
        if not held:
            held.append(os.open(os.path.join(path, LOCK), os.O_RDWR | os.O_CREAT))
            fcntl.flock(held[0], fcntl.LOCK_EX)

    monkeypatch.setattr(os, "mkdir", mkdir_and_hold)
    spill = SpillFolder(str(temp))
    assert os.fstat(spill.lock).st_ino != os.fstat(held[0]).st_ino
    assert len(os.listdir(temp)) == 2
    os.close(held[0])


def test_nothing_else_is_removed(temp, abandoned, tmp_path):
    """Neither other names, nor what a link points to, nor what a link inside points to."""
    other = temp / "kpov-notes"
    other.mkdir()
    (other / LOCK).touch()
    target = tmp_path / "target"
    target.mkdir()
    (target / "precious").touch()
    (temp / "kpov-aaaaaaaaaaaaaaaa").symlink_to(target)
    (abandoned / "link").symlink_to(target)
    remove_abandoned(str(temp))
    assert sorted(os.listdir(temp)) == ["kpov-aaaaaaaaaaaaaaaa", "kpov-notes"]
    assert os.listdir(target) == ["precious"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_the_folder_of_somebody_else_stays(temp, abandoned):
    os.chown(abandoned, 12345, 12345)
    remove_abandoned(str(temp))
    assert abandoned.is_dir()


def test_a_forked_process_removes_nothing(temp, monkeypatch):
    spill = SpillFolder(str(temp))
    monkeypatch.setattr(os, "getpid", lambda: spill.owner + 1)
    spill.remove()
    assert os.path.isdir(spill.path)


BUSY = f"""
import sys, click
from kaltim_poverty.cli import main, root
from kaltim_poverty.survey.read.engine import Engine

@click.command()
def busy():
    engine = Engine(memory="100MB")
    engine.run({MUCH!r})
    print("ready", flush=True)
    engine.run("SELECT sum(sin(a.range * b.range)) FROM range(1000000) a, range(100000) b")

root.ROOT = busy
sys.exit(main.main())
"""


def busy_run(temp):
    """A run that has spilled, and goes on."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(temp)),
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.1)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing(temp, number):
    process = busy_run(temp)
    assert len(os.listdir(temp)) == 1
    process.send_signal(number)
    assert process.communicate(timeout=TIMEOUT) == (b"", b"")
    assert (process.returncode, os.listdir(temp)) == (128 + number, [])


def test_what_a_killed_run_left_goes_with_the_next(temp, write):
    process = busy_run(temp)
    process.kill()
    process.communicate(timeout=TIMEOUT)
    assert len(os.listdir(temp)) == 1
    file = write(SURVEY)
    done = run("survey", "describe", file, "--welfare", "y", env={"TMPDIR": str(temp)})
    assert (done.code, os.listdir(temp)) == (0, [])


def test_a_run_beside_a_living_one_touches_nothing_of_it(temp, write):
    process = busy_run(temp)
    files = {name: os.listdir(temp / name) for name in os.listdir(temp)}
    done = run("survey", "describe", write(SURVEY), "--welfare", "y", env={"TMPDIR": str(temp)})
    assert done.code == 0
    assert {name: os.listdir(temp / name) for name in os.listdir(temp)} == files
    process.terminate()
    process.communicate(timeout=TIMEOUT)


def test_a_name_that_is_not_utf8_will_do(tmp_path, write):
    folder = os.fsencode(tmp_path) + b"/n\xff"
    os.mkdir(folder)
    with_much = Engine(memory="100MB", temp=os.fsdecode(folder))
    with_much.run(MUCH)
    assert len(os.listdir(with_much.spill.path)) > 1
    with_much.close()
    file = write(MIXED_LINE_ENDS)
    answer = survey.estimate(file, welfare="y", measure="mean", temp=os.fsdecode(folder))
    assert answer.rows[0].estimate == 5.25


# folders that will not do


def test_a_folder_that_does_not_exist_is_named(tmp_path, write, monkeypatch):
    """As an option at once; as a variable of the system only where it is needed."""
    gone = str(tmp_path / "gone")
    sentence = f"kpov: {gone} ({{}}) does not exist: name another folder for temporary files with --temp\n"
    asked = ("survey", "estimate", "--welfare", "y", "--measure", "mean", "-q")
    done = call(*asked, write(SURVEY), "--temp", gone)
    assert (done.code, done.err) == (3, sentence.format("--temp"))
    monkeypatch.setenv("TMPDIR", gone)
    assert call(*asked, write(SURVEY)).code == 0
    done = call(*asked, write(MIXED_LINE_ENDS))
    assert (done.code, done.err) == (3, sentence.format("TMPDIR"))
    with pytest.raises(InputError, match="TMPDIR"):
        Engine(memory="100MB").run(MUCH)


def test_a_file_in_place_of_a_folder_is_named(write):
    done = call("survey", "describe", write(SURVEY), "--temp", write("", "file"))
    assert done.code == 74
    assert "file (--temp): part of its path is not a folder; name another folder" in done.err


ON_A_DISK = 'mount -t tmpfs -o size={size} tmpfs "$1" && {{ {before}; shift; exec "$@"; }} || exit 99'


def on_a_disk(folder, *command, size="1m", before=":"):
    """A program for which a folder is a small disk of its own."""
    script = ON_A_DISK.format(size=size, before=before)
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script, "-", str(folder)]
    try:
        done = subprocess.run(
            [*unshare, *command], capture_output=True, env=environment(), timeout=TIMEOUT, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare to mount a small disk with")
    if done.returncode in (1, 99) and b"unshare" in done.stderr + b"mount":
        pytest.skip(f"no small disk can be mounted here: {done.stderr.decode()}")
    return done


def asked_with(temp, file):
    """An estimate that keeps its files in a folder."""
    asked = ("survey", "estimate", "--welfare", "y", "--measure", "mean", "-q")
    return [sys.executable, "-m", "kaltim_poverty", *asked, file, "--temp", str(temp)]


def test_a_full_disk_is_named_where_a_file_is_copied(temp, write):
    file = write(MIXED_LINE_ENDS + "1,1\n" * 500_000)
    done = on_a_disk(temp, *asked_with(temp, file))
    assert done.stderr.decode() == (
        f"kpov: {temp} (--temp) is full: what does not fit in memory goes there; free some space, "
        "or name another folder with --temp\n"
    )
    assert (done.returncode, done.stdout) == (74, b"")


def test_a_full_disk_is_named_where_the_engine_writes(temp):
    program = f"from kaltim_poverty.survey.read import Engine; Engine(memory='100MB', temp={str(temp)!r})"
    program += f".run({MUCH!r})"
    done = on_a_disk(temp, sys.executable, "-c", program)
    assert f"OutputError: {temp} (--temp) is full" in done.stderr.decode()


def test_a_disk_that_fills_meanwhile_is_named(temp):
    """The engine asks once how much room there is."""
    program = (
        f"from kaltim_poverty.survey.read import Engine; engine = Engine(memory='100MB', temp={str(temp)!r})"
    )
    program += f"\nengine.run('SELECT 1'); open({str(temp / 'other')!r}, 'wb').write(bytes(19 * 10**6))"
    program += f"\nengine.run({MUCH!r})"
    done = on_a_disk(temp, sys.executable, "-c", program, size="20m")
    assert f"OutputError: {temp} (--temp) is full" in done.stderr.decode()


def test_a_read_only_disk_is_named(temp, write):
    done = on_a_disk(temp, *asked_with(temp, write(SURVEY)), before='mount -o remount,ro "$1"')
    sentence = f"cannot write to {temp} (--temp): the disk is read-only; name another folder"
    assert sentence in done.stderr.decode()
    assert done.returncode == 74


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(temp, write):
    temp.chmod(0o500)
    with pytest.raises(OutputError, match="permission denied"):
        survey.describe(write(SURVEY), temp=str(temp))
