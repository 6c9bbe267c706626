"""Upper bounds of dependencies, by the rule of CONTRIBUTING: where a major version broke kpov before."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[2]
BROKE = {"click": 8, "duckdb": 2}  # the last major version that the tests have run with
SPARK = {"pyspark": 4, "pyspark-client": 4, "pandas": 2}  # of the extras for Spark: what goes with it
EXACT = {"dbfread": "2.0.7"}  # whose own parser `dbase.py` extends
BOUNDED = BROKE | SPARK


def requirements():
    """What kpov needs, with its extras for users, by the name of the package."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    users = [each for name, needed in extras.items() if name not in ("all", "dev") for each in needed]
    return [Requirement(each) for each in [*project["dependencies"], *users]]


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_a_dependency_has_an_upper_bound_if_a_new_major_version_broke_kpov(requirement):
    upper = {each.operator + each.version for each in requirement.specifier if each.operator[0] in "<=~"}
    if requirement.name in EXACT:
        assert upper == {f"=={EXACT[requirement.name]}"}
    elif requirement.name in BOUNDED:
        assert upper == {f"<{BOUNDED[requirement.name] + 1}"}
    else:
        assert upper == set()


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_a_dependency_has_a_lower_bound(requirement):
    assert {each.operator for each in requirement.specifier} & {">=", "=="}


@pytest.mark.parametrize("name", BROKE)
def test_the_tests_run_within_the_bound(name):
    """With `pip install ".[dev]"` this is the newest version that the bound allows."""
    assert int(version(name).partition(".")[0]) <= BROKE[name]


def test_the_rule_is_written_down():
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "An upper bound stands where a new major version has broken kpov before, and nowhere else" in text
