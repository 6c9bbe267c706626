"""Errors that follow from a sentence: other units, known people, replicates, draws, what is rounding."""

from __future__ import annotations

import math

import numpy as np
import pytest
from measures.public import value
from measures.sample import reduced

from kaltim_poverty.measures.catalogue import measure, names
from kaltim_poverty.measures.student import half_step, two_sided
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.infer.bootstrap import STEPS, Bootstrap, Steps, completed
from kaltim_poverty.survey.infer.design_effect import spread_of_features, spread_of_rows, spread_of_share
from kaltim_poverty.survey.infer.rounding import without_rounding
from kaltim_poverty.survey.sample import Design

LINE = 90.0
MONEY = ("mean", "median", "total_shortfall", "quantile_10", "quantile_25", "quantile_75", "quantile_90")
PEOPLE = ("poor_count", "total_shortfall")
ROLES = {"welfare": "y", "weight": "w", "psu": "p", "stratum": "s", "by": "g"}
NUMBERS = ("estimate", "se", "ci_low", "ci_high", "deff", "df")


def made(money=1.0, people=1.0):
    """Sixty rows in twelve PSUs of three strata, two groups."""
    random = np.random.default_rng(1)
    psu = np.arange(60) // 5
    return {
        "y": money * np.round(random.lognormal(4.6, 0.6, 60), 3),
        "w": people * random.uniform(1, 3, 60),
        "p": psu,
        "s": psu // 4,
        "g": np.where(psu % 3 == 0, "a", "b"),
    }


@pytest.mark.parametrize(("money", "people"), [(1.0, 2.0**-30), (2.0**-40, 1.0), (2.0**30, 2.0**20)])
def test_units_of_money_and_of_weights_change_what_has_them_and_nothing_else(money, people):
    """By powers of two, so that nothing is rounded; no bound is in rupiah or in people."""
    asked = {**ROLES, "measure": names()}
    plain = estimate(made(), line=LINE, **asked)
    other = estimate(made(money, people), line=LINE * money, **asked)
    for one, two in zip(plain, other, strict=True):
        unit = (money if one.measure in MONEY else 1.0) * (people if one.measure in PEOPLE else 1.0)
        for name in NUMBERS:
            plain_number, number = getattr(one, name), getattr(two, name)
            if plain_number is None or number is None:
                assert plain_number is number
                continue
            scale = 1.0 if name in ("deff", "df") else unit
            assert number == pytest.approx(plain_number * scale, rel=1e-12, abs=0), (one.measure, name)


@pytest.mark.parametrize("design", [{}, {"bootstrap": 20}])
def test_the_poor_of_a_known_number_of_people_are_their_share_of_them(design):
    """Their share has an error, the number of people has none."""
    data = made()
    shares, numbers = (
        estimate(data, line=LINE, measure=measure, population_known=True, **ROLES, **design)
        for measure in ("p0", "poor_count")
    )
    for share, number in zip(shares, numbers, strict=True):
        inside = data["g"] == share.groups["g"] if share.groups else np.ones(60, dtype=bool)
        people = data["w"][inside].sum() / 100.0
        assert number.estimate == pytest.approx(people * share.estimate, rel=1e-12)
        assert number.se == pytest.approx(people * share.se, rel=1e-12)
        assert number.deff == pytest.approx(share.deff, rel=1e-9)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("design", [{}, {"bootstrap": 20}])
def test_where_nobody_is_poor_their_number_has_no_error_and_no_design_effect(design, known):
    data = made()
    data["y"][data["g"] == "a"] += LINE
    for row in estimate(data, line=LINE, measure="p0,poor_count", population_known=known, **ROLES, **design):
        nobody = row.groups == {"g": "a"}
        assert (row.estimate == 0, row.se == 0, row.deff is None, row.ci_low is None) == (nobody,) * 4


def test_where_everybody_is_poor_their_share_has_no_error_but_their_number_has_one():
    data = made()
    data["y"][data["g"] == "a"] = LINE / 2
    rows = estimate(data, line=LINE, measure="p0,poor_count,p1", **ROLES)
    found = {row.measure: row for row in rows if row.groups == {"g": "a"}}
    assert (found["p0"].se, found["p0"].deff, found["p0"].ci_low) == (0.0, None, None)
    assert found["poor_count"].se > 0
    assert found["poor_count"].ci_low is not None
    assert found["p1"].estimate == pytest.approx(50.0)


# replicates


MOVED = ("share_bottom40", "share_middle40", "lorenz_35", "lorenz_75", "palma", "s80s20")


