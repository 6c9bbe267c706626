"""Student's t against scipy, and against tables that everybody has."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from kaltim_poverty.measures.student import t_quantile, two_sided

DEGREES = (1, 2, 3, 4, 5, 7.5, 17.776, 30, 99, 300, 1999, 2001, 1e5)
HUGE = (1e7, 1e9, 1e11, 1e13)  # more than any survey has: six digits are enough
VALUES = (0.01, 0.3, 1.0, 1.96, 2.5, 5.0, 12.7, 40.0, 600.0)
PROBABILITIES = (0.5, 0.55, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9999, 1 - 1e-9)


@pytest.mark.parametrize("df", DEGREES)
def test_probabilities(df):
    stats = pytest.importorskip("scipy.stats")
    for t in VALUES:
        assert two_sided(t, df) == pytest.approx(2.0 * stats.t.sf(t, df), rel=1e-11, abs=1e-290), t
        assert two_sided(-t, df) == two_sided(t, df), t


@pytest.mark.parametrize("df", HUGE)
def test_probabilities_of_huge_samples(df):
    stats = pytest.importorskip("scipy.stats")
    for t in (0.01, 1.0, 1.96, 5.0):
        assert two_sided(t, df) == pytest.approx(2.0 * stats.t.sf(t, df), rel=1e-6), t


@pytest.mark.parametrize("df", [*DEGREES, *HUGE])
def test_quantiles(df):
    stats = pytest.importorskip("scipy.stats")
    for p in PROBABILITIES:
        assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-9, abs=1e-12), p


@pytest.mark.parametrize("df", DEGREES)
def test_a_quantile_has_the_probability_that_it_was_asked_for(df):
    for p in (0.6, 0.9, 0.975, 0.9999):
        assert two_sided(t_quantile(p, df), df) == pytest.approx(2.0 * (1.0 - p), rel=1e-10), p


@pytest.mark.parametrize(
    ("df", "t"), [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799)]
)
def test_the_table_at_95_percent(df, t):
    assert t_quantile(0.975, df) == pytest.approx(t, abs=5e-5)


def test_in_closed_form():
    """Of one degree of freedom it is Cauchy's, of two t/√(2 + t²), of infinitely many the normal."""
    assert two_sided(1e-8, 1) == pytest.approx(1.0 - 2e-8 / math.pi, rel=1e-15)
    for t in VALUES:
        assert two_sided(t, 1) == pytest.approx(1.0 - 2.0 * math.atan(t) / math.pi, rel=1e-9)
        assert two_sided(t, 2) == pytest.approx(1.0 - t / math.sqrt(2.0 + t * t), rel=1e-9)
    assert two_sided(1.0, math.inf) == pytest.approx(2.0 * NormalDist().cdf(-1.0), rel=1e-14)
    assert two_sided(0.0, 7) == 1.0


@pytest.mark.parametrize("above", [1e-3, 1e-6])
def test_a_quantile_near_the_middle(above):
    """Cauchy's is tan(π(p − ½))."""
    assert t_quantile(0.5 + above, 1) == pytest.approx(math.tan(math.pi * above), rel=1e-8, abs=0)
