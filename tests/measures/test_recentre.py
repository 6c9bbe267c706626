"""A feature seen from another centre, against the feature computed there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.measures.constants import Centres, Constants
from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import DEVIATION, ONE, POOR_DEVIATION, WATTS, Feature
from kaltim_poverty.measures.recentre import recentred

SMOOTH = [
    ONE,
    DEVIATION,
    *(Feature("ge", order) for order in (0.0, 1.0, 2.0, -1.0, 0.3, 3.0)),
    *(Feature("ge", order) for order in (-0.5, -1.0)),
]


def values(features, welfare, centre):
    """Features of rows at a centre."""
    rows = Rows(welfare, np.ones_like(welfare), 1.0, Constants(centre=centre, poor_centre=centre), {})
    return {feature: evaluate(feature, rows) for feature in features}


def centres(centre):
    return Centres(np.array([centre]), np.array([centre]))


@pytest.mark.parametrize("feature", SMOOTH)
@given(
    centre=st.floats(1.0, 1e6),
    ratio=st.floats(0.2, 5.0),
    relative=st.lists(st.floats(0.05, 20.0), min_size=1, max_size=5),
)
def test_a_recentred_feature_is_the_feature_at_the_new_centre(feature, centre, ratio, relative):
    welfare, other = np.array(relative) * centre, centre * ratio
    factors = recentred(feature, centres(centre), centres(other))
    known = values(factors, welfare, centre)
    found = sum(factor[0] * known[name] for name, factor in factors.items())
    wanted = values([feature], welfare, other)[feature]
    size = max(np.abs(factor[0] * known[name]).max() for name, factor in factors.items())
    assert found == pytest.approx(wanted, rel=1e-11, abs=1e-12 * size + 1e-15)


def test_the_same_centre_changes_nothing():
    same = Centres(np.array([3.0]), np.array([2.0]))
    for feature in (*SMOOTH, POOR_DEVIATION, Feature("fgt", 2.0), WATTS):
        factors = recentred(feature, same, same)
        assert factors.pop(feature) == 1.0
        assert all(factor == 0.0 for factor in factors.values())


def test_zeros_count_where_a_measure_allows_them():
    welfare = np.array([0.0, 2.0, 4.0])
    for feature in (Feature("ge", 1.0), Feature("ge", 0.5), Feature("ge", -0.5)):
        factors = recentred(feature, centres(2.0), centres(3.0))
        known = values(factors, welfare, 2.0)
        found = sum(factor[0] * known[name] for name, factor in factors.items())
        assert found == pytest.approx(values([feature], welfare, 3.0)[feature], rel=1e-14)


@pytest.mark.parametrize(
    ("feature", "value"),
    [(Feature("ge", 0.0), 1e-9 - 1 - np.log(1e-9)), (Feature("ge", -1.0), 1e9 - 1 + (1e-9 - 1))],
)
def test_a_centre_near_nothing_of_the_other_keeps_its_digits(feature, value):
    """Welfare of 1e-9 at the centre of its own domain, seen from 1."""
    own = values([feature, DEVIATION, ONE], np.array([1e-9]), 1e-9)
    factors = recentred(feature, centres(1e-9), centres(1.0))
    seen = sum(factor * own[name] for name, factor in factors.items())
    np.testing.assert_allclose(seen, value, rtol=1e-14)
