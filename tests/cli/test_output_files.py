"""Output files: the ending chooses the format, and a file appears whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import threading
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from support import call, run, shell

QUESTION = ("compare", "2023", "2024", "-q")


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        (".tsv", "tsv"),
        (".csv", "csv"),
        (".json", "json"),
        (".ndjson", "ndjson"),
        (".md", "markdown"),
        (".CSV", "csv"),
    ],
)
def test_the_ending_chooses_the_format(ending, form, tmp_path):
    """In any case, and the file holds what stdout would."""
    file = tmp_path / f"answer{ending}"
    assert call(*QUESTION, "-o", str(file)) == ("", "", 0)
    assert file.read_text() == call(*QUESTION, "-f", form).out


def test_xlsx_is_a_workbook(tmp_path):
    file = tmp_path / "answer.xlsx"
    assert call(*QUESTION, "-o", str(file)).code == 0
    rows = CalamineWorkbook.from_filelike(BytesIO(file.read_bytes())).get_sheet_by_index(0).to_python()
    assert [-9.73 in row for row in rows].count(True) == 1


def test_the_format_asked_for_wins_over_the_ending(tmp_path):
    file = tmp_path / "answer.csv"
    call(*QUESTION, "-o", str(file), "-f", "json")
    assert json.loads(file.read_text())["question"] == "compare"


def test_the_ending_wins_over_kpov_format(tmp_path, monkeypatch):
    monkeypatch.setenv("KPOV_FORMAT", "json")
    file = tmp_path / "answer.csv"
    call(*QUESTION, "-o", str(file))
    assert file.read_text() == call(*QUESTION, "-f", "csv").out


@pytest.mark.parametrize("name", ["answer.odt", "answer.xls", "answer.txt.bak"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_an_unknown_ending_is_refused_before_anything_is_written(name, language, tmp_path):
    file = tmp_path / name
    done = call(*QUESTION, "-o", str(file), "--lang", language)
    assert done.code == 2
    assert ".xlsx" in done.err
    assert not file.exists()


@pytest.mark.parametrize("name", ["answer", "answer.txt"])
def test_endings_that_say_nothing_take_the_format_of_a_pipe(name, tmp_path):
    file = tmp_path / name
    call(*QUESTION, "-o", str(file))
    assert file.read_text() == call(*QUESTION).out


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_folder_is_refused(language, tmp_path):
    folder = tmp_path / "answer.csv"
    folder.mkdir()
    done = call(*QUESTION, "-o", str(folder), "--lang", language)
    assert done.code == 74
    assert done.err.startswith(f"kpov: {'cannot' if language == 'en' else 'tidak'}")
    assert len(done.err.splitlines()) == 1
    assert os.listdir(tmp_path) == ["answer.csv"]


def test_a_missing_folder_is_refused(tmp_path):
    file = tmp_path / "nowhere" / "answer.csv"
    done = call(*QUESTION, "-o", str(file))
    assert done == ("", f"kpov: cannot write {file}: there is no such folder\n", 74)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    assert call(*QUESTION, "-o", str(tmp_path / "answer.csv")).code == 74
    tmp_path.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_is_left_alone(tmp_path):
    file = tmp_path / "answer.csv"
    file.write_text("before")
    file.chmod(0o400)
    assert call(*QUESTION, "-o", str(file)).code == 74
    assert file.read_text() == "before"


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "2023", "1999"),
        ("compare", "2024-13", "2024"),
        ("compare", "2023", "2024", "--figures", "missing.csv"),
        ("compare", "2023", "2024", "--area", "Samarnda"),
        ("compare", "2023", "2024", "--colour"),
        ("compare", "2023", "2024", "--digits", "13"),
    ],
)
def test_a_failed_command_leaves_an_existing_file_untouched(arguments, tmp_path):
    file = tmp_path / "answer.csv"
    file.write_text("before")
    stamp = file.stat().st_mtime_ns
    assert call(*arguments, "-o", str(file)).code in (2, 3, 4)
    assert file.read_text() == "before"
    assert file.stat().st_mtime_ns == stamp
    assert os.listdir(tmp_path) == ["answer.csv"]


def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_other(tmp_path):
    """A limit on the size of files stands for the full disk."""
    file = tmp_path / "answer.csv"
    file.write_text("before")
    done = shell(
        f"trap '' XFSZ; ulimit -f 8; kpov show --area all --locality all -q -o {file}",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.code == 74
    assert done.err.startswith(f"kpov: cannot write {file}: ")
    assert file.read_text() == "before"
    assert os.listdir(tmp_path) == ["answer.csv"]


def test_the_rights_of_an_existing_file_are_kept(tmp_path):
    file = tmp_path / "answer.csv"
    file.write_text("before")
    file.chmod(0o640)
    assert call(*QUESTION, "-o", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.read_text() != "before"


def test_a_new_file_has_the_rights_that_the_shell_gives(tmp_path):
    """As `>` would make it: umask and nothing else."""
    shell(f"umask 027; kpov {' '.join(QUESTION)} -o new.csv", cwd=tmp_path)
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o640


def test_a_link_to_nothing_yet_is_followed(tmp_path):
    """As `>` would follow it."""
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert call(*QUESTION, "-o", str(tmp_path / "link.csv")).code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == call(*QUESTION, "-f", "csv").out


def test_a_link_is_followed(tmp_path):
    """The file behind it changes; the link stays one."""
    file, link = tmp_path / "real.csv", tmp_path / "link.csv"
    file.write_text("before")
    link.symlink_to(file.name)
    assert call(*QUESTION, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert file.read_text() == call(*QUESTION, "-f", "csv").out


@pytest.mark.parametrize("given", ["-", "/dev/stdout"])
def test_stdout_by_name(given):
    done = run(*QUESTION, "-o", given)
    assert done == run(*QUESTION)


def test_a_dash_is_no_file(tmp_path):
    run(*QUESTION, "-o", "-", cwd=tmp_path)
    assert os.listdir(tmp_path) == []


def test_a_named_pipe_is_written_to(tmp_path):
    """It stays a pipe; its reader gets the rows."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    assert call(*QUESTION, "-o", str(pipe)).code == 0
    reader.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert got == [call(*QUESTION).out]


