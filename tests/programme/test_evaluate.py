"""Was it enough? Numbers by hand, what each design says and refuses, and sentences in both languages."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
from support import call

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.programme import evaluate

ARM = ["waiting", "waiting", "waiting", "waiting", "treated", "treated", "treated", "treated"]
AFTER = [1.0, 2.0, 3.0, 6.0, 4.0, 6.0, 8.0, 10.0]
SMALL = {"arm": ARM, "y": AFTER}
LOTTERY = {"design": "lottery", "outcome": "y", "arm": "arm"}


def rows(data, **asked):
    return {row.measure: row for row in evaluate(data, **{**LOTTERY, **asked})}


def test_a_difference_of_means_by_hand():
    """3 and 7; variances 14/3 and 20/3, so HC2 = √(14/12 + 20/12), and Welch's degrees for equal groups."""
    row = rows(SMALL)["mean"]
    assert (row.comparison_mean, row.effect) == pytest.approx((3.0, 4.0))
    assert row.se == pytest.approx(math.sqrt(34 / 12))
    assert row.df == pytest.approx(6.0)
    assert row.p_value == pytest.approx(0.0552, abs=1e-3)  # t = 2.376 with 6
    assert (row.n, row.clusters) == (8, None)


def test_all_seventy_draws_of_eight():
    """As many with |t| at least 2.376 as a loop over all pairs of means finds."""
    from itertools import combinations

    def t(treated):
        own = [AFTER[place] for place in treated]
        other = [AFTER[place] for place in range(8) if place not in treated]
        spread = np.var(own, ddof=1) / 4 + np.var(other, ddof=1) / 4
        return abs(np.mean(own) - np.mean(other)) / math.sqrt(spread)

    observed = t((4, 5, 6, 7))
    count = sum(t(each) >= observed * (1 - 1e-9) for each in combinations(range(8), 4))
    assert rows(SMALL)["mean"].p_randomisation == count / 70


def test_poverty_of_rows():
    """Line 5: three of four waiting are poor, lacking 80, 60, 40 percent; one of four treated, 20 percent."""
    found = rows(SMALL, line=5)
    assert found["p0"].comparison_mean == 75
    assert found["p0"].effect == pytest.approx(25 - 75)
    assert found["p1"].comparison_mean == pytest.approx(45)
    assert found["p1"].effect == pytest.approx(5 - 45)
    assert {row.unit for row in found.values()} == {"percent", "idr_per_household_month"}


def test_on_the_line_is_not_poor():
    """Line 6: one waiting and one treated row have 6."""
    found = rows(SMALL, line=6)
    assert (found["p0"].comparison_mean, found["p0"].effect) == pytest.approx((75.0, -50.0))


def test_a_line_of_each_row_and_members():
    """Weights are members, who are counted: 2 + 1 + 1 + 1 and 1 + 1 + 1 + 3."""
    data = {**SMALL, "z": [5, 5, 5, 7, 5, 5, 5, 11], "n": [2, 1, 1, 1, 1, 1, 1, 3]}
    found = rows(data, line_column="z", size="n")
    assert found["p0"].comparison_mean == pytest.approx(100)
    assert found["p0"].effect == pytest.approx(100 * 4 / 6 - 100)
    assert found["mean"].comparison_mean == pytest.approx((2 + 2 + 3 + 6) / 5)
    assert found["mean"].unit == "idr_per_capita_month"


def test_strata_and_baseline_are_taken_out():
    """A baseline and strata that explain everything leave the effect that was put in."""
    random = np.random.default_rng(1)
    stratum = np.repeat(["a", "b"], 30)
    before = random.normal(size=60)
    arm = random.permutation(np.repeat([0, 1], 30))
    after = 2 * before + 5 * (stratum == "b") + 0.7 * arm + random.normal(0, 1e-4, 60)
    data = {
        "s": stratum.tolist(),
        "b": before.tolist(),
        "y": after.tolist(),
        "arm": ["treated" if each else "waiting" for each in arm],
    }
    assert rows(data, stratum="s", baseline="b", draws=9)["mean"].effect == pytest.approx(0.7, abs=1e-3)


