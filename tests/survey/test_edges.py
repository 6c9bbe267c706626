"""What rounding, ties and replicates without anybody may not do to an answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting

# jackknife of two strata with 2 and 3 PSUs: a PSU left out, the others of its stratum × n/(n − 1)
PSU = np.array([0, 0, 1, 1, 2, 3, 4])
STRATUM = np.array([0, 0, 0, 0, 1, 1, 1])


def jackknifed():
    """Seven rows with replicate weights; `part` is a subpopulation with one row in the first stratum."""
    weights = {}
    for left_out in range(5):
        stratum, psus = (0, 2) if left_out < 2 else (1, 3)
        factor = np.where(stratum == STRATUM, psus / (psus - 1), 1.0)
        weights[f"rw_{left_out}"] = np.where(left_out == PSU, 0.0, factor)
    return {
        "y": np.array([1.0, 9, 3, 4, 5, 7, 6]),
        "w": np.ones(7),
        "part": np.array([1, 0, 0, 0, 1, 1, 1]),
        **weights,
    }


def only(answer):
    """The one row."""
    (row,) = answer
    return row


@pytest.mark.parametrize(
    "options",
    [
        {"by": "part"},
        {"where": "part = 1"},
    ],
)
def test_a_subpopulation_keeps_the_whole_jackknife(options):
    """θ = 19/4; θ_k 6, 4, 5.125, 4.375, 4.75; r_k 1/2, 1/2, 2/3, 2/3, 2/3: their sum of squares is 1.25."""
    answer = estimate(
        jackknifed(),
        welfare="y",
        weight="w",
        measure="mean",
        replicate_weights="rw_*",
        replicate_method="jackknife",
        **options,
    )
    row = answer.rows[-1]
    assert row.estimate == 4.75
    assert row.se == pytest.approx(math.sqrt(1.25))
    assert row.df == 3  # the columns of each stratum add up to a multiple of the weights: rank 4 of 5


@pytest.mark.parametrize("measure", ["lorenz_20", "share_top10", "s80s20"])
def test_a_group_that_a_replicate_leaves_out_is_a_replicate_less(measure):
    """A group of two PSUs: of 100 draws of ten some have neither."""
    random = np.random.default_rng(1)
    data = {
        "y": random.uniform(1, 9, 40).round(1),
        "psu": np.arange(40) // 4,
        "g": (np.arange(40) < 8).astype(int),
    }
    answer = estimate(data, welfare="y", psu="psu", by="g", measure=measure, bootstrap=100)
    assert all(row.se is not None and np.isfinite(row.se) for row in answer)
    assert "replicates_undefined" in {note.code for note in answer.notes}


def test_gini_does_not_exist_in_a_replicate_without_welfare_in_total():
    """Under weights 2, 0, 0.1 the total of −1, 1, 3 is −1.7, and a Gini ratio does not exist."""
    data = {
        "y": np.array([-1.0, 1.0, 3.0]),
        "rw_1": np.array([0.0, 2.0, 1.0]),
        "rw_2": np.array([2.0, 0.0, 0.1]),
    }
    answer = estimate(
        data, welfare="y", measure="gini", replicate_weights="rw_*", replicate_method="bootstrap"
    )
    assert "replicates_undefined" in {note.code for note in answer.notes}


def test_the_number_of_poor_has_no_design_effect_where_everybody_is():
    """Every influence value is 1: the simple random sample that deff divides by has variance 0."""
    random = np.random.default_rng(3)
    for _ in range(20):
        data = {"y": np.full(10, 5.0), "w": random.uniform(0.5, 500, 10).round(3)}
        row = only(estimate(data, welfare="y", weight="w", line=9, measure="poor_count"))
        assert row.deff is None


def test_nobody_poor_under_a_relative_line_has_se_0():
    """The lowest welfare, 60, lies above 0.5 × median: P0 is 0 with se 0, as under a line that is given."""
    data = {"y": np.arange(60.0, 120.0, 3.0)}
    row = only(estimate(data, welfare="y", relative_line=0.5, measure="p0"))
    assert (row.estimate, row.se, row.ci_low) == (0, 0, None)


@pytest.mark.parametrize("measure", ["theil", "mld", "ge2", "ge_-1", "atkinson_0.5", "atkinson_2"])
@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [-10.0, 10.0, 0.0], [-10.0, 1.0, 2.0]])
def test_inequality_without_welfare_is_undefined_and_silent(measure, values):
    """A total of 0 or less: no value, and no warning of numpy on the terminal (warnings are errors here)."""
    row = only(estimate({"y": np.array(values)}, welfare="y", measure=measure))
    assert row.estimate is None
    assert "total of welfare" in str(row.note)


def test_watts_of_welfare_just_below_the_line_keeps_its_digits():
    """ln(z/y) = −ln(1 − g), of which ln of the rounded quotient keeps nine digits at g = 1e-7."""
    row = only(estimate({"y": np.array([8388607.0])}, welfare="y", line=8388608, measure="watts"))
    assert row.estimate == pytest.approx(-math.log1p(-(2.0**-23)), rel=1e-14)


@pytest.mark.parametrize("weight", [0.1, 1 / 3, 1.1, 2.7, 123.45])
@pytest.mark.parametrize("last", range(1, 10))
def test_rounding_puts_no_recipient_into_the_next_tenth(weight, last):
    """Ten rows of equal weight are the tenths: above the last that receives there is nobody to divide by."""
    received = (np.arange(10) < last).astype(np.int64)
    data = {"y": np.arange(10) * 100.0 + 50, "w": np.full(10, weight), "pay": received * 500.0}
    rows = [
        row for row in targeting(data, welfare="y", weight="w", benefit="pay") if row.group[:6] == "decile"
    ]
    assert [row.n for row in rows] == [1] * 40
    for row in rows:
        reached = int(row.group.rpartition("_")[2]) <= last
        if row.measure == "coverage":
            assert row.estimate == pytest.approx(100.0 * reached)
        if row.measure == "benefit_per_recipient":
            assert (row.estimate == pytest.approx(500.0)) if reached else (row.estimate is None)


def test_the_design_effect_under_an_estimated_line_counts_the_line_above_and_below():
    """Where everybody receives, the share of the poor among recipients is P0, with its se and deff."""
    random = np.random.default_rng(4)
    data = {
        "y": np.exp(random.normal(5, 0.6, 200)),
        "w": random.uniform(1, 9, 200),
        "psu": np.arange(200) // 5,
    }
    asked = {"welfare": "y", "weight": "w", "psu": "psu", "relative_line": 0.7}
    poverty = only(estimate(data, measure="p0", **asked))
    incidence = targeting({**data, "got": np.ones(200, dtype=np.int64)}, received="got", **asked)
    row = next(row for row in incidence if (row.group, row.measure) == ("poor", "share_of_recipients"))
    for name in ("estimate", "se", "deff"):
        assert getattr(row, name) == pytest.approx(getattr(poverty, name), rel=1e-9)


def test_a_draw_does_not_depend_on_the_order_of_the_file():
    """Without --psu a row is its own PSU, numbered as in the file: ties of welfare are not drawn by that."""
    random = np.random.default_rng(5)
    data = {
        "y": random.integers(1, 6, 60) * 100.0,
        "w": random.uniform(1, 5, 60).round(1),
        "size": random.integers(1, 6, 60),
    }
    order = random.permutation(60)
    asked = {"welfare": "y", "weight": "w", "size": "size", "line": 350, "amount": 300, "every": "month"}
    asked |= {"recipients": 40, "to": "random"}
    first = simulate(data, **asked)
    other = simulate({key: value[order] for key, value in data.items()}, **asked)
    for one, two in zip(first, other, strict=True):
        assert two.after == pytest.approx(one.after, rel=1e-12)


def test_ordinates_of_people_without_welfare_are_0():
    """60 percent of the people have nothing, so that the poorest half have none of the welfare."""
    data = {
        "y": np.array([0.0] * 7 + [700, 600, 500]),
        "w": np.array([1.4, 1.6, 0.3, 0.4, 0.1, 0.9, 4, 0.5, 0.5, 0.5]),
    }
    row = only(estimate(data, welfare="y", weight="w", measure="lorenz_60"))
    assert (row.estimate, row.se, row.rse) == (0, 0, None)


def test_a_benefit_of_everybody_alike_is_not_concentrated():
    data = {"y": np.arange(1.0, 8.0), "w": np.array([0.1, 0.7, 1.3, 2.9, 0.3, 5.1, 1.7])}
    row = next(
        row
        for row in targeting({**data, "got": np.ones(7, dtype=int)}, welfare="y", weight="w", received="got")
        if row.measure == "concentration_index"
    )
    assert (row.estimate, row.rse) == (0, None)


BALANCED = {"welfare": "y", "weight": "w", "replicate_weights": "rw_*", "replicate_method": "brr"}


@pytest.mark.parametrize("seed", range(20))
def test_everybody_at_or_below_a_quantile_is_all_of_them(seed):
    """F = 1 whatever order the weights are added up in, so that the interval ends where welfare does."""
    random = np.random.default_rng(seed)
    factors = random.uniform(0, 3, (4, 30))
    data = {"y": np.full(30, 500.0), "w": random.uniform(0.1, 9, 30), "g": np.arange(30) % 3}
    data |= {f"rw_{k}": data["w"] * factors[k] for k in range(4)}
    for row in estimate(data, by="g", measure="median", **BALANCED):
        assert (row.se, row.ci_low, row.ci_high, row.deff) == (0, 500, 500, None)


@pytest.mark.parametrize(("order", "factor"), [("ge_-1", 0.5), ("ge_0.5", 4.0)])
def test_entropy_of_welfare_near_nothing_keeps_its_digits(order, factor):
    """GE(-1) = (Σ s^-1/n − 1)/2 and GE(0.5) = −4(Σ s^0.5/n − 1): of s near 0 1 + (s − 1) lacks ten digits."""
    welfare = np.array([1e-4, 1e6, 2e6, 3e6])
    relative = welfare / welfare.mean()
    power = float(order[3:])
    exact = factor * (np.mean(relative**power) - 1.0) * (1.0 if power < 0 else -1.0)
    row = only(estimate({"y": welfare}, welfare="y", measure=order))
    assert row.estimate == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize("seed", range(20))
def test_influence_values_that_differ_by_rounding_have_no_design_effect(seed):
    """Of two rows of one weight most measures of inequality have one influence value."""
    random = np.random.default_rng(seed)
    weight = random.uniform(0.5, 5)
    data = {"y": random.integers(1, 9, 2) * 100.0, "w": np.full(2, weight)}
    data |= {"rw_1": weight * np.array([2.0, 0.1]), "rw_2": weight * np.array([0.3, 1.9])}
    for row in estimate(data, measure="ge2,ge_-1,mld,atkinson_2", **BALANCED):
        assert row.deff is None or row.deff < 1e6


def test_no_warning_of_an_interval_on_log_odds_that_reaches_everything():
    """exp of a large half width is infinite, and the ends 0 and 100 (warnings are errors here)."""
    data = {"y": np.array([1.0, 9.0, 9.0]), "w": np.array([1e-6, 1.0, 1.0])}
    data |= {"rw_1": np.array([1e-6, 0, 0]), "rw_2": np.array([0, 1.0, 2]), "rw_3": np.array([0, 2.0, 1])}
    row = only(estimate(data, line=5, measure="p0", ci="logit", **BALANCED))
    assert (row.ci_low, row.ci_high) == (0, 100)


def test_a_share_of_nothing_has_no_relative_error():
    """From 40 to 80 percent nobody has anything: L(40) and L(80) are one, their difference rounding."""
    weights = np.array([4.867966354551041 * 3, 4.337645828479359 * 5, 1.0629478900979659 * 6])
    data = {"y": np.array([-50.0, 0.0, 300.0]), "w": weights}
    row = only(estimate(data, welfare="y", weight="w", measure="share_middle40"))
    assert row.estimate == 0
    assert row.rse is None


def test_poverty_does_not_exist_in_a_replicate_whose_line_is_not_above_0():
    """Under weights 9, 1, 0, 0 the mean is −8, and 60 % of it no line."""
    data = {
        "y": np.array([-10.0, 10.0, 20.0, 30.0]),
        "rw_1": np.array([9.0, 1.0, 0.0, 0.0]),
        "rw_2": np.array([0.0, 1.0, 2.0, 1.0]),
        "rw_3": np.array([1.0, 0.0, 1.0, 2.0]),
    }
    options = {"replicate_weights": "rw_*", "replicate_method": "bootstrap", "relative_to": "mean"}
    answer = estimate(data, welfare="y", measure="p1", relative_line=0.6, **options)
    (note,) = [note for note in answer.notes if note.code == "replicates_undefined"]
    assert "1 " in str(note.spoken("en"))


def test_a_line_of_any_size_is_said():
    """29 digits are more than decimal numbers have by default."""
    answer = estimate({"y": np.array([1e30, 3e30])}, welfare="y", line=2e30, measure="p0")
    assert answer.rows[0].estimate == 50


def test_lines_may_be_given_as_an_array():
    """As every other column."""
    row = only(estimate({"y": np.array([1.0, 3.0])}, welfare="y", line_column=np.array([2, 2]), measure="p0"))
    assert row.estimate == 50


@pytest.mark.parametrize("seed", range(20))
def test_inequality_does_not_exist_in_a_replicate_of_people_without_welfare(seed):
    """Their total is N times the mean of all plus deviations from that, of which rounding may be left."""
    random = np.random.default_rng(seed)
    weights = random.uniform(0.5, 9, 6)
    data = {"y": np.array([0, 0, 0, *random.uniform(1, 9, 3)]), "w": weights}
    data |= {f"rw_{k}": weights * random.uniform(1, 3, 6) for k in range(3)}
    data["rw_0"] = data["rw_0"] * np.array([1, 1, 1, 0, 0, 0])
    answer = estimate(data, measure="theil,ge2,gini,lorenz_90,gini_poor", line=99, **BALANCED)
    assert all(row.se < 100 for row in answer)
    assert "replicates_undefined" in {note.code for note in answer.notes}


def test_a_panel_with_a_group_without_inequality_is_silent():
    """A group without welfare has no Gini ratio in either period (warnings are errors here)."""
    data = {"y": np.array([0.0, 0, 3, 4]), "g": np.array([0, 0, 1, 1]), "id": np.arange(4)}
    answer = compare(
        data, data, welfare="y", by="g", measure="gini,theil,palma,gini_poor", line=2, panel="id"
    )
    assert {row.se for row in answer if row.groups == {"g": "0"}} == {None}


def test_equal_benefits_have_no_design_effect_of_rounding():
    """All that receive get 80: under every replicate the mean is 80, and influence values are rounding."""
    random = np.random.default_rng(4)
    for _ in range(20):
        received = random.random(12) < 0.6
        data = {"y": random.uniform(1, 9, 12), "w": random.uniform(0.5, 9, 12), "pay": received * 0.1}
        data |= {f"rw_{k}": data["w"] * random.uniform(0, 2, 12) for k in range(3)}
        for row in targeting(data, benefit="pay", **BALANCED):
            assert row.deff is None or row.deff < 1e6


@pytest.mark.parametrize("to", ["mean", "median"])
def test_a_bootstrap_replicate_without_anybody_has_no_line(to):
    """One PSU of three has a weight above 0: both draws of many a replicate miss it."""
    data = {"y": np.array([3.0, 4, 5, 9]), "w": np.array([1.0, 0, 0, 1]), "psu": np.array([0, 1, 2, 0])}
    options = {"welfare": "y", "weight": "w", "psu": "psu", "relative_line": 0.6, "relative_to": to}
    answer = estimate(data, measure="p0,mean", bootstrap=20, **options)
    assert "replicates_undefined" in {note.code for note in answer.notes}
    targeting({**data, "r": np.array([1, 0, 0, 0])}, received="r", bootstrap=20, **options)


@pytest.mark.parametrize(
    "options",
    [{}, {"by": "part"}, {"bootstrap": 3}, {"relative_line": 0.5}, {"by": "part", "rows_of_block": 2}],
)
def test_a_subpopulation_of_nobody_has_no_measure(options):
    """Of nobody nothing is known, and every measure says so; a group that is not there has no row."""
    line = {} if "relative_line" in options else {"line": 5, "floor": 1}
    data = {**jackknifed(), "psu": PSU, "stratum": STRATUM}
    question = {"welfare": "y", "weight": "w", "psu": "psu", "stratum": "stratum", "where": "part = 7"}
    answer = estimate(data, **question, measure="all", **line, **options)
    assert len(answer) == len({row.measure for row in answer}) > 60
    for row in answer:
        assert (row.groups, row.n, row.population) == ({}, 0, 0)
        assert row.note is not None
        assert row.measure in ("poor_count", "total_shortfall") or row.estimate is None


def test_a_proportion_at_an_end_with_an_error_says_why_it_has_no_interval():
    """Nobody of a tenth receives, but the one beside its boundary does: log odds of 0 do not exist."""
    data = {"y": np.arange(1.0, 41.0), "got": (np.arange(40) < 20).astype(float), "p": np.arange(40) // 2}
    rows = targeting(data, welfare="y", psu="p", received="got", line=10, groups="quintiles")
    (row,) = [row for row in rows if (row.group, row.measure) == ("quintile_4", "coverage")]
    assert (row.estimate, row.ci_low, row.ci_high) == (0.0, None, None)
    for row in rows:
        if row.estimate in (0.0, 100.0) and row.measure in ("coverage", "share_of_recipients"):
            assert row.note.key == "reason.all_or_none", row


def test_a_quantile_of_100_is_no_percentage_at_an_end():
    """F(100) = 8/15 ± 2.1 standard errors of 0.13 lies inside [0, 1], ± 4.1 of them does not."""
    welfare = [*range(1, 8), 100, *range(101, 108)]
    (row,) = estimate({"welfare": welfare}, measure="median", level=0.999)
    assert (row.estimate, row.ci_low, row.ci_high) == (100, None, None)
    assert row.se > 0
    assert row.note.key == "reason.quantile_at_end"


@pytest.mark.parametrize("factors", [False, True])
def test_the_weight_is_no_replicate_of_itself(factors):
    data = {"y": np.arange(8.0), "w": np.array([1.0, 2] * 4)}
    for place in range(4):
        kept = np.where(np.arange(8) % 4 == place, 0, 4 / 3)
        data[f"w{place}"] = kept if factors else data["w"] * kept
    asked = {"welfare": "y", "weight": "w", "measure": "mean", "replicate_method": "jk1"}
    asked["replicate_factors"] = factors
    exact, loose = (estimate(data, replicate_weights=pattern, **asked) for pattern in ("w?", "w*"))
    assert loose.rows[0] == exact.rows[0]
    codes = [{note.code for note in answer.notes} for answer in (exact, loose)]
    assert codes[1] - codes[0] == {"replicates_weight"}


def test_sums_beyond_all_numbers_have_a_reason_of_their_own():
    data = {"y": np.array([1e300, 2e300, 1e308]), "w": np.array([1.0, 1, 3])}
    row = estimate(data, welfare="y", weight="w", measure="mean").rows[0]
    assert row.estimate is None
    assert str(row.note) == "the sums are larger than numbers can be"


def test_what_is_measured_among_the_poor_says_that_nobody_is():
    """Before anything else that they lack: PSUs, or welfare."""
    answer = estimate({"y": [1.0, 2.0, 3.0]}, welfare="y", measure="gap_poor,gini_poor", line=0.5)
    assert [(row.estimate, row.note.key) for row in answer] == [(None, "reason.somebody_poor")] * 2


def test_factors_of_replicates_follow_the_numbers_in_their_names():
    """A file may hold ``w1,w10,w2``: the variance is the sum of squares, each by its own factor."""
    draw = np.random.default_rng(3)
    data = {"y": draw.uniform(1, 9, 40), "w": np.ones(40)}
    names = [f"w{number}" for number in range(1, 12)]
    replicates = {name: draw.integers(0, 3, 40).astype(float) for name in names}
    factors = [float(number) for number in range(1, 12)]
    data |= {name: replicates[name] for name in sorted(names)}
    asked = {"welfare": "y", "weight": "w", "measure": "mean", "replicate_method": "jkn"}
    row = estimate(data, replicate_weights="w?*", replicate_rscales=factors, **asked).rows[0]
    whole = data["y"].mean()
    squares = [
        factor * (np.average(data["y"], weights=replicates[name]) - whole) ** 2
        for name, factor in zip(names, factors, strict=True)
    ]
    assert row.se == pytest.approx(sum(squares) ** 0.5, rel=1e-12)


@pytest.mark.parametrize("option", ["stratum", "psu", "fpc"])
def test_replicate_weights_exclude_a_design_that_is_given(option):
    data = {"y": np.arange(8.0), "w1": np.ones(8), "w2": np.ones(8), "s": np.arange(8) // 4}
    with pytest.raises(UsageError, match=f"--replicate-weights.*--{option}"):
        estimate(data, welfare="y", replicate_weights="w?", replicate_method="jk1", **{option: "s"})


def test_replicate_weights_go_before_the_design_of_a_file(tmp_path):
    """A design file may name both: the columns of the sample are then those of other questions."""
    (tmp_path / "design.toml").write_text('stratum = "s"\npsu = "p"\nreplicate_weights = "w?"\n')
    data = {"y": np.arange(8.0), "s": np.arange(8) // 4, "p": np.arange(8) // 2}
    data |= {name: np.arange(8) % 3 + 1.0 for name in ("w", "w1", "w2")}
    asked = {"welfare": "y", "weight": "w", "measure": "mean", "replicate_method": "jk1"}
    named = estimate(data, design=tmp_path / "design.toml", **asked).rows[0]
    assert named == estimate(data, replicate_weights="w?", **asked).rows[0]