@pytest.mark.parametrize("name", [*MOVED, "gini", "sen", "sst", "gini_poor", "mean", "theil", "p0", "watts"])
def test_a_replicate_moves_the_cuts_between_people(name):
    """Each value is computed anew from the weights of the replicate, whose quantiles are others."""
    data = made()
    random = np.random.default_rng(2)
    replicates = data["w"] * random.uniform(0.0, 2.0, (7, 60))
    table = {**data, **{f"r{place}": weights for place, weights in enumerate(replicates)}}
    asked = {"welfare": "y", "weight": "w", "by": "g", "line": LINE, "measure": name}
    given = {"replicate_weights": "r*", "replicate_method": "brr"}
    for row in estimate(table, **asked, **given):
        inside = data["g"] == row.groups["g"] if row.groups else np.ones(60, dtype=bool)
        values = [value(name, data["y"][inside], weights[inside], LINE) for weights in replicates]
        squares = [(each - row.estimate) ** 2 for each in values]
        assert row.se == pytest.approx(math.sqrt(sum(squares) / 7), rel=1e-9)


def test_a_replicate_in_which_a_measure_does_not_exist_is_counted_and_left_out():
    """Without its poor PSU there is no gap of the poor: of four replicates two remain."""
    data = {"y": [10.0, 20, 40, 50], "w": [1.0] * 4, "r0": [0.0, 0, 1, 1], "r1": [0.0, 0, 2, 1]}
    data |= {"r2": [1.0, 2, 1, 1], "r3": [3.0, 1, 1, 1]}
    given = {"replicate_weights": "r*", "replicate_method": "brr", "weight": "w", "welfare": "y"}
    answer = estimate(data, measure="gap_poor", line=30, **given)
    (row,) = answer
    gaps = [100 * (2 / 3 + 2 * 1 / 3) / 3, 100 * (3 * 2 / 3 + 1 / 3) / 4]
    assert row.estimate == pytest.approx(50.0)
    assert row.se == pytest.approx(math.sqrt(sum((gap - 50.0) ** 2 for gap in gaps) / 4))


# the bootstrap


def test_what_is_drawn_at_a_time_is_part_of_what_a_seed_means():
    assert Steps(16, 8_000_000, 2**19, 2**14, 3.0) == STEPS


