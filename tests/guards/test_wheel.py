"""What is installed: the wheel has the data, the types and nothing that belongs elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import environment

PROJECT = Path(__file__).parents[2]


def built(folder, *kinds):
    """What is built from this source tree, without the network, by the names of the files."""
    command = [sys.executable, "-m", "build", *kinds, "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return {file.name: file for file in folder.iterdir() if file.suffix in (".whl", ".gz")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from this source tree."""
    [file] = built(tmp_path_factory.mktemp("wheel"), "--wheel").values()
    return file


def test_the_same_source_gives_the_same_bytes(wheel, tmp_path_factory):
    """A wheel again."""
    [again] = built(tmp_path_factory.mktemp("again"), "--wheel").values()
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_the_same_source_gives_the_same_source_distribution(tmp_path_factory):
    one, other = (built(tmp_path_factory.mktemp(name), "--sdist") for name in ("one", "other"))
    assert {name: file.read_bytes() for name, file in one.items()} == {
        name: file.read_bytes() for name, file in other.items()
    }


def test_the_metadata_names_versions_of_python_and_systems(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith("METADATA")]
        lines = archive.read(name).decode().splitlines()
    for minor in (11, 12, 13, 14):
        assert f"Classifier: Programming Language :: Python :: 3.{minor}" in lines
    for system in ("MacOS", "Microsoft :: Windows", "POSIX :: Linux"):
        assert f"Classifier: Operating System :: {system}" in lines
    assert "Requires-Dist: click<9,>=8.4" in lines


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_every_file_of_the_package(names):
    package = PROJECT / "kaltim_poverty"
    expected = {
        str(path.relative_to(PROJECT))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if not name.startswith("kaltim_poverty-")} == expected


def test_the_wheel_has_the_figures_of_every_province(names):
    data = {os.path.basename(name) for name in names if "/data/figures/" in name}
    assert {"00.csv", "64.csv", "97.csv"} <= data
    assert len(data) == 39
    assert {
        f"kaltim_poverty/published/data/{name}.csv" for name in ("areas", "breaks", "indicators", "sources")
    } <= names


def test_the_wheel_says_that_it_is_typed_and_under_which_licence(names):
    assert "kaltim_poverty/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_kpov_runs_from_the_wheel(wheel, tmp_path):
    """From the archive unpacked in a folder of its own, away from the source tree."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = "import kaltim_poverty as k; print(k.__file__); print(k.compare('2023', '2024')[0].change)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(tmp_path)),
        check=True,
    )
    where, change = done.stdout.split()
    assert where.startswith(str(tmp_path))
    assert change == "-9.73"
