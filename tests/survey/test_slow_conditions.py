"""Conditions have a clock: what takes longer is interrupted and refused."""

from __future__ import annotations

import gzip
import time

import numpy as np
import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.columns import Columns
from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.opening import open_table
from kaltim_poverty.survey.read.rows.raw_rows import RawRows, time_allowed
from kaltim_poverty.words import LANGUAGES

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1"
SLOW = " or ".join(f"regexp_matches(t, '(a|aa)*{place}b')" for place in range(100))
COLUMNS = Columns("y", None, None, (), (), None, None, (), ())
LONG = 600.0  # seconds that no test has


@pytest.fixture
def engine():
    engine = Engine()
    yield engine
    engine.close()


def raw_rows(engine, seconds, *, where=None, eligible=None):
    """Rows with a text that a condition looks at."""
    table = open_table(engine, {"y": np.arange(100_000.0), "t": ["a" * 60] * 100_000})
    return RawRows(engine, table, COLUMNS._replace(eligible=eligible), where, seconds=seconds)


def test_a_statement_that_takes_too_long_is_interrupted(engine):
    with pytest.raises(TimeoutError), engine.within_time(0.05):
        engine.run(ENDLESS)
    assert engine.one("SELECT 1") == (1,)


def test_a_statement_that_begins_too_late_is_interrupted(engine):
    def run_late():
        time.sleep(0.2)
        engine.run(ENDLESS)

    with pytest.raises(TimeoutError), engine.within_time(0.01):
        run_late()


def test_what_is_done_in_time_is_not_touched(engine):
    with engine.within_time(LONG):
        assert engine.one("SELECT 1") == (1,)
    with pytest.raises(engine.errors), engine.within_time(LONG):
        engine.run("SELECT nothing")


@pytest.mark.parametrize("role", ["where", "eligible"])
def test_a_condition_that_takes_too_long_is_refused(engine, role):
    with pytest.raises(InputError) as refused:
        raw_rows(engine, 0.05, **{role: SLOW}).load("error")
    assert refused.value.key == "where_slow"
    for language in LANGUAGES:
        assert "within 1 seconds" in (said := refused.value.text(language)) or "dalam 1 detik" in said


def test_a_condition_that_is_done_in_time_holds(engine):
    assert raw_rows(engine, None, where="y < 10").load("error").outside == 99_990


def test_no_clock_runs_without_a_condition(engine):
    assert raw_rows(engine, 0.0).load("error").rows == 100_000


def test_there_is_a_minute_and_one_more_for_each_million_rows():
    assert [time_allowed(rows) for rows in (0, 1_000_000, 200_000_000)] == pytest.approx([60, 120, 12060])


def write(engine, path):
    """A file of 1,000 rows as short as they can be."""
    if path.suffix == ".parquet":
        engine.run(f"COPY (SELECT 1 AS y FROM range(1000)) TO '{path}'")
    elif path.suffix == ".dta":
        pyreadstat = pytest.importorskip("pyreadstat", reason="writes Stata files")
        pandas = pytest.importorskip("pandas", reason="writes Stata files")
        pyreadstat.write_dta(pandas.DataFrame({"y": [1] * 1000}), str(path))
    else:
        path.write_text("y\n" + "1\n" * 1000, encoding="utf-8")


@pytest.mark.parametrize("name", ["y.csv", "y.parquet", "y.dta"])
def test_no_file_has_more_rows_than_are_reckoned_with(engine, tmp_path, name):
    write(engine, tmp_path / name)
    reckoned = open_table(engine, str(tmp_path / name), columns=["y"]).rows_at_most()
    assert 1000 <= reckoned <= 1002
    twice = open_table(engine, [str(tmp_path / name)] * 2, columns=["y"]).rows_at_most()
    assert twice == 2 * reckoned


def test_a_compressed_file_is_reckoned_with_by_what_text_of_numbers_shrinks_to(engine, tmp_path):
    text = "y,weight\n" + "".join(f"{place * 7919 % 100000},{place * 31 % 997}\n" for place in range(1000))
    (tmp_path / "y.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert open_table(engine, str(tmp_path / "y.csv.gz")).rows_at_most() >= 1000


def test_rows_in_memory_are_counted(engine):
    assert open_table(engine, {"y": np.arange(1234.0)}).rows_at_most() == 1234
