"""Comparisons recomputed from the printed figures: change, percent, direction, breaks, what is left out."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
import reference

from kaltim_poverty import NotFoundError, compare

BEARABLE = Fraction("1.96") * Fraction(math.isqrt(2 * 10**60), 10**30)


def expected_row(area: str, locality: str, indicator: str, before: str, after: str) -> dict[str, object]:
    """What a comparison must say, from the printed figures alone."""
    old, new = (reference.value(area, period, locality, indicator) for period in (before, after))
    change = new - old
    better = reference.indicators()[indicator]["better"]
    broken = bool(reference.crossed(area, indicator, before, after))
    if broken or not better:
        direction = ""
    elif not change:
        direction = "same"
    else:
        direction = "worse" if (change > 0) == (better == "down") else "better"
    doubted = indicator in {"p0", "poor_count"} and not broken
    return {
        "key": (area, locality, indicator, before, after),
        "values": (old, new, change),
        "percent": 100 * change / old if old else None,
        "direction": direction,
        "verdict": "unknown" if doubted else "",
        "largest_se": abs(change) / BEARABLE if doubted else None,
    }


def expected(
    areas: list[str], localities: tuple[str, ...], before: str, after: str
) -> list[dict[str, object]]:
    """All rows in the order of area, locality and catalogue."""
    return [
        expected_row(area, locality, indicator, before, after)
        for area in areas
        for locality in localities
        for indicator in reference.indicators()
        if reference.value(area, before, locality, indicator) is not None
        and reference.value(area, after, locality, indicator) is not None
    ]


def assert_agrees(row, wanted: dict[str, object]) -> None:
    key = (row.area, row.locality, row.indicator, str(row.before_period), str(row.after_period))
    assert key == wanted["key"]
    assert row.unit == reference.indicators()[row.indicator]["unit"]
    assert tuple(map(Fraction, (row.before, row.after, row.change))) == wanted["values"], key
    assert reference.is_rounded(row.change_percent, wanted["percent"]), key
    assert (row.direction, row.verdict) == (wanted["direction"], wanted["verdict"]), key
    assert reference.is_rounded(row.largest_se, wanted["largest_se"]), key
    assert row.se is None, key
    assert row.p_value is None, key


def only_one(area: str, locality: str, before: str, after: str) -> set[str]:
    """The indicators that one of two periods has, and not the other."""
    return {
        indicator
        for indicator in reference.indicators()
        if (reference.value(area, before, locality, indicator) is None)
        != (reference.value(area, after, locality, indicator) is None)
    }


@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_comparisons_of_random_periods_agree_with_fractions_of_the_printed_figures(area):
    for before, after in reference.draws(f"compare {area}", 6, reference.periods(area)):
        wanted = expected([area], reference.LOCALITIES, before, after)
        if not wanted:
            with pytest.raises(NotFoundError):
                compare(before, after, area=area, locality="all")
            continue
        answer = compare(before, after, area=area, locality="all")
        assert len(answer) == len(wanted)
        for row, each in zip(answer, wanted, strict=True):
            assert_agrees(row, each)
        assert_notes_tell_everything(answer, area, before, after)


def assert_notes_tell_everything(answer, area: str, before: str, after: str) -> None:
    """Each indicator of one period only and each crossed break has its note, and no other has."""
    left_out = {
        (note.values["locality"].key, indicator.indicator)
        for note in answer.notes
        if note.code == "one_period_only"
        for indicator in note.values["indicators"]
    }
    assert left_out == {
        (f"value.locality.{locality}", indicator)
        for locality in reference.LOCALITIES
        for indicator in only_one(area, locality, before, after)
    }
    said = {
        (str(note.values["before"]), str(note.values["after"]), note.values["reason"].reason_en)
        for note in answer.notes
        if note.code == "series_break"
    }
    assert said == {
        (row["from_period"], row["to_period"], row["reason_en"])
        for indicator in {row.indicator for row in answer}
        for row in reference.crossed(area, indicator, before, after)
    }


@pytest.mark.parametrize(("before", "after"), [("2023", "2024"), ("2019", "2026"), ("2013-09", "2014-09")])
def test_comparisons_of_all_areas_stand_by_area_locality_and_catalogue(before, after):
    answer = compare(before, after, area="all", locality="all")
    early, late = (period if "-" in period else f"{period}-03" for period in (before, after))
    wanted = expected(list(reference.areas()), reference.LOCALITIES, early, late)
    assert len(answer) == len(wanted) > 200
    for row, each in zip(answer, wanted, strict=True):
        assert_agrees(row, each)


def test_every_break_takes_direction_and_verdict_away_from_what_it_concerns_and_from_nothing_else():
    for known in reference.breaks():
        area, before, after = known["area"], known["from_period"], known["to_period"]
        try:
            answer = compare(before, after, area=area)
        except NotFoundError:
            assert not expected([area], ("total",), before, after)
            continue
        for row in answer:
            concerned = known["indicators"] in {"*", row.indicator}
            assert (not row.direction) or not concerned
            assert not (concerned and (row.verdict or row.largest_se))
        assert "series_break" in {note.code for note in answer.notes}


def test_a_comparison_on_one_side_of_a_break_is_not_held_back():
    # the boundary of Kalimantan Timur changed between September 2014 and March 2015
    for before, after in (("2014-03", "2014-09"), ("2015-03", "2015-09")):
        [row] = compare(before, after, indicator="p0")
        assert row.direction
        assert row.verdict == "unknown"
    for before, after in (("2014-09", "2015-03"), ("2007", "2024"), ("2015-03", "2014-09")):
        [row] = compare(before, after, indicator="p0")
        assert (row.direction, row.verdict, row.largest_se) == ("", "", None)


def test_a_comparison_over_many_breaks_names_each_of_them():
    # the count of Kalimantan Timur: 2010/11, 2013/14, 2014/15 and 2020
    answer = compare("2010", "2024", indicator="poor_count")
    said = [str(note.values["before"]) for note in answer.notes if note.code == "series_break"]
    assert said == ["2010-03", "2013-09", "2014-09", "2020-03"]


def test_the_later_period_may_come_first():
    [there] = compare(2023, 2024, indicator="poor_count")
    [back] = compare(2024, 2023, indicator="poor_count")
    assert (back.change, back.direction) == (-there.change, "worse")
    assert back.largest_se == there.largest_se


def test_sources_are_those_of_the_compared_figures():
    for area, before, after in (("64", "2023-03", "2024-03"), ("00", "2019-03", "2026-03")):
        answer = compare(before, after, area=area)
        resting = {
            reference.sources()[area, period, "total", row.indicator]
            for row in answer
            for period in (before, after)
        }
        assert {source.source for source in answer.sources} == resting


def test_latest_is_the_last_period_with_the_asked_figures_of_each_area():
    for indicator in ("p0", "p1", "gini", "poverty_line"):
        for row in compare("2019", "latest", area="provinces", indicator=indicator):
            assert (
                str(row.after_period)
                == reference.periods(row.area, locality="total", indicator=indicator)[-1]
            )


def test_latest_works_for_all_areas_and_localities_though_some_have_no_rural_area():
    answer = compare("2023", "latest", area="all", locality="all", indicator="p0")
    found = {(row.area, row.locality) for row in answer}
    assert ("31", "urban") in found
    assert ("31", "rural") not in found
    assert {area for area, _ in found} >= {"00", "31", "64", "6472"}


def test_a_change_of_nothing_is_the_same():
    for row in compare(2024, 2024):
        assert row.change == 0
        assert row.direction in {"same", ""}
        assert row.largest_se in {None, 0}


def test_a_rise_of_what_should_rise_is_better():
    rows = {row.indicator: row for row in compare(2023, 2024)}
    assert rows["mean_expenditure"].change > 0
    assert rows["mean_expenditure"].direction == "better"
    assert rows["p1"].change > 0
    assert rows["p1"].direction == "worse"
    assert rows["poverty_line"].direction == ""


def test_indicators_that_were_named_but_are_in_neither_period_are_told():
    answer = compare(2023, 2024, indicator="p0,sample_households")
    assert [row.indicator for row in answer] == ["p0"]
    [note] = [note for note in answer.notes if note.code == "in_neither_period"]
    assert [each.indicator for each in note.values["indicators"]] == ["sample_households"]


def test_a_few_unknown_verdicts_say_each_what_the_change_could_bear():
    answer = compare(2023, 2024, indicator="p0")
    [note] = [note for note in answer.notes if note.code == "no_se"]
    assert note.values["largest"].value == Decimal("0.119")
    assert note.values["change"].value == Decimal("-0.33")


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


@pytest.mark.parametrize(
    ("before", "after"), [("2018-03", "2019-03"), ("2019-03", "2020-03"), ("2024-03", "2025-03")]
)
def test_indices_that_differ_by_rounding_alone_are_told_and_no_others(before, after):
    answer = compare(before, after, area="all", locality="all")
    told = {
        (
            note.values["area"].area,
            note.values["locality"].key.rpartition(".")[2],
            note.values["indicator"].indicator,
        )
        for note in answer.notes
        if note.code == "within_rounding"
    }
    wanted = set()
    for row in answer:
        old, new = (
            reference.printed()[row.area, period, row.locality, row.indicator] for period in (before, after)
        )
        slack = sum(Fraction(1, 2 * 10 ** decimals(text)) for text in (old, new))
        mixed = decimals(old) != decimals(new) and row.change and abs(Fraction(row.change)) <= slack
        if mixed and row.indicator in {"p1", "p2", "gini"}:
            wanted.add((row.area, row.locality, row.indicator))
    assert told == wanted
    assert told
