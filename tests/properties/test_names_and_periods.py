"""Periods, ranges, areas and indicators are understood however they are written."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import AREAS, PERIODS

from kaltim_poverty import NotFoundError, UsageError
from kaltim_poverty.published.catalogue import areas, find_area, find_indicator, indicators
from kaltim_poverty.published.groups import chosen_areas
from kaltim_poverty.published.periods import Period, nearest, parse_period, parse_span
from kaltim_poverty.published.target import after_months

CASES = st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase])


@given(PERIODS)
def test_a_period_is_read_back_from_what_it_is_written_as(period):
    assert parse_period(str(period)) == period


@given(st.integers(1000, 2999))
def test_a_year_is_its_march_round(year):
    assert parse_period(year) == parse_period(str(year)) == parse_period(f"{year}-03") == Period(year, 3)


@given(st.text(alphabet="0123456789-/.Mm ", max_size=9))
def test_nothing_else_is_a_period(text):
    try:
        period = parse_period(text)
    except UsageError:
        return
    year, _, month = text.strip().partition("-")
    assert (len(year), year.isdigit()) == (4, True)
    assert text.strip() in {str(period), str(period.year)}
    assert period.month == int(month or 3)


@given(PERIODS, PERIODS)
def test_a_range_holds_what_lies_between_its_ends_and_runs_forward(one, other):
    start, end = sorted((one, other))
    span = parse_span(f"{start}..{end}")
    assert (str(span), one in span, other in span) == (f"{start}..{end}", True, True)
    assert start.earlier(1) not in span
    assert Period(end.year + 1, end.month) not in span
    if start != end:
        with pytest.raises(UsageError):
            parse_span(f"{end}..{start}")


@given(PERIODS, PERIODS)
def test_periods_stand_in_the_order_of_their_months(one, other):
    assert (one < other) == (one.months < other.months)
    assert (one == other) == (one.months == other.months)


@given(PERIODS, st.integers(0, 5000))
def test_so_many_months_later_is_so_many_months_later_within_this_century(period, months):
    later = after_months(period, months)
    if period.months + months > 2100 * 12 + 12:
        assert later is None
        return
    assert later.months - period.months == months
    assert 1 <= later.month <= 12


@given(PERIODS, st.integers(0, 50))
def test_years_earlier_is_the_same_round(period, years):
    assert period.months - period.earlier(years).months == 12 * years
    assert period.earlier(years).month == period.month


@given(PERIODS, st.sets(PERIODS, max_size=12))
def test_the_nearest_periods_are_nearer_than_all_others(wanted, existing):
    near = nearest(wanted, existing)
    assert near == sorted(near)
    assert len(near) == min(2, len(existing))
    reach = max((abs(period.months - wanted.months) for period in near), default=0)
    assert all(abs(other.months - wanted.months) >= reach for other in existing - set(near))


@given(AREAS, CASES, st.data())
def test_an_area_answers_to_each_of_its_names_in_any_case(area, case, data):
    name = data.draw(st.sampled_from(area.answers_to()))
    assert find_area(case(name), areas()) == area
    assert find_area(f"  {case(name)} ", areas()) == area


KINDS = {"province": ["Provinsi"], "kota": ["Kota"], "kabupaten": ["Kabupaten", "Kab.", "Kab"]}


@given(AREAS.filter(lambda area: area.level != "country"), CASES, st.data())
def test_an_area_answers_to_its_name_behind_its_kind(area, case, data):
    kind = data.draw(st.sampled_from(KINDS[area.capital_city_type or area.level]))
    assert find_area(case(f"{kind} {area.name}"), areas()) == area


@given(st.text(max_size=20))
def test_any_other_text_is_an_unknown_area_or_a_known_one_and_never_a_crash(text):
    with suppress(NotFoundError):
        assert find_area(text, areas()) in areas().values()


@given(st.lists(AREAS, min_size=1, max_size=6), st.booleans())
def test_areas_are_chosen_once_each_in_catalogue_order_however_listed(wanted, commas):
    codes = [area.area for area in wanted]
    found = chosen_areas(",".join(codes) if commas else codes, areas())
    order = list(areas())
    assert [area.area for area in found] == sorted(set(codes), key=order.index)


@given(st.sampled_from(sorted(indicators().values())), CASES, st.data())
def test_an_indicator_answers_to_each_of_its_names_in_any_case(indicator, case, data):
    assert find_indicator(case(data.draw(st.sampled_from(indicator.answers_to())))) == indicator


@given(st.text(max_size=15))
def test_an_unknown_indicator_is_refused_and_never_a_crash(text):
    with suppress(UsageError):
        assert find_indicator(text) in indicators().values()
