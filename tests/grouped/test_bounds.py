"""Bounds: no distribution with the same groups is outside, and some come as near as one likes."""

from __future__ import annotations

import numpy as np
import pytest
from grouped.known import DECILES, classes, groups
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kaltim_poverty.grouped.bounded import gaps, log_gaps, minus_log
from kaltim_poverty.grouped.bounds import bounds_of_gini, bounds_of_headcount, bounds_of_sum
from kaltim_poverty.grouped.groups import Groups

SHARES = [float(share) for share in DECILES.split()]


@st.composite
def crowds(draw):
    """Incomes of a crowd in order, and the sizes of groups into which they are cut."""
    count = draw(st.integers(2, 8))
    sizes = draw(st.lists(st.integers(1, 12), min_size=count, max_size=count))
    incomes = draw(
        st.lists(
            st.one_of(st.floats(0, 10), st.sampled_from([0.0, 1.0, 1.0, 2.0])),
            min_size=sum(sizes),
            max_size=sum(sizes),
        )
    )
    incomes = np.sort(incomes) + (0.0 if sum(incomes) else 1.0)
    return incomes / incomes.mean(), sizes


def grouped(incomes, sizes):
    """The shares of the groups of a crowd."""
    parts = np.split(incomes, np.cumsum(sizes)[:-1])
    weights = np.array(sizes) / len(incomes)
    return groups([part.sum() for part in parts], weights), parts


def gini_of(incomes):
    ranks = (np.arange(len(incomes)) + 0.5) / len(incomes)
    return 2 * (incomes * ranks).sum() / incomes.sum() - 1


def holds(bounds, value):
    return (bounds.low is None or bounds.low - 1e-9 <= value) and (
        bounds.high is None or value <= bounds.high + 1e-9
    )


@settings(max_examples=100, deadline=None)
@given(crowds(), st.floats(0.05, 3))
def test_every_crowd_is_inside(crowd, line):
    """Poor is below the line; with means alone and with limits too."""
    incomes, sizes = crowd
    own, parts = grouped(incomes, sizes)
    limited = with_limits(own, parts)
    for known in (own, limited):
        assert holds(bounds_of_headcount(known, line), (incomes < line).mean())
        for alpha in (1, 2, 1.5):
            loss = gaps(line, alpha)
            assert holds(bounds_of_sum(known, loss), loss(incomes).mean())
        assert holds(bounds_of_gini(known), gini_of(incomes))
        if incomes[0] > 0:
            assert holds(bounds_of_sum(known, log_gaps(line), unbounded=True), log_gaps(line)(incomes).mean())
            assert holds(bounds_of_sum(known, minus_log, unbounded=True), minus_log(incomes).mean())


def with_limits(own, parts):
    """The same groups with limits: each begins where it begins, the last is open."""
    lows = np.array([part[0] for part in parts])
    tops = np.append(np.maximum([part[-1] for part in parts[:-1]], lows[1:]), np.inf)
    zeros = np.zeros((2, len(parts)))
    return Groups(own.weight, own.mean, lows, tops, own.weight_step, own.mean_step, zeros, 1.0)


@settings(max_examples=40, deadline=None)
@given(crowds(), st.floats(0.05, 3), st.integers(0, 6))
def test_merging_groups_never_narrows(crowd, line, place):
    incomes, sizes = crowd
    if len(sizes) < 3:
        return
    at = place % (len(sizes) - 1)
    merged = [*sizes[:at], sizes[at] + sizes[at + 1], *sizes[at + 2 :]]
    fine, coarse = grouped(incomes, sizes)[0], grouped(incomes, merged)[0]
    for bounds in (
        lambda own: bounds_of_headcount(own, line),
        lambda own: bounds_of_sum(own, gaps(line, 1)),
        lambda own: bounds_of_sum(own, gaps(line, 2)),
    ):
        assert bounds(coarse).low <= bounds(fine).low + 1e-9
        assert bounds(coarse).high >= bounds(fine).high - 1e-9


GRID = np.concatenate([np.linspace(0, 4, 401), [20.0, 200.0, 20000.0]])


def extremes(own, loss):
    """The lowest and highest Σ w·φ over all distributions on a grid with these groups in order.

    A linear program with the ends between groups fixed in turn: given them, each group is free between two
    neighbouring ends. The grid is fine, so it comes near the bound but never beyond.
    """
    found = []
    values = loss(GRID)
    means, weights = own.mean, own.weight
    # ordered groups: group k lies in [b_k, b_{k+1}], with b between the means of neighbours
    from itertools import product

    choices = [
        np.unique([means[k], (means[k] + means[k + 1]) / 2, means[k + 1]]) for k in range(len(means) - 1)
    ]
    for inner in product(*choices):
        ends = [0.0, *inner, np.inf]
        low = high = 0.0
        for mean, weight, first, last in zip(means, weights, ends[:-1], ends[1:], strict=True):
            allowed = (first - 1e-9 <= GRID) & (last + 1e-9 >= GRID)
            points = np.concatenate([GRID[allowed], [mean]])
            losses = np.concatenate([values[allowed], loss(np.array([mean]))])
            system = np.vstack([np.ones_like(points), points])
            for sign in (1, -1):
                done = linprog(sign * losses, A_eq=system, b_eq=[1, mean], bounds=(0, None))
                if sign == 1:
                    low += weight * done.fun
                else:
                    high -= weight * done.fun
        found.append((low, high))
    return min(low for low, _ in found), max(high for _, high in found)


