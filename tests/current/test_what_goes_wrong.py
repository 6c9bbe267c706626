"""Packs, folders and options that are not as they should be: a sentence, an exit code, nothing half done."""

from __future__ import annotations

import csv
import errno
import io
import os
import shutil
import socket
import time
import zipfile
from hashlib import sha256

import pytest
from support import call

from kaltim_poverty import current
from kaltim_poverty.current import packs, service
from kaltim_poverty.errors import InputError, ServiceError


def files_of(pack):
    """The files of a pack by name."""
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path, files):
    """A pack of these files whose list says that they are as they should be."""
    listed = "".join(
        f"{name},{sha256(data).hexdigest()}\n"
        for name, data in sorted(files.items())
        if name != "contents.csv"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, "contents.csv": f"version,1\n{listed}".encode()}.items():
            archive.writestr(name, data)
    return str(path)


@pytest.fixture
def pack(folder, districts, tmp_path):
    """The files of a pack with three figures."""
    current.import_figures(districts, keep="new")
    current.export(str(tmp_path / "pack.zip"))
    return files_of(tmp_path / "pack.zip")


def with_cell(data, column, text):
    """A table with another text in a column of its first row."""
    header, first, *rest = csv.reader(io.StringIO(data.decode()))
    first[header.index(column)] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, first, *rest])
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("area", "9999"),
        ("period", "2025-13"),
        ("locality", "suburb"),
        ("indicator", "p9"),
        ("value", "many"),
        ("value", "NaN"),
        ("value", "Infinity"),
    ],
)
def test_a_pack_with_a_figure_that_cannot_be_is_refused(pack, tmp_path, column, text):
    """Though its list of files says that all is well."""
    files = {**pack, "figures/75.csv": with_cell(pack["figures/75.csv"], column, text)}
    with pytest.raises(InputError) as caught:
        current.import_figures(repacked(tmp_path / "spoilt.zip", files))
    assert caught.value.key == "pack_damaged"


def test_a_pack_whose_source_has_not_the_bytes_that_it_names_is_refused(pack, tmp_path):
    [received] = [name for name in pack if name.startswith("received/")]
    for files in (
        {**pack, received: pack[received] + b" "},
        {name: data for name, data in pack.items() if name != received},
    ):
        with pytest.raises(InputError) as caught:
            current.import_figures(repacked(tmp_path / "spoilt.zip", files))
        assert caught.value.key == "pack_damaged"


def test_a_pack_that_inflates_to_too_much_is_refused(pack, tmp_path, monkeypatch):
    path = repacked(tmp_path / "pack.zip", pack)
    monkeypatch.setattr(packs, "MOST_BYTES", 2**20)
    assert current.import_figures(path, every=True)
    monkeypatch.setattr(packs, "MOST_BYTES", 100)
    with pytest.raises(InputError) as caught:
        current.import_figures(path)
    assert caught.value.key == "not_small"


def test_bytes_that_begin_like_an_archive_are_no_pack():
    assert not packs.is_pack(b"PK\x03\x04" + bytes(50))
    assert not packs.is_pack(b"area,value\n")


def test_a_folder_that_cannot_be_emptied_says_why(folder, districts, monkeypatch):
    current.import_figures(districts, keep="new")

    def full(path, *_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    monkeypatch.setattr(shutil, "rmtree", full)
    done = call("data", "forget", "all")
    assert (done.out, done.code) == ("", 74)
    assert str(folder) in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--tidy", "--keep", "new"), 2),
        (("--parent", "Samarinda"), 2),
        (("--parent", "Atlantis"), 4),
        (("--indicator", "p9"), 2),
        (("--year", "soon"), 2),
        (("--round", "april"), 2),
        (("--decimal", ";"), 2),
        (("--keep", "some"), 2),
    ],
)
def test_options_of_an_import_that_cannot_be(folder, districts, options, code, language):
    done = call("import", districts, *options, "--lang", language)
    assert (done.out, done.code) == ("", code)
    assert options[-1] in done.err or options[0] in done.err
    assert len(done.err.splitlines()) <= 2
    assert not folder.exists()


def test_a_table_without_a_figure_is_nothing(write):
    table = write(
        "Provinsi,Persentase Penduduk Miskin (P0) Menurut Provinsi (Persen)\n,2024\nACEH,...\n", "a.csv"
    )
    done = call("import", table)
    assert (done.out, done.code) == ("", 4)
    assert "a.csv" in done.err


def test_a_connection_is_closed_whether_or_not_an_answer_began():
    """By what reads from it, or with the question that could not be sent."""
    for began in (False, True):
        ours, theirs = socket.socketpair()
        connection = service.Bounded(ours, time.monotonic() + 60)
        reader = connection.makefile("rb") if began else None
        connection.close()
        assert (ours.fileno() == -1) != began
        if reader:
            reader.close()
        assert ours.fileno() == -1
        theirs.close()


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (TimeoutError(), "service_slow"),
        (ConnectionResetError(), "service_cut"),
        (BrokenPipeError(), "service_cut"),
        (OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH)), "service_unreachable"),
        (service.http.client.IncompleteRead(b""), "service_cut"),
        (service.urllib.error.URLError(TimeoutError()), "service_slow"),
        (service.urllib.error.URLError(ConnectionResetError()), "service_cut"),
    ],
)
def test_each_way_in_which_a_connection_fails_has_its_sentence(monkeypatch, error, key):
    """In both languages, without the address that holds the token."""

    class Opener:
        def open(self, *_, **__):
            raise error

    monkeypatch.setattr(service.urllib.request, "build_opener", lambda *_: Opener())
    monkeypatch.setattr(service, "WAITS", ())
    monkeypatch.setenv("KPOV_BPS_URL", "https://webapi.bps.go.id")
    monkeypatch.setenv("KPOV_BPS_TOKEN", "s3cretT0kenOfMine123")
    with pytest.raises(ServiceError) as caught:
        current.fetch("98", years="2024")
    assert caught.value.key == key
    for language in ("en", "id"):
        assert "s3cret" not in caught.value.text(language)
