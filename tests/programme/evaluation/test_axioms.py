"""What must hold of every evaluation, draw and list, whatever is in it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.programme import assign, evaluate, monitor

FEW = settings(max_examples=12, deadline=None)
DRAWN = ("p_randomisation", "p_wild")  # draws follow the order of the rows


@st.composite
def surveys(draw):
    """A made-up survey: two arms, strata, villages within them, some not found again."""
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    rows = draw(st.integers(24, 60))
    arm = random.permutation(np.arange(rows) % 2)
    values = random.normal(3e6, 1e6, rows).round()
    return {
        "arm": ["treated" if each else "waiting" for each in arm],
        "stratum": [f"s{each}" for each in random.integers(0, 3, rows)],
        "before": (values + random.normal(0, 5e5, rows)).round().tolist(),
        "after": [
            float(value) if keep else ""
            for value, keep in zip(values, random.random(rows) < 0.9, strict=True)
        ],
    }


ASKED = {
    "design": "lottery",
    "outcome": "after",
    "baseline": "before",
    "arm": "arm",
    "stratum": "stratum",
    "draws": 99,
}


def numbers(row):
    return [row.effect, row.se, row.ci_low, row.ci_high, row.df, row.p_value]


@FEW
@given(surveys(), st.sampled_from([-2e6, 1.0, 5e7]))
def test_a_constant_added_to_the_outcome_changes_no_effect(survey, constant):
    moved = {**survey, "after": ["" if each == "" else each + constant for each in survey["after"]]}
    first, second = (evaluate(each, **ASKED)[0] for each in (survey, moved))
    assert numbers(second) == pytest.approx(numbers(first), rel=1e-6, abs=1e-3)
    assert second.comparison_mean == pytest.approx(first.comparison_mean + constant)


@FEW
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(survey, random):
    order = list(range(len(survey["arm"])))
    random.shuffle(order)
    shuffled = {name: [column[place] for place in order] for name, column in survey.items()}
    for show in ("effects", "balance", "attrition", "enough"):
        asked = {**ASKED, "show": show, "line": 3_000_000, "amount": "5jt"}
        for one, other in zip(evaluate(survey, **asked), evaluate(shuffled, **asked), strict=True):
            for name, value in vars(one).items():
                if isinstance(value, float) and name not in DRAWN:
                    assert getattr(other, name) == pytest.approx(value, rel=1e-7, abs=1e-6), name


@FEW
@given(surveys(), st.sampled_from([0.25, 3.0]))
def test_rupiah_in_other_units_are_the_same_effect(survey, factor):
    scaled = {
        name: [each if isinstance(each, str) else each * factor for each in column]
        for name, column in survey.items()
    }
    first, second = (evaluate(each, **ASKED)[0] for each in (survey, scaled))
    assert second.effect == pytest.approx(factor * first.effect, rel=1e-9)
    assert second.p_value == pytest.approx(first.p_value, rel=1e-7)
    assert second.p_randomisation == first.p_randomisation


@FEW
@given(surveys())
def test_arms_that_change_places_change_the_sign(survey):
    swapped = evaluate(survey, **{**ASKED, "comparison": "treated"})[0]
    row = evaluate(survey, **ASKED)[0]
    assert swapped.effect == pytest.approx(-row.effect, rel=1e-9)
    assert (swapped.se, swapped.df) == pytest.approx((row.se, row.df), rel=1e-9)


LISTS = st.lists(
    st.tuples(st.integers(0, 10**9), st.sampled_from("abc")),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[0],
)


@FEW
@given(LISTS, st.data())
def test_a_draw_does_not_depend_on_the_order_of_the_list(rows, data):
    treated = data.draw(st.integers(1, len(rows)))
    asked = {
        "arm": f"treated={treated}",
        "stratum": "s",
        "id": "n",
        "seed": data.draw(st.text("xyz1 ", min_size=1).filter(str.strip)),
    }
    shuffled = data.draw(st.permutations(rows))

    def drawn(listed):
        columns = {"n": [str(number) for number, _ in listed], "s": [stratum for _, stratum in listed]}
        found = assign(columns, **asked)
        return {listed[row.row - 1][0]: (row.arm, row.order, row.probability) for row in found}

    assert drawn(rows) == drawn(shuffled)


@FEW
@given(LISTS, st.data())
def test_a_draw_gives_out_every_place(rows, data):
    """Each stratum within one of its quota, orders from 1 on, probabilities as counted."""
    first = data.draw(st.integers(1, len(rows)))
    second = data.draw(st.integers(1, max(1, len(rows) - first)))
    wanted = [f"a={first}", *([f"b={second}"] if first + second <= len(rows) else [])]
    strata = [stratum for _, stratum in rows]
    found = assign({"s": strata}, arm=wanted, stratum="s", seed="1")
    counts = Counter(row.arm for row in found)
    assert counts["a"] == first
    assert counts.get("b", 0) == (second if len(wanted) > 1 else 0)
    for stratum, size in Counter(strata).items():
        own = [row for row in found if row.groups["s"] == stratum]
        assert sorted(row.order for row in own) == list(range(1, size + 1))
        assert abs(sum(row.arm == "a" for row in own) - first * size / len(rows)) < 1
        for row in own:
            assert row.probability == sum(each.arm == row.arm for each in own) / size


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["6401", "6472", ""]), st.sampled_from(["ya", "tidak", ""]), st.sampled_from("LP")
        ),
        min_size=1,
        max_size=60,
    )
)
def test_counts_of_a_list(rows):
    """Concerned, answering and missing of everybody, each district and each sex, as counted by hand."""
    columns = dict(zip(("d", "r", "s"), map(list, zip(*rows, strict=True)), strict=True))
    found = monitor(columns, received="r", district="d", sex="s")
    groups = {"": lambda _: True, "male": lambda row: row[2] == "L", "female": lambda row: row[2] == "P"}
    groups |= {code: lambda row, code=code: row[0] == code for code in ("6401", "6472")}
    assert {row.group for row in found} == {name for name, inside in groups.items() if any(map(inside, rows))}
    for row in found:
        own = [each for each in rows if groups[row.group](each)]
        yes, no = (sum(each[1] == word for each in own) for word in ("ya", "tidak"))
        assert (row.of, row.missing) == (yes + no, len(own) - yes - no)
        assert row.counted == (None if len(own) < 5 else yes)
        assert row.value == (None if len(own) < 5 or not yes + no else 100 * yes / (yes + no))
        assert row.status == ("ok" if not no else "look")