def test_a_baseline_that_lacks_gets_the_mean_and_a_flag():
    """As a regression on the baseline around its mean, 0 where it lacks, and a column of what lacks."""
    before = [1.0, "", "", 5.0, 3.0, 2.0, 6.0, 8.0]
    known = [each for each in before if each != ""]
    centred = [0.0 if each == "" else each - np.mean(known) for each in before]
    x = np.column_stack(
        [np.ones(8), centred, [each == "" for each in before], [each == "treated" for each in ARM]]
    ).astype(float)
    beta = np.linalg.lstsq(x, np.array(AFTER), rcond=None)[0]
    answer = evaluate({**SMALL, "b": before}, **LOTTERY, baseline="b")
    assert answer[0].effect == pytest.approx(beta[3])
    assert any("2 rows" in note.spoken("en") for note in answer.notes if note.code == "baseline_filled")


def test_did_compares_changes():
    before = [1.0, 2.0, 2.0, 3.0, 5.0, 5.0, 6.0, ""]
    row = rows({**SMALL, "b": before}, design="did", baseline="b")["mean"]
    changes = [each - start for each, start in zip(AFTER, before, strict=True) if start != ""]
    assert row.effect == pytest.approx(np.mean(changes[4:]) - np.mean(changes[:4]))
    assert (row.n, row.p_randomisation) == (7, None)


def test_who_was_not_found_is_left_out_and_counted():
    data = {**SMALL, "y": [*AFTER[:7], ""]}
    answer = evaluate(data, **LOTTERY)
    assert answer[0].n == 7
    assert answer[0].effect == pytest.approx(3.0)
    assert "y is empty in 1 row" in " ".join(map(str, answer.notes))


def test_two_arms_with_holm():
    """p of the smaller is doubled, unless that is above the larger."""
    random = np.random.default_rng(2)
    arm = ["waiting", "goods", "money"] * 30
    y = [float(random.normal()) + 0.6 * (each == "goods") for each in arm]
    found = evaluate({"arm": arm, "y": y}, **LOTTERY, draws=99)
    assert [row.arm for row in found] == ["goods", "money"]
    small, large = sorted(row.p_value for row in found)
    assert sorted(row.p_holm for row in found) == pytest.approx([2 * small, max(2 * small, large)])


def test_a_breakdown_ends_with_its_difference():
    """The last value less the first, with the variance of both."""
    random = np.random.default_rng(4)
    data = {
        "arm": ["waiting", "treated"] * 40,
        "sex": ["L", "L", "P", "P"] * 20,
        "y": random.normal(size=80).tolist(),
    }
    found = evaluate(data, **LOTTERY, by="sex", draws=99)
    assert [row.groups.get("sex", "") for row in found] == ["", "L", "P", "difference"]
    _, men, women, difference = found
    assert difference.effect == pytest.approx(women.effect - men.effect)
    assert difference.se == pytest.approx(math.hypot(men.se, women.se))
    assert women.p_holm == pytest.approx(min(1.0, 2 * women.p_value)) or women.p_value > men.p_value


def test_one_village_on_a_side_has_no_error():
    data = {"arm": ARM, "y": AFTER, "v": ["a", "a", "b", "b", "c", "c", "c", "c"]}
    row = rows(data, cluster="v")["mean"]
    assert row.effect == pytest.approx(4.0)
    assert (row.se, row.p_value, row.p_wild) == (None, None, None)
    assert row.note.key == "reason.one_unit"
    assert row.clusters == 3


def test_an_arm_that_is_a_stratum_cannot_be_told_apart():
    row = rows({**SMALL, "s": ARM}, stratum="s")["mean"]
    assert (row.effect, row.note.key) == (None, "reason.not_told_apart")


def test_an_outcome_that_never_varies():
    row = rows({"arm": ARM, "y": [7.0] * 8})["mean"]
    assert (row.effect, row.p_value, row.note.key) == (0.0, None, "reason.nothing_varies")


def test_nobody_found_on_a_side():
    row = rows({"arm": ARM, "y": [1.0, 2.0, 3.0, 4.0, "", "", "", ""]})["mean"]
    assert (row.effect, row.note.key) == (None, "reason.nobody_found")


# was it enough?

HOUSEHOLDS = {
    "arm": ["waiting"] * 6 + ["treated"] * 6,
    "y": [2e6, 2.5e6, 3e6, 4e6, 5e6, 6e6, 2.6e6, 3.4e6, 3.8e6, 4.4e6, 5.3e6, 6.7e6],
}
ENOUGH = {**LOTTERY, "line": 3_500_000, "amount": "5jt", "show": "enough"}


