"""Poverty lines of persons and households recomputed from the printed figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
import reference
from support import call

from kaltim_poverty import NotFoundError, UsageError, threshold


@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_lines_of_every_period_agree_with_fractions_of_the_printed_figures(area):
    for period in reference.periods(area, indicator="poverty_line"):
        for row in threshold(period, area=area, locality="all"):
            line, food, nonfood = (
                reference.value(area, period, row.locality, name)
                for name in ("poverty_line", "poverty_line_food", "poverty_line_nonfood")
            )
            assert Fraction(row.per_month) == line
            assert reference.is_rounded(row.per_day, line * 12 / 365)
            assert Fraction(row.per_year) == line * 12
            assert (reference.fraction(row.food), reference.fraction(row.nonfood)) == (food, nonfood)
            assert reference.is_rounded(row.food_share, None if food is None else 100 * food / line)


def test_every_published_household_line_is_the_line_times_the_size_rounded_half_up():
    held = 0
    for period in reference.periods("64", locality="total", indicator="poverty_line_household"):
        [row] = threshold(period, household=True)
        line, size, published = (
            reference.value("64", period, "total", name)
            for name in ("poverty_line", "poor_household_size", "poverty_line_household")
        )
        assert row.household_line == reference.half_up(line * size) == published
        assert (row.published, row.difference) == (published, 0)
        held += 1
    assert held == 7


def test_a_line_for_sizes_needs_no_published_size_and_has_no_published_line():
    sizes = ["0.5", "4", "5.13", "1-3", "30"]
    rows = threshold(2015, area="6472", size=sizes)
    line = reference.value("6472", "2015-03", "total", "poverty_line")
    assert [row.household_size for row in rows] == [*map(Decimal, ["0.5", "4", "5.13", "1", "2", "3", "30"])]
    for row in rows:
        assert row.household_line == reference.half_up(line * Fraction(row.household_size))
        assert row.published is row.difference is None


def test_half_a_rupiah_is_rounded_up(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "area,period,locality,indicator,value,source\nXX,2024,total,poverty_line,100001,me\n",
        encoding="utf-8",
    )
    rows = threshold(2024, area="XX", figures=str(own), size="0.5,1.5,2.5,0.25")
    assert [row.household_line for row in rows] == [50_001, 150_002, 250_003, 25_000]


def test_sizes_in_the_data_and_given_ones_give_the_same_line():
    [published] = threshold(2024, household=True)
    [given] = threshold(2024, size=5.13)
    assert given.household_line == published.household_line


def test_the_latest_line_is_the_last_round_that_has_all_localities():
    for area, rows in groupby(threshold(area="all", locality="all"), key=lambda row: row.area):
        lines = {
            locality: set(reference.periods(area, locality=locality, indicator="poverty_line"))
            for locality in reference.LOCALITIES
        }
        wanted = max(set.intersection(*(periods for periods in lines.values() if periods)))
        assert {str(row.period) for row in rows} == {wanted}
    # the total has September 2025 already, town and country March 2025
    assert {str(row.period) for row in threshold(locality="all")} == {"2025-03"}
    assert [str(row.period) for row in threshold()] == ["2025-09"]


def test_lines_of_different_rounds_say_so():
    [said] = [note for note in threshold(area="64,Samarinda").notes if note.code == "several_rounds"]
    assert str(said) == (
        "Not all figures are from the same round (March 2025 and September 2025); each row shows its own."
    )
    assert "several_rounds" not in {note.code for note in threshold(locality="all").notes}


def test_a_period_without_a_line_names_what_there_is():
    with pytest.raises(NotFoundError) as caught:
        threshold(2026)
    assert str(caught.value) == (
        "no poverty line for March 2026 in East Kalimantan (there are number of poor people and P0);"
        " the nearest periods with it are 2025-03 and 2025-09"
    )
    with pytest.raises(NotFoundError) as caught:
        threshold(2021, household=True)
    assert "no size of a poor household for March 2021" in str(caught.value)


def test_the_latest_household_line_is_of_the_last_period_with_line_and_size():
    [row] = threshold(household=True)
    both = set(reference.periods("64", locality="total", indicator="poverty_line")) & set(
        reference.periods("64", locality="total", indicator="poor_household_size")
    )
    assert str(row.period) == max(both)


def test_areas_without_the_numbers_are_left_out_and_told():
    answer = threshold(2024, area="64,6472", household=True)
    assert [row.area for row in answer] == ["64"]
    [note] = [note for note in answer.notes if note.code == "lacks_figures"]
    assert note.values["area"].area == "6472"


@pytest.mark.parametrize("size", ["0", "-1", "30.01", "31", "nan", "8-1", "0-3", "1e1", "2-31"])
def test_a_size_out_of_range_or_malformed_is_refused(size):
    with pytest.raises(UsageError):
        threshold(2024, size=[size])


def test_a_period_without_a_line_is_not_found():
    with pytest.raises(NotFoundError):
        threshold("2026")


@pytest.mark.parametrize(
    ("options", "heading"),
    [
        (["--household"], "Rata-rata anggota rumah tangga"),
        (["--size", "4"], "Anggota rumah tangga"),
    ],
)
def test_a_size_that_was_asked_for_is_no_average(options, heading):
    text = call("threshold", "2024", *options, "--lang", "id", "-f", "markdown").out
    assert f"| {heading} |" in text


def test_the_share_of_food_is_shown_with_the_two_decimals_of_bps():
    """590,571 of 833,955 rupiah (March 2024): 70.8157… percent."""
    shown = call("threshold", "2024", "-f", "table").out
    assert "70.82\n" in shown
    assert "70.816" not in shown
