"""A feature seen from another centre, against the feature computed there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.measures.features import Rows, evaluate
from kaltim_poverty.measures.shift import shifted

SMOOTH = ["one", "deviation", "ge_0", "ge_1", "ge_2", "ge_-1", "ge_0.3", "ge_3"]
SMOOTH += ["atkinson_0.5", "atkinson_1", "atkinson_2"]


def features(names, welfare, centre):
    """Features of rows at a centre."""
    rows = Rows(welfare, np.ones_like(welfare), 1.0, {"centre": centre, "poor_centre": centre}, {})
    return {name: evaluate(name, rows) for name in names}


@pytest.mark.parametrize("feature", SMOOTH)
@given(
    centre=st.floats(1.0, 1e6),
    ratio=st.floats(0.2, 5.0),
    relative=st.lists(st.floats(0.05, 20.0), min_size=1, max_size=5),
)
def test_a_shifted_feature_is_the_feature_at_the_new_centre(feature, centre, ratio, relative):
    welfare, other = np.array(relative) * centre, centre * ratio
    before = {"centre": np.array([centre]), "poor_centre": np.array([centre])}
    after = {"centre": np.array([other]), "poor_centre": np.array([other])}
    factors = shifted(feature, before, after)
    known = features(factors, welfare, centre)
    found = sum(factor[0] * known[name] for name, factor in factors.items())
    wanted = features([feature], welfare, other)[feature]
    size = max(np.abs(factor[0] * known[name]).max() for name, factor in factors.items())
    assert found == pytest.approx(wanted, rel=1e-11, abs=1e-12 * size + 1e-15)


def test_the_same_centre_changes_nothing():
    centre = {"centre": np.array([3.0]), "poor_centre": np.array([2.0])}
    for feature in (*SMOOTH, "poor_deviation", "fgt_2", "watts"):
        factors = shifted(feature, centre, centre)
        assert factors.pop(feature) == 1.0
        assert all(factor == 0.0 for factor in factors.values())


def test_zeros_count_where_a_measure_allows_them():
    welfare = np.array([0.0, 2.0, 4.0])
    before, after = (
        {name: np.array([centre]) for name in ("centre", "poor_centre")} for centre in (2.0, 3.0)
    )
    for feature in ("ge_1", "ge_0.5", "atkinson_0.5"):
        factors = shifted(feature, before, after)
        known = features(factors, welfare, 2.0)
        found = sum(factor[0] * known[name] for name, factor in factors.items())
        assert found == pytest.approx(features([feature], welfare, 3.0)[feature], rel=1e-14)


@pytest.mark.parametrize(("feature", "value"), [("ge_0", 1e-9 - 1 - np.log(1e-9)), ("atkinson_2", 1e9 - 1)])
def test_a_centre_near_nothing_of_the_other_keeps_its_digits(feature, value):
    """Welfare of 1e-9 at the centre of its own domain, seen from 1."""
    small, one = np.array([1e-9]), np.array([1.0])
    before, after = {"centre": small, "poor_centre": small}, {"centre": one, "poor_centre": one}
    own = features([feature, "deviation", "one"], small, 1e-9)
    seen = sum(factor * own[name] for name, factor in shifted(feature, before, after).items())
    np.testing.assert_allclose(seen, value, rtol=1e-14)
