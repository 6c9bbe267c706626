"""Paces and due dates recomputed from the printed figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
import reference

from kaltim_poverty import NotFoundError, UsageError, target

HEADER = "area,period,locality,indicator,value,source\n"


def years(start: str, end: str) -> Fraction:
    return Fraction(reference.months(end) - reference.months(start), 12)


def due(latest: str, rate: Fraction, goal: Fraction, pace: Fraction) -> str | None:
    """The first month in which the rate is at most the goal, counted a month at a time."""
    if rate <= goal:
        return latest
    if pace >= 0:
        return None
    months = ceil((goal - rate) / pace * 12)
    year, month = divmod(reference.months(latest) + months - 1, 12)
    return f"{year}-{month + 1:02d}" if year <= 9999 else None


def last_start(area: str, periods: list[str]) -> str:
    """The first period behind the last break."""
    starts = [periods[0], *(new for old, new in pairwise(periods) if reference.crossed(area, "p0", old, new))]
    return starts[-1]


def best_years(area: str, rates: dict[str, Fraction]) -> tuple[str, str] | None:
    """The first five years, March to March without a break, in which the rate fell most."""
    windows = [
        (f"{int(end[:4]) - 5}-03", end)
        for end in rates
        if end.endswith("-03")
        and f"{int(end[:4]) - 5}-03" in rates
        and not reference.crossed(area, "p0", f"{int(end[:4]) - 5}-03", end)
    ]
    return min(windows, key=lambda window: (rates[window[1]] - rates[window[0]], window), default=None)


@pytest.mark.parametrize("goal", ["3.5", "6"])
@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_paces_and_due_dates_agree_with_fractions_of_the_printed_figures(area, goal):
    periods = reference.periods(area, locality="total", indicator="p0")
    rates = {period: reference.value(area, period, "total", "p0") for period in periods}
    latest = periods[-1]
    needed, so_far, best = target(goal, "2031-09", area=area)

    assert (str(needed.from_period), str(needed.to_period), str(needed.reached)) == (
        latest,
        "2031-09",
        "2031-09",
    )
    assert reference.is_rounded(needed.pace, (Fraction(goal) - rates[latest]) / years(latest, "2031-09"))

    windows = {
        "so_far": (so_far, (last_start(area, periods), latest)),
        "best": (best, best_years(area, rates)),
    }
    for row, window in windows.values():
        if window is None:
            assert (row.from_period, row.to_period, row.pace, row.reached) == (None, None, None, None)
            continue
        start, end = window
        assert (str(row.from_period), str(row.to_period)) == window
        pace = (rates[end] - rates[start]) / years(start, end)
        assert reference.is_rounded(row.pace, pace)
        reached = due(latest, rates[latest], Fraction(goal), pace)
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


def test_a_target_that_is_met_already_is_reached_now(tmp_path):
    own = own_file(tmp_path, ("2023-03", "12.00"), ("2024-03", "10.00"))
    answer = target("10.0", 2030, area="XX", figures=own)
    assert str(answer[1].reached) == "2024-03"
    assert [note.code for note in answer.notes] == ["already_reached", "no_window"]


def test_a_date_beyond_the_calendar_is_never(tmp_path):
    own = own_file(tmp_path, ("2023-03", "12.000000000001"), ("2024-03", "12.00"))
    assert target(0, 2030, area="XX", figures=own)[1].reached is None


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
