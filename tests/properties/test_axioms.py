"""What each measure promises whatever the numbers are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures import public, sample
from measures.brute import MEASURES

AMOUNTS = st.floats(0.01, 1e6).map(lambda amount: float(f"{amount:.4g}"))
WEIGHTS = st.floats(1e-6, 1e6)
ROWS = st.lists(st.tuples(AMOUNTS, WEIGHTS), min_size=2, max_size=25)
SCALE_FREE = ["gini", "theil", "mld", "ge2", "atkinson_0.5", "atkinson_1", "palma", "s80s20", "lorenz_35"]
POVERTY = ["p0", "p1", "p2", "watts", "sen", "sst"]
EXAMPLES = settings(max_examples=30, deadline=None)  # each of them for every measure


@pytest.fixture(scope="module", params=[sample, public], ids=["engine", "functions"])
def computed(request):
    """Who computes: the engine in blocks, or the public functions."""
    return request.param


def arrays(rows):
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def close(found, expected, scale=1.0):
    return found == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


@EXAMPLES
@given(rows=ROWS, factor=st.floats(1e-3, 1e3))
def test_the_unit_of_money_does_not_matter(computed, rows, factor):
    y, w = arrays(rows)
    line = float(np.median(y))
    if np.any(np.abs(y / line - 1) < 1e-9):
        line *= 1.0000001  # nobody exactly on it, where rounding decides
    for name in [*SCALE_FREE, *POVERTY]:
        assert close(computed.value(name, y * factor, w, line * factor), computed.value(name, y, w, line))


@EXAMPLES
@given(rows=ROWS, power=st.integers(-20, 20))
def test_the_unit_of_weights_does_not_matter(computed, rows, power):
    y, w = arrays(rows)
    line = float(y.max()) * 1.5  # everybody is poor: nothing is undefined
    for name in [name for name in MEASURES if name not in ("poor_count", "total_shortfall")]:
        one, other = computed.value(name, y, w, line), computed.value(name, y, w * 2.0**power, line)
        assert close(other, one, max(abs(one), 1e-3))


@EXAMPLES
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_order_and_splitting_do_not_matter(computed, rows, seed):
    y, w = arrays(rows)
    line = float(y.max()) * 1.5
    order = np.random.default_rng(seed).permutation(len(y))
    split_y, split_w = np.append(y[order], y[0]), np.append(w[order], 0.0)
    moved = 0.25 * w[0]
    split_w[-1] = moved
    split_w[np.flatnonzero(order == 0)[0]] -= moved
    for name in MEASURES:
        one, other = computed.value(name, y, w, line), computed.value(name, split_y, split_w, line)
        assert close(other, one, max(abs(one), 1e-3))


@EXAMPLES
@given(rows=st.lists(st.tuples(AMOUNTS, st.floats(0.1, 10)), min_size=3, max_size=25))
def test_a_transfer_from_poor_to_rich_raises_inequality(computed, rows):
    y, w = arrays(rows)
    poor, rich = int(np.argmin(y)), int(np.argmax(y))
    if y[rich] <= y[poor] * 1.001:
        return
    amount = 0.3 * y[poor] * w[poor]
    after = y.copy()
    after[poor] -= amount / w[poor]
    after[rich] += amount / w[rich]
    for name in ["gini", "theil", "mld", "ge2", "atkinson_1"]:
        assert computed.value(name, after, w) > computed.value(name, y, w) - 1e-12


@EXAMPLES
@given(rows=ROWS)
def test_less_for_a_poor_person_raises_poverty(computed, rows):
    y, w = arrays(rows)
    line = float(y.min()) * 2.0
    after = y.copy()
    after[np.argmin(y)] *= 0.5
    for name in ["p1", "p2", "watts", "sst"]:
        assert computed.value(name, after, w, line) > computed.value(name, y, w, line)


@EXAMPLES
@given(rows=st.lists(st.tuples(AMOUNTS, st.floats(0.1, 10)), min_size=3, max_size=25))
def test_influence_values_of_what_ignores_the_size_of_weights_sum_to_nothing(computed, rows):
    y, w = arrays(rows)
    line = float(y.max()) * 1.5
    for name in [*SCALE_FREE, *POVERTY, "gap_poor", "gini_poor", "mean"]:
        found, size = computed.influence(name, y, w, line), abs(computed.value(name, y, w, line))
        assert float((w * found).sum()) == pytest.approx(
            0, abs=1e-8 * float((w * np.abs(found)).sum()) + 1e-9 * max(size, 1.0)
        )


@EXAMPLES
@given(rows=ROWS)
def test_bounds(computed, rows):
    y, w = arrays(rows)
    line = float(np.median(y)) * 1.0001
    assert 0 <= computed.value("gini", y, w) < 1 + 1e-12
    assert (
        0
        <= computed.value("p2", y, w, line)
        <= computed.value("p1", y, w, line) + 1e-12
        <= computed.value("p0", y, w, line) + 2e-12
    )
    assert computed.value("sst", y, w, line) <= 1
