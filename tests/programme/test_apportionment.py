"""Sharing whole places: what theorems say, ties by hand, every result by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kaltim_poverty.programme.apportionment import METHODS, apportion, hamilton, quotas, webster

WEIGHTS = (
    st.lists(st.integers(0, 60), min_size=1, max_size=8).filter(any).map(lambda each: [*map(Fraction, each)])
)
PLACES = st.integers(0, 200)


def one_by_one(places, weights):
    """Webster's places given one at a time from nothing, as the method is defined."""
    shares = [0] * len(weights)
    for _ in range(places):
        claims = [(weight / (2 * share + 1), weight) for weight, share in zip(weights, shares, strict=True)]
        shares[claims.index(max(claims))] += 1
    return shares


def nearest_whole(places, weights):
    """All ways to share that are nearest to the quotas: Hamilton's minimises Σ|share − quota|."""
    due = [places * weight / sum(weights) for weight in weights]
    choices = [sorted({int(quota), -int(-quota // 1)}) for quota in due]
    ways = [way for way in product(*choices) if sum(way) == places]
    off = {way: sum(abs(share - quota) for share, quota in zip(way, due, strict=True)) for way in ways}
    return {way for way in ways if off[way] == min(off.values())}


@settings(max_examples=80, deadline=None)
@given(PLACES, WEIGHTS)
def test_both_methods_give_out_all_places_and_nothing_for_nothing(places, weights):
    for method in METHODS.values():
        shares = method(places, weights)
        assert sum(shares) == places
        assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if not weight)
        assert all(share >= 0 for share in shares)


@settings(max_examples=80, deadline=None)
@given(PLACES, WEIGHTS)
def test_hamilton_stays_within_one_of_the_quota(places, weights):
    for share, quota in zip(hamilton(places, weights), quotas(places, weights), strict=True):
        assert abs(share - quota) < 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_hamilton_is_one_of_the_nearest_ways(places, weights):
    """Found among all ways to round each quota up or down."""
    exact = [*map(Fraction, weights)]
    assert tuple(hamilton(places, exact)) in nearest_whole(places, exact)


@settings(max_examples=80, deadline=None)
@given(PLACES, WEIGHTS)
def test_webster_is_what_it_gives_one_by_one(places, weights):
    assert webster(places, weights) == one_by_one(places, weights)


@settings(max_examples=80, deadline=None)
@given(PLACES, WEIGHTS)
def test_webster_takes_nothing_away_when_there_is_more(places, weights):
    fewer, more = webster(places, weights), webster(places + 1, weights)
    assert all(one <= other for one, other in zip(fewer, more, strict=True))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 60), st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 9))
def test_nor_where_there_is_a_minimum(beyond, weights, minimum):
    """The same of places beyond the minimum of everybody."""
    exact, least = [*map(Fraction, weights)], minimum * len(weights)
    fewer, more = (apportion(least + beyond + one, exact, webster, minimum).places for one in (0, 1))
    assert all(one <= other for one, other in zip(fewer, more, strict=True))


@settings(max_examples=60, deadline=None)
@given(PLACES, WEIGHTS, st.integers(1, 9))
def test_only_proportions_count(places, weights, times):
    for method in METHODS.values():
        assert method(places, weights) == method(places, [weight * times for weight in weights])


@settings(max_examples=80, deadline=None)
@given(PLACES, WEIGHTS, st.integers(0, 12), st.sampled_from(sorted(METHODS)))
def test_a_minimum_is_reached_by_all_and_fixed_for_those_below(places, weights, minimum, method):
    """The areas at the minimum are due less than it beside the others; the others share the rest."""
    assume(minimum * len(weights) <= places)
    due, shares = apportion(places, weights, METHODS[method], minimum)
    assert sum(shares) == sum(due) == places
    assert min(shares) >= minimum
    free = [area for area, quota in enumerate(due) if quota > minimum]
    if not free:
        return
    rest, whole = sum(due[area] for area in free), sum(weights[area] for area in free)
    assert all(due[area] == rest * weights[area] / whole for area in free)
    for area in set(range(len(due))) - set(free):
        assert shares[area] == minimum
        beside = weights[area] * (rest + minimum) / (whole + weights[area])
        assert beside <= minimum or due[area] == minimum


def test_without_a_minimum_the_quotas_are_the_shares():
    due, shares = apportion(10, [Fraction(1), Fraction(3)], hamilton)
    assert due == [Fraction(5, 2), Fraction(15, 2)]
    assert shares == [2, 8]  # equal remainders: the larger weight


@pytest.mark.parametrize(
    ("method", "places", "weights", "shares"),
    [
        (hamilton, 1, [1, 1], [1, 0]),  # equal in all: the first
        (webster, 1, [1, 1], [1, 0]),
        (hamilton, 3, [1, 1], [2, 1]),
        (hamilton, 2, [1, 3], [0, 2]),  # quotas 0.5 and 1.5: the larger weight
        (webster, 2, [1, 3], [0, 2]),  # 3/3 = 1/1: the larger weight
        (hamilton, 3, [2, 0, 1], [2, 0, 1]),
        (hamilton, 10, [6, 6, 2], [4, 4, 2]),  # the Alabama paradox:
        (hamilton, 11, [6, 6, 2], [5, 5, 1]),  # the last loses one of its two
        (webster, 10, [6, 6, 2], [5, 4, 1]),  # 6/9 = 2/3: the larger weight
        (webster, 11, [6, 6, 2], [5, 5, 1]),
        (webster, 12, [6, 6, 2], [5, 5, 2]),
    ],
)
def test_ties_and_the_alabama_paradox_by_hand(method, places, weights, shares):
    assert method(places, [*map(Fraction, weights)]) == shares