@pytest.mark.parametrize(
    ("steps", "batches"),
    [
        ({"numbers_of_batch": 1}, [1, 1, 1]),
        ({"numbers_of_batch": 59}, [2, 1]),
        ({"replicates_of_batch": 2}, [2, 1]),
        ({}, [3]),
    ],
)
def test_a_batch_has_as_many_replicates_as_fit(steps, batches):
    design = Design(np.arange(24) // 4, np.full(6, 4), np.ones(6), list("abcdef"), "adjust")
    drawn = Bootstrap(design, 1, 3, Steps(**steps))
    assert list(map(len, drawn.batches)) == batches
    assert [place for batch in drawn.batches for place in batch] == [0, 1, 2]


def test_the_same_seed_draws_the_same_from_strata_of_many_psus():
    """Most come as Poisson numbers from a table, the rest one by one."""
    psus = np.array([24, 36])
    design = Design(np.repeat([0, 1], psus), psus, np.ones(2), ["a", "b"], "adjust")
    (factors,) = Bootstrap(design, 1, 1).each()
    draws = factors * np.repeat((psus - 1) / psus, psus)
    assert "".join(f"{times:.0f}" for times in draws) == (
        "102002102111200103211110200311200101131120012213012010001011"
    )


def test_a_stratum_whose_draws_are_complete_is_not_drawn_again():
    """Two of three PSUs drawn as there should be; of the next stratum three, which are one too many."""
    stream = np.random.Generator(np.random.SFC64(1))
    drawn = np.array([1, 0, 1, 2, 0, 1], dtype=np.uint8)
    found = completed(stream, drawn, np.array([0, 3]), np.array([3, 3]))
    assert found[:3].tolist() == [1.0, 0.0, 1.0]
    assert found[3:].sum() == 2


# what is rounding


def test_a_spread_of_small_influence_values_is_no_rounding():
    """Influence values of a share of 250 million people are 1e-8; what does not differ has a spread of 0."""
    weight, influence = np.array([1.0, 2.0, 1.0]), np.array([-1e-8, 0.0, 1e-8])
    assert spread_of_rows(weight, influence) == pytest.approx(2e-16, rel=1e-12, abs=0)
    assert spread_of_rows(weight, influence + 1e-8) == pytest.approx(2e-16, rel=1e-12, abs=0)
    assert spread_of_rows(np.array([0.1, 0.2, 0.3]), np.full(3, 0.7)) == 0.0
    assert spread_of_rows(np.zeros(2), np.ones(2)) == 0.0


def test_the_spread_of_a_share_of_people():
    """F(1 − F)/N: of half of 50 people, and of nobody."""
    found = spread_of_share(np.array([0.5, 0.0]), np.array([50.0, 50.0]))
    assert found.tolist() == [0.005, 0.0]


@pytest.mark.parametrize(("part", "rounding"), [(0.9e-14, True), (1.1e-14, False)])
def test_a_standard_error_of_a_hundred_trillionth_of_its_size_is_rounding(part, rounding):
    """Of either sign of the size."""
    size = np.array([7e6, -7e6])
    found = without_rounding((part * size) ** 2, size)
    assert (found == 0.0).tolist() == [rounding, rounding]


# Student's t


@pytest.mark.parametrize("x", [2, 19, 20, 21, 30, 400])
def test_half_a_step_of_the_gamma_function_at_whole_numbers(x):
    """Γ(x + 1/2)/Γ(x) = √π · x · C(2x, x)/4^x."""
    exact = 0.5 * math.log(math.pi) + math.log(x * math.comb(2 * x, x) / 4**x)
    assert half_step(float(x)) == pytest.approx(exact, rel=0, abs=6e-15)


def test_farther_than_floating_point_numbers_reach_there_is_nothing():
    assert two_sided(1e200, 5.0) == 0.0


# why there is no value

REASONS = [
    ([-1.0, 0.5, 0.25], "gini,theil,mld,ge2,atkinson_0.5,palma,share_top20,lorenz_50", "positive_total"),
    ([-1.0, 0.5, 0.5], "gini,theil,mld,ge2,atkinson_0.5,palma,share_top20,lorenz_50", "positive_total"),
    ([0.25, 0.25, 0.2], "gini,theil,mld,ge2,atkinson_0.5,palma,share_top20,lorenz_50", None),
    ([-0.25, 3.0, 4.0], "theil,mld,ge_0.5,atkinson_0.5,atkinson_1", "nothing_negative"),
    ([-0.25, 3.0, 4.0], "gini,ge2,share_top20,lorenz_50", None),
    ([0.0, 3.0, 4.0], "mld,ge_-1,atkinson_1,atkinson_2", "nothing_zero"),
    ([0.0, 3.0, 4.0], "theil,ge_0.5,ge2,atkinson_0.5", None),
    ([-0.5, 0.25, 3.0, 4.0], "gini_poor", "positive_poor_total"),
    ([-0.5, 0.5, 3.0, 4.0], "gini_poor", "positive_poor_total"),
    ([-0.5, 0.5, 3.0, 4.0], "watts", "positive_poor"),
    ([0.0, 0.25, 3.0, 4.0], "watts", "positive_poor"),
    ([0.1, 0.2, 3.0, 4.0], "gini_poor,watts,gap_poor", None),
    ([2.0, 4.0, 5.0, 6.0], "gini_poor,gap_poor", "somebody_poor"),
    ([0.0, 0.0, 0.0, 0.0, 5.0], "palma,s80s20", "positive_bottom"),
    ([-0.3, 0.2, 0.4, 3.0, 9.0], "palma,s80s20", "positive_bottom"),
    ([0.01, 0.02, 0.04, 3.0, 9.0], "palma,s80s20", None),
]


@pytest.mark.parametrize(("welfare", "names", "reason"), REASONS)
def test_why_a_measure_has_no_value(welfare, names, reason):
    """Totals a little below, at and a little above 0; a line of 2."""
    for row in estimate({"y": welfare}, welfare="y", measure=names, line=2):
        if reason is None:
            assert row.estimate is not None
            assert row.note is None
        else:
            assert row.estimate is row.se is row.ci_low is row.deff is None
            assert row.note.key == f"reason.{reason}"


def test_a_floor_lifts_the_poor_who_have_nothing():
    (row,) = estimate({"y": [0.0, -1.0, 3.0]}, welfare="y", measure="watts", line=2, floor=0.5)
    assert row.estimate == pytest.approx(2 * math.log(4) / 3)


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        ("gini", [False, True, True]),
        ("share_top20", [False, True, True]),
        ("gap_poor", [True, True, False]),
        ("gini_poor", [False, True, False]),
        ("palma", [False, True, True]),
    ],
)
def test_a_replicate_may_lack_what_a_measure_needs(name, exists):
    """Weights that leave those without welfare alone, everybody, and those who are not poor."""
    welfare = np.array([0.0, 0.0, 1.0, 1.5, 3.0, 4.0])
    weights = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 1, 2, 2, 3], [0, 0, 0, 0, 2, 1.0]])
    table = {"y": welfare, "w": np.array([0.1, 0.1, 3, 3, 3, 3])}
    table |= {f"r{place}": own for place, own in enumerate(weights)}
    given = {"weight": "w", "replicate_weights": "r*", "replicate_method": "brr"}
    answer = estimate(table, welfare="y", measure=name, line=2, **given)
    (row,) = answer
    moved = [value(name, welfare, own, 2) for own in weights]
    assert np.isfinite(moved).tolist() == exists
    squares = [(each - row.estimate) ** 2 for each in moved if np.isfinite(each)]
    assert row.se == pytest.approx(math.sqrt(sum(squares) / 3), rel=1e-9)
    assert "replicates_undefined" in {note.code for note in answer.notes}


@pytest.mark.parametrize("seed", range(4))
def test_where_all_influence_values_are_equal_their_spread_is_0(seed):
    """The poor have the same gap; of squares of a few thousand some 1e-14 would be left."""
    random = np.random.default_rng(seed)
    welfare, weight = np.append(np.full(25, 0.7), random.uniform(2, 9, 25)), random.uniform(0.1, 3, 50)
    done, _ = reduced(welfare, weight, 1.1, ["gap_poor"])
    average = measure("gap_poor").formula(done.totals)
    assert spread_of_features(done.moments, average, done.constants.people).tolist() == [0.0]
