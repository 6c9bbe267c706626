"""What a budget buys: never more than it is, and more for each is never more people."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import UsageError

BUDGETS = st.integers(1, 10**13) | st.decimals(1, 10**12, places=2)
OVERHEADS = st.integers(0, 100) | st.decimals(0, 1000, places=3)


def test_the_frontier_of_the_example():
    answer = programme.options("7.5miliar", amount="3jt,5jt,10jt", period="2024")
    assert answer.fields == (
        "amount",
        "recipients",
        "cost",
        "reached_share",
        "months_of_gap",
        "months_of_line",
        "return_needed",
    )
    assert [(row.amount, row.recipients, row.cost) for row in answer] == [
        (3_000_000, 2500, 7_500_000_000),
        (5_000_000, 1500, 7_500_000_000),
        (10_000_000, 750, 7_500_000_000),
    ]
    assert answer.question == "programme options"
    assert not answer.notes


def test_a_row_agrees_with_assess():
    row = programme.options("7.5miliar", amount="5jt", period="2024")[0]
    assessed = {each.quantity: each.value for each in programme.assess("5jt", 1500, period="2024")}
    for name in ("reached_share", "months_of_gap", "months_of_line", "return_needed", "cost"):
        assert getattr(row, name) == assessed[name]


@settings(max_examples=150, deadline=None)
@given(
    budget=BUDGETS,
    amount=st.integers(1, 10**8),
    overhead=OVERHEADS,
    per=st.sampled_from(["household", "person"]),
)
def test_a_budget_is_never_exceeded_and_one_more_would(budget, amount, overhead, per):
    row = programme.options(budget, amount=amount, overhead=overhead, per=per, period="2024")[0]
    price = Fraction(amount) * (1 + Fraction(overhead) / 100)
    assert row.cost <= budget
    assert Fraction(row.cost) == Fraction(row.recipients) * price
    assert row.recipients == Fraction(budget) // price


@settings(max_examples=100, deadline=None)
@given(budget=BUDGETS, recipients=st.integers(1, 3_000_000), overhead=OVERHEADS)
def test_recipients_share_a_budget_to_the_rupiah(budget, recipients, overhead):
    most = Fraction(budget) / (recipients * (1 + Fraction(overhead) / 100))
    assume(most >= 1)
    row = programme.options(budget, recipients=recipients, overhead=overhead, period="2024")[0]
    assert row.amount == most.__floor__()
    assert row.cost <= budget
    assert Fraction(budget) < Fraction(row.amount + 1) * recipients * (1 + Fraction(overhead) / 100)


@settings(max_examples=60, deadline=None)
@given(amounts=st.lists(st.integers(1, 10**8), min_size=2, max_size=6, unique=True))
def test_more_for_each_is_never_more_people(amounts):
    rows = programme.options("7.5miliar", amount=sorted(amounts), period="2024")
    assert [row.amount for row in rows] == sorted(amounts)
    recipients = [row.recipients for row in rows]
    assert recipients == sorted(recipients, reverse=True)
    reached = [row.reached_share for row in rows]
    assert reached == sorted(reached, reverse=True)
    months = [row.months_of_gap for row in rows]
    assert months == sorted(months)


def test_the_order_given_is_kept_and_repetitions_are_dropped():
    rows = programme.options("7.5miliar", amount=["10jt", "5jt,10000000", 3e6])
    assert [row.amount for row in rows] == [10_000_000, 5_000_000, 3_000_000]


def test_what_is_left_is_noted():
    answer = programme.options("7.5miliar", recipients=[1000, 7000], period="2024")
    assert [row.amount for row in answer] == [7_500_000, 1_071_428]
    assert [str(note) for note in answer.notes] == ["Left over from the budget: Rp4,000 at Rp1,071,428 each."]


def test_a_budget_too_small_for_one():
    answer = programme.options("4jt", amount="5jt,3jt")
    assert [row.recipients for row in answer] == [0, 1]
    assert [note.code for note in answer.notes] == ["budget_left", "nobody_paid"]
    assert answer[0].reached_share == 0


def test_more_recipients_than_poor_are_noted():
    answer = programme.options("7.5miliar", amount="100000", period="2024")
    assert [note.code for note in answer.notes] == ["crowded_options"]
    assert answer[0].reached_share == 100


@pytest.mark.parametrize(
    ("budget", "arguments", "key"),
    [
        (0, {"amount": "5jt"}, "not_above"),
        ("-1", {"amount": "5jt"}, "not_above"),
        ("7.500.000.000", {"amount": "5jt"}, "grouped"),
        ("7.5miliar", {}, "needs_option"),
        ("7.5miliar", {"amount": "5jt", "recipients": 3}, "conflict"),
        ("7.5miliar", {"amount": "0"}, "not_above"),
        ("7.5miliar", {"amount": "5,000,000"}, "grouped"),
        ("7.5miliar", {"amount": "833,955"}, "one_or_several"),
        ("7.5miliar", {"amount": "5,500jt"}, "one_or_several"),
        ("7.5miliar", {"amount": "5jt,5,000,000"}, "commas_inside"),
        ("7.5miliar", {"amount": ""}, "not_rupiah"),
        ("7.5miliar", {"recipients": "500,750"}, "one_or_several"),
        ("7.5miliar", {"recipients": "2.5"}, "not_whole"),
        ("7.5miliar", {"recipients": 5_000_000}, "more_than_people"),
        ("4", {"recipients": 10}, "budget_too_small"),
        ("7.5miliar", {"amount": "5jt", "overhead": -1}, "too_small"),
        ("7.5miliar", {"amount": "5jt", "per": "people"}, "unknown_choice"),
        ("7.5miliar", {"amount": "5jt", "period": "2024-13"}, "malformed_period"),
    ],
)
def test_refused(budget, arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.options(budget, **arguments)
    assert caught.value.key == key
    assert "write 833955" in str(caught.value) or key != "one_or_several" or "833" not in str(arguments)


def test_overhead_is_paid_from_the_budget():
    row = programme.options("7.5miliar", amount="5jt", overhead=10)[0]
    assert row.recipients == 1363
    assert row.cost == Decimal(1363) * 5_500_000
