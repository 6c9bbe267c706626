"""Decompositions recomputed from the printed figures (Ravallion and Huppi)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import reference
from support import call

from kaltim_poverty import NotFoundError, UsageError, decompose

Parts = dict[str, tuple[Fraction, Fraction, Fraction, Fraction]]

DISTRICTS = [code for code, area in reference.areas().items() if area["level"] == "district"]
SPLIT = [code for code, area in reference.areas().items() if area["level"] != "district" and code != "31"]


def parts(places: dict[str, tuple[str, str]], indicator: str, before: str, after: str) -> Parts | None:
    """The rates and populations of each part in both periods, or None if one is missing."""
    found: Parts = {}
    for name, (area, locality) in places.items():
        numbers = [reference.value(area, period, locality, indicator) for period in (before, after)]
        for period in (before, after):
            count = reference.value(area, period, locality, "poor_count")
            rate = reference.value(area, period, locality, "p0")
            numbers.append(None if count is None or not rate else 100 * count / rate)
        if None in numbers:
            return None
        found[name] = tuple(numbers)
    return found


def assert_agrees(rows, whole: tuple[Fraction, Fraction], of: Parts) -> None:
    old_people = sum(part[2] for part in of.values())
    new_people = sum(part[3] for part in of.values())
    moved = {name: part[3] / new_people - part[2] / old_people for name, part in of.items()}
    exact = {name: part[2] / old_people * (part[1] - part[0]) for name, part in of.items()}
    exact["shift"] = sum(moved[name] * part[0] for name, part in of.items())
    exact["interaction"] = sum(moved[name] * (part[1] - part[0]) for name, part in of.items())
    assert [row.component for row in rows] == [*exact, "rounding", "total"]
    change = whole[1] - whole[0]
    for row in rows:
        if row.component in exact:
            assert reference.is_rounded(row.contribution, exact[row.component])
        expected = of[row.component][:2] if row.component in of else (None, None)
        if row.component == "total":
            expected = whole
        assert (reference.fraction(row.before), reference.fraction(row.after)) == expected
        share = 100 * Fraction(row.contribution) / change if change else None
        assert reference.is_rounded(row.share, share)
    *pieces, total = (Fraction(row.contribution) for row in rows)
    assert total == change
    assert sum(pieces) == total


def test_both_periods_may_be_a_range():
    for written, before, after in (
        ("2019..2024", 2019, 2024),
        ("2022-09..2024", "2022-09", 2024),
        ("2022-03..2023-03", 2022, 2023),
        ("2019..", 2019, "latest"),
        ("2019..latest", 2019, "latest"),
    ):
        assert decompose(written).rows == decompose(before, after).rows
    assert decompose("2019..2024", over="districts").rows == decompose(2019, 2024, over="districts").rows


@pytest.mark.parametrize("area", SPLIT)
def test_decompositions_over_town_and_country_agree_with_fractions(area):
    for before, after in reference.draws(f"decompose {area}", 6, reference.periods(area, indicator="p0")):
        for indicator in ("p0", "p1", "p2"):
            of = parts({"urban": (area, "urban"), "rural": (area, "rural")}, indicator, before, after)
            whole = tuple(reference.value(area, period, "total", indicator) for period in (before, after))
            if of is None or None in whole:
                with pytest.raises(NotFoundError):
                    decompose(before, after, area=area, indicator=indicator)
                continue
            answer = decompose(before, after, area=area, indicator=indicator)
            assert_agrees(answer.rows, whole, of)
            assert_breaks_are_told(answer, area, indicator, before, after)


def assert_breaks_are_told(answer, area: str, indicator: str, before: str, after: str) -> None:
    """Breaks of the rate and of the counts behind the population shares have a note."""
    told = {note.values["reason"].reason_en for note in answer.notes if note.code == "series_break"}
    assert told == {
        row["reason_en"]
        for name in (indicator, "poor_count")
        for row in reference.crossed(area, name, before, after)
    }
    assert ("shares_break" in {note.code for note in answer.notes}) == bool(told)


@pytest.mark.parametrize(("before", "after"), [(2015, 2025), (2023, 2024), (2021, 2025), (2024, 2023)])
def test_decompositions_over_districts_agree_with_fractions(before, after):
    early, late = f"{before}-03", f"{after}-03"
    of = parts({code: (code, "total") for code in DISTRICTS}, "p0", early, late)
    whole = tuple(reference.value("64", period, "total", "p0") for period in (early, late))
    assert_agrees(decompose(before, after, over="districts").rows, whole, of)


def test_several_measures_stand_in_catalogue_order():
    rows = decompose(2023, 2024, indicator="P2,p0,p1")
    components = ("urban", "rural", "shift", "interaction", "rounding", "total")
    assert [(row.indicator, row.component) for row in rows] == list(product(("p0", "p1", "p2"), components))


def test_areas_that_lack_a_part_are_told():
    answer = decompose(2023, 2024, area="64,31,6472")
    assert {row.area for row in answer} == {"64"}
    [said] = [note for note in answer.notes if note.code == "not_decomposed"]
    assert {area.area for area in said.values["area"]} == {"31", "6472"}


@pytest.mark.parametrize("area", ["52", "6472"])
def test_an_area_without_districts_does_not_decompose_over_them(area):
    with pytest.raises(NotFoundError):
        decompose(2023, 2024, area=area, over="districts")


@pytest.mark.parametrize(
    ("indicator", "over"), [("gini", None), ("p1", "districts"), ("p0", "islands"), ("p0,poverty_line", None)]
)
def test_what_does_not_decompose_is_refused(indicator, over):
    with pytest.raises(UsageError):
        decompose(2023, 2024, indicator=indicator, over=over)


@pytest.mark.parametrize(
    ("over", "moving"),
    [
        ([], "pergeseran penduduk perkotaan–perdesaan"),
        (["--over", "districts"], "pergeseran penduduk antarkabupaten/kota"),
    ],
)
def test_people_who_move_are_named_by_what_they_move_between(over, moving):
    shown = call("decompose", "2023", "2024", *over, "--lang", "id", "-f", "markdown").out
    assert f"| {moving} |" in shown