def test_a_process_substitution_is_written_to():
    done = shell(f"kpov {' '.join(QUESTION)} -o >(cat >&2)")
    assert done.err == run(*QUESTION).out


def test_xlsx_needs_a_file():
    """Nobody wants a workbook on the terminal."""
    done = call(*QUESTION, "-f", "xlsx")
    assert done.code == 2
    assert "-o FILE.xlsx" in done.err


@pytest.mark.parametrize(("language", "word"), [("en", "needs"), ("id", "memerlukan")])
def test_without_xlsxwriter_the_install_command_is_named(language, word, tmp_path):
    """A missing optional package is exit 3, and no file appears."""
    (tmp_path / "xlsxwriter.py").write_text("raise ImportError")
    done = run(*QUESTION, "-o", "a.xlsx", "--lang", language, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert done == ("", f"kpov: .xlsx {word} xlsxwriter: pip install 'kaltim-poverty[excel]'\n", 3)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_file_of_a_contradiction_is_written_whole(tmp_path):
    """The answer is no, but it is an answer."""
    file = tmp_path / "answer.csv"
    assert call("check", "--area", "all", "-q", "-o", str(file)).code == 1
    assert len(file.read_text().splitlines()) == 2


def test_a_file_has_neither_colour_nor_the_width_of_the_terminal(tmp_path):
    """A table in a file reads the same wherever it was made."""
    run(*QUESTION, "-f", "table", "-o", "a.txt", cwd=tmp_path, env={"FORCE_COLOR": "1"})
    assert "\x1b" not in (tmp_path / "a.txt").read_text()


def test_notes_are_on_stderr_where_the_file_has_no_place_for_them(tmp_path):
    done = call("compare", "2023", "2024", "-o", str(tmp_path / "answer.csv"))
    assert done.out == ""
    assert done.err.startswith("note: ")
    assert call("compare", "2023", "2024", "-o", str(tmp_path / "answer.md")).err == ""
    assert call("compare", "2023", "2024", "-o", str(tmp_path / "answer.xlsx")).err == ""


def test_an_output_file_named_twice_is_the_last_one(tmp_path):
    """As every program of the shell does it."""
    call(*QUESTION, "-o", str(tmp_path / "one.csv"), "-o", str(tmp_path / "two.csv"))
    assert os.listdir(tmp_path) == ["two.csv"]


def test_a_name_that_no_file_can_have_is_refused():
    done = call(*QUESTION, "-o", "a\0b.csv")
    assert done.code in (2, 74)
    assert len(done.err.splitlines()) == 1


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path):
    """The file beside, through which it is written, must not need a longer name."""
    name = "x" * 251 + ".csv"
    assert call(*QUESTION, "-o", str(tmp_path / name)) == ("", "", 0)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/stderr", "/dev/fd/2"])
def test_an_open_stream_is_written_where_it_is(name, tmp_path):
    """A log keeps what it has, and what comes behind follows."""
    (tmp_path / "log").write_text("before\n")
    stream = "2" if name.endswith(("stderr", "2")) else "1"
    shell(f"(kpov {' '.join(QUESTION)} -o {name}; echo after >&{stream}) {stream}>> log", cwd=tmp_path)
    assert (tmp_path / "log").read_text() == f"before\n{run(*QUESTION).out}after\n"


def test_a_descriptor_that_is_closed_cannot_be_written():
    assert call(*QUESTION, "-o", "/dev/fd/987").code == 74


def test_a_closed_stdout_cannot_be_written():
    assert shell(f"kpov {' '.join(QUESTION)} -o /dev/stdout >&-").code == 74


def test_a_file_with_two_names_stays_one(tmp_path):
    file, other = tmp_path / "a.csv", tmp_path / "b.csv"
    file.write_text("before" * 10_000)
    other.hardlink_to(file)
    assert call(*QUESTION, "-o", str(file)).code == 0
    assert file.samefile(other)
    assert other.read_text() == call(*QUESTION, "-f", "csv").out


