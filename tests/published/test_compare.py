"""Comparisons recomputed from the printed figures: change, percent, direction, breaks, what is left out."""

from __future__ import annotations

import math
import tempfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty import NotFoundError, UsageError, compare
from kaltim_poverty.published.catalogue import indicators
from kaltim_poverty.published.exact import within_rounding as within
from kaltim_poverty.records.fields import declarations

BEARABLE = Fraction("1.96") * Fraction(math.isqrt(2 * 10**60), 10**30)


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def within_rounding(area: str, locality: str, indicator: str, before: str, after: str) -> bool:
    """Whether a change is no more than half the sum of both last printed steps, of P0 and counts 0.01."""
    texts = [reference.printed()[area, period, locality, indicator] for period in (before, after)]
    steps = [
        Fraction(1, 100) if indicator in {"p0", "poor_count"} else Fraction(1, 10 ** decimals(text))
        for text in texts
    ]
    change = Fraction(texts[1]) - Fraction(texts[0])
    return change != 0 and abs(change) <= sum(steps) / 2


def expected_row(area: str, locality: str, indicator: str, before: str, after: str) -> dict[str, object]:
    """What a comparison must say, from the printed figures alone."""
    old, new = (reference.value(area, period, locality, indicator) for period in (before, after))
    change = new - old
    better = "" if indicator == "mean_expenditure" else reference.indicators()[indicator]["better"]
    judged = bool(better) and not reference.crossed(area, indicator, before, after)
    rounding = judged and within_rounding(area, locality, indicator, before, after)
    if not judged or rounding:
        direction = ""
    elif not change:
        direction = "same"
    else:
        direction = "worse" if (change > 0) == (better == "down") else "better"
    return {
        "key": (area, locality, indicator, before, after),
        "values": (old, new, change),
        "percent": 100 * change / old if old else None,
        "direction": direction,
        "verdict": "rounding" if rounding else "unknown" if judged else "",
        "largest_se": abs(change) / BEARABLE if judged and not rounding else None,
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


def localities_of(place) -> list[str]:
    """The localities that a place in a note means: all, unless it names them."""
    if not hasattr(place, "values"):
        return list(reference.LOCALITIES)
    return [each.key.rpartition(".")[2] for each in place.values["localities"]]


def assert_notes_tell_everything(answer, area: str, before: str, after: str) -> None:
    """Each indicator of one period only and each crossed break has its note, and no other has."""
    left_out = {
        (locality, indicator.indicator)
        for note in answer.notes
        if note.code == "one_period_only"
        for place in note.values["areas"]
        for locality in localities_of(place)
        for indicator in note.values["indicators"]
    }
    assert left_out == {
        (locality, indicator)
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
    [share] = compare(2024, 2025, indicator="expenditure_share_bottom40")
    assert (share.change, share.direction) == (Decimal("0.52"), "better")
    rows = {row.indicator: row for row in compare(2023, 2024)}
    assert rows["p1"].change > 0
    assert rows["p1"].direction == "worse"
    assert rows["poverty_line"].direction == ""


def test_mean_expenditure_in_the_prices_of_its_time_is_neither_better_nor_worse():
    answer = compare(2023, 2024, indicator="mean_expenditure")
    [row] = answer
    assert (row.change, row.direction, row.verdict, row.largest_se) == (62_516, "", "", None)
    [said] = [note for note in answer.notes if note.code == "nominal"]
    assert str(said).endswith("East Kalimantan: mean expenditure 3.16 percent, poverty line 5.54 percent.")
    assert "nominal_many" in {note.code for note in compare(2023, 2024, area="provinces").notes}


@pytest.mark.parametrize(
    ("before", "after", "indicator", "verdict", "direction"),
    [
        ("2023", "2024", "gini", "rounding", ""),  # .322 to .321
        ("2025", "2026", "p0", "unknown", "better"),  # 5.17 to 5.14
        ("2024", "2024", "gini", "unknown", "same"),
        ("2024", "2025", "p1", "unknown", "worse"),  # .799 to .878
    ],
)
def test_what_the_printed_decimals_cannot_carry_has_no_direction(
    before, after, indicator, verdict, direction
):
    answer = compare(before, after, indicator=indicator)
    [row] = answer
    assert (row.verdict, row.direction) == (verdict, direction)
    told = [note for note in answer.notes if note.code == "within_rounding"]
    assert len(told) == (verdict == "rounding")
    assert (row.largest_se is None) == (verdict == "rounding")


STEPS = st.sampled_from(["1", "0.1", "0.01", "0.001"])


@given(st.integers(0, 2000), st.integers(0, 2000), STEPS, STEPS, st.sampled_from(["p0", "p1", "gini"]))
def test_rounding_is_a_change_of_at_most_half_the_sum_of_both_steps(one, other, step, other_step, name):
    """P1 .9 and .878, Gini .322 and .321: both may have been the same number before they were rounded."""
    old, new = Decimal(one) * Decimal(step), Decimal(other) * Decimal(other_step)
    known = indicators()[name]
    steps = [Fraction(1, 100)] * 2 if name == "p0" else [Fraction(step), Fraction(other_step)]
    change = abs(Fraction(new) - Fraction(old))
    assert within(old, new, known.step) == (0 < change <= sum(steps) / 2)
    assert within(old, new, known.step) == within(new, old, known.step)


def test_rounding_wins_over_a_verdict_that_the_sample_would_give():
    # 5.17 to 5.16 with a standard error of a hundredth of that
    figures = own_figures("64,2025,total,p0,5.17,me", "64,2030,total,p0,5.16,me")
    [row] = compare(
        2025, 2030, indicator="p0", figures=figures, households="900000000,900000000", deff="0.001"
    )
    assert row.p_value < Decimal("0.05")
    assert (row.verdict, row.direction, row.largest_se) == ("rounding", "", None)


def own_figures(*rows: str) -> str:
    path = Path(tempfile.mkdtemp()) / "own.csv"
    path.write_text(
        "\n".join(["area,period,locality,indicator,value,source", *rows]) + "\n", encoding="utf-8"
    )
    return str(path)


def periods_of(answer) -> set[tuple[str, str]]:
    return {(str(row.before_period), str(row.after_period)) for row in answer}


def test_without_periods_the_latest_round_stands_against_a_year_before():
    assert periods_of(compare()) == {("2025-03", "2026-03")}
    assert periods_of(compare(indicator="gini")) == {("2024-09", "2025-09")}


def test_one_period_stands_against_a_year_before_else_the_round_before():
    assert periods_of(compare(2024)) == {("2023-03", "2024-03")}
    assert periods_of(compare("2024-09")) == {("2024-03", "2024-09")}  # no round of September 2023
    with pytest.raises(NotFoundError):
        compare(2007)


def test_a_range_names_both_periods():
    assert periods_of(compare("2019..2024")) == {("2019-03", "2024-03")}
    assert periods_of(compare("2019-09..2024-09")) == {("2019-09", "2024-09")}
    assert periods_of(compare("2019..", indicator="p0")) == {("2019-03", "2026-03")}
    for refused in ("2024..2019", "..2024", "2019..2020..2021"):
        with pytest.raises(UsageError):
            compare(refused)


def test_areas_of_different_rounds_say_so_once():
    answer = compare(area="64,districts", indicator="p0")
    [said] = [note for note in answer.notes if note.code == "several_rounds"]
    assert [str(period) for period in said.values["rounds"]] == ["2025-03", "2026-03"]
    assert "several_rounds" not in {note.code for note in compare(area="districts", indicator="p0").notes}


def test_what_one_period_lacks_is_told_once_with_the_areas():
    answer = compare(2023, 2024, area="districts", indicator="p1,p2")
    [said] = [note for note in answer.notes if note.code == "one_period_only"]
    assert len(said.values["areas"]) == 8
    assert str(said).startswith("Paser, Kutai Barat, ")
    assert str(said).endswith(" and Bontang: only one of the periods has P2; left out.")


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


@pytest.mark.parametrize(
    ("before", "after"), [("2018-03", "2019-03"), ("2019-03", "2020-03"), ("2024-03", "2025-03")]
)
def test_changes_within_rounding_are_told_and_no_others(before, after):
    answer = compare(before, after, area="all", locality="all")
    told = {
        (area, locality, note.values["indicator"].indicator)
        for note in answer.notes
        if note.code == "within_rounding"
        for place in note.values["areas"]
        for area in [getattr(place, "area", "") or place.values["area"].area]
        for locality in localities_of(place)
    }
    wanted = {(row.area, row.locality, row.indicator) for row in answer if row.verdict == "rounding"}
    assert told == wanted
    assert told


def test_latest_does_not_wait_for_what_an_area_has_never_had():
    """Districts have no Gini ratio in any round."""
    assert {(row.indicator, str(row.after_period)) for row in compare(area="6472", indicator="p0,gini")} == {
        ("p0", "2025-03")
    }


def test_errors_of_changes_have_a_decimal_more_than_their_figures():
    """So that a change over its error, and what it could bear, do not round to another verdict."""
    rows = list(compare(2023, 2024, indicator="p0,gini,poor_count"))
    for row in rows:
        error = declarations(type(row))["largest_se"].decimals[row.unit]
        assert error == -row.before.as_tuple().exponent + 1
