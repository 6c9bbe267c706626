"""The same rupiah in different ways: the published example, a second program in fractions, every refusal."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError

GAP = Fraction("0.799") / Fraction("5.78") * 833_955 * Fraction("5.13")  # of a household, Kaltim, March 2024
POOR = Fraction(221_340) / Fraction("5.13")
BUDGET = 7_500_000_000
ASKED = {"transfer": "400rb", "capital": "5jt", "group": "20jt/5", "monthly_return": 5, "period": "2024"}
HEADER = "area,period,locality,indicator,value,source\n"


def near(value, exact, tolerance=1e-12):
    """Whether a number of an answer is that of a second program, which may be a float."""
    return abs(float(value) - float(exact)) <= tolerance * max(1.0, abs(float(exact)))


def test_rp7_5_billion():
    """1,500 at Rp5 million, or 375 KUBE of five at Rp20 million: 1,875 people at Rp4 million."""
    transfer, capital, group = programme.strategies(BUDGET, **ASKED)
    assert (capital.households, capital.amount, capital.cost) == (1500, 5_000_000, BUDGET)
    assert (group.households, group.amount, group.cost) == (375 * 5, 4_000_000, BUDGET)
    assert (transfer.households, transfer.amount) == (1562, 4_800_000)  # 7,500 ÷ 4.8 = 1,562.5
    assert transfer.cost == 1562 * 4_800_000
    assert [row.strategy for row in (transfer, capital, group)] == ["transfer", "capital", "group"]


def test_break_even_without_overhead_and_loss():
    """100/T: 4.17 percent a month over 24 months."""
    _, capital, group = programme.strategies(BUDGET, **ASKED)
    assert capital.break_even_return.quantize(Decimal("0.01")) == Decimal("4.17")
    assert near(capital.break_even_return, Fraction(100, 24))
    assert group.break_even_return == capital.break_even_return
    year = programme.strategies(BUDGET, **{**ASKED, "horizon": 12})[1]
    assert near(year.break_even_return, Fraction(100, 12))


@settings(max_examples=30, deadline=None)
@given(
    transfer=st.integers(10_000, 2_000_000),
    months=st.integers(1, 36),
    beyond=st.integers(0, 36),
    capital=st.integers(100_000, 50_000_000),
    group=st.tuples(st.integers(100_000, 100_000_000), st.integers(1, 20)),
    rate=st.integers(1, 400),
    survival=st.integers(1, 100),
    overhead=st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100)),
)
def test_against_a_second_program(transfer, months, beyond, capital, group, rate, survival, overhead):
    """Every number from the formulas of the contract: exact but for the root of the survival."""
    horizon, monthly = months + beyond, Fraction(rate, 10)
    answer = programme.strategies(
        BUDGET,
        transfer=transfer,
        months=months,
        capital=capital,
        group=f"{group[0]}/{group[1]}",
        monthly_return=Decimal(rate) / 10,
        horizon=horizon,
        survival=survival,
        overhead=dict(zip(("transfer", "capital", "group"), overhead, strict=True)),
        period="2024",
    )
    alive = [(survival / 100) ** ((month - 1) / 12) for month in range(1, horizon + 1)]
    per_rupiah = min(transfer, GAP) / (transfer * (1 + Fraction(overhead[0], 100)))
    ways = [
        (
            Fraction(transfer * months),
            1,
            overhead[0],
            months * min(transfer, GAP),
            min(transfer, GAP) * (beyond == 0),
        ),
        *(
            (
                Fraction(price, members),
                members,
                extra,
                math.fsum(alive) * float(min(price * monthly / 100 / members, GAP)),
                alive[-1] * float(min(price * monthly / 100 / members, GAP)),
            )
            for price, members, extra in ((capital, 1, overhead[1]), (*group, overhead[2]))
        ),
    ]
    for row, (amount, members, extra, closed, last) in zip(answer, ways, strict=True):
        units = Fraction(BUDGET) // (amount * members * (1 + Fraction(extra, 100)))
        households = units * members
        cost = units * amount * members * (1 + Fraction(extra, 100))
        assert row.households == households
        assert Fraction(row.cost) == cost
        assert near(row.amount, amount)
        assert near(row.reached_share, min(100, 100 * households / POOR))
        assert near(row.gap_closed, households * closed)
        assert near(row.last_month, households * last)
        if not units:
            assert (row.gap_share, row.per_rupiah) == (None, None)
            continue
        assert near(row.gap_share, 100 * closed / (GAP * horizon))
        assert near(row.per_rupiah, households * closed / cost)
        if row.strategy == "transfer":
            assert (row.return_, row.break_even_return) == (None, None)
            continue
        even = float(per_rupiah) * (1 + extra / 100) / math.fsum(alive)
        if float(amount) * even > float(GAP):
            assert row.break_even_return is None
        else:
            assert near(row.break_even_return, 100 * even)


@settings(max_examples=25, deadline=None)
@given(
    transfer=st.integers(50_000, 900_000), capital=st.integers(10**6, 10**7), survival=st.integers(50, 100)
)
def test_at_the_break_even_both_close_the_same_for_a_rupiah(transfer, capital, survival):
    asked = {"transfer": transfer, "capital": capital, "survival": survival, "period": "2024"}
    asked["overhead"] = "transfer=5,capital=20"
    even = programme.strategies(BUDGET, **asked, monthly_return=5)[1].break_even_return
    if even is None:
        return
    one, other = programme.strategies(BUDGET, **asked, monthly_return=even)
    assert near(one.per_rupiah, other.per_rupiah)


def test_where_a_return_would_exceed_the_gap_none_breaks_even():
    """Rp20 million at 4.17 percent earn 833,333 a month, and nobody lacks more than 591,397."""
    answer = programme.strategies(
        BUDGET, transfer="400rb", capital="5jt,20jt", monthly_return=5, period="2024"
    )
    assert [row.break_even_return is None for row in answer] == [True, False, True]
    said = next(each for each in answer.notes if each.code == "never_breaks_even")
    assert str(said).endswith(": Rp20,000,000.")


def test_each_amount_with_each_return():
    answer = programme.strategies(BUDGET, capital=["5jt", "10jt"], group="20jt/5", monthly_return="3,5")
    assert [(row.strategy, row.amount, row.return_) for row in answer] == [
        ("capital", 5_000_000, 3),
        ("capital", 5_000_000, 5),
        ("capital", 10_000_000, 3),
        ("capital", 10_000_000, 5),
        ("group", 4_000_000, 3),
        ("group", 4_000_000, 5),
    ]
    assert answer.arguments["group"] == ["20000000/5"]
    assert answer.arguments["return"] == [3, 5]
    assert "no_transfer" in [each.code for each in answer.notes]


def test_the_sentence_and_what_is_assumed():
    answer = programme.strategies(BUDGET, **ASKED)
    assert answer.opening.spoken("en") == (
        "Over 24 months each rupiah closes Rp1.20 of the gap as capital of Rp5 million at 5 percent a month, "
        "the most, and Rp1.00 as a transfer of Rp4.8 million a household, the least."
    )
    assert "Rp1,20 kesenjangan sebagai modal Rp5 juta" in answer.opening.spoken("id")
    alone = programme.strategies(BUDGET, transfer="400rb", period="2024")
    assert alone.opening.code == "closes_alone"
    said = str(answer.notes[0])
    assert "taken as poor, with the average gap of Rp591,397 per month" in said
    assert "no discounting" in said


def test_what_is_left_and_what_nobody_gets():
    answer = programme.strategies("6jt", capital="5jt,10jt", group="20jt/5", monthly_return=5, period="2024")
    said = {each.code: str(each) for each in answer.notes}
    assert said["budget_left"] == "Left over from the budget: Rp1,000,000 at Rp5,000,000 each."
    assert "Rp10,000,000 and Rp20,000,000" in said["nobody_paid"]
    assert [(row.households, row.cost, row.per_rupiah) for row in answer[1:]] == [(0, 0, None)] * 2


@pytest.mark.parametrize(("survival", "said"), [("0.8", True), (1, True), ("1.5", False), (80, False)])
def test_a_share_where_percent_is_asked_for_is_pointed_out(survival, said):
    answer = programme.strategies(BUDGET, **ASKED, survival=survival)
    assert ("survival_seems_share" in [each.code for each in answer.notes]) is said


def test_more_households_than_are_poor():
    answer = programme.strategies("1triliun", capital="5jt", monthly_return=5, period="2024")
    assert answer[0].reached_share == 100
    assert "crowded_options" in [each.code for each in answer.notes]


def own(write, p0, p1):
    values = {"poor_count": p0, "p0": p0, "p1": p1, "poverty_line": 600000, "poor_household_size": 4}
    return write(HEADER + "".join(f"V,2024-03,total,{name},{value},m\n" for name, value in values.items()))


def test_nobody_poor_and_nothing_lacking(write):
    answer = programme.strategies(BUDGET, **{**ASKED, "area": "V", "figures": own(write, 0, 0)})
    for row in answer:
        assert (row.gap_closed, row.gap_share, row.per_rupiah, row.last_month) == (None,) * 4
        assert row.break_even_return is None
    assert [each.code for each in answer.notes] == ["nobody_poor"]
    assert answer.opening is None
    answer = programme.strategies(BUDGET, **{**ASKED, "area": "V", "figures": own(write, 5, 0)})
    assert [(row.gap_closed, row.gap_share, row.per_rupiah) for row in answer] == [(0, None, 0)] * 3


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"transfer": None, "capital": None, "group": None, "monthly_return": None}, "needs_option"),
        ({"monthly_return": None}, "needs_option"),
        ({"capital": None, "monthly_return": None}, "needs_option"),
        ({"capital": None, "group": None}, "needs_option"),
        ({"transfer": None, "months": 6}, "needs_option"),
        ({"transfer": 0}, "not_above"),
        ({"capital": "5.000.000"}, "grouped"),
        ({"months": 0}, "not_whole_between"),
        ({"months": 25}, "months_beyond_horizon"),
        ({"horizon": 0}, "not_whole_between"),
        ({"horizon": 601}, "not_whole_between"),
        ({"horizon": "12.5"}, "not_whole_between"),
        ({"survival": 0}, "not_above"),
        ({"survival": 101}, "too_large"),
        ({"monthly_return": 0}, "not_above"),
        ({"monthly_return": 101}, "too_large"),
        ({"monthly_return": "five"}, "not_a_number"),
        ({"group": "20jt"}, "malformed_group"),
        ({"group": "20jt/"}, "malformed_group"),
        ({"group": "20jt/0"}, "not_whole_between"),
        ({"group": "20jt/2.5"}, "not_whole_between"),
        ({"group": "lots/5"}, "not_rupiah"),
        ({"overhead": "10"}, "malformed_percent"),
        ({"overhead": "groups=10"}, "unknown_choice"),
        ({"overhead": "group=-1"}, "too_small"),
        ({"overhead": "group=1001"}, "too_large"),
        ({"overhead": "group=1,group=2"}, "named_twice"),
        ({"group": None, "overhead": "group=1"}, "needs_option"),
        ({"period": "2020..2024"}, "not_a_range"),
        ({"area": "districts"}, "one_area"),
    ],
)
def test_what_is_wrong_whatever_the_data(arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.strategies(BUDGET, **{**ASKED, **arguments})
    assert caught.value.key == key
    assert caught.value.exit_code == 2
    assert caught.value.text("id") != caught.value.text("en")


def test_a_budget_is_needed(kpov):
    run = kpov("programme", "strategies", "--capital", "5jt", "--return", "5")
    assert run.code == 2
    assert "--budget is missing" in run.err
    with pytest.raises(UsageError):
        programme.strategies(0, **ASKED)


def test_what_is_not_there():
    with pytest.raises(NotFoundError):
        programme.strategies(BUDGET, **{**ASKED, "period": "2010"})
    with pytest.raises(NotFoundError):
        programme.strategies(BUDGET, **{**ASKED, "area": "Samarinda"})
    with pytest.raises(InputError):
        programme.strategies(BUDGET, **ASKED, figures="/nowhere.csv")
