"""Too few PSUs: strata with one of them, the poor all in one. Numbers by hand, and of R's `survey`."""

from __future__ import annotations

import math

import pytest
from support import call

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate

RULES = ("adjust", "average", "remove", "certainty", "fail")
DESIGN = {"welfare": "y", "stratum": "s", "psu": "p", "line": 25}
LONELY = {"y": [10, 20, 30, 50, 60], "s": [1, 1, 1, 2, 3], "p": [1, 2, 3, 4, 5]}
POOR_IN_ONE_PSU = {"y": [10, 12, 40, 50, 60], "p": [1, 1, 3, 4, 5]}
POOR_IN_TWO_PSUS = {"y": [10, 12, 40, 50, 60], "p": [1, 2, 3, 4, 5]}
AMONG_THE_POOR = ("gap_poor", "gini_poor")


@pytest.mark.parametrize("rule", RULES[:-1])
def test_a_stratum_with_one_psu_counts_only_where_a_domain_has_a_row(rule):
    """R's `subset` under each rule: 5.7735027, 33.333333 and 1 in the stratum with three PSUs."""
    rows = estimate(LONELY, measure="mean,p0,poor_count", by="s", lonely_psu=rule, **DESIGN)
    errors = [row.se for row in rows if row.groups == {"s": "1"}]
    assert errors == pytest.approx([10 / math.sqrt(3), 100 / 3, 1.0], rel=1e-12)


def test_each_domain_has_its_own_share_of_strata_with_one_psu():
    """Of strata 1 and 2 one is lonely: the variance counts twice, not three times as over all strata."""
    data = LONELY | {"g": ["a", "a", "a", "a", "b"]}
    rows = estimate(data, measure="poor_count", by="g", lonely_psu="average", **DESIGN)
    everybody, some, alone = rows
    assert everybody.se == pytest.approx(math.sqrt(3))
    assert some.se == pytest.approx(math.sqrt(2))
    assert alone.se is None


def test_the_mean_of_adjust_is_of_the_strata_of_the_domain():
    """PSU totals 90, 80, 70 and alone 50: 300 + (50 − 72.5)²; the fifth PSU has no row here."""
    data = LONELY | {"w": [1, 1, 1, 1, 1], "g": ["a", "a", "a", "a", "b"], "z": [100] * 5}
    design = {key: value for key, value in DESIGN.items() if key != "line"}
    rows = estimate(data, measure="total_shortfall", by="g", line_column="z", **design)
    assert rows[1].se == pytest.approx(math.sqrt(300 + 22.5**2), rel=1e-12)


def test_a_rule_of_lonely_strata_does_not_stop_those_who_have_no_row_there():
    (row,) = estimate(LONELY, measure="mean", lonely_psu="fail", where="s = 1", **DESIGN)
    assert row.se == pytest.approx(10 / math.sqrt(3))
    with pytest.raises(InputError, match=r"\(2, 3\)"):
        estimate(LONELY, measure="mean", lonely_psu="fail", **DESIGN)


def test_the_note_names_the_lonely_strata_of_the_subpopulation():
    answer = estimate(LONELY, measure="mean", where="s < 3", **DESIGN)
    (said,) = (note for note in answer.notes if note.code == "lonely_adjust")
    assert said.values["strata"] == "2"


def jackknifed(data):
    """The same with a replicate for each PSU."""
    psus = sorted(set(data["p"]))
    raised = len(psus) / (len(psus) - 1)
    columns = {f"r{out}": [0.0 if psu == out else raised for psu in data["p"]] for out in psus}
    return {"y": data["y"], "w": [1] * len(data["y"]), **columns}


METHODS = {
    "linearised": (lambda data: data, {"psu": "p"}),
    "bootstrap": (lambda data: data, {"psu": "p", "bootstrap": 20}),
    "jackknife": (jackknifed, {"weight": "w", "replicate_weights": "r*", "replicate_method": "jackknife"}),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("measure", AMONG_THE_POOR)
def test_what_is_among_the_poor_needs_them_in_two_psus(method, measure):
    change, options = METHODS[method]
    (alone,) = estimate(change(POOR_IN_ONE_PSU), measure=measure, welfare="y", line=25, **options)
    (enough,) = estimate(change(POOR_IN_TWO_PSUS), measure=measure, welfare="y", line=25, **options)
    assert alone.estimate == pytest.approx(enough.estimate)
    assert (alone.se, alone.rse, alone.ci_low, alone.ci_high, alone.deff) == (None,) * 5
    assert alone.note.key == "reason.poor_in_one_psu"
    assert (alone.df, alone.n) == (3, 5)  # of all, not of the poor
    assert enough.note is None or enough.note.key != "reason.poor_in_one_psu"


def test_what_is_of_everybody_does_not_need_that():
    rows = estimate(POOR_IN_ONE_PSU, measure="p0,poor_count,p1", welfare="y", psu="p", line=25)
    assert all(row.se > 0 for row in rows)


@pytest.mark.parametrize("turned", [False, True])
def test_a_change_needs_the_poor_in_two_psus_of_both_surveys(turned):
    both = (POOR_IN_ONE_PSU, POOR_IN_TWO_PSUS)[:: -1 if turned else 1]
    rows = compare(*both, measure=",".join(AMONG_THE_POOR), welfare="y", psu="p", line=25)
    assert [(row.se, row.df, row.p_value, row.verdict) for row in rows] == [(None, None, None, "unknown")] * 2


def test_an_estimate_from_few_rows_is_marked_whatever_its_relative_error(tmp_path):
    """Nobody of b is poor, so that there is no relative error; the gap of its poor is no estimate at all."""
    survey = tmp_path / "survey.csv"
    survey.write_text("y,p,g\n100,1,a\n200,2,a\n90,3,a\n150,4,b\n160,5,b\n170,6,b\n")
    asked = ["--welfare", "y", "--psu", "p", "--line", "120", "--by", "g", "--measure", "p0,gap_poor"]
    done = call("survey", "estimate", str(survey), *asked, "-f", "markdown")
    rows = [line for line in done.out.splitlines() if line.startswith(("| b", "| a"))]
    marks = [line.split(" | ")[4].strip().replace("\\", "") for line in rows]
    assert marks == ["44.7*", "15.5*", "*", ""]
    assert "fewer than 30 rows" in done.out
