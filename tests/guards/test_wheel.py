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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from this source tree, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    (file,) = folder.glob("*.whl")
    return file


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
