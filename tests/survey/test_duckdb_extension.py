"""DuckDB's extension does what its package does."""

from __future__ import annotations

import subprocess
import sys

import duckdb
from support import TIMEOUT, environment

from kaltim_poverty.survey.read.duckdb_extension import duckdb_extension


def test_the_extension_is_what_the_package_shows():
    extension = duckdb_extension()
    assert extension is not duckdb
    for name in ("connect", "Error", "OutOfMemoryException"):
        assert getattr(extension, name) is getattr(duckdb, name)


def test_without_it_the_package_is_taken(monkeypatch):
    monkeypatch.setitem(sys.modules, "_duckdb", None)
    assert duckdb_extension() is duckdb


def test_a_file_needs_no_more_than_the_extension_and_a_frame_gets_the_package(tmp_path):
    (tmp_path / "s.csv").write_text("y,h\n1,2\n3,4\n")
    program = (
        "import sys; from kaltim_poverty import survey\n"
        "one = survey.estimate('s.csv', welfare='y', line=2, measure='p0')\n"
        "assert '_duckdb' in sys.modules and 'duckdb' not in sys.modules\n"
        "two = survey.estimate({'y': [1, 3]}, welfare='y', line=2, measure='p0')\n"
        "assert 'duckdb' in sys.modules and one.rows == two.rows"
    )
    subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment(), timeout=TIMEOUT, check=True
    )