@pytest.mark.parametrize("line", [0.35, 0.8, 1.3])
@pytest.mark.parametrize("alpha", [1, 2])
def test_gaps_are_sharp(alpha, line):
    """A linear program finds distributions that reach the bounds of P1 and P2."""
    own = groups([10, 25, 65], [0.3, 0.3, 0.4])
    low, high = extremes(own, gaps(line, alpha))
    bounds = bounds_of_sum(own, gaps(line, alpha))
    assert bounds.low == pytest.approx(low, abs=3e-3)
    assert bounds.high == pytest.approx(high, abs=3e-3)


@pytest.mark.parametrize("line", [0.35, 0.8, 1.3])
def test_the_headcount_is_sharp(line):
    """Two groups: the extremes by hand. Means .5 and 1.5 of halves."""
    own = groups([25, 75])
    bounds = bounds_of_headcount(own, line)
    by_hand = {
        0.35: (0, 0.5 * (1.5 - 0.5) / (1.5 - 0.35)),
        0.8: (0.5 * (0.8 - 0.5) / 0.8, 0.5 + 0.5),
        1.3: (0.5 * (1.3 - 0.5) / 1.3, 1.0),
    }
    assert (bounds.low, bounds.high) == pytest.approx(by_hand[line])


def test_classes_of_three_by_hand():
    """Classes 0–1, 1–2 and 2 or more, means .6, 1.4, 4, line 1.2: of the second at most .6/.8."""
    own = classes([0.3, 0.5, 0.2], [0.6, 1.4, 4], [0, 1, 2, np.inf])
    line = 1.2 / (0.3 * 0.6 + 0.5 * 1.4 + 0.2 * 4)
    bounds = bounds_of_headcount(own, line)
    assert (bounds.low, bounds.high) == pytest.approx((0.3, 0.3 + 0.5 * 0.75))
    gap = bounds_of_sum(own, gaps(line, 1))
    low = 0.3 * 0.5
    high = 0.3 * (0.4 * 1 + 0.6 * (0.2 / 1.2)) + 0.5 * (0.6 * (0.2 / 1.2))
    assert (gap.low, gap.high) == pytest.approx((low, high))


def test_classes_without_means_by_hand():
    """Whoever is in the class of the line may be on either side."""
    nothing = np.full(3, np.nan)
    own = Groups(
        np.array([0.3, 0.5, 0.2]),
        nothing,
        np.array([0.0, 1, 2]),
        np.array([1, 2, np.inf]),
        np.zeros(3),
        nothing,
        np.zeros((2, 3)),
        np.nan,
    )
    assert bounds_of_headcount(own, 1.2) == pytest.approx((0.3, 0.8))
    assert bounds_of_headcount(own, 2) == pytest.approx((0.8, 0.8))
    assert bounds_of_sum(own, gaps(2.0, 1)) == pytest.approx((0.3 * 0.5, 0.3 + 0.5 * 0.5))
    assert bounds_of_gini(own) == (None, None)


def test_gastwirth_of_two_groups():
    """Halves with means .5 and 1.5: the polygon has .25; the first adds .25·.5·1/1.5, the last .25·1."""
    bounds = bounds_of_gini(groups([25, 75]))
    assert (bounds.low, bounds.high) == pytest.approx((0.25, 0.25 + 0.25 * 0.5 * 1 / 1.5 + 0.25))


def test_watts_has_no_upper_bound_where_the_first_group_may_reach_0():
    own = groups(SHARES)
    assert bounds_of_sum(own, log_gaps(0.5), unbounded=True).high is None
    own = classes([0.5, 0.5], [1, 3], [0.5, 2, np.inf])
    assert bounds_of_sum(own, log_gaps(0.5), unbounded=True).high is not None


def test_rounding_widens():
    """Half the last digit of each mean, and of each weight."""
    exact = groups(SHARES)
    means = exact._replace(mean_step=np.full(10, 0.005))
    weights = exact._replace(weight_step=np.full(10, 0.005))
    for bounds in (
        lambda own: bounds_of_headcount(own, 0.5),
        lambda own: bounds_of_sum(own, gaps(0.5, 1)),
        bounds_of_gini,
    ):
        for wide in (means, weights):
            assert bounds(wide).low < bounds(exact).low
            assert bounds(wide).high > bounds(exact).high


@settings(max_examples=40, deadline=None)
@given(crowds(), st.floats(0.1, 2.5), st.integers(0, 2))
def test_printed_shares_still_hold_the_crowd(crowd, line, digits):
    """Shares rounded to few digits, read from a file, as offices print them."""
    from kaltim_poverty.errors import InputError
    from kaltim_poverty.grouped import estimate

    incomes, sizes = crowd
    _, parts = grouped(incomes, sizes)
    printed = [f"{100 * part.sum() / incomes.sum():.{digits}f}" for part in parts]
    data = {"share": printed, "population": [str(size) for size in sizes]}
    try:
        rows = estimate(data, mean=1, line=repr(line), measure="p0,p1,gini", method="pchip")
    except InputError:
        return  # groups of nothing but zeros
    truth = {
        "p0": 100 * (incomes < float(repr(line))).mean(),
        "p1": 100 * np.maximum(1 - incomes / line, 0).mean(),
        "gini": gini_of(incomes),
    }
    for row in rows:
        assert row.low - 1e-6 <= truth[row.measure] <= row.high + 1e-6, row
