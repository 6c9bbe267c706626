"""The rules behind the words, each at its thresholds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kaltim_poverty.published.catalogue import Indicator, indicators
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period
from kaltim_poverty.report.series import Round, sign, unbroken_rounds
from kaltim_poverty.report.verdicts.change import change_over_time
from kaltim_poverty.report.verdicts.effectiveness import effectiveness
from kaltim_poverty.report.verdicts.inequality import inequality_class
from kaltim_poverty.report.verdicts.position import Rank, rank_among
from kaltim_poverty.report.verdicts.quadrants import Bound, quadrant_of
from kaltim_poverty.report.verdicts.relevance import relevance

P0, P1, LINE = (indicators()[name] for name in ("p0", "p1", "poverty_line"))
RATES = ("percent", "percent")


def rounds(*values: str, last: int = 2024) -> list[Round]:
    """March rounds up to a year."""
    first = last - len(values) + 1
    return [Round(Period(first + place, 3), Decimal(value)) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("before", "after", "indicator", "expected"),
    [
        ("5.78", "5.79", P0, 0),
        ("5.8", "5.81", P0, 0),
        ("5.78", "5.80", P0, 1),
        ("0.8", "0.75", P1, 0),
        ("0.80", "0.75", P1, -1),
        ("500000", "500001", LINE, 1),
        ("5.00", "5.00", P0, 0),
    ],
)
def test_a_step_within_rounding_has_no_sign(
    before: str, after: str, indicator: Indicator, expected: int
) -> None:
    """Of P0 by its hundredths, of P1 by the printed decimals; a line has no rounding to speak of."""
    assert sign(Decimal(before), Decimal(after), indicator) == expected


def test_a_break_or_a_missing_round_begins_a_series_anew() -> None:
    """Kalimantan Timur begins with March 2015; the number of poor behind the census of 2020."""
    figures = Figures()
    for name, first in (("p0", 2015), ("poor_count", 2021)):
        assert unbroken_rounds(figures, "64", name, Period(2024, 3))[0].period == Period(first, 3)
    assert unbroken_rounds(figures, "64", "expenditure_share_bottom40", Period(2024, 3))[1:] == []
    assert unbroken_rounds(figures, "64", "p0", Period(2023, 9)) == []


def test_nobody_is_ranked_among_fewer_than_three() -> None:
    """Ties share a rank; the highest is best unless down is."""
    values = [Decimal(number) for number in (3, 1, 3, 7)]
    assert rank_among(values[0], values, "down") == Rank(2, 4)
    assert rank_among(values[0], values, "") == Rank(2, 4)
    assert rank_among(values[1], values[:3], "down") == Rank(1, 3)
    assert rank_among(values[0], values[:2], "down") is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("5", "4", "3"), "cannot_be_judged"),
        (("5", "4", "3", "2"), "falling"),
        (("5", "4", "4.5", "4"), "falling"),
        (("5", "4", "6", "5.5", "4.5"), "falling"),
        (("5", "5.005", "4", "4.5"), "fluctuating"),
        (("2", "3", "4", "5"), "rising"),
        (("5.00", "5.01", "5.00", "5.01"), "unchanged"),
        (("5.00", "5.01", "5.02", "5.01"), "fluctuating"),
        (("5", "6", "7", "8", "4"), "fluctuating"),
        (("1", *"23456789", "10", "9", "8"), "rising"),
    ],
)
def test_two_thirds_of_the_signed_steps_make_a_direction(values: tuple[str, ...], expected: str) -> None:
    """At least three steps; first to last must agree; unchanged if nothing exceeds rounding."""
    assert change_over_time(rounds(*values), P0).verdict == expected


def test_only_the_last_ten_steps_count() -> None:
    """A rise before them is forgotten."""
    found = change_over_time(rounds("1", "20", *map(str, range(19, 9, -1))), P0)
    assert (found.verdict, found.steps, found.falls) == ("falling", 10, 10)


@pytest.mark.parametrize(
    ("own", "larger", "expected"),
    [
        (("5", "4", "3"), ("9", "8", "7"), "cannot_be_judged"),
        (("5", "4", "3", "2"), ("9", "8", "7", "6"), "relevant"),
        (("5", "4", "3", "2"), ("9", "8", "7", "7.2"), "partly_relevant"),
        (("5", "4", "3", "2", "1"), ("9", "8", "7", "6", "6.5"), "relevant"),
        (("5", "4", "3", "2", "1"), ("9", "8", "7", "6", "10"), "partly_relevant"),
        (("5", "4", "3", "2", "1"), ("9", "8", "7", "8", "9"), "not_relevant"),
        (("5", "4", "3", "2"), ("9", "8", "7", "7.01"), "cannot_be_judged"),
    ],
)
def test_three_quarters_of_the_steps_make_relevance(
    own: tuple[str, ...], larger: tuple[str, ...], expected: str
) -> None:
    """Three steps with a sign in both; first to last must agree; at most half is no relevance."""
    assert relevance(rounds(*own), rounds(*larger), P0).verdict == expected


def test_series_that_end_in_other_rounds_have_no_step_in_common() -> None:
    """The larger area lacks the round."""
    found = relevance(rounds("5", "4", "3", "2"), rounds("5", "4", "3", "2", last=2023), P0)
    assert (found.verdict, found.steps) == ("cannot_be_judged", 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("5", "4", "3"), "cannot_be_judged"),
        (("5", "4", "3", "2"), "effective"),
        (("5", "4", "3", "2", "2.01"), "effective"),
        (("5", "4", "3", "2", "2.1"), "less_effective"),
        (("6.24", "6.09", "5.63", "5.65", "5.31"), "effective"),
        (("5", "5.2", "5.4", "5.1", "4"), "less_effective"),
        (("2", "3", "4", "5"), "not_effective"),
        (("2", "3", "4", "5", "4.8"), "less_effective"),
        (("2", "2", "2", "2"), "less_effective"),
        (("9", "1", "5", "4", "3", "2"), "less_effective"),
    ],
)
def test_a_line_for_the_better_must_hold_without_any_round(values: tuple[str, ...], expected: str) -> None:
    """Four rounds at least, five at most; the last step is not for the worse."""
    assert effectiveness(rounds(*values), P0).verdict == expected


def test_a_slope_is_exact_and_where_neither_is_better_no_verdict() -> None:
    """The line of 2020–2024 in East Kalimantan falls by 0.107 points a year."""
    found = effectiveness(rounds("6.10", "6.54", "6.31", "6.11", "5.78"), P0)
    assert found.slope == Fraction(-107, 1000)
    assert not found.first_is_worst
    assert effectiveness(rounds("1", "2", "3", "4"), LINE).verdict == "neither_better"


def test_a_line_that_starts_from_the_worst_round_says_so() -> None:
    """The worst since the last break, not only among the five."""
    assert effectiveness(rounds("6", "7", "6", "5", "4", "3"), P0).first_is_worst
    assert not effectiveness(rounds("8", "7", "6", "5", "4", "3"), P0).first_is_worst


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("6", "1", "I"),
        ("5", "1", "II"),
        ("5", "0.5", "III"),
        ("6", "0.5", "IV"),
        ("5.50", "1", ""),
        ("5.51", "1", ""),
        ("5.49", "1", "II"),
        ("5.52", "1", "I"),
        ("6", "0.8", ""),
        ("6", "0.81", "I"),
    ],
)
def test_an_area_within_half_a_step_of_a_line_is_in_no_quadrant(
    first: str, second: str, expected: str
) -> None:
    """A computed mean has no step; a printed figure counts with the coarser of both."""
    bounds = (Bound(Decimal("5.505"), printed=False), Bound(Decimal("0.799"), printed=True))
    assert quadrant_of(Decimal(first), Decimal(second), *bounds, RATES) == expected


def test_the_classes_of_the_world_bank() -> None:
    """Below 12 high, 12 to 17 moderate, above 17 low."""
    shares = ("11.99", "12", "17", "17.01")
    assert [inequality_class(Decimal(share)) for share in shares] == ["high", "moderate", "moderate", "low"]
