"""Paces and due dates recomputed from the printed figures."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
import reference

from kaltim_poverty import NotFoundError, UsageError, target
from kaltim_poverty.render import Style, render

HEADER = "area,period,locality,indicator,value,source\n"


def years(start: str, end: str) -> Fraction:
    return Fraction(reference.months(end) - reference.months(start), 12)


def due(latest: str, rate: Fraction, goal: Fraction, pace: Fraction) -> str | None:
    """The first month in which the rate is at most the goal, counted a month at a time; none after 2100."""
    if pace >= 0:
        return None
    months = ceil((goal - rate) / pace * 12)
    year, month = divmod(reference.months(latest) + months - 1, 12)
    return f"{year}-{month + 1:02d}" if year <= 2100 else None


def unbroken(area: str, periods: list[str]) -> list[str]:
    """The periods behind the last break."""
    starts = [periods[0], *(new for old, new in pairwise(periods) if reference.crossed(area, "p0", old, new))]
    return [period for period in periods if period >= starts[-1]]


def best_years(rates: dict[str, Fraction]) -> tuple[str, str] | None:
    """The first five years, March to March, in which the rate fell most."""
    windows = [
        (f"{int(end[:4]) - 5}-03", end)
        for end in rates
        if end.endswith("-03") and f"{int(end[:4]) - 5}-03" in rates
    ]
    return min(windows, key=lambda window: (rates[window[1]] - rates[window[0]], window), default=None)


@pytest.mark.parametrize("goal", ["3.5", "6"])
@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_paces_and_due_dates_agree_with_fractions_of_the_printed_figures(area, goal):
    periods = unbroken(area, reference.periods(area, locality="total", indicator="p0"))
    rates = {period: reference.value(area, period, "total", "p0") for period in periods}
    latest, aim = periods[-1], Fraction(goal)
    answer = target(goal, "2031-09", area=area)
    needed, so_far, best = answer
    missed = [period for period in periods if rates[period] > aim]
    since = (
        None
        if missed[-1:] == [latest]
        else min(set(periods) - {p for p in periods if p <= max(missed, default="")})
    )

    assert (str(needed.from_period), str(needed.to_period)) == (latest, "2031-09")
    assert str(needed.reached) == (since or "2031-09")
    pace = 0 if since else (aim - rates[latest]) / years(latest, "2031-09")
    assert reference.is_rounded(needed.pace, pace)
    assert ("already_reached" in {note.code for note in answer.notes}) == bool(since)

    windows = {"so_far": (so_far, (periods[0], latest)), "best": (best, best_years(rates))}
    for row, window in windows.values():
        if window is None:
            assert (row.from_period, row.to_period, row.pace) == (None, None, None)
            assert row.reached is None or str(row.reached) == since
            continue
        start, end = window
        assert (str(row.from_period), str(row.to_period)) == window
        pace = (rates[end] - rates[start]) / years(start, end)
        assert reference.is_rounded(row.pace, pace)
        reached = since or due(latest, rates[latest], aim, pace)
        assert (None if row.reached is None else str(row.reached)) == reached


def own_file(tmp_path, *rates: tuple[str, str]) -> str:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "".join(f"XX,{period},total,p0,{rate},me\n" for period, rate in rates))
    return str(path)


def test_a_target_falls_due_in_the_month_in_which_the_pace_reaches_it_and_not_before(tmp_path):
    # 12.00 to 11.00 in a year: a twelfth of a point a month
    own = own_file(tmp_path, ("2023-03", "12.00"), ("2024-03", "11.00"))
    for goal, month in (
        ("10.75", "2024-06"),
        ("10.74", "2024-07"),
        ("10.92", "2024-04"),
        ("10.00", "2025-03"),
    ):
        _, so_far, _ = target(goal, 2030, area="XX", figures=own)
        assert str(so_far.reached) == month


def test_a_rate_that_rises_or_stays_never_falls_due_and_says_so(tmp_path):
    for last in ("12.00", "12.50"):
        own = own_file(tmp_path, ("2023-03", "12.00"), ("2024-03", last))
        answer = target(10, 2030, area="XX", figures=own)
        assert answer[1].reached is None
        assert "never_reached" in {note.code for note in answer.notes}


def test_one_figure_has_no_pace_and_nothing_is_said_of_never(tmp_path):
    answer = target(10, 2030, area="XX", figures=own_file(tmp_path, ("2024-03", "12.00")))
    assert answer[1].pace is answer[1].reached is None
    assert [note.code for note in answer.notes] == ["no_pace", "no_window"]


def test_a_target_that_is_met_already_says_since_when_it_is_held(tmp_path):
    own = own_file(
        tmp_path, ("2020-03", "9.00"), ("2021-03", "12.00"), ("2022-03", "10.00"), ("2023-03", "9.50")
    )
    answer = target("10.0", 2030, area="XX", figures=own)
    assert {str(row.reached) for row in answer} == {"2022-03"}
    assert answer[0].pace == 0
    assert [note.code for note in answer.notes] == ["already_reached", "no_window"]
    assert str(answer.notes[0]) == (
        "XX: the target has already been reached, and held since March 2022: 9.50 percent in March 2023,"
        " against 10.00 percent."
    )


@pytest.mark.parametrize(
    ("latest", "goal", "code", "reached"),
    [
        ("10.00", "9.24", "no_window", "2100-03"),  # 0.01 a year: 76 years
        ("10.00", "9.23", "not_this_century", None),
        ("10.00", "0", "not_this_century", None),
        ("10.01", "9", "never_reached", None),
    ],
)
def test_a_date_after_2100_is_not_within_this_century(tmp_path, latest, goal, code, reached):
    own = own_file(tmp_path, ("2023-03", "10.01"), ("2024-03", latest))
    answer = target(goal, 2030, area="XX", figures=own)
    assert (answer[1].reached and str(answer[1].reached)) == reached
    assert code in {note.code for note in answer.notes}


def test_a_year_after_2100_is_no_answer(tmp_path):
    own = own_file(tmp_path, ("2023-03", "10.01"), ("2024-03", "10.00"))
    answer = target(5, 2101, area="XX", figures=own)
    assert answer[0].pace < 0
    assert answer[0].reached is None


def test_the_best_five_years_lie_after_the_last_break():
    # 2007 to 2012 fell faster, but with Kalimantan Utara
    [*_, best] = target("4.0", 2029)
    assert (str(best.from_period), str(best.to_period)) == ("2021-03", "2026-03")
    assert best.pace == Decimal("-0.28")
    assert str(best.reached) == "2030-04"


def test_of_a_range_the_end_nearer_to_now_counts():
    assert [row.pace for row in target("4.5-5.0", 2029)] == [row.pace for row in target("5.0", 2029)]
    assert target("4.5–5.0", 2029).arguments["rate"] == [Decimal("4.5"), Decimal("5.0")]
    inside = target("5.0-6.0", 2029)
    assert {str(row.reached) for row in inside} == {"2024-03"}
    with pytest.raises(UsageError):
        target("4,5-5.0", 2029)


@pytest.mark.parametrize("path", [False, True])
@pytest.mark.parametrize(
    ("goal", "indicator", "english", "indonesian"),
    [
        (4, "p0", "4.00 percent", "4,00 persen"),
        ("4.5-5.0", "p0", "4.50–5.00 percent", "4,50–5,00 persen"),
        ("0.30", "gini", "0.30", "0,30"),
        ("150-160", "poor_count", "150.00–160.00 thousand people", "150,00–160,00 ribu orang"),
    ],
)
def test_the_title_says_what_the_target_is_and_when_it_falls_due(goal, indicator, english, indonesian, path):
    title = target(goal, 2029, path=path, indicator=indicator).title
    assert title.spoken("en") == f"Pace to the target of {english} by March 2029"
    assert title.spoken("id") == f"Laju menuju target {indonesian} pada Maret 2029"


@pytest.mark.parametrize(
    ("indicator", "goal", "counted"),
    [("p0", "4.5-5.0", "5.00 percent"), ("expenditure_share_bottom40", "25-30", "25.00 percent")],
)
def test_which_end_of_a_range_counts_is_said(indicator, goal, counted):
    [said] = [note for note in target(goal, 2029, indicator=indicator).notes if note.code == "target_range"]
    assert str(said).endswith(f"the end that is met first counts: {counted}.")
    alone = target(goal.partition("-")[0], 2029, indicator=indicator)
    assert "target_range" not in {note.code for note in alone.notes}


def test_other_indicators_may_have_a_target():
    needed, so_far, _ = target("0.3", 2030, indicator="gini", area="64")
    points = reference.periods("64", locality="total", indicator="gini")
    last = reference.value("64", points[-1], "total", "gini")
    assert reference.is_rounded(needed.pace, (Fraction("0.3") - last) / years(points[-1], "2030-03"))
    assert (needed.indicator, str(so_far.to_period)) == ("gini", points[-1])
    share = target(25, 2030, indicator="expenditure_share_bottom40")
    assert share[0].pace > 0
    for wrong in ({"indicator": "GK"}, {"indicator": "mean_expenditure"}):
        with pytest.raises(UsageError) as caught:
            target(1, 2030, **wrong)
        assert caught.value.key == "no_direction"
    with pytest.raises(UsageError):
        target("1.1", 2030, indicator="gini")


def test_a_path_is_a_row_a_year_that_ends_at_the_target():
    rows = target("4.0", 2029, path=True)
    assert rows.fields == ("area", "indicator", "period", "needed", "so_far", "best_five_years")
    assert [str(row.period) for row in rows] == ["2026-03", "2027-03", "2028-03", "2029-03"]
    assert {rows[0].needed, rows[0].so_far, rows[0].best_five_years} == {Decimal("5.14")}
    assert rows[1].needed == Decimal("4.76")
    assert rows[-1].needed == Decimal("4.0")
    assert rows[-1].best_five_years == Decimal("5.14") - 3 * Decimal("0.28")
    assert [str(row.period) for row in target("4.0", "2027-09", path=True)] == [
        "2026-03",
        "2027-03",
        "2027-09",
    ]


def test_a_path_is_drawn_as_a_line_for_each_pace_on_a_terminal():
    answer = target("4.0", 2029, path=True)
    lines = "".join(render(answer, "table", Style("en", None, 80, False, True))).splitlines()
    assert "East Kalimantan, Needed: 5.140 █▆▃▁ 4.000" in lines
    assert "East Kalimantan, So far: 5.140 █▇▇▆ 4.843" in lines
    assert "East Kalimantan, Best five years: 5.140 █▆▅▃ 4.300" in lines


def test_a_path_never_leaves_what_the_indicator_can_be():
    assert min(row.best_five_years for row in target("0.1", 2090, path=True)) == 0


def test_areas_of_different_rounds_are_told():
    [said] = [note for note in target(3, 2030, area="64,Samarinda").notes if note.code == "several_rounds"]
    assert [str(each) for each in said.values["rounds"]] == ["2025-03", "2026-03"]


@pytest.mark.parametrize("year", [2024, 2026, "2026-03", "2010"])
def test_a_year_that_is_not_ahead_of_the_figures_is_refused(year):
    with pytest.raises(UsageError) as caught:
        target(4, year)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("rate", ["-1", "100.1", "4,0", "nan", "1e1", "four"])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(UsageError):
        target(rate, 2030)


def test_the_pace_may_count_from_another_round():
    _, so_far, _ = target("4.0", 2029, since=2021)
    assert (str(so_far.from_period), str(so_far.to_period)) == ("2021-03", "2026-03")
    now, then = (reference.value("64", period, "total", "p0") for period in ("2026-03", "2021-03"))
    assert reference.is_rounded(so_far.pace, (now - then) / 5)
    with pytest.raises(NotFoundError):
        target("4.0", 2029, since="2023-09")
    with pytest.raises(UsageError):
        target("4.0", 2029, since="2026-03")


def test_a_pace_across_a_break_names_it():
    answer = target("4.0", 2029, since=2010)
    assert [str(note.values["after"]) for note in answer.notes if note.code == "series_break"] == ["2015-03"]


def test_the_sentence_of_the_picture_holds_the_needed_pace_against_that_so_far():
    answer = target(4, 2029)
    paces = {row.basis: f"{row.pace:.3f}" for row in answer}
    assert len(set(paces.values())) == len(paces)
    assert answer.drawn is not None
    assert re.findall(r"-?\d\.\d{3}", str(answer.drawn.head)) == [paces["needed"], paces["so_far"]]
