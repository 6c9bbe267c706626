"""The gap between urban and rural areas recomputed from the printed figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
import reference

from kaltim_poverty import NotFoundError, UsageError, gap

COUNTS = {"thousand_people", "households"}


def halves(area: str, period: str, indicator: str) -> tuple[Fraction | None, Fraction | None]:
    return (
        reference.value(area, period, "urban", indicator),
        reference.value(area, period, "rural", indicator),
    )


def assert_agrees(row) -> None:
    town, country = halves(row.area, str(row.period), row.indicator)
    assert (Fraction(row.urban), Fraction(row.rural), Fraction(row.gap)) == (town, country, country - town)
    if row.unit in COUNTS:
        assert row.ratio is None
        assert reference.is_rounded(row.urban_share, 100 * town / (town + country))
        assert reference.is_rounded(row.rural_share, 100 * country / (town + country))
    else:
        assert reference.is_rounded(row.ratio, country / town if town else None)
        assert row.urban_share is row.rural_share is None


def having(area: str, period: str) -> list[str]:
    return [name for name in reference.indicators() if None not in halves(area, period, name)]


@pytest.mark.parametrize("area", [code for code in sorted(reference.areas()) if len(code) == 2])
def test_gaps_of_random_periods_agree_with_fractions_of_the_printed_figures(area):
    for (period,) in reference.draws(f"gap {area}", 5, reference.periods(area), 1):
        wanted = having(area, period)
        if not wanted:
            with pytest.raises(NotFoundError):
                gap(period, area=area)
            continue
        answer = gap(period, area=area)
        assert [row.indicator for row in answer] == wanted
        for row in answer:
            assert_agrees(row)


@pytest.mark.parametrize("area", ["00", "11", "52", "64", "65", "91", "94"])
def test_a_range_of_gaps_gives_each_change_from_the_row_before_but_none_across_a_break(area):
    answer = gap("2010-03..2025-09", area=area)
    for name in {row.indicator for row in answer}:
        rows = [row for row in answer if row.indicator == name]
        wanted = [
            period
            for period in reference.periods(area)
            if "2010-03" <= period <= "2025-09" and None not in halves(area, period, name)
        ]
        assert [str(row.period) for row in rows] == wanted
        assert rows[0].gap_change is None
        for earlier, later in pairwise(rows):
            assert_agrees(later)
            if reference.crossed(area, name, str(earlier.period), str(later.period)):
                assert later.gap_change is None
            else:
                assert later.gap_change == later.gap - earlier.gap


def test_a_break_inside_a_range_is_told():
    told = {
        str(note.values["after"])
        for note in gap("2013..2016", indicator="p0").notes
        if note.code == "series_break"
    }
    assert told == {"2015-03"}


def test_a_range_of_bare_years_is_of_march_rounds_unless_others_are_asked():
    def rounds(given: str, **more: str) -> list[str]:
        return [str(row.period) for row in gap(given, indicator="p0", **more)]

    assert rounds("2021..2022") == ["2021-03", "2022-03"]
    assert rounds("2021..2022", round="all") == ["2021-03", "2021-09", "2022-03", "2022-09"]
    assert rounds("2021..2022", round="september") == ["2021-09", "2022-09"]
    assert rounds("2021-03..2022-03") == ["2021-03", "2021-09", "2022-03"]


def test_the_latest_gaps_of_all_areas_leave_out_those_without_town_and_country_and_say_so():
    answer = gap("latest", area="all")
    split = {
        area for area in reference.areas() if any(having(area, period) for period in reference.periods(area))
    }
    assert {row.area for row in answer} == split
    [said] = [note for note in answer.notes if note.code == "no_urban_rural"]
    assert {area.area for area in said.values["area"]} == set(reference.areas()) - split


def test_an_area_without_a_rural_part_is_not_found():
    for period in ("2024", "latest", "2020..2024"):
        with pytest.raises(NotFoundError):
            gap(period, area="31")


def test_indicators_that_were_named_but_are_not_split_are_told():
    answer = gap(2023, indicator="p0,poor_household_size")
    assert [row.indicator for row in answer] == ["p0"]
    [note] = [note for note in answer.notes if note.code == "not_split"]
    assert [each.indicator for each in note.values["indicators"]] == ["poor_household_size"]


@pytest.mark.parametrize("rounds", ["all", "march", "september"])
def test_one_period_has_no_choice_of_rounds(rounds):
    with pytest.raises(UsageError):
        gap(2024, round=rounds)
