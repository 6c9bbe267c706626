"""What is not installed, or not in the folder: a sentence that says where it is, and exit code 3."""

from __future__ import annotations

import builtins
import sys

import pytest

from kaltim_poverty import __version__
from kaltim_poverty.cli.main import main
from kaltim_poverty.parts import archive, part_of

ESTIMATE = ["survey", "estimate", "examples/survey.csv", "--welfare", "percapita", "--line", "833955"]
REAL_IMPORT = builtins.__import__


@pytest.fixture
def without(monkeypatch):
    """Take a package away."""

    def take(package):
        def imported(name, *others):
            if name.partition(".")[0] == package:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            return REAL_IMPORT(name, *others)

        monkeypatch.setattr(builtins, "__import__", imported)

    return take


def test_a_package_that_is_not_installed_is_named(without, capsys):
    without("duckdb")
    assert main(ESTIMATE) == 3
    assert capsys.readouterr().err == (
        "kpov: this command needs duckdb, which is not installed: pip install duckdb\n"
    )


def test_in_a_folder_the_archive_of_the_part_is_named(without, capsys, monkeypatch):
    without("duckdb")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert main([*ESTIMATE, "--lang", "id"]) == 3
    assert capsys.readouterr().err == (
        "kpov: perintah ini memerlukan duckdb, yang ada di bagian lain dari kpov: "
        f"ekstrak kpov-{__version__}-win64-survey.zip dari rilis yang sama di tempat kpov diekstrak\n"
    )


def test_a_picture_in_a_folder_without_its_part_names_the_archive(without, capsys, monkeypatch, tmp_path):
    without("vl_convert")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert main(["trend", "p0", "2015..2024", "-q", "-o", str(tmp_path / "a.svg")]) == 3
    assert f"unzip {archive('report', __version__)} of the same release" in capsys.readouterr().err


def test_a_module_belongs_to_the_part_of_its_package():
    assert {name: part_of(name) for name in ("scipy.optimize", "_duckdb", "vl_convert", "click")} == {
        "scipy.optimize": "grouped",
        "_duckdb": "survey",
        "vl_convert": "report",
        "click": None,
    }
