"""What is not installed, or not in the folder: a sentence that says where it is, and exit code 3."""

from __future__ import annotations

import subprocess
import sys

from support import environment

from kaltim_poverty import __version__
from kaltim_poverty.parts import archive, part_of

ESTIMATE = ["survey", "estimate", "examples/survey.csv", "--welfare", "percapita", "--line", "833955"]
PROGRAM = """\
import sys
sys.modules |= dict.fromkeys({packages!r})  # for Python they are not there
{before}
from kaltim_poverty.cli.main import main
sys.exit(main({arguments!r}))
"""
FOLDER = "sys.frozen = True"


def without(packages, arguments, before=""):
    """The exit code and the errors of a command on a computer that lacks packages."""
    program = PROGRAM.format(packages=packages.split(), arguments=arguments, before=before)
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_package_that_is_not_installed_is_named():
    assert without("duckdb _duckdb", ESTIMATE) == (
        3,
        "kpov: this command needs duckdb, which is not installed: pip install duckdb\n",
    )


def test_in_a_folder_the_archive_of_the_part_is_named():
    code, said = without("numpy", ["grouped", "estimate", "--gini", "0.3", "--lang", "id"], FOLDER)
    assert code == 3
    assert said == (
        "kpov: perintah ini memerlukan numpy, yang ada di bagian lain dari kpov: "
        f"ekstrak {archive('survey', __version__)} dari rilis yang sama di tempat kpov diekstrak\n"
    )


def test_a_picture_in_a_folder_without_its_part_names_the_archive(tmp_path):
    question = ["trend", "p0", "2015..2024", "-q", "-o", str(tmp_path / "a.svg")]
    code, said = without("vl_convert", question, FOLDER)
    assert code == 3
    assert f"unzip {archive('report', __version__)} of the same release" in said
    assert without("vl_convert", question)[1].endswith("pip install 'kaltim-poverty[report]'\n")


def test_a_module_that_no_part_has_is_a_fault_of_kpov():
    code, said = without("kaltim_poverty.cli.gap", ["gap", "2024"])
    assert code == 70
    assert "ModuleNotFoundError" in said


def test_archives_are_named_after_their_system(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert archive(None, "1.2.3") == "kpov-1.2.3-win64.zip"
    assert archive("survey", "1.2.3") == "kpov-1.2.3-win64-survey.zip"


def test_a_module_belongs_to_the_part_of_its_package():
    assert {name: part_of(name) for name in ("scipy.optimize", "_duckdb", "vl_convert", "click")} == {
        "scipy.optimize": "grouped",
        "_duckdb": "survey",
        "vl_convert": "report",
        "click": None,
    }
