"""One environment for all tests: no colours, no own variables, no locale of the machine they run on."""

from __future__ import annotations

import os

import pytest
from support import UNSET


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """Tests in this process see what `support.environment` gives to the others."""
    for name in [*UNSET, *(name for name in os.environ if name.startswith(("KPOV_", "LC_")))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KPOV_DATA", "")  # nobody's data folder
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def write(tmp_path):
    """Write a file of one's own and get its path: text as UTF-8, bytes as they are."""

    def write_file(content, name="own.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write_file
