"""A clean environment, kpov in this process, and files of one's own."""

from __future__ import annotations

import io
import os
import sys
from typing import NamedTuple

import pytest

from kaltim_poverty.cli.main import main


class Run(NamedTuple):
    """What a run left behind."""

    out: str
    err: str
    code: int

    @property
    def rows(self):
        """The cells of the lines behind the header of a TSV answer."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No variables of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith(("KPOV_", "_KPOV_", "LC_"))]:
        monkeypatch.delenv(name)
    for name in ("COLUMNS", "LANGUAGE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def kpov(monkeypatch):
    """Run a command line in this process: ``kpov("programme", "list")`` or with stdin as text."""

    def run(*arguments, stdin=""):
        streams = [io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8") for text in (stdin, "", "")]
        with monkeypatch.context() as patched:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            code = main([str(argument) for argument in arguments])
            for stream in streams[1:]:
                stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
        return Run(out, err, code)

    return run


@pytest.fixture
def write(tmp_path):
    """Write a file of one's own and get its path."""

    def write_file(text, name="own.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_file
