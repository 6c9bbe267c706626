"""Series recomputed from the printed figures: changes, and a pace that starts anew behind a break."""

from __future__ import annotations

from fractions import Fraction

import pytest
import reference
from support import call

from kaltim_poverty import NotFoundError, UsageError, trend

INDICATORS = ("p0", "poor_count", "p1", "gini", "poverty_line")


def assert_series(rows, area: str, locality: str, indicator: str, periods: list[str]) -> None:
    assert [str(row.period) for row in rows] == periods
    start = previous = None
    for row in rows:
        period = str(row.period)
        value = reference.value(area, period, locality, indicator)
        assert Fraction(row.value) == value
        parted = reference.crossed(area, indicator, previous, period) if previous else []
        if parted or start is None:
            start = period
        if previous is None or parted:
            assert row.change is row.change_percent is None
            assert row.pace is None
        else:
            change = value - reference.value(area, previous, locality, indicator)
            old = reference.value(area, previous, locality, indicator)
            assert Fraction(row.change) == change
            assert reference.is_rounded(row.change_percent, 100 * change / old if old else None)
            years = Fraction(reference.months(period) - reference.months(start), 12)
            assert reference.is_rounded(
                row.pace, (value - reference.value(area, start, locality, indicator)) / years
            )
        assert row.series_break == (parted[0]["kind"] if parted else "")
        previous = period


@pytest.mark.parametrize("area", sorted(reference.areas()))
@pytest.mark.parametrize("rounds", ["march", "all"])
def test_series_agree_with_fractions_of_the_printed_figures(area, rounds):
    for indicator in INDICATORS:
        try:
            answer = trend(indicator, area=area, locality="all", round=rounds)
        except NotFoundError:
            assert not any(reference.periods(area, locality="total", indicator=indicator))
            continue
        for locality in reference.LOCALITIES:
            wanted = [
                period
                for period in reference.periods(area, locality=locality, indicator=indicator)
                if rounds == "all" or period.endswith("-03")
            ]
            rows = [row for row in answer if row.locality == locality]
            assert_series(rows, area, locality, indicator, wanted)


def test_a_range_bounds_the_series_and_the_pace_starts_at_its_first_round():
    answer = trend("p0", "2018..2022", area="64,52")
    assert {row.area for row in answer} == {"52", "64"}
    for area in ("52", "64"):
        assert_series(
            [row for row in answer if row.area == area],
            area,
            "total",
            "p0",
            [f"{year}-03" for year in range(2018, 2023)],
        )


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2022..", "2022-03", "2026-03"),
        ("..2009", "2007-03", "2009-03"),
        ("2022..latest", "2022-03", "2026-03"),
    ],
)
def test_an_open_end_reaches_to_the_first_or_last_round(given, first, last):
    rows = trend("p0", given)
    assert (str(rows[0].period), str(rows[-1].period)) == (first, last)


def test_a_break_in_the_series_is_named():
    answer = trend("p0", "2013..2016")
    assert [row.series_break for row in answer] == ["", "", "boundary", ""]
    assert [str(note.values["after"]) for note in answer.notes if note.code == "series_break"] == ["2015-03"]


def test_a_range_that_runs_backwards_is_refused_and_an_empty_one_is_not_found():
    with pytest.raises(UsageError):
        trend("p0", "2022..2018")
    with pytest.raises(NotFoundError):
        trend("p0", "1999..2003")


def test_the_mean_change_is_named_with_the_round_that_it_counts_from():
    said = {note.code: str(note) for note in trend("p0").notes}
    assert said["mean_since"] == (
        "Mean change per year since March 2015: East Kalimantan -0.099 percentage points."
    )
    said = [str(note) for note in trend("p0", area="64,6472").notes if note.code == "mean_since"]
    assert len(said) == 1
    assert "means_since" in {note.code for note in trend("p0", area="provinces").notes}


def test_an_average_has_a_decimal_more_than_its_figures():
    """A mean over years says more than one year: two decimals of P0 and counts make three."""
    for indicator, printed in (("p0", "−0.050"), ("poor_count", "−6.810"), ("gini", "0.0006")):
        table = call("trend", indicator, "2015..2024", "-f", "table", "--lang", "en").out
        assert printed in table.replace("\n", " "), indicator
