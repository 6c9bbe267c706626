"""The data folder: what is kept, how answers say so, and how it survives damage, crowds and full disks."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from support import TIMEOUT, call, environment

from kaltim_poverty import compare, current, listing, show
from kaltim_poverty.current import writing
from kaltim_poverty.errors import InputError, NotFoundError, OutputError, UsageError
from kaltim_poverty.published import data_folder, periods
from kaltim_poverty.published.periods import Period

NEW_DISTRICTS = {"7502": "14.89", "7505": "15.89", "7571": "5.31"}  # of examples/bps/p0-kabupaten-2025.csv


def shown(area, **question):
    """The value of an area in March 2025 as a text."""
    return [str(row.value) for row in show(2025, area=area, indicator="p0", **question)]


def files_in(folder):
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_without_keep_nothing_is_kept(folder, districts):
    answer = current.import_figures(districts)
    assert [(row.area, row.status) for row in answer] == [(area, "new") for area in NEW_DISTRICTS]
    assert not folder.exists()


def test_what_was_kept_answers_questions_and_is_said(folder, districts):
    current.import_figures(districts, keep="new")
    assert {area: shown(area) for area in NEW_DISTRICTS} == {
        area: [value] for area, value in NEW_DISTRICTS.items()
    }
    answer = show(2025, area="7502,75", indicator="p0")
    [said] = [each for each in answer.notes if each.code == "from_data_folder"]
    assert str(said).startswith("1 figure is from your data folder (BPS table 621, received ")
    [source] = [each for each in answer.sources if each.kind == "imported"]
    assert source.sha256 == sha256(Path(districts).read_bytes()).hexdigest()
    assert (folder / "received" / f"{source.sha256}.csv").read_bytes() == Path(districts).read_bytes()


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv", "tsv", "ndjson", "excel-csv"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_format_says_where_a_figure_is_from(folder, districts, form, language):
    current.import_figures(districts, keep="new")
    done = call("show", "2025", "--area", "7502", "-f", form, "--lang", language)
    text = " ".join((done.out + done.err).split())
    assert ("BPS table 621, received" if language == "en" else "tabel BPS 621, diterima") in text.replace(
        "\\", ""
    )


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_files_for_people_say_it_too(folder, districts, form, tmp_path):
    current.import_figures(districts, keep="new")
    done = call("show", "2025", "--area", "7502", "-o", str(tmp_path / f"a.{form}"))
    with zipfile.ZipFile(tmp_path / f"a.{form}") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert done.code == 0
    assert "BPS table 621, received" in text


def test_an_answer_that_does_not_rest_on_it_is_as_before(folder, districts):
    before = call("compare", "2023", "2024", "-f", "json").out
    current.import_figures(districts, keep="new")
    assert call("compare", "2023", "2024", "-f", "json").out == before


def test_bundle_only_gives_the_bytes_of_the_bundle(folder, districts, monkeypatch):
    """Even where the folder revised a figure."""
    line = ("show", "2025", "--area", "6401,75", "-f", "json")
    bundle = call(*line).out
    revised = Path(districts).read_text().replace("Paser,8.13", "Paser,8.23")
    call("import", "-", "--keep", "all", stdin=revised)
    assert call(*line).out != bundle
    assert call(*line, "--bundle-only").out == bundle
    monkeypatch.setenv("KPOV_DATA", "")
    assert call(*line).out == bundle


def test_a_folder_that_is_left_out_keeps_nothing(districts, monkeypatch):
    monkeypatch.setenv("KPOV_DATA", "")
    with pytest.raises(UsageError, match="KPOV_DATA"):
        current.import_figures(districts, keep="new")
    assert call("data", "path").code == 2


def test_the_folder_is_private_and_where_the_system_keeps_data(folder, districts, monkeypatch, tmp_path):
    current.import_figures(districts, keep="new")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    monkeypatch.delenv("KPOV_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert data_folder.location() == str(tmp_path / "kpov")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert data_folder.location().endswith("/Library/Application Support/kpov")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "C:\\Data")
    assert data_folder.location().startswith("C:\\Data")


def test_without_a_folder_a_question_looks_for_it_once(monkeypatch, tmp_path):
    """One stat, and nothing else below its place."""
    place, asked = str(tmp_path / "nowhere"), []
    monkeypatch.setenv("KPOV_DATA", place)
    for name in ("stat", "open", "listdir", "scandir"):
        monkeypatch.setattr(os, name, counted(getattr(os, name), place, asked))
    monkeypatch.setattr("builtins.open", counted(open, place, asked))
    compare("2023", "2024")
    assert len(asked) == 1


def counted(function, place, asked):
    """A function that notes when it is asked about a place."""

    def asking(path, *arguments, **options):
        if str(path).startswith(place):
            asked.append(path)
        return function(path, *arguments, **options)

    return asking


def test_undo_takes_out_what_was_kept_last(folder, districts):
    current.import_figures(districts, keep="new")
    revised = folder.parent / "revised.csv"
    revised.write_text(Path(districts).read_text().replace("Gorontalo,14.89", "Gorontalo,14.99"))
    current.import_figures(str(revised), keep="all")
    assert shown("7502") == ["14.99"]
    [undone] = current.undo()
    assert (undone.command, undone.table, undone.new, undone.revised) == ("kpov import", "621", 0, 1)
    assert shown("7502") == ["14.89"]
    with pytest.raises(NotFoundError, match="no change"):
        current.undo()


def test_undo_of_the_first_keep_leaves_no_figure(folder, districts):
    current.import_figures(districts, keep="new")
    current.undo()
    with pytest.raises(NotFoundError):
        show(2025, area="7502")
    assert not list((folder / "received").glob("*"))


def test_a_table_can_be_forgotten_and_brought_back(folder, districts):
    current.import_figures(districts, keep="new")
    [row] = current.forget("621")
    assert (row.table, row.figures, row.state) == ("621", 3, "forgotten")
    with pytest.raises(NotFoundError):
        show(2025, area="7502")
    current.undo()
    assert shown("7502") == ["14.89"]
    with pytest.raises(NotFoundError, match="621"):
        current.forget("622")


def test_the_list_has_tables_with_what_they_hold(folder, districts):
    with pytest.raises(NotFoundError, match="keep new"):
        current.list_data()
    current.import_figures(districts, keep="new")
    [row] = current.list_data()
    assert row[:4] if isinstance(row, tuple) else (row.table, row.indicator, row.figures) == ("621", "p0", 3)
    assert (row.first_period, row.last_period, row.state) == (Period(2025, 3), Period(2025, 3), "used")
    assert call("data", "path").out == f"{folder}\n"


def test_a_newer_bundle_wins_for_what_it_has(folder, districts, monkeypatch):
    revised = Path(districts).read_text().replace("Paser,8.13", "Paser,8.23")
    call("import", "-", "--keep", "all", stdin=revised)
    assert shown("6401") == ["8.23"]
    monkeypatch.setattr(data_folder, "BUNDLE_RELEASED", "2099-01-01")
    assert shown("6401") == ["8.13"]
    assert shown("7502") == ["14.89"]


def test_a_pack_serves_an_office(folder, districts, monkeypatch, tmp_path):
    """With the date, the number and the bytes of what a colleague received."""
    current.import_figures(districts, keep="new")
    [kept] = current.list_data()
    pack = str(tmp_path / "figures.zip")
    current.export(pack)
    again = tmp_path / "again.zip"
    current.export(str(again))
    assert again.read_bytes() == Path(pack).read_bytes()
    monkeypatch.setenv("KPOV_DATA", str(tmp_path / "other"))
    monkeypatch.setattr("kaltim_poverty.current.keeping.now", lambda: "2031-01-01T00:00:00+0000")
    assert [row.status for row in current.import_figures(pack)] == ["new"] * 3
    current.import_figures(pack, keep="new")
    [row] = current.list_data()
    assert row == kept
    assert files_in(tmp_path / "other" / "received") == files_in(folder / "received")


@pytest.mark.parametrize("fault", ["cut", "changed", "without a file", "newer"])
def test_a_damaged_pack_is_refused(folder, districts, tmp_path, fault):
    current.import_figures(districts, keep="new")
    pack, spoilt = tmp_path / "figures.zip", tmp_path / "spoilt.zip"
    current.export(str(pack))
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if fault == "changed":
        files["figures/75.csv"] = files["figures/75.csv"].replace(b"14.89", b"1.489")
    elif fault == "without a file":
        del files["sources.csv"]
    elif fault == "newer":
        files["contents.csv"] = files["contents.csv"].replace(b"version,1", b"version,9")
    with zipfile.ZipFile(spoilt, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    if fault == "cut":
        spoilt.write_bytes(pack.read_bytes()[:-40])
    with pytest.raises(InputError):
        current.import_figures(str(spoilt))


def test_a_pack_with_any_other_byte_is_refused_or_says_the_same(folder, districts, tmp_path, monkeypatch):
    """A hundred bytes in turn, all over the file."""
    current.import_figures(districts, keep="new")
    pack = tmp_path / "pack.zip"
    current.export(str(pack))
    data = pack.read_bytes()
    monkeypatch.setenv("KPOV_DATA", str(tmp_path / "other"))
    good = [tuple(row.__dict__.items()) for row in current.import_figures(str(pack), every=True)]
    keys = set()
    for step in range(100):
        place = step * len(data) // 100
        pack.write_bytes(data[:place] + bytes([data[place] ^ (1 << step % 8)]) + data[place + 1 :])
        try:
            found = [tuple(row.__dict__.items()) for row in current.import_figures(str(pack), every=True)]
        except InputError as error:
            keys.add(error.key)
        else:
            assert found == good, place
    assert "pack_damaged" in keys


DAMAGES = {
    "a changed figure": ("figures/75.csv", lambda data: data.replace(b"14.89", b"1.489")),
    "a cut table": ("sources.csv", lambda data: data[:-30]),
    "a missing table": ("figures/75.csv", lambda _: None),
    "a missing list": ("contents.csv", lambda _: None),
    "a broken list": ("contents.csv", lambda _: b"\xff\xfe"),
    "an empty list": ("contents.csv", lambda _: b""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_folder_is_never_passed_over(folder, districts, damage):
    """Exit code 3 with the file and the way out, which works."""
    current.import_figures(districts, keep="new")
    name, spoil = DAMAGES[damage]
    data = spoil((folder / name).read_bytes())
    (folder / name).unlink() if data is None else (folder / name).write_bytes(data)
    done = call("show", "2025", "--area", "7502,75")
    assert done.code == 3
    assert os.path.join(str(folder), name) in done.err
    assert call("show", "2025", "--area", "75", "--bundle-only").code == 0
    assert call("data", "forget", "all").code == 0
    assert call("show", "2025", "--area", "75").code == 0


def test_a_folder_of_a_newer_version_is_not_touched(folder, districts):
    current.import_figures(districts, keep="new")
    listed = (folder / "contents.csv").read_text()
    (folder / "contents.csv").write_text(listed.replace("version,1", "version,2"))
    before = files_in(folder)
    for line in (("show", "2025", "--area", "75"), ("import", districts, "--keep", "all"), ("data", "undo")):
        done = call(*line)
        assert done.code == 3
        assert "newer kpov" in done.err
    assert files_in(folder) == before


class FullDisk:
    """Writing fails from the nth byte on."""

    def __init__(self, at):
        self.at, self.write = at, os.fsync

    def __call__(self, descriptor):
        self.at -= 1
        if self.at < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.write(descriptor)


@pytest.mark.parametrize("after", range(9))
def test_a_full_disk_leaves_the_folder_as_it_was(folder, districts, monkeypatch, after):
    """Whichever file it is that has no room."""
    current.import_figures(districts, keep="new")
    revised = folder.parent / "revised.csv"
    revised.write_text(Path(districts).read_text().replace("Gorontalo,14.89", "Gorontalo,14.99"))
    before = files_in(folder)
    monkeypatch.setattr(os, "fsync", FullDisk(after))
    code = call("import", str(revised), "--keep", "all").code
    assert code == (74 if after < 8 else 0)
    assert shown("7502") == (["14.89"] if code else ["14.99"])
    assert not code or files_in(folder) == before


def test_a_folder_that_cannot_be_made_leaves_nothing(folder, districts, monkeypatch):
    monkeypatch.setattr(os, "fsync", FullDisk(0))
    with pytest.raises(OutputError):
        current.import_figures(districts, keep="new")
    assert not folder.exists()


@pytest.mark.parametrize("stop", range(12))
def test_whatever_stops_a_writer_the_folder_is_the_old_or_the_new_one(folder, districts, monkeypatch, stop):
    """The process dies between two steps; the next question and the next writer find a whole folder."""
    current.import_figures(districts, keep="new")
    revised = folder.parent / "revised.csv"
    revised.write_text(Path(districts).read_text().replace("Gorontalo,14.89", "Gorontalo,14.99"))
    steps = iter(range(100))

    class Killed(BaseException):
        pass

    def stopping(function):
        def step(*arguments, **options):
            if next(steps) == stop:
                raise Killed
            return function(*arguments, **options)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stopping(os.replace))
        patched.setattr(writing, "write_new", stopping(writing.write_new))
        with contextlib.suppress(Killed):
            current.import_figures(str(revised), keep="all")
    assert shown("7502") in (["14.89"], ["14.99"])
    revised.write_text(Path(districts).read_text().replace("Gorontalo,14.89", "Gorontalo,14.79"))
    current.import_figures(str(revised), keep="all")
    assert shown("7502") == ["14.79"]
    assert not list(folder.rglob("*.new"))


def test_two_processes_at_once_keep_both(folder, districts, tmp_path):
    """Neither loses what the other kept."""
    other = tmp_path / "line.csv"
    other.write_text(
        "Kabupaten/Kota,Garis Kemiskinan (Rupiah)\n,2025\nGORONTALO,495576\nKota Gorontalo,612345\n"
    )
    lines = [[str(districts)], [str(other)]] * 2
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kaltim_poverty", "import", *line, "--keep", "new", "-q"],
            env=environment(KPOV_DATA=str(folder)),
            stdout=subprocess.DEVNULL,
        )
        for line in lines
    ]
    assert [each.wait(TIMEOUT) for each in running] == [0] * len(lines)
    assert shown("7571") == ["5.31"]
    assert [row.value for row in show(2025, area="7571", indicator="GK")] == [612345]


def test_a_writer_waits_for_another_and_then_says_so(folder, districts, monkeypatch):
    monkeypatch.setattr(writing, "WAIT", 0.2)
    folder.mkdir()
    lock = writing.lock_file(str(folder))
    assert writing.try_lock(lock)
    with pytest.raises(InputError, match="another kpov"):
        current.import_figures(districts, keep="new")
    lock.close()
    current.import_figures(districts, keep="new")


def test_latest_is_never_a_round_to_come(monkeypatch, write):
    """Nor is it for own figures, where it can be asked for by its name."""
    own = write(
        "area,period,locality,indicator,value,source\n64,2098-03,total,p0,4.9,a\n64,2098-03,total,poor_count,200,a\n"
    )
    assert {row.period.year for row in show("latest", figures=own)} == {2026}
    assert [row.value for row in show("2098", figures=own, indicator="p0")] == [
        __import__("decimal").Decimal("4.9")
    ]
    monkeypatch.setattr(periods, "this_month", lambda: Period(2098, 4))
    assert {row.period.year for row in show("latest", figures=own)} == {2098}


def test_a_coarser_figure_of_ones_own_never_replaces_a_finer_one(write):
    own = write(
        "area,period,locality,indicator,value,source\n64,2024-03,total,p0,5.8,a\n64,2024-03,urban,p0,4.4,a\n"
    )
    answer = show(2024, figures=own, indicator="p0", locality="total,urban")
    assert [str(row.value) for row in answer] == ["5.78", "4.4"]
    assert {each.code: each.values["count"] for each in answer.notes} == {
        "coarser_figures": 1,
        "replaced_figures": 1,
    }


def test_every_district_of_indonesia_is_known(write):
    answer = listing("areas")
    assert sum(row.level == "district" for row in answer) == 514
    done = call("show", "--area", "Garut")
    assert done.code == 4
    assert "kpov import" in done.err


def test_damage_in_another_province_is_seen_when_it_is_asked_for(folder, districts):
    current.import_figures(districts, keep="new")
    shutil.rmtree(folder / "figures")
    assert call("compare", "2023", "2024").code == 0
    assert json.loads(call("show", "2025", "-f", "json").out)["rows"]
    assert call("show", "2025", "--area", "7502").code == 3
