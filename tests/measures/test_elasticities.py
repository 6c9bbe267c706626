"""Elasticities against data that are moved, and what Hoover's and Wolfson's indices are by definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.test_public import table

from kaltim_poverty import measures

STEP = 1e-6


def poverty(u, w, alpha):
    """P_α of welfare in lines, a fraction."""
    return measures.fgt(u, w, 1.0, alpha) / 100


def smoothed_headcount(u, w, width):
    """The share of people below the line where the kernel spreads each row: the integral of its density."""
    share = [0.5 * math.erfc((each - 1.0) / width / math.sqrt(2)) for each in u]
    return float((w * np.array(share)).sum() / w.sum())


def far_from_lines(seed):
    """Rows of which none lies within the step of its line."""
    y, w, z = table(seed)
    return np.where(np.abs(y / z - 1) < 1e-4, y * 1.01, y), w, z


@pytest.mark.parametrize("alpha", [1, 1.5, 2, 3])
def test_incomes_that_grow_and_spread(alpha):
    y, w, z = far_from_lines(21)
    u = y / z
    mean = (w * u).sum() / w.sum()
    rate = poverty(u, w, alpha)

    def slope(direction):
        up, down = (poverty(u + sign * STEP * direction, w, alpha) for sign in (1, -1))
        return (up - down) / (2 * STEP) / rate

    assert measures.growth_elasticity(y, w, z, alpha) == pytest.approx(slope(u), rel=1e-6)
    assert measures.inequality_elasticity(y, w, z, alpha) == pytest.approx(slope(u - mean), rel=1e-6)


def test_of_the_headcount_by_the_smoothed_share_of_people():
    """The density is the slope of that share; all rows near the line move as much as the line is long."""
    y, w, z = table(22)
    u, width, rate = y / z, 0.3, poverty(y / z, w, 0)
    mean = (w * u).sum() / w.sum()
    shift = (smoothed_headcount(u - STEP, w, width) - smoothed_headcount(u + STEP, w, width)) / (2 * STEP)
    assert measures.growth_elasticity(y, w, z, 0, width) == pytest.approx(-shift / rate, rel=1e-6)
    expected = (mean - 1) * shift / rate
    assert measures.inequality_elasticity(y, w, z, 0, width) == pytest.approx(expected, rel=1e-6)


def test_the_gini_grows_by_as_much_as_incomes_spread():
    """What one percent of inequality means."""
    y, w, _ = table(23)
    mean = (w * y).sum() / w.sum()
    spread = y + 0.01 * (y - mean)
    assert measures.gini(spread, w) == pytest.approx(1.01 * measures.gini(y, w), rel=1e-12)


@pytest.mark.parametrize("function", [measures.growth_elasticity, measures.inequality_elasticity])
def test_influence_on_the_elasticity_of_the_headcount(function):
    """Derivatives in the weights, with the width held fixed."""
    y, w, z = table(24)
    found = function(y, w, z, 0, 0.4, influence=True)
    for row in range(0, 40, 5):
        step = np.eye(40)[row] * 1e-5 * w.mean()
        up, down = (function(y, w + sign * step, z, 0, 0.4) for sign in (1, -1))
        slope = (up - down) / (2 * step[row])
        assert found.influence[row] == pytest.approx(
            slope, rel=1e-6, abs=1e-8 * np.abs(found.influence).max()
        )


def test_the_width_is_that_of_welfare_over_line():
    y, w, z = table(25)
    width = measures.bandwidth(y / z, w)
    assert measures.growth_elasticity(y, w, z) == measures.growth_elasticity(y, w, z, 0, width)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([9, 10], None, 5.0), "nobody is poor"),
        (([1, 10], None, 5.0, 0.5), "alpha must be 0 or a number from 1 on"),
        (([1, 10], None, 5.0, -1), "alpha must be"),
        (([1, 10], None, 5.0, 0, 0.0), "width must be a finite number above 0"),
        (([1, 10], None, 0.0), "line must be"),
        (([], None, 5.0), "no rows"),
    ],
)
def test_what_has_no_elasticity(arguments, said):
    for function in (measures.growth_elasticity, measures.inequality_elasticity):
        with pytest.raises(ValueError, match=said):
            function(*arguments)


def test_influence_on_polarisation_by_the_chain_rule():
    """From the influence on its four parts, which the other functions give."""
    y, w, _ = table(26)
    gini, mean, median = (
        getattr(measures, name)(y, w, influence=True) for name in ("gini", "mean", "median")
    )
    half = measures.lorenz_ordinate(y, w, 50, influence=True)
    spread = 2 * (2 * (0.5 - half.value / 100) - gini.value)
    of_spread = 2 * (-2 * half.influence / 100 - gini.influence)
    found = measures.polarisation(y, w, influence=True)
    assert found.value == pytest.approx(spread * mean.value / median.value, rel=1e-13)
    expected = (
        of_spread * mean.value + spread * mean.influence - found.value * median.influence
    ) / median.value
    assert found.influence == pytest.approx(expected, rel=1e-10)


def test_influence_on_a_ratio_of_quantiles_by_the_chain_rule():
    y, w, _ = table(27)
    high, low = (measures.quantile(y, w, percent, influence=True) for percent in (90, 10))
    found = measures.quantile_ratio(y, w, 90, 10, influence=True)
    assert found.value == high.value / low.value
    expected = (high.influence - found.value * low.influence) / low.value
    assert found.influence == pytest.approx(expected, rel=1e-12)


def test_two_halves_and_equality():
    """Wolfson: 1 where one half has nothing but for the median, 0 where all are equal."""
    assert measures.polarisation([5, 5, 5]) == pytest.approx(0, abs=1e-15)
    assert measures.polarisation([1, 1, 3, 3]) == pytest.approx(2 * (2 * 0.25 - 0.25) * 2 / 1)
    with pytest.raises(measures.UndefinedMeasureError, match=r"the median is not above 0 \(0\)"):
        measures.polarisation([0, 0, 0, 1, 2])
    assert measures.hoover([1, 1, 3, 3]) == pytest.approx(0.25)
    assert measures.hoover([0, 0, 0, 4]) == pytest.approx(0.75)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9)), min_size=2, max_size=25),
    st.sampled_from([0.001, 7.0, 1e6]),
)
def test_the_index_is_the_largest_distance_of_the_lorenz_curve(rows, factor):
    """And the unit of welfare does not matter, nor that of the line beside it."""
    y, w = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    cumulated = np.cumsum(w[np.argsort(y, kind="stable")])
    distances = [100 * p - measures.lorenz_ordinate(y, w, 100 * p) for p in cumulated[:-1] / cumulated[-1]]
    assert measures.hoover(y, w) == pytest.approx(max([*distances, 0.0]) / 100, abs=1e-9)
    assert measures.hoover(factor * y, w) == pytest.approx(measures.hoover(y, w), abs=1e-12)
    assert measures.polarisation(factor * y, w) == pytest.approx(measures.polarisation(y, w), abs=1e-12)
    if (y < 20).any():
        for alpha in (0, 1, 2):
            one, other = (measures.growth_elasticity(k * y, w, k * 20.0, alpha) for k in (1, factor))
            assert one == pytest.approx(other, rel=1e-9, abs=1e-12)