def quantities(data, **asked):
    return {row.quantity: row for row in evaluate(data, **{**ENOUGH, **asked})}


def test_every_quantity_by_hand():
    """Gaps of three poor waiting households: 1.5, 1.0, .5 million; two treated are poor: .9 and .1."""
    found = quantities(HOUSEHOLDS)
    effects = rows(HOUSEHOLDS, line=3_500_000)
    effect = np.mean(HOUSEHOLDS["y"][6:]) - np.mean(HOUSEHOLDS["y"][:6])
    assert found["return_found"].value == pytest.approx(100 * effect / 5e6)
    assert found["return_found"].low == pytest.approx(100 * effects["mean"].ci_low / 5e6)
    assert found["return_needed"].value == pytest.approx(100 * 1e6 / 5e6)
    assert found["gap_closed_share"].value == pytest.approx(100 * (1 - (0.9 + 0.1) / 3.0))
    assert found["gap_closed_share"].low == pytest.approx(
        -100 * effects["p1"].ci_high / effects["p1"].comparison_mean
    )
    assert found["lifted"].value == pytest.approx(1.0)  # 3 of 6 poor against 2 of 6
    assert found["lifted"].unit == "households"
    assert (found["cost_per_lifted"].value, found["return_found"].verdict) == (None, "undecided")
    assert list(found) == ["gap_closed_share", "return_found", "return_needed", "lifted", "cost_per_lifted"]