@pytest.mark.parametrize("before", [None, 0o664])
def test_nobody_else_reads_it_before_it_is_whole(before, tmp_path, monkeypatch):
    file = tmp_path / "answer.csv"
    if before:
        file.write_text("before")
        file.chmod(before)
    modes = []
    chmod, replace = os.chmod, os.replace
    monkeypatch.setattr(os, "chmod", lambda at, mode: (modes.append(mode_of(at)), chmod(at, mode)))
    monkeypatch.setattr(os, "replace", lambda at, to: (modes.append(mode_of(at)), replace(at, to)))
    umask = os.umask(0o022)
    try:
        assert call(*QUESTION, "-o", str(file)).code == 0
    finally:
        os.umask(umask)
    assert modes == [0o600, before or 0o644]


def mode_of(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_the_folder_is_synced(tmp_path, monkeypatch):
    kinds = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: kinds.append(os.fstat(descriptor).st_mode))
    call(*QUESTION, "-o", str(tmp_path / "answer.csv"))
    assert list(map(stat.S_ISDIR, kinds)) == [False, True]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    "line",
    [
        "survey describe s.csv --welfare y -o s.csv",
        "survey describe s.csv --welfare y -o link.csv",
        "survey describe . --welfare y -o s.csv",
        "survey describe s*.csv --welfare y -o s.csv",
        "survey compare s.csv other.csv --welfare y -o other.csv",
        "survey estimate s.csv --welfare y --line-table other.csv -o other.csv",
        "survey estimate s.csv --design other.csv -o other.csv",
        "survey estimate s.csv --welfare y --measure mean --write-design s.csv",
        "show 2024 --figures other.csv -o other.csv",
        "show 2024 --areas other.csv -o other.csv",
    ],
)
def test_a_file_that_is_read_is_not_written(line, language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("s.csv", "other.csv"):
        (tmp_path / name).write_text("y\n1\n2\n")
    (tmp_path / "link.csv").symlink_to("s.csv")
    done = call(*line.split(), "--lang", language)
    assert done.code == 2
    assert ("is read" if language == "en" else "dibaca") in done.err
    assert [(tmp_path / name).read_text() for name in ("s.csv", "other.csv")] == ["y\n1\n2\n"] * 2


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("survey estimate s.csv --welfare y --write-design d.csv -o d.csv", "--write-design"),
        ("survey estimate s.csv --welfare y --write-design d.csv -o ./link.csv", "--write-design"),
        ("survey describe . --welfare y -o new.csv", "survey ."),
        ("survey describe folder --welfare y -o folder/new.XLSX", "survey folder"),
        ("survey describe folder/*.csv --welfare y -o folder/new.csv", "survey folder/*.csv"),
        ("survey compare s.csv folder --welfare y -o folder/new.csv", "survey folder"),
    ],
)
def test_an_answer_takes_no_place_of_a_design_and_joins_no_survey(
    line, word, language, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("s.csv", "folder/s.csv"):
        (tmp_path / name).write_text("y\n1\n2\n")
    (tmp_path / "link.csv").symlink_to("d.csv")
    done = call(*line.split(), "--lang", language)
    assert done.code == 2
    assert word.replace("survey", "survey" if language == "en" else "survei") in done.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder", "link.csv", "s.csv", "s.csv"]


@pytest.mark.parametrize(
    "line",
    [
        "survey describe folder --welfare y -o folder/new.md",
        "survey describe folder/s*.csv --welfare y -o folder/new.csv",
        "survey describe folder --welfare y -o new.csv",
        "survey describe folder/s.csv --welfare y -o folder/new.csv",
        "survey estimate s.csv --welfare y --measure mean --write-design /dev/null -o /dev/null",
    ],
)
def test_an_answer_beside_a_survey_is_written(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("s.csv", "folder/s.csv"):
        (tmp_path / name).write_text("y\n1\n2\n")
    assert call(*line.split()).code == 0


@pytest.mark.parametrize(("limit", "most"), [("MOST_ROWS", 3), ("MOST_CHARACTERS", 5)])
@pytest.mark.parametrize("language", ["en", "id"])
def test_what_a_sheet_cannot_hold_is_refused(limit, most, language, tmp_path, monkeypatch):
    """Nothing is lost in silence; CSV has room."""
    file = tmp_path / "answer.xlsx"
    monkeypatch.setattr(f"kaltim_poverty.render.workbook.{limit}", most)
    done = call(*QUESTION, "-o", str(file), "--lang", language)
    assert done.code == 74
    assert f"-o {'FILE' if language == 'en' else 'BERKAS'}.csv" in done.err
    assert not file.exists()


def test_the_limits_of_a_sheet():
    from kaltim_poverty.render import workbook

    assert (workbook.MOST_ROWS, workbook.MOST_CHARACTERS) == (1_048_576, 32_767)
