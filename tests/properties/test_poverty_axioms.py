"""The axioms that a measure of poverty or inequality is chosen for, each of the measures that have it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from measures import public, sample
from measures.brute import MEASURES

AMOUNTS = st.floats(1.0, 1e4).map(lambda amount: float(f"{amount:.4g}"))
WEIGHTS = st.floats(0.1, 10)
ROWS = st.lists(st.tuples(AMOUNTS, WEIGHTS), min_size=3, max_size=20)
EXAMPLES = settings(max_examples=30, deadline=None)  # each of them for every measure
COUNTS = ("poor_count", "total_shortfall")
POVERTY = ["p0", "p1", "p2", "fgt_1.5", "watts", "sen", "sst", "gap_poor", "gini_poor", *COUNTS]
ADDITIVE = ["p0", "p1", "p2", "fgt_1.5", "watts", "mean"]  # averages of a function of each row
ENTROPIES = {"mld": 0.0, "theil": 1.0, "ge2": 2.0, "ge_-1": -1.0, "ge_0.5": 0.5}


@pytest.fixture(scope="module", params=[sample, public], ids=["engine", "functions"])
def computed(request):
    """Who computes: the engine in blocks, or the public functions."""
    return request.param


def arrays(rows):
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def line_between(y):
    """A line with somebody on either side and nobody on it."""
    low, *others = sorted(set(y.tolist()))
    assume(others)
    return low + 0.4 * (others[len(others) // 2] - low)


def close(found, expected, scale=1.0):
    return found == pytest.approx(expected, rel=1e-9, abs=1e-10 * scale)


@EXAMPLES
@given(rows=ROWS, times=st.integers(2, 5))
def test_replication(computed, rows, times):
    """Several copies of everybody are as poor and as unequal as one; counts multiply."""
    y, w = arrays(rows)
    line = line_between(y)
    for name in MEASURES:
        found = computed.value(name, np.tile(y, times), np.tile(w, times), line)
        one = computed.value(name, y, w, line)
        assert close(found, one * times if name in COUNTS else one, max(abs(one), 1e-3))


@EXAMPLES
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_anonymity(computed, rows, seed):
    """It does not matter who has what."""
    y, w = arrays(rows)
    line, order = line_between(y), np.random.default_rng(seed).permutation(len(y))
    for name in MEASURES:
        one = computed.value(name, y, w, line)
        assert close(computed.value(name, y[order], w[order], line), one, max(abs(one), 1e-3))


@EXAMPLES
@given(rows=ROWS, factor=st.floats(1.0, 100.0))
def test_focus(computed, rows, factor):
    """What those have who are not poor does not matter, as long as they are not poor."""
    y, w = arrays(rows)
    line = line_between(y)
    for name in POVERTY:
        one = computed.value(name, y, w, line)
        assert close(
            computed.value(name, np.where(y < line, y, y * factor), w, line), one, max(abs(one), 1e-3)
        )


@EXAMPLES
@given(rows=ROWS, place=st.integers(0, 100), kept=st.floats(0.1, 0.9))
def test_monotonicity(computed, rows, place, kept):
    """Less for any poor person is more poverty."""
    y, w = arrays(rows)
    line = line_between(y)
    poor = np.flatnonzero(y < line)
    after = y.copy()
    after[poor[place % len(poor)]] *= kept
    for name in ["p1", "p2", "fgt_1.5", "watts", "sen", "sst", "total_shortfall"]:
        assert computed.value(name, after, w, line) > computed.value(name, y, w, line)


@EXAMPLES
@given(rows=ROWS, share=st.floats(0.05, 0.5))
def test_transfer_among_the_poor(computed, rows, share):
    """From a poorer to a less poor person who stays poor: P0 and P1 see nothing, the others more poverty."""
    y, w = arrays(rows)
    line = 1.5 * y.max()  # everybody is poor and stays so
    poorer, other = int(np.argmin(y)), int(np.argmax(y))
    assume(y[other] > y[poorer] * 1.01)
    amount = share * min(y[poorer] * w[poorer], (line - y[other]) * w[other] * 0.9)
    after = y.copy()
    after[poorer] -= amount / w[poorer]
    after[other] += amount / w[other]
    for name in ["p0", "p1", "p2", "fgt_1.5", "watts", "sen", "sst"]:
        one, found = computed.value(name, y, w, line), computed.value(name, after, w, line)
        if name in ("p0", "p1"):
            assert close(found, one)
        else:
            assert found > one


@EXAMPLES
@given(rows=ROWS, share=st.floats(0.05, 0.5))
def test_transfer_to_the_richest(computed, rows, share):
    """Pigou and Dalton: from the poorest to the richest is more inequality."""
    y, w = arrays(rows)
    poorest, richest = int(np.argmin(y)), int(np.argmax(y))
    assume(y[richest] > y[poorest] * 1.01)
    amount = share * y[poorest] * w[poorest]
    after = y.copy()
    after[poorest] -= amount / w[poorest]
    after[richest] += amount / w[richest]
    for name in [*ENTROPIES, "gini", "atkinson_0.5", "atkinson_1", "atkinson_2"]:
        assert computed.value(name, after, w) > computed.value(name, y, w)


@EXAMPLES
@given(amount=AMOUNTS, weights=st.lists(WEIGHTS, min_size=1, max_size=10))
def test_no_inequality_where_all_have_the_same(computed, amount, weights):
    for name in ["gini", "theil", "mld", "ge2", "ge_-1", "atkinson_0.5", "atkinson_2"]:
        assert computed.value(name, np.full(len(weights), amount), np.array(weights)) == pytest.approx(
            0, abs=1e-15
        )


@EXAMPLES
@given(rows=ROWS, other=ROWS)
def test_decomposition_by_group(computed, rows, other):
    """The value of all is the average of the groups, by their people (Foster, Greer, Thorbecke 1984)."""
    groups = [arrays(rows), arrays(other)]
    y, w = (np.concatenate(column) for column in zip(*groups, strict=True))
    line = line_between(y)
    for name in ADDITIVE:
        own = [computed.value(name, each, weight, line) for each, weight in groups]
        expected = np.average(own, weights=[weight.sum() for _, weight in groups])
        assert close(computed.value(name, y, w, line), expected, max(abs(expected), 1e-3))


@EXAMPLES
@given(rows=ROWS, other=ROWS)
def test_counts_add_up_over_groups(computed, rows, other):
    groups = [arrays(rows), arrays(other)]
    y, w = (np.concatenate(column) for column in zip(*groups, strict=True))
    line = line_between(y)
    for name in COUNTS:
        assert close(
            computed.value(name, y, w, line), sum(computed.value(name, *each, line) for each in groups)
        )


@EXAMPLES
@given(rows=ROWS, other=ROWS)
def test_entropies_are_within_plus_between(computed, rows, other):
    """GE(a) = Σ v_k (μ_k/μ)^a GE_k(a) + GE(a) of the groups' means (Shorrocks 1980)."""
    groups = [arrays(rows), arrays(other)]
    y, w = (np.concatenate(column) for column in zip(*groups, strict=True))
    people = np.array([weight.sum() for _, weight in groups])
    means = np.array([np.average(each, weights=weight) for each, weight in groups])
    for name, order in ENTROPIES.items():
        within = people / people.sum() * (means / np.average(y, weights=w)) ** order
        expected = float(within @ [computed.value(name, *each) for each in groups]) + computed.value(
            name, means, people
        )
        assert close(computed.value(name, y, w), expected)