def large(effect):
    """400 households, of which half of either arm are poor by a million before the effect."""
    random = np.random.default_rng(1)
    arm = ["waiting", "treated"] * 200
    y = [(2.5e6, 6e6)[place // 2 % 2] + effect * (each == "treated") for place, each in enumerate(arm)]
    return {"arm": arm, "y": [each + random.normal(0, 1e4) for each in y]}


@pytest.mark.parametrize(
    ("effect", "verdict"), [(2_000_000, "enough"), (50_000, "not_enough"), (1_000_000, "undecided")]
)
def test_verdicts(effect, verdict):
    """20 percent a month is needed: an interval above it, below it, around it."""
    found = quantities(large(effect), draws=9)
    row = found["return_found"]
    assert row.verdict == verdict
    assert found["return_needed"].value == pytest.approx(20, abs=0.1)
    assert {
        "enough": row.low >= found["return_needed"].value,
        "not_enough": row.high < found["return_needed"].value,
        "undecided": row.low < found["return_needed"].value <= row.high,
    }[verdict]


def test_cost_of_each_one_lifted():
    """Where the interval of those lifted lies above 0: amount × treated ÷ lifted, ends turned round."""
    found = quantities(large(2_000_000), draws=9)
    lifted, cost = found["lifted"], found["cost_per_lifted"]
    assert lifted.low > 0
    assert cost.value == pytest.approx(5e6 * 200 / lifted.value)
    assert (cost.low, cost.high) == pytest.approx((5e6 * 200 / lifted.high, 5e6 * 200 / lifted.low))


def test_nobody_lifted_is_a_plain_zero():
    """A share that did not change, times a negative number of rows."""
    data = {"arm": ARM, "y": [1.0, 2.0, 6.0, 8.0, 1.0, 3.0, 6.0, 9.0]}
    answer = evaluate(data, **LOTTERY, line=5, amount=3, show="enough", draws=9)
    [lifted] = [row for row in answer if row.quantity == "lifted"]
    assert str(lifted.value) == "0.0"


def test_the_return_of_the_larger_amount():
    random = np.random.default_rng(6)
    arm = ["waiting", "five", "ten"] * 100
    gain = {"waiting": 0, "five": 3e5, "ten": 4e5}
    data = {"arm": arm, "y": [4e6 + gain[each] + float(random.normal(0, 1e5)) for each in arm]}
    answer = evaluate(data, **{**ENOUGH, "amount": ["five=5jt", "ten=10jt"]})
    effects = {row.arm: row.effect for row in evaluate(data, **LOTTERY, draws=9)}
    row = next(row for row in answer if row.quantity == "marginal_return")
    assert row.groups == {"arm": "ten"}
    assert row.value == pytest.approx(100 * (effects["ten"] - effects["five"]) / 5e6)
    assert row.low < row.value < row.high


def test_members_make_a_household():
    """Income per person times members is what the amount must earn."""
    size = [2, 3, 4, 5, 2, 3, 4, 2, 3, 4, 5, 2]
    person = {**HOUSEHOLDS, "n": size, "y": [y / n for y, n in zip(HOUSEHOLDS["y"], size, strict=True)]}
    found = quantities(person, size="n", line=1_000_000)
    assert found["return_found"].value == pytest.approx(quantities(HOUSEHOLDS)["return_found"].value)
    poor = [(1e6 - y / n) * n for y, n in zip(HOUSEHOLDS["y"][:6], size[:6], strict=True) if y / n < 1e6]
    assert found["return_needed"].value == pytest.approx(100 * np.mean(poor) / 5e6)
    assert found["lifted"].unit == "people"


def test_attrition_by_hand():
    """4 of 4 and 3 of 4 found: a quarter of the treated, one row, is trimmed."""
    data = {**SMALL, "y": [1.0, "", 3.0, 5.0, 4.0, 6.0, 8.0, 10.0]}
    row = evaluate(data, **LOTTERY, show="attrition")[0]
    assert (row.found, row.found_comparison, row.difference, row.trimmed) == pytest.approx((100, 75, 25, 25))
    assert (row.lee_low, row.lee_high) == pytest.approx((6 - 3, 8 - 3))


def test_balance_by_hand():
    data = {**SMALL, "b": [1.0, 2.0, 3.0, 6.0, 2.0, 3.0, 4.0, 7.0]}
    row = evaluate(data, **LOTTERY, baseline="b", show="balance")[0]
    assert (row.mean, row.comparison_mean, row.difference) == pytest.approx((4.0, 3.0, 1.0))
    assert row.standardised == pytest.approx(1 / math.sqrt(14 / 3))


# before and after

PAIRS = {"y": [3.0, 5.0, 9.0, ""], "b": [2.0, 3.0, 4.0, 1.0]}


def test_before_and_after_by_hand():
    """Changes 1, 2, 5: mean 8/3, variance 13/3 over 3."""
    row = evaluate(PAIRS, design="before-after", outcome="y", baseline="b")[0]
    assert (row.before, row.after, row.change) == pytest.approx((3.0, 17 / 3, 8 / 3))
    assert row.se == pytest.approx(math.sqrt(13 / 9))
    assert (row.df, row.n) == (pytest.approx(2.0), 3)


def test_who_did_not_get_it_is_left_out_of_before_and_after():
    data = {"y": [*PAIRS["y"], 50.0], "b": [*PAIRS["b"], 0.0], "a": ["treated"] * 4 + ["waiting"]}
    answer = evaluate(data, design="before-after", outcome="y", baseline="b", arm="a")
    assert (answer[0].n, answer[0].change) == (3, pytest.approx(8 / 3))
    assert "1 row of the comparison is left out" in " ".join(map(str, answer.notes))


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_before_and_after_is_never_called_an_effect(language, form, write):
    file = write("y,b,k\n3,2,a\n5,3,a\n9,4,b\n,1,b\n")
    asked = ["--design", "before-after", "--outcome", "y", "--baseline", "b", "--by", "k", "--line", "4"]
    done = call("programme", "evaluate", file, *asked, "--lang", language, "-f", form)
    assert done.code == 0
    said = (done.out + done.err).casefold()
    assert not re.search(r"effect|impact|efek|dampak|p_value|p-value|nilai p\b", said)


@pytest.mark.parametrize("design", ["lottery", "did", "rdd"])
def test_without_a_comparison_before_after_is_named(design):
    asked = {"design": design, "outcome": "y", "baseline": "b", "arm": "a", "score": None}
    if design == "rdd":
        asked |= {"score": "b", "cutoff": 2}
    with pytest.raises(UsageError, match="--design before-after"):
        evaluate({**PAIRS, "a": ["treated"] * 4}, **asked)


def test_no_design_is_guessed():
    with pytest.raises(UsageError, match="lottery, did, rdd, before-after"):
        evaluate(SMALL, outcome="y", arm="arm")


def test_unequal_probabilities_are_noted():
    """A fifth of one stratum and four fifths of the other."""
    data = {
        "s": ["a"] * 20 + ["b"] * 20,
        "arm": (["treated"] * 4 + ["waiting"] * 16) + (["treated"] * 16 + ["waiting"] * 4),
        "y": np.random.default_rng(1).normal(size=40).tolist(),
    }
    assert "n·p(1 − p)" in " ".join(map(str, evaluate(data, **LOTTERY, stratum="s", draws=9).notes))


def test_strata_weigh_by_n_p_q():
    """Effects 1 and 3 in strata of 40 and 40 with p of .5 and .25: (10 · 1 + 7.5 · 3)/17.5."""
    arm = ["treated", "waiting"] * 20 + ["treated", "waiting", "waiting", "waiting"] * 10
    stratum = ["a"] * 40 + ["b"] * 40
    y = [(1 if s == "a" else 3) * (each == "treated") for s, each in zip(stratum, arm, strict=True)]
    row = rows({"arm": arm, "s": stratum, "y": y}, stratum="s", draws=9)["mean"]
    assert row.effect == pytest.approx((10 * 1 + 7.5 * 3) / 17.5)


@pytest.mark.parametrize(("place", "key"), [("v", "arms"), ("w", "strata")])
def test_a_cluster_of_a_lottery_lies_in_one_arm_and_stratum(place, key):
    data = {
        "arm": ["waiting", "waiting", "treated", "treated"] * 3,
        "y": list(range(12)),
        "v": ["a", "b", "c", "a"] * 3,
        "w": ["a", "b", "c", "d"] * 3,
        "s": ["x"] * 6 + ["y"] * 6,
    }
    with pytest.raises(InputError, match=f"several {key}"):
        evaluate(data, **LOTTERY, cluster=place, stratum="s")


COLUMNS = (
    "arm outcome measure unit comparison_mean effect se ci_low ci_high df p_value p_holm p_randomisation"
    " p_wild n clusters note"
)

# the sentence

VERDICTS = [
    (
        2_000_000,
        "Enough: Rp5,000,000 ('treated') earned 40.0 percent per month",
        "Cukup: Rp5.000.000 ('treated')",
    ),
    (50_000, "Not enough: Rp5,000,000", "Belum cukup: Rp5.000.000"),
    (1_000_000, "Undecided: Rp5,000,000", "Belum dapat disimpulkan: Rp5.000.000"),
]


@pytest.mark.parametrize(("effect", "english", "indonesian"), VERDICTS)
def test_the_answer_begins_with_its_sentence(effect, english, indonesian):
    data = large(effect)
    for show in ("effects", "enough"):
        opening = evaluate(data, **{**ENOUGH, "show": show, "draws": 9}).opening
        assert opening.spoken("en").startswith(english)
        assert opening.spoken("id").startswith(indonesian)


def test_without_an_amount_the_sentence_says_whether_chance_may_be_it():
    assert "is 4 higher in 'treated' than in 'waiting', which has 3" in str(
        evaluate(SMALL, **LOTTERY).opening
    )
    assert "chance alone may give that" in str(evaluate(SMALL, **LOTTERY).opening)
    sure = {"arm": ARM * 5, "y": AFTER * 5}
    assert "chance alone seldom gives so much" in str(evaluate(sure, **LOTTERY, draws=9).opening)


def test_json_holds_rows_notes_and_arguments(write):
    lines = "".join(f"{arm},{y}\n" for arm, y in zip(ARM, AFTER, strict=True))
    asked = ["--design", "lottery", "--outcome", "y", "--arm", "arm", "-f", "json"]
    done = call("programme", "evaluate", write("arm,y\n" + lines), *asked)
    found = json.loads(done.out)
    assert list(found["rows"][0]) == COLUMNS.split()
    assert found["arguments"]["outcome"] == ["y"]
    assert found["arguments"]["design"] == "lottery"
    assert "NaN" not in done.out


@pytest.mark.parametrize("show", ["effects", "balance", "attrition"])
def test_names_of_columns_and_arms_are_nobodys_words(show, write):
    """A column `income`, and arms that mean something elsewhere, stay what they are in any language."""
    lines = "".join(f"{'poor' if y % 2 else 'urban'},{y},{y}\n" for y in range(12))
    asked = ["--design", "lottery", "--outcome", "income", "--baseline", "profit", "--arm", "all"]
    file = write("all,income,profit\n" + lines)
    more = ["--comparison", "urban", "--show", show, "--lang", "id", "-f", "table"]
    done = call("programme", "evaluate", file, *asked, *more)
    assert done.code == 0, done.err
    assert "pendapatan" not in done.out
    assert {"effects": "income", "balance": "profit", "attrition": "poor"}[show] in done.out
