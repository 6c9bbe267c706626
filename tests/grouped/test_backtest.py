"""The back-test against an independent program, and what the bundle has stored of it."""

from __future__ import annotations

import math
import re
from pathlib import Path
from statistics import NormalDist, fmean

import numpy as np
import pytest
from reference import DATA, table

import kaltim_poverty as kpov
from kaltim_poverty.grouped import track_record

NORMAL = NormalDist()
PUBLISHED = {  # years: mean absolute error of P0 and pairs of provinces, as the contract has them
    1: {"calculation": (0.926, 340, 0.416), "record": (0.450, 984, 0.524)},
    2: {"calculation": (1.320, 300, 0.636), "record": (0.692, 902, 0.830)},
    3: {"calculation": (1.696, 266, 0.841), "record": (0.919, 858, 1.091)},
    5: {"calculation": (2.512, 198, 1.107), "record": (1.381, 720, 1.569)},
}


@pytest.fixture(scope="module")
def bundle():
    """Every figure of provinces and the nation as floats: indicator → (area, year, month) → value."""
    found = {}
    for file in (DATA / "figures").glob("*.csv"):
        for row in table(file):
            if row["area"] == file.stem and row["locality"] == "total":
                year, month = map(int, row["period"].split("-"))
                found.setdefault(row["indicator"], {})[row["area"], year, month] = float(row["value"])
    return found


@pytest.fixture(scope="module")
def broken():
    """Breaks of P0: area → (from, to) in months."""
    found = {}
    for row in table(DATA / "breaks.csv"):
        if row["indicators"] == "*" or "p0" in row["indicators"].split(";"):
            ends = [int(row[end][:4]) * 12 + int(row[end][5:]) for end in ("from_period", "to_period")]
            found.setdefault(row["area"], []).append(ends)
    return found


def parted(broken, area, year, month, years):
    start, end = year * 12 + month, (year + years) * 12 + month
    return any(first >= start and last <= end for first, last in broken.get(area, ()))


def drift(bundle, broken, year, month):
    """The mean yearly change of ln P0 known at a round, by going through all of them each time."""
    p0, changes = bundle["p0"], []
    for (area, first, round_month), value in p0.items():
        after = p0.get((area, first + 1, round_month))
        known = (first + 1) * 12 + round_month <= year * 12 + month
        if after and known and not parted(broken, area, first, round_month, 1):
            changes.append(math.log(after / value))
    return (fmean(changes), len(changes)) if len(changes) >= 30 else (None, len(changes))


def tried(bundle, broken, years):
    """(kind, basis) → list of (error, error of nothing changes)."""
    p0, gini, found, left_out = bundle["p0"], bundle["gini"], {}, 0
    drifts = {}
    for (area, year, month), value in p0.items():
        truth = p0.get((area, year + years, month))
        if truth is None:
            continue
        if parted(broken, area, year, month, years):
            left_out += 1
            continue
        kind = "nation" if area == "00" else "province"
        found.setdefault((kind, "unchanged"), []).append((value - truth, value - truth))
        if (year, month) not in drifts:
            drifts[year, month] = drift(bundle, broken, year, month)[0]
        d = drifts[year, month]
        if d is not None:
            found.setdefault((kind, "record"), []).append(
                (value * math.exp(years * d) - truth, value - truth)
            )
        key, later = (area, year, month), (area, year + years, month)
        figures = [
            bundle[name].get(each) for name in ("mean_expenditure", "poverty_line") for each in (key, later)
        ]
        if key in gini and None not in figures:
            sigma = math.sqrt(2) * NORMAL.inv_cdf((1 + gini[key]) / 2)
            shift = math.log((figures[3] / figures[2]) / (figures[1] / figures[0])) / sigma
            predicted = 100 * NORMAL.cdf(NORMAL.inv_cdf(value / 100) + shift)
            found.setdefault((kind, "calculation"), []).append((predicted - truth, value - truth))
    return found, left_out


def test_every_number_of_the_back_test(bundle, broken):
    """Against a second program that reads the files itself."""
    rows = {(row.area_type, row.horizon, row.basis): row for row in kpov.scenario(backtest=True)}
    left_out, count = 0, 0
    for years in (1, 2, 3, 5):
        found, some = tried(bundle, broken, years)
        left_out += some
        for (kind, basis), errors in found.items():
            row, own = rows[kind, years, basis], np.array(errors)
            assert row.n == len(errors)
            assert row.mean_error == pytest.approx(own[:, 0].mean(), abs=1e-9)
            assert row.mean_absolute_error == pytest.approx(np.abs(own[:, 0]).mean(), abs=1e-9)
            assert row.p90_absolute_error == pytest.approx(np.quantile(np.abs(own[:, 0]), 0.9), abs=1e-9)
            assert row.unchanged_mean_absolute_error == pytest.approx(np.abs(own[:, 1]).mean(), abs=1e-9)
            count += 1
    assert count == len(rows) == 24
    assert left_out == 48
    notes = [str(each) for each in kpov.scenario(backtest=True).notes]
    assert any("48 pairs are left out" in each for each in notes)


def test_the_numbers_of_the_contract():
    for row in kpov.scenario(backtest=True, area="provinces"):
        if row.basis in PUBLISHED[row.horizon]:
            error, pairs, unchanged = PUBLISHED[row.horizon][row.basis]
            assert (round(row.mean_absolute_error, 3), row.n) == (error, pairs)
            assert round(row.unchanged_mean_absolute_error, 3) == unchanged


def test_what_is_stored_is_current(bundle, broken):
    """`python -m kaltim_poverty.grouped.track_record` would change nothing."""
    rows = {(row.area_type, row.horizon, row.basis): row for row in kpov.scenario(backtest=True)}
    assert track_record.stored().keys() == rows.keys()
    for key, row in track_record.stored().items():
        assert row.n == rows[key].n
        assert row.p90_absolute_error == pytest.approx(rows[key].p90_absolute_error, rel=1e-12)
    for period, stored in track_record.drifts().items():
        mean, pairs = drift(bundle, broken, period.year, period.month)
        assert stored.pairs == pairs
        assert stored.mean == pytest.approx(mean, rel=1e-12)


def test_the_tables_of_the_package_are_those_that_are_written(tmp_path, monkeypatch):
    stored = {file.name: rounded(file) for file in Path(track_record.FOLDER).glob("*.csv")}
    monkeypatch.setattr(track_record, "FOLDER", str(tmp_path))
    track_record.write()
    assert {file.name: rounded(file) for file in tmp_path.iterdir()} == stored
    assert stored.keys() == {"backtest.csv", "drift.csv"}


def rounded(file):
    """The text of a table with ten digits of each number: systems differ in the last one of a logarithm."""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.10g}", file.read_text(encoding="utf-8"))


def test_areas_of_the_back_test():
    nation = kpov.scenario(backtest=True, area="00")
    assert {row.area_type for row in nation} == {"nation"}
    every = {
        (row.horizon, row.basis): row for row in kpov.scenario(backtest=True) if row.area_type == "nation"
    }
    assert all(row == every[row.horizon, row.basis] for row in nation)
    assert nation.fields == (
        "area_type",
        "horizon",
        "basis",
        "n",
        "mean_error",
        "mean_absolute_error",
        "p90_absolute_error",
        "unchanged_mean_absolute_error",
    )
