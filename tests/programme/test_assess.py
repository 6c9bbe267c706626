"""Is an amount enough: the example to the rupiah, random transfers against fractions, every refusal."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.published.catalogue import indicators

ORDER = {
    "cost": "idr",
    "poor_households": "households",
    "reached_share": "percent",
    "shortfall_year": "idr_per_year",
    "cost_share": "percent",
    "gap_person_month": "idr_per_capita_month",
    "gap_household_month": "idr_per_household_month",
    "months_of_gap": "months",
    "months_of_line": "months",
    "return_needed": "percent",
}
WITH_RETURN = {"gap_closed_share": "percent", "amount_needed": "idr"}
FIGURES = ("poor_count", "p0", "p1", "poverty_line", "poor_household_size")
HEADER = "area,period,locality,indicator,value,source\n"


def values(answer):
    return {row.quantity: row.value for row in answer}


def rounded(fraction, digits=15):
    """A fraction to significant digits, by a way of its own: one long division of whole numbers."""
    return Context(prec=digits).divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def own_figures(count, p0, p1, line, size, area="64", period="2024-03"):
    """A file of figures of one's own."""
    numbers = zip(FIGURES, (count, p0, p1, line, size), strict=True)
    return HEADER + "".join(f"{area},{period},total,{name},{value},mine\n" for name, value in numbers)


def expected(figures, amount, recipients, per, overhead, monthly_return):
    """All quantities from their definitions, in fractions."""
    count, p0, p1, line, size = map(Fraction, figures)
    people = count * 1000
    members = size if per == "household" else 1
    gap_person = p1 / p0 * line
    gap = gap_person * members
    cost = amount * recipients * (1 + overhead / 100)
    shortfall = p1 / 100 * line * (people / (p0 / 100)) * 12
    unit_line = (
        Fraction((line * size + Fraction(1, 2)).__floor__()) if per == "household" else line
    )  # half up: all are positive
    found = {
        "cost": cost,
        "poor_households": people / size,
        "reached_share": min(100, 100 * recipients / (people / members)),
        "shortfall_year": shortfall,
        "cost_share": 100 * cost / shortfall,
        "gap_person_month": gap_person,
        "gap_household_month": gap_person * size,
        "months_of_gap": amount / gap,
        "months_of_line": amount / unit_line,
        "return_needed": 100 * gap / amount,
    }
    if monthly_return is not None:
        found["gap_closed_share"] = 100 * amount * (monthly_return / 100) / gap
        found["amount_needed"] = gap / (monthly_return / 100)
    return found


def test_the_published_example_to_the_rupiah():
    """March 2024, Rp5 million for each of 1,500 households."""
    found = values(programme.assess("5jt", 1500, period="2024"))
    assert found["cost"] == 7_500_000_000
    assert found["poor_households"].quantize(Decimal(1)) == 43_146
    assert found["reached_share"].quantize(Decimal("0.01")) == Decimal("3.48")
    assert found["shortfall_year"] == 306_198_253_620
    assert found["cost_share"].quantize(Decimal("0.01")) == Decimal("2.45")
    assert found["gap_household_month"].quantize(Decimal(1)) == 591_397
    assert found["months_of_gap"].quantize(Decimal("0.01")) == Decimal("8.45")
    assert found["months_of_line"].quantize(Decimal("0.01")) == Decimal("1.17")
    assert found["return_needed"].quantize(Decimal("0.1")) == Decimal("11.8")


def test_order_and_units():
    answer = programme.assess(5_000_000, 1500, monthly_return=5)
    assert {row.quantity: row.unit for row in answer} == {**ORDER, **WITH_RETURN}
    assert [row.quantity for row in answer] == [*ORDER, *WITH_RETURN]
    assert [row.quantity for row in programme.assess(5_000_000, 1500)] == list(ORDER)
    assert answer.fields == ("quantity", "value", "unit", "basis")


def test_what_was_asked_is_resolved():
    answer = programme.assess("5juta", "1500", overhead="10")
    assert answer.question == "programme assess"
    assert answer.arguments["amount"] == 5_000_000
    assert answer.arguments["recipients"] == 1500
    assert answer.arguments["per"] == "household"
    assert answer.arguments["overhead"] == 10
    assert answer.arguments["return"] is None
    assert answer.arguments["area"] == ["64"]
    assert str(answer.arguments["period"]) == "2025-09"  # the latest with all five figures
    assert answer.sources


@pytest.mark.parametrize("first", [0, 50, 100, 150])
def test_random_transfers_against_fractions(first, write):
    """Any figures, any transfer: every value is the exact one to 15 digits."""
    for seed in range(first, first + 50):
        assert_exact(random.Random(seed), lambda text, seed=seed: write(text, f"{seed}.csv"))


