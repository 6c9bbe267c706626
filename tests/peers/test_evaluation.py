"""Effects as R's lm, clubSandwich and sandwich have them (`evaluation.R`): all digits but the last few."""

from __future__ import annotations

import csv
import os
from functools import cache

import pytest

from kaltim_poverty.programme import evaluate
from kaltim_poverty.programme.endline import estimates
from kaltim_poverty.programme.endline.asked import asked_of
from kaltim_poverty.programme.endline.domains import breakdowns
from kaltim_poverty.programme.endline.rows import rows_of
from kaltim_poverty.programme.lists.table import read_list

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "evaluation.csv")
DRAWN = {"design": "lottery", "outcome": "after", "draws": 99}
OF_VILLAGES = {**DRAWN, "arm": "arm", "cluster": "village"}
ASKED = {
    "village": {**OF_VILLAGES, "baseline": "before", "covariate": "c2,c3"},
    "village_alone": OF_VILLAGES,
    "did": {**OF_VILLAGES, "design": "did", "baseline": "before", "stratum": "district"},
    "did_in_villages": {
        **OF_VILLAGES,
        "design": "did",
        "arm": "drawn",
        "baseline": "before",
        "stratum": "district",
    },
    "rows": {**DRAWN, "arm": "drawn", "baseline": "before", "stratum": "district"},
    "hc2": {**DRAWN, "arm": "drawn", "baseline": "before", "stratum": "district"},
    "weighted": {**OF_VILLAGES, "baseline": "before", "covariate": "c2,c3", "weight": "weight"},
    "weighted_rows": {**DRAWN, "arm": "drawn", "baseline": "before", "weight": "weight"},
    "difference": {**DRAWN, "design": "did", "arm": "drawn", "cluster": "village", "by": "sex"},
    "change_alone": {**DRAWN, "design": "before-after", "baseline": "before", "cluster": "village"},
}


@cache
def peer():
    """What R printed, by name."""
    with open(os.path.join(HERE, "peer_evaluation.csv"), encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@cache
def columns():
    """The rows that R read, with district as two numbers, as villages do not lie in one."""
    with open(DATA, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {name: [row[name] for row in rows] for name in rows[0]}
    found["c2"], found["c3"] = ([str(int(each == letter)) for each in found["district"]] for letter in "bc")
    return found


def ours(name):
    """The last row that kpov answers: of a breakdown its difference."""
    asked = dict(ASKED[name])
    if name == "difference":
        return difference_with_baseline(asked)
    return evaluate(columns(), **asked)[-1]


def difference_with_baseline(asked):
    """The interaction of a regression, in which villages have rows of both sexes."""
    given = dict.fromkeys(
        ("line", "line_column", "stratum", "covariate", "weight", "size", "amount", "score", "cutoff")
    )
    given |= {**asked, "design": "did", "baseline": "before", "comparison": "waiting", "show": "effects"}
    question = asked_of({**given, "seed": 1, "level": 0.95})
    rows = rows_of(question, read_list(columns()))
    question = question._replace(design="lottery")  # with the baseline as a control
    domains = list(breakdowns(question.by, rows))[1]
    regressions = [estimates.regression_of(question, rows, each, "after", "mean")[0] for each in domains]
    return estimates.differences(question, rows, domains, "after", "mean", regressions)[0].effect


@pytest.mark.parametrize("name", list(ASKED))
def test_the_same_as_r(name):
    row, found = peer()[name], ours(name)
    effect = next(getattr(found, each) for each in ("effect", "change", "value") if hasattr(found, each))
    assert effect == pytest.approx(float(row["effect"]), rel=1e-9)
    assert found.se == pytest.approx(float(row["se"]), rel=1e-9)
    if row["df"] != "NA":
        assert found.df == pytest.approx(float(row["df"]), rel=1e-6)  # clubSandwich gives as many digits
    if row["p_value"] != "NA" and hasattr(found, "p_value"):
        assert found.p_value == pytest.approx(float(row["p_value"]), rel=1e-6)


def test_everything_that_r_printed_is_compared():
    assert set(peer()) == set(ASKED)
