"""Commands that a release is made with."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def run(*command: str, **variables: str) -> str:
    """What a command prints.

    Raises:
        SystemExit: with what it said, if it fails.
    """
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **variables},
        cwd=PROJECT,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def fresh_python(folder: Path) -> str:
    """The Python of a new virtual environment that has pip and nothing else."""
    venv.create(folder, with_pip=True)
    return str(programs(folder) / "python")


def programs(environment: Path) -> Path:
    """The folder with the programs of a virtual environment."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


def install_offline(python: str, wheels: Path, *packages: str) -> None:
    """Install packages from a folder of wheels alone, without asking an index."""
    run(python, "-m", "pip", "install", "--quiet", "--no-index", "--find-links", str(wheels), *packages)
