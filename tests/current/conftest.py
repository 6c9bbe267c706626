"""A data folder of the test's own, the downloads that people have, and a service that runs here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kaltim_poverty.current import service

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


@pytest.fixture
def bps(tmp_path, monkeypatch):
    """A running server, the user's token, and no patience."""
    import server as servers

    monkeypatch.setattr(service, "PAUSE", 0.0)
    monkeypatch.setattr(service, "WAITS", (0.01, 0.01, 0.01))
    monkeypatch.setattr(service, "LONGEST_WAIT", 0.05)
    monkeypatch.setenv("KPOV_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("KPOV_BPS_TOKEN", servers.TOKEN)
    with servers.running() as running:
        monkeypatch.setenv("KPOV_BPS_URL", f"http://127.0.0.1:{running.server_address[1]}")
        yield running.answers
