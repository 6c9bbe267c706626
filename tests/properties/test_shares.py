"""Shares, Lorenz ordinates and quantiles fit together, from a table to its rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.estimate import estimate

ROWS = st.lists(st.tuples(st.floats(0.01, 1e6), st.floats(1e-3, 1e3)), min_size=1, max_size=30)
EXAMPLES = settings(max_examples=25, deadline=None)


def values(rows, factor=1.0):
    y, w = (np.array(column) for column in zip(*rows, strict=True))
    answer = estimate({"welfare": y * factor, "weight": w}, weight="weight", measure="all")
    return {row.measure: row.estimate for row in answer}


@EXAMPLES
@given(rows=ROWS)
def test_parts_make_the_whole(rows):
    """Tenths, fifths, and 40 + 40 + 20 percent of the people have 100 percent together."""
    found = values(rows)
    tenths = [found[f"share_decile_{k}"] for k in range(1, 11)]
    fifths = [found[f"share_quintile_{k}"] for k in range(1, 6)]
    assert sum(tenths) == pytest.approx(100, rel=1e-12)
    assert sum(fifths) == pytest.approx(100, rel=1e-12)
    for k, fifth in enumerate(fifths):
        assert fifth == pytest.approx(tenths[2 * k] + tenths[2 * k + 1], rel=1e-9, abs=1e-9)
    three = found["share_bottom40"] + found["share_middle40"] + found["share_top20"]
    assert three == pytest.approx(100, rel=1e-12)
    assert found["palma"] == pytest.approx(found["share_top10"] / found["share_bottom40"], rel=1e-9)
    assert found["s80s20"] == pytest.approx(found["share_top20"] / found["share_quintile_1"], rel=1e-9)


@EXAMPLES
@given(rows=ROWS)
def test_the_lorenz_curve_rises_and_bends_upwards_below_the_diagonal(rows):
    found = values(rows)
    curve = np.array([0.0, *(found[f"lorenz_{percent}"] for percent in range(5, 100, 5)), 100.0])
    steps = np.diff(curve)
    assert (steps >= -1e-9).all()
    assert (np.diff(steps) >= -1e-9).all()
    assert (curve <= np.arange(0, 101, 5) + 1e-9).all()


@EXAMPLES
@given(rows=ROWS, factor=st.floats(1e-3, 1e3))
def test_money_in_another_unit(rows, factor):
    """Means and quantiles are counted in it, shares and ratios do not know it."""
    one, other = values(rows), values(rows, factor)
    for name, value in one.items():
        scaled = name in ("mean", "median") or name.startswith("quantile")
        assert other[name] == pytest.approx(value * factor if scaled else value, rel=1e-8, abs=1e-9)


@EXAMPLES
@given(rows=ROWS)
def test_quantiles_are_welfare_of_somebody_and_rise(rows):
    found = values(rows)
    chain = [found[name] for name in ("quantile_10", "quantile_25", "median", "quantile_75", "quantile_90")]
    assert chain == sorted(chain)
    assert set(chain) <= {welfare for welfare, _ in rows}