@EXAMPLES
@given(rows=ROWS)
def test_sst_is_the_gap_times_one_plus_the_gini_of_all_gaps(computed, rows):
    """Shorrocks (1995); among rows that weigh the same also the sum over ranks that R's ineq has."""
    y, w = arrays(rows)
    line = line_between(y)
    gaps = np.where(y < line, 1 - y / line, 0.0)
    expected = computed.value("p1", y, w, line) / 100 * (1 + MEASURES["gini"](gaps, w))
    assert close(computed.value("sst", y, w, line), expected)
    ranks = np.arange(1, len(y) + 1)
    ineq = ((2 * len(y) - 2 * ranks + 1) * np.sort(gaps)[::-1]).sum() / len(y) ** 2
    assert close(computed.value("sst", y, np.ones(len(y)), line), ineq)


@EXAMPLES
@given(rows=ROWS)
def test_the_short_form_of_sen_holds_with_one_line(computed, rows):
    """P0·(I + (1 − I)·G), I the gap and G the Gini of the poor (Sen 1976, for large numbers)."""
    y, w = arrays(rows)
    line = line_between(y)
    headcount, gap = computed.value("p0", y, w, line) / 100, computed.value("gap_poor", y, w, line) / 100
    assert close(
        computed.value("sen", y, w, line),
        headcount * (gap + (1 - gap) * computed.value("gini_poor", y, w, line)),
    )


@pytest.mark.parametrize("aversion", [0.5, 1.0, 2.0])
@EXAMPLES
@given(rows=ROWS)
def test_atkinson_is_a_function_of_one_entropy(computed, aversion, rows):
    y, w = arrays(rows)
    if aversion == 1:
        expected = 1 - np.exp(-computed.value("mld", y, w))
    else:
        entropy = computed.value({0.5: "ge_0.5", 2.0: "ge_-1"}[aversion], y, w)
        expected = 1 - (1 + aversion * (aversion - 1) * entropy) ** (1 / (1 - aversion))
    assert close(computed.value(f"atkinson_{aversion:g}", y, w), expected)


@EXAMPLES
@given(rows=ROWS)
def test_gini_of_what_everybody_gets_more(computed, rows):
    """The same amount for everybody divides the ratio by the growth of the mean."""
    y, w = arrays(rows)
    mean = np.average(y, weights=w)
    assert close(computed.value("gini", y + 100.0, w), computed.value("gini", y, w) * mean / (mean + 100.0))
