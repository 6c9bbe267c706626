"""The scripts of examples/ run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from shell import ROOT, environment

EXAMPLES = ROOT / "examples"
SHELL = sorted(EXAMPLES.glob("*.sh"))
PYTHON = sorted(EXAMPLES.glob("*.py"))


def run(command, folder):
    """What a script prints; it must not fail."""
    done = subprocess.run(
        command, cwd=folder, env=environment({}), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_shell_scripts_run(script, tmp_path):
    """Each script answers with its defaults, from another folder, in whatever the system's sh is."""
    if "jq " in script.read_text(encoding="utf-8") and shutil.which("jq") is None:
        pytest.skip("needs jq, which is not installed")

    assert run(["sh", str(script)], tmp_path).strip()


@pytest.mark.parametrize("script", PYTHON, ids=lambda path: path.name)
def test_python_scripts_run(script, tmp_path):
    """Each script answers with its defaults, from another folder."""
    assert run([sys.executable, str(script)], tmp_path).strip()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such right")
@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_shell_scripts_can_be_started(script):
    """They have their right to run and name their shell."""
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")


@pytest.mark.parametrize("script", [*SHELL, *PYTHON], ids=lambda path: path.name)
def test_scripts_are_described(script):
    """The README of the examples links each."""
    assert f"[{script.name}]({script.name})" in (EXAMPLES / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
def test_the_gate_stops(tmp_path):
    """Figures that contradict each other end with 1, a refused file with 3."""
    figures = (EXAMPLES / "own" / "figures.csv").read_text(encoding="utf-8")
    wrong, refused = tmp_path / "wrong.csv", tmp_path / "refused.csv"
    wrong.write_text(figures.replace("poor_count,4.31", "poor_count,4.13"), encoding="utf-8")
    refused.write_text(figures.replace("p0,8.10", "p0,810"), encoding="utf-8")
    gate, areas = str(EXAMPLES / "gate.sh"), str(EXAMPLES / "own" / "areas.csv")

    codes = [
        subprocess.run(
            ["sh", gate, str(file), areas], env=environment({}), capture_output=True, check=False
        ).returncode
        for file in (EXAMPLES / "own" / "figures.csv", wrong, refused)
    ]

    assert codes == [0, 1, 3]
