"""What an evaluation says of rows without weight, of amounts by arm, and of a cutoff with any package."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.programme import evaluate

ARM = ["waiting", "waiting", "waiting", "treated", "treated", "treated"]
DATA = {"arm": ARM, "y": [1.0, 2.0, 6.0, 4.0, 6.0, 8.0], "w": [1, 1, 2, 3, 1, 1], "n": [2, 1, 1, 1, 1, 4]}
LOTTERY = {"design": "lottery", "outcome": "y", "arm": "arm"}


def codes(answer):
    return {note.code: note for note in answer.notes}


def said(answer, code, name):
    """A value of a note."""
    return dict(codes(answer)[code].values)[name]


# weights


def test_weights_count_rows_and_members_count_people():
    """(1·1 + 1·2 + 2·6)/4 and (3·4 + 6 + 8)/5; with members (2·1 + 2 + 2·6)/5 and (3·4 + 6 + 4·8)/8."""
    row = evaluate(DATA, **LOTTERY, weight="w")[0]
    assert (row.comparison_mean, row.effect) == pytest.approx((15 / 4, 26 / 5 - 15 / 4))
    row = evaluate(DATA, **LOTTERY, weight="w", size="n")[0]
    assert (row.comparison_mean, row.effect) == pytest.approx((16 / 5, 50 / 8 - 16 / 5))


@pytest.mark.parametrize("more", [{}, {"baseline": "b", "stratum": "s", "by": "s", "size": "n"}])
def test_a_row_of_weight_0_is_as_if_it_were_not_there(more):
    """Whatever stands in it; a note counts it."""
    random = np.random.default_rng(3)
    data = {
        "arm": ["waiting", "treated"] * 20,
        "y": random.normal(size=40).tolist(),
        "b": random.normal(size=40).tolist(),
        "s": ["a", "a", "b", "b"] * 10,
        "n": random.integers(1, 6, 40).tolist(),
        "w": random.uniform(1, 2, 40).tolist(),
    }
    zero = {**{name: [*column, column[0]] for name, column in data.items()}, "w": [*data["w"], 0.0]}
    zero["y"][-1] = 1e9
    alone, answer = (evaluate(each, **LOTTERY, weight="w", draws=19, **more) for each in (data, zero))
    for row, same in zip(answer, alone, strict=True):
        assert row == same
    assert said(answer, "weight_zero_rows", "rows") == 1


def test_weights_that_are_all_0_are_refused():
    with pytest.raises(InputError) as caught:
        evaluate({**DATA, "w": [0] * 6}, **LOTTERY, weight="w")
    assert caught.value.key == "weights_all_zero"


# draws


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.6])
def test_a_p_value_of_some_of_the_draws_counts_the_one_that_was_made(shift):
    """(1 + as extreme ones)/(1 + draws), near Welch's p among 60 rows. Phipson and Smyth (2010)."""
    random = np.random.default_rng(11)
    y = np.concatenate([random.normal(0, 1, 30), random.normal(shift, 1, 30)])
    data = {"arm": ["waiting"] * 30 + ["treated"] * 30, "y": y.tolist()}
    row = evaluate(data, **LOTTERY, draws=799)[0]
    assert row.p_randomisation == pytest.approx(row.p_value, abs=0.05)
    assert row.p_randomisation * 800 == pytest.approx(round(row.p_randomisation * 800), abs=1e-9)
    far = {**data, "y": [each + 100 * (arm == "treated") for each, arm in zip(y, data["arm"], strict=True)]}
    assert evaluate(far, **LOTTERY, draws=799)[0].p_randomisation == 1 / 800


# amounts


@pytest.mark.parametrize("amount", [["goods=3jt", "money=5jt"], {"goods": 3_000_000, "money": "5jt"}])
def test_each_arm_has_its_amount(amount):
    data = {"arm": ["waiting", "goods", "money"] * 4, "y": [float(each % 7) for each in range(12)]}
    answer = evaluate(data, **LOTTERY, amount=amount, line=3, show="enough", draws=9)
    found = {row.groups["arm"]: row for row in answer if row.quantity == "return_found"}
    effects = {row.arm: row.effect for row in evaluate(data, **LOTTERY, draws=9) if row.measure == "mean"}
    for arm, rupiah in (("goods", 3_000_000), ("money", 5_000_000)):
        assert found[arm].value == pytest.approx(100 * effects[arm] / rupiah)


@pytest.mark.parametrize(
    ("amount", "key"),
    [
        ("treated=3jt,treated=5jt", "arm_twice"),
        ("=5jt", "malformed_arm_amount"),
        ("6472031203650001=5jt", "malformed_arm_amount"),
        ("other=5jt", "no_such_arm"),
        (["3jt", "treated=5jt"], "amount_of_which_arm"),
    ],
)
def test_an_amount_of_an_arm_that_there_is_not(amount, key):
    """An identity number in place of an arm is not repeated."""
    with pytest.raises(UsageError) as caught:
        evaluate(DATA, **LOTTERY, amount=amount)
    assert caught.value.key == key
    assert "6472031203650001" not in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"outcome": []}, "needs_option"),
        ({"baseline": ["n", "w"]}, "baselines_per_outcome"),
        ({"line": 5, "line_column": "n"}, "conflict"),
        ({"design": "rdd", "cutoff": 1}, "needs_option"),
        ({"cutoff": 1}, "needs_option"),
        ({"score": "n", "cutoff": 1}, "conflict"),
        ({"show": "enough"}, "needs_option"),
        ({"design": "did", "baseline": "n", "covariate": "w"}, "conflict"),
    ],
)
def test_options_that_do_not_go_together(asked, key):
    with pytest.raises(UsageError) as caught:
        evaluate(DATA, **{**LOTTERY, **asked})
    assert caught.value.key == key


