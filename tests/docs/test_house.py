"""What stands at the top of the project agrees with the package."""

from __future__ import annotations

import os
import re

import pytest
from shell import ROOT

import kaltim_poverty


def read(name):
    """The text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_two_commands_do_all_the_set_up():
    """The README's sh blocks are two, a line each: one installs and runs, one installs and tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)

    assert [block.count("\n") for block in blocks] == [1, 1]
    assert blocks[0].strip().endswith("kpov compare 2023 2024")
    assert "pytest" in blocks[1]


def test_the_public_workflow_runs_the_command_of_the_readme():
    """It can't test something else."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)

    assert f"run: {blocks[1].strip()}\n" in read(".github/workflows/ci.yml")


def test_the_version_is_the_same_everywhere():
    """Package, citation, changelog and README."""
    version = kaltim_poverty.__version__

    assert f"\nversion: {version}\n" in read("CITATION.cff")
    assert f"\n## [{version}]" in read("CHANGELOG.md")
    assert f"version {version}." in read("README.md")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such right")
def test_the_check_of_everything_can_be_started():
    """.ci/run has its right to run."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