def assert_exact(chance, write):
    """The answer about figures and a transfer that chance draws."""
    p0 = Decimal(chance.randrange(1, 10_000)).scaleb(-2)
    figures = (
        Decimal(chance.randrange(1, 10_000_000)).scaleb(-2),
        p0,
        (p0 * chance.randrange(1, 100) / 100).quantize(Decimal("0.0001")) or Decimal("0.0001"),
        Decimal(chance.randrange(100_000, 2_000_000)),
        Decimal(chance.randrange(100, 900)).scaleb(-2),
    )
    people = int(figures[0] * 1000 / (p0 / 100))
    amount = chance.choice([chance.randrange(1, 10**8), Decimal(chance.randrange(1, 10**10)).scaleb(-2)])
    recipients = chance.randrange(1, max(2, people))
    per = chance.choice(["household", "person"])
    overhead = Decimal(chance.choice([0, 0, chance.randrange(0, 3000)])).scaleb(-1)
    rate = chance.choice([None, Decimal(chance.randrange(1, 1000)).scaleb(-1)])
    answer = programme.assess(
        amount,
        recipients,
        per=per,
        period="2024",
        overhead=overhead,
        monthly_return=rate,
        figures=write(own_figures(*figures)),
    )
    wanted = expected(
        figures,
        Fraction(amount),
        recipients,
        per,
        Fraction(overhead),
        None if rate is None else Fraction(rate),
    )
    found = values(answer)
    assert list(found) == list(wanted)
    assert found.pop("cost") == wanted.pop("cost")  # a product is exact
    for quantity, fraction in wanted.items():
        assert found[quantity] == rounded(fraction), quantity


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(1, 10**9),
    recipients=st.integers(1, 10_000),
    times=st.integers(2, 9),
    per=st.booleans(),
)
def test_cost_and_reach_grow_with_the_recipients_alone(amount, recipients, times, per):
    one, more = (
        values(programme.assess(amount, number, per="person" if per else "household", period="2024"))
        for number in (recipients, recipients * times)
    )
    assert more["cost"] == one["cost"] * times
    grown = min(one["reached_share"] * times, Decimal(100))  # nobody is reached twice
    assert abs(more["reached_share"] - grown) <= grown * Decimal("1e-14")
    for same in ("shortfall_year", "months_of_gap", "months_of_line", "return_needed"):
        assert more[same] == one[same]


@settings(max_examples=60, deadline=None)
@given(amount=st.integers(1, 10**9), rate=st.integers(1, 100))
def test_units_agree_with_each_other(amount, rate):
    """Months × gap is the amount; the return needed closes the gap; the amount needed is closed in full."""
    found = values(programme.assess(amount, 1, period="2024", monthly_return=rate))
    near = Decimal("1e-12")
    assert abs(found["months_of_gap"] * found["gap_household_month"] / amount - 1) < near
    assert abs(found["return_needed"] * amount / 100 / found["gap_household_month"] - 1) < near
    assert abs(found["gap_closed_share"] * found["return_needed"] / (100 * Decimal(rate)) - 1) < near
    assert abs(found["amount_needed"] * rate / 100 / found["gap_household_month"] - 1) < near


def test_persons_are_measured_by_their_own_gap_and_line():
    found = values(programme.assess("1jt", 1000, per="person", period="2024"))
    assert found["months_of_line"] == rounded(Fraction(1_000_000, 833_955))
    assert found["reached_share"] == rounded(Fraction(100 * 1000, 221_340))
    assert found["months_of_gap"] == rounded(
        Fraction(10**6) / (Fraction("0.799") / Fraction("5.78") * 833_955)
    )


def test_more_recipients_than_poor_are_named():
    answer = programme.assess("5jt", 60_000, period="2024")
    assert values(answer)["reached_share"] == 100
    assert str(answer[2].basis).endswith("= 60,000 ÷ 43,146, at most 100 percent")
    said = next(note for note in answer.notes if note.code == "more_recipients")
    assert str(said) == (
        "60,000 recipients are more than the 43,146 poor households: all could be reached, "
        "and at least 16,854 recipients cannot be poor."
    )
    assert "more_recipients" not in [note.code for note in programme.assess("5jt", 1500).notes]