# a cutoff: what is ours around the package that finds the jump

ASKED = {"design": "rdd", "outcome": "y", "arm": "arm", "score": "score", "cutoff": 0}


@pytest.fixture
def package(monkeypatch):
    """In place of rdrobust, which CI lacks: a straight line on either side. It keeps its arguments."""
    kept = SimpleNamespace(calls=[], se=0.1)

    def rdrobust(outcome, score, c, **options):
        kept.calls.append({"score": score, "c": c, **options})
        print("mass points detected")
        left, right = (np.polyfit(score[side] - c, outcome[side], 1)[1] for side in (score < c, score >= c))
        jump = right - left
        return SimpleNamespace(
            coef=pd.DataFrame([jump, 0.0, 0.0]),
            se=pd.DataFrame([9.0, 9.0, kept.se]),
            pv=pd.DataFrame([0.9, 0.9, 0.01]),
            ci=pd.DataFrame([[-9, 9], [-9, 9], [jump - 0.2, jump + 0.3]]),
            bws=pd.DataFrame([[0.25, 0.25]]),
            N_h=[30, 40],
            beta_p_l=np.array([[left], [1.0]]),
            beta_p_r=np.array([[right], [1.0]]),
        )

    module = ModuleType("rdrobust")
    module.rdrobust = rdrobust
    monkeypatch.setitem(sys.modules, "rdrobust", module)
    return kept


def survey(*, below, at, rows=200):
    """One side of 0 got .5 more; three rows are exactly there."""
    random = np.random.default_rng(1)
    score = random.uniform(-1, 1, rows)
    score[:3] = 0.0
    treated = (score < 0 if below else score > 0) | ((score == 0) & ((at == "above") != below))
    y = 1 + score + 0.5 * treated + random.normal(0, 0.02, rows)
    return {
        "score": score.tolist(),
        "y": y.tolist(),
        "arm": ["treated" if each else "waiting" for each in treated],
        "w": [2.0] * rows,
        "v": [str(place // 20) for place in range(rows)],
        "x": random.normal(size=rows).tolist(),
    }


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("at", ["above", "below"])
def test_more_for_who_got_it_on_whichever_side(package, capsys, below, at):
    """The conventional effect with the robust error, interval and p-value; nothing is printed among rows."""
    answer = evaluate(survey(below=below, at=at), **ASKED)
    row = answer[0]
    assert row.effect == pytest.approx(0.5, abs=0.02)
    assert row.comparison_mean == pytest.approx(1.0, abs=0.02)
    assert row.ci_low < row.effect < row.ci_high
    assert row.ci_high - row.ci_low == pytest.approx(0.5)
    assert (row.se, row.p_value, row.n) == (0.1, 0.01, 70)
    assert (row.df, row.p_randomisation, row.p_wild) == (None, None, None)
    assert said(answer, "rdd_otherwise", "rows") == 0
    assert f"design_rdd_{'below' if below else 'above'}" in codes(answer)
    assert capsys.readouterr().out == ""


def test_what_the_package_is_given(package):
    evaluate(survey(below=True, at="above"), **ASKED, weight="w", cluster="v", covariate="x", level="0.9")
    [call] = package.calls
    assert (call["c"], call["level"]) == (0.0, pytest.approx(90.0))
    assert set(call["weights"]) == {2.0}
    assert len(set(call["cluster"])) == 10
    assert call["covs"].shape == (200, 1)


def test_rows_on_the_other_side_are_counted(package):
    data = survey(below=True, at="above")
    data["arm"][10] = "waiting" if data["arm"][10] == "treated" else "treated"
    answer = evaluate(data, **ASKED)
    assert said(answer, "rdd_otherwise", "rows") == 1
    assert "just below 0" in str(codes(answer)["design_rdd_below"])


def test_scores_that_many_share_are_noted(package):
    data = survey(below=True, at="above")
    data["score"] = [round(each, 1) for each in data["score"]]
    data["arm"] = ["treated" if each < 0 else "waiting" for each in data["score"]]
    assert said(evaluate(data, **ASKED), "rdd_shared_scores", "distinct") == 21


def test_a_side_with_nine_rows_has_no_effect(package):
    data = survey(below=True, at="above")
    order = np.argsort(data["score"])
    chosen = [place for place in order if data["score"][place] < 0][:60]
    chosen += [place for place in order if data["score"][place] >= 0][:9]
    row = evaluate({name: [column[place] for place in chosen] for name, column in data.items()}, **ASKED)[0]
    assert (row.effect, row.note.key) == (None, "reason.few_at_cutoff")
    assert package.calls == []


def test_a_spread_that_the_package_cannot_find_is_no_effect(package):
    package.se = float("nan")
    row = evaluate(survey(below=True, at="above"), **ASKED)[0]
    assert (row.effect, row.note.key) == (None, "reason.few_at_cutoff")


def test_whatever_the_package_makes_of_data_is_one_sentence(package, monkeypatch):
    def fails(*_, **__):
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr(sys.modules["rdrobust"], "rdrobust", fails)
    with pytest.raises(InputError, match="LinAlgError") as caught:
        evaluate(survey(below=True, at="above"), **ASKED)
    assert caught.value.key == "rdd_failed"


def test_was_it_enough_at_the_cutoff(package):
    data = survey(below=True, at="above")
    answer = evaluate(data, **ASKED, line=1.5, amount=5, show="enough")
    found = {row.quantity: row for row in answer}
    effect = evaluate(data, **ASKED)[0]
    assert found["return_found"].value == pytest.approx(100 * effect.effect / 5)
    assert found["lifted"].value is None
    assert "enough_at_cutoff" in codes(answer)
