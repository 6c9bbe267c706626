"""A data folder of the test's own, and the downloads that people have."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(__file__))
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "bps"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder that does not exist yet."""
    path = tmp_path / "data"
    monkeypatch.setenv("KPOV_DATA", str(path))
    return path


@pytest.fixture
def districts():
    """A table of districts, of which the bundle has ten."""
    return str(EXAMPLES / "p0-kabupaten-2025.csv")


@pytest.fixture
def provinces():
    """A table of provinces, all of which the bundle has."""
    return str(EXAMPLES / "p0-2024.csv")
