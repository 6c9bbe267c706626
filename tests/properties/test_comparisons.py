"""What holds for comparisons of any two periods of any area."""

from __future__ import annotations

import reference
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import PAIRS

from kaltim_poverty import NotFoundError, compare, decompose, gap, rank

OPPOSITE = {"better": "worse", "worse": "better", "same": "same", "": ""}


@given(PAIRS)
def test_comparing_the_other_way_round_turns_change_and_direction_but_not_the_verdict(pair):
    area, before, after = pair
    try:
        there = compare(before, after, area=area, locality="all")
    except NotFoundError:
        assume(False)
    back = compare(after, before, area=area, locality="all")
    assert len(there) == len(back)
    for one, other in zip(there, back, strict=True):
        assert (one.area, one.locality, one.indicator) == (other.area, other.locality, other.indicator)
        assert (one.before, one.after) == (other.after, other.before)
        assert one.change == -other.change
        assert one.direction == OPPOSITE[other.direction]
        assert (one.verdict, one.largest_se) == (other.verdict, other.largest_se)


@given(PAIRS)
def test_a_change_over_three_periods_is_the_sum_of_its_two_parts(pair):
    area, before, after = pair
    middle = reference.periods(area)[len(reference.periods(area)) // 2]
    try:
        whole, first, second = (
            {row.indicator: row.change for row in compare(*ends, area=area)}
            for ends in ((before, after), (before, middle), (middle, after))
        )
    except NotFoundError:
        assume(False)
    for indicator in set(first) & set(second):
        assert whole[indicator] == first[indicator] + second[indicator]


@given(st.sampled_from([code for code in reference.areas() if len(code) == 2 and code != "31"]), st.data())
def test_shares_of_town_and_country_are_one_hundred_percent(area, data):
    periods = reference.periods(area, locality="urban", indicator="poor_count")
    for row in gap(data.draw(st.sampled_from(periods)), area=area, indicator="poor_count"):
        assert abs(row.urban_share + row.rural_share - 100) < 1e-12
        assert row.ratio is None


@given(PAIRS)
def test_every_decomposition_sums_to_the_published_change(pair):
    area, before, after = pair
    try:
        rows = decompose(before, after, area=area, indicator="p0,p1,p2")
    except NotFoundError:
        assume(False)
    for indicator in {row.indicator for row in rows}:
        *parts, total = (row.contribution for row in rows if row.indicator == indicator)
        assert sum(parts) == total


@given(st.sampled_from(reference.periods("64", locality="total", indicator="p0")))
def test_ranks_of_provinces_start_at_one_and_never_leave_out_more_than_ties(period):
    ranks = [row.rank for row in rank("p0", period)]
    assert ranks[0] == 1
    for place, standing in enumerate(ranks, 1):
        assert standing <= place
        assert ranks.count(standing) == 1 or standing == ranks.index(standing) + 1
