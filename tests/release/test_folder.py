"""The folder with its own Python: what belongs to which part, its archives, its licences, its limits.

PyInstaller itself takes minutes, and runs when a release is made.
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "release"))
import archives
import folder as folders
import limits
import notices

FILES = {  # by the part that each belongs to
    "kpov": None,
    "README.txt": None,
    "lib/kaltim_poverty/published/data/areas.csv": None,
    "lib/typing_extensions.pyc": None,
    "lib/libssl.so.3": None,
    "lib/_duckdb.abi3.so": "survey",
    "lib/duckdb/__init__.pyc": "survey",
    "lib/numpy.libs/libopenblas.so": "survey",
    "lib/numpy-2.5.5.dist-info/METADATA": "survey",
    "lib/scipy/optimize/__init__.pyc": "grouped",
    "lib/vl_convert/vl_convert.abi3.so": "report",
}


@pytest.fixture
def folder(tmp_path):
    """A folder as PyInstaller leaves it, in small."""
    for name in FILES:
        file = tmp_path / "kpov-0.1.0" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "kpov-0.1.0" / "kpov").chmod(0o755)
    return tmp_path / "kpov-0.1.0"


def test_each_file_is_in_the_part_of_its_package(folder):
    found = {
        file.relative_to(folder).as_posix(): folders.part_of_file(file, folder)
        for file in folders.files_of(folder)
    }
    assert found == FILES


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a right for links")
def test_a_second_name_of_a_library_is_where_the_library_is(folder):
    link = folder / "lib" / "libopenblas.so"
    link.symlink_to("numpy.libs/libopenblas.so")
    assert folders.part_of_file(link, folder) == "survey"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such right")
def test_what_comes_out_of_an_archive_can_be_run(folder, tmp_path):
    file = tmp_path / "kpov.zip"
    archives.write_zip(file, folder, folders.files_of(folder))
    (tmp_path / "out").mkdir()
    found = limits.unzipped(file, tmp_path / "out")
    assert found.name == "kpov-0.1.0"
    assert os.access(found / "kpov", os.X_OK)
    assert not os.access(found / "README.txt", os.X_OK)
    with zipfile.ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def package(site, name, licence):
    """A package as pip installs it."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    record = f"{info.name}/METADATA,,\n"
    if licence:
        (info / "LICENSE").write_text(licence)
        record += f"{info.name}/LICENSE,,\n"
    (info / "RECORD").write_text(record)


def test_the_notices_have_the_licence_of_python_and_of_each_package(tmp_path):
    package(tmp_path, "click", "Copyright 2014 Pallets")
    package(tmp_path, "dbfread", "")  # brings no file: its licence stands beside the script
    package(tmp_path, "pip", "of what only builds")
    text = notices.notices(tmp_path, [])
    for words in (
        "Python Software Foundation",
        "Copyright 2014 Pallets",
        "Ole Martin Bjørndalen",
        "click 1.0",
    ):
        assert words in text
    assert "of what only builds" not in text


def test_a_package_without_a_licence_is_not_passed_on(tmp_path):
    package(tmp_path, "unknown", "")
    with pytest.raises(SystemExit, match=r"no licence is known of unknown 1\.0"):
        notices.notices(tmp_path, [])


def test_what_is_over_its_limit_says_so():
    within, over = limits.Measured("a", 80.0, 80.0, "MB"), limits.Measured("a", 80.01, 80.0, "MB")
    assert (within.is_over, over.is_over) == (False, True)
    assert "TOO MUCH" in str(over)
    assert "TOO MUCH" not in str(within)
