"""The sentence above a picture says what the printed figures say: recomputed for areas of every level."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise, product

import pytest
import reference

from kaltim_poverty import decompose, gap, rank, trend
from kaltim_poverty.published.catalogue import breaks


def values_in(sentence):
    """The numbers of a sentence but those of periods and of the names of measures."""
    plain = re.sub(r"\((?:P0|P1|P2)\)|\b(?:P0|P1|P2)\b|[A-Z][a-z]+ \d{4}", "", str(sentence))
    return re.findall(r"-?\d+(?:\.\d+)?", plain)


def direction(old, new):
    return "fell" if new < old else "rose" if new > old else "stayed"


@pytest.mark.parametrize("locality", ["total", "all"])
@pytest.mark.parametrize(
    ("area", "indicator"),
    [("6411", "p0"), *product(("64", "94", "31", "65", "00"), ("p0", "gini"))],
)
def test_a_trend_is_told_from_its_last_break_to_its_end(area, indicator, locality):
    periods = reference.periods(area, locality="total", indicator=indicator)
    periods = [period for period in periods if period.endswith("-03")]
    starts = [periods[0]]
    starts += [new for old, new in pairwise(periods) if reference.crossed(area, indicator, old, new)]
    ends = [reference.printed()[area, period, "total", indicator] for period in (starts[-1], periods[-1])]
    head = trend(indicator, area=area, locality=locality).head
    ends = list(map(Fraction, ends))
    if starts[-1] == periods[-1]:
        assert list(map(Fraction, values_in(head))) == ends[:1]
    else:
        assert list(map(Fraction, values_in(head))) == ends
        assert direction(*ends) in str(head)


@pytest.mark.parametrize("indicator", ["p0", "poor_count"])
@pytest.mark.parametrize("area", ["64", "94", "31"])
def test_a_place_is_one_more_than_the_areas_before_it(area, indicator):
    provinces = [code for code, known in reference.areas().items() if known["level"] == "province"]
    values = {code: reference.value(code, "2024-03", "total", indicator) for code in provinces}
    known = {code: value for code, value in values.items() if value is not None}
    place = 1 + sum(value < known[area] for value in known.values())
    head = rank(indicator, 2024, area=area).head
    assert values_in(head)[-1] == reference.printed()[area, "2024-03", "total", indicator]
    assert values_in(head)[-3:-1] == [str(place), str(len(known))]


def test_larger_areas_stand_across_a_ranking_only_where_they_have_the_same_number():
    """A sum of people has none to compare with, and several localities have one each."""
    rates = rank("p0", 2024, among="districts").levels
    assert [Fraction(level.value) for level in rates] == [
        reference.value(code, "2024-03", "total", "p0") for code in ("64", "00")
    ]
    assert rank("poor_count", 2024, among="districts").levels == ()
    assert rank("p0", 2024, locality="all").levels == ()


def test_without_an_area_in_focus_the_ends_are_told():
    districts = [code for code in reference.areas() if code.startswith("64") and len(code) == 4]
    values = {code: reference.value(code, "2024-03", "total", "p0") for code in districts}
    low, high = (choice(values, key=values.__getitem__) for choice in (min, max))
    head = rank("p0", 2024, among="districts").head
    printed = [reference.printed()[code, "2024-03", "total", "p0"] for code in (low, high)]
    assert values_in(head) == printed
    names = [reference.areas()[code]["name_en"] for code in (low, high)]
    assert re.search(".*".join(names), str(head))


@pytest.mark.parametrize("area", ["64", "94", "65"])
def test_town_and_country_stand_in_their_order(area):
    for period in ("2023", "2024"):
        printed = [reference.printed()[area, f"{period}-03", place, "p0"] for place in ("urban", "rural")]
        assert values_in(gap(period, area=area).head) == printed


@pytest.mark.parametrize("over", [None, "districts"])
@pytest.mark.parametrize(("before", "after"), [("2023", "2024"), ("2021", "2022")])
def test_the_largest_part_of_a_change_is_named(before, after, over):
    rows = [row for row in decompose(before, after, over=over) if row.indicator == "p0"]
    parts = [row for row in rows if row.component not in ("total", "rounding")]
    largest = max(parts, key=lambda row: abs(row.contribution))
    ends = [reference.value("64", f"{period}-03", "total", "p0") for period in (before, after)]
    said = values_in(decompose(before, after, over=over).head)
    assert Fraction(said[0]) == ends[1] - ends[0]
    assert abs(Fraction(said[1]) - Fraction(largest.contribution)) <= Fraction(1, 2000)


def test_reasons_of_breaks_are_told_in_the_language_of_the_reader():
    for known, row in zip(breaks(), reference.breaks(), strict=True):
        for language, other in (("en", "id"), ("id", "en")):
            said = set(known.spoken(language).split())
            own, foreign = (set(row[f"reason_{each}"].split()) for each in (language, other))
            assert len(said & (own - foreign)) > len(said & (foreign - own))