def test_nobody_poor_has_no_gap(write):
    answer = programme.assess(
        "5jt", 10, period="2024", figures=write(own_figures("0.00", "0.00", "0.000", 833955, "5.00"))
    )
    found = values(answer)
    assert found["cost"] == 50_000_000
    assert found["poor_households"] == 0
    for quantity in ("reached_share", "shortfall_year", "cost_share", "gap_household_month", "months_of_gap"):
        assert found[quantity] is None
    assert "divides by 0" in str(answer[2].basis)
    assert [note.code for note in answer.notes] == ["replaced_figures", "nobody_poor"]


def test_no_depth_is_a_gap_of_nothing(write):
    found = values(
        programme.assess("5jt", 10, period="2024", figures=write(own_figures(10, 5, 0, 833955, 5)))
    )
    assert found["gap_household_month"] == 0
    assert found["return_needed"] == 0
    assert found["months_of_gap"] is None
    assert found["cost_share"] is None


def test_own_area_and_own_size(write):
    """A district has no published size; one of one's own fills the place."""
    file = write(HEADER + "6472,2024-03,total,poor_household_size,4.8,mine\n")
    answer = programme.assess("5jt", 100, area="Samarinda", period="2024", figures=file)
    assert answer.arguments["area"] == ["6472"]
    assert {source.source for source in answer.sources} >= {"mine"}


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"amount": 0}, "not_above"),
        ({"amount": "-5jt"}, "not_above"),
        ({"amount": "833.955"}, "grouped"),
        ({"amount": "5,000,000"}, "grouped"),
        ({"amount": "lima juta"}, "not_rupiah"),
        ({"amount": "5e30"}, "too_large"),
        ({"recipients": 0}, "not_above"),
        ({"recipients": "-3"}, "not_above"),
        ({"recipients": "1500.5"}, "not_whole"),
        ({"recipients": "1.500"}, "grouped"),
        ({"recipients": 5_000_000}, "more_than_people"),
        ({"per": "family"}, "unknown_choice"),
        ({"overhead": -1}, "too_small"),
        ({"overhead": 1001}, "too_large"),
        ({"overhead": "10,5"}, "decimal_comma"),
        ({"overhead": "a tenth"}, "not_a_number"),
        ({"monthly_return": 0}, "not_above"),
        ({"monthly_return": 101}, "too_large"),
        ({"period": "March"}, "malformed_period"),
        ({"period": "2023..2024"}, "not_a_range"),
        ({"area": "districts"}, "one_area"),
    ],
)
def test_what_is_wrong_whatever_the_data(arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.assess(**{"amount": "5jt", "recipients": 1500, "period": "2024", **arguments})
    assert caught.value.key == key
    assert caught.value.exit_code == 2
    assert caught.value.text("id") != caught.value.text("en")


@pytest.mark.parametrize(
    ("arguments", "key", "named"),
    [
        ({"period": "2021"}, "incomplete_period", "2022-03 and 2022-09"),
        (
            {"period": "2026"},
            "incomplete_period",
            "no P1, poverty line and size of a poor household for March 2026",
        ),
        ({"period": "1990"}, "incomplete_period", "2022-03"),
        ({"area": "Samarinda"}, "never_complete", "size of a poor household"),
        ({"area": "Atlantis"}, "unknown_area", "Atlantis"),
    ],
)
def test_what_is_not_there(arguments, key, named):
    with pytest.raises(NotFoundError) as caught:
        programme.assess("5jt", 1500, **arguments)
    assert caught.value.key == key
    assert caught.value.exit_code == 4
    assert named in str(caught.value)


@pytest.mark.parametrize("missing", FIGURES)
def test_a_figure_that_never_is_there_is_the_one_to_bring(write, missing):
    """The hint shows a row of that figure, not of the last of all that are needed."""
    rows = own_figures(10, 5, 1, 667, "4.2", area="YY").splitlines(keepends=True)
    figures = write("".join(row for row in rows if f",{missing}," not in row))
    with pytest.raises(NotFoundError) as caught:
        programme.assess("5jt", 10, period="2024", area="YY", figures=figures)
    assert caught.value.key == "never_complete"
    assert f"{missing}," in str(caught.value.hint)


def test_a_refused_file():
    with pytest.raises(InputError):
        programme.assess("5jt", 1500, figures="/nowhere.csv")


def test_half_a_rupiah_of_the_line_is_rounded_up(write):
    """Line × size = 1000.5 counts as 1001, as BPS rounds."""
    figures = write(own_figures(10, 5, 1, 667, "1.5"))
    found = values(programme.assess(1001, 1, period="2024", figures=figures))
    assert Decimal("1000.5").quantize(Decimal(1), ROUND_HALF_UP) == 1001
    assert found["months_of_line"] == 1


def test_the_figures_are_those_of_the_catalogue():
    assert set(FIGURES) <= set(indicators())
