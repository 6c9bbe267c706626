"""Domains that lie in some strata of one PSU as R's svyby has them: values to 1e-11, standard errors to 1e-9.

The data are written by ``make_lonely.py``, the answers by ``lonely.R``, both in tests/peers.
"""

from __future__ import annotations

import json
import os
from functools import cache

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.estimate import estimate

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
SURVEY = os.path.join(PEERS, "lonely.csv")
with open(os.path.join(PEERS, "lonely.json"), encoding="utf-8") as file:
    PEER = json.load(file)["found"]
COLUMNS = {"welfare": "income", "weight": "weight", "line_column": "line"}
STRATIFIED = {"stratum": "stratum", "psu": "psu"}
REPLICATES = {"replicate_weights": "rw_*", "replicate_method": "bootstrap"}
DESIGNS = {
    **{rule: {**STRATIFIED, "lonely_psu": rule} for rule in ("adjust", "average", "remove", "certainty")},
    "fail": {**STRATIFIED, "lonely_psu": "fail", "where": "\"group\" = 'b'"},
    "bootstrap": REPLICATES,
    "scaled": {**REPLICATES, "replicate_scale": 0.35},
    "rscales": {
        **REPLICATES,
        "replicate_scale": "0.2",
        "replicate_rscales": [each / 4 for each in range(1, 16)],
    },
}
MEASURES = ",".join(dict.fromkeys(row["measure"] for row in PEER))


@cache
def ours(case):
    answer = estimate(SURVEY, measure=MEASURES, by="group", **COLUMNS, **DESIGNS[case])
    return {(row.groups.get("group", ""), row.measure): row for row in answer}


@pytest.mark.parametrize("case", DESIGNS)
def test_the_same_as_r(case):
    """Every group and measure of the case."""
    for row in [row for row in PEER if row["case"] == case]:
        found = ours(case)[row["group"], row["measure"]]
        assert found.estimate == pytest.approx(row["value"], rel=1e-11, abs=0), row
        assert found.se == pytest.approx(row["se"], rel=1e-9, abs=0), row


def test_every_rule_has_a_peer():
    assert {row["case"] for row in PEER} == set(DESIGNS)


@pytest.mark.parametrize("rule", ["adjust", "average", "remove", "certainty"])
@pytest.mark.parametrize("measure", ["mean", "p0", "gini", "median", "poor_count"])
def test_a_domain_in_strata_of_one_psu_alone_has_no_error(rule, measure):
    """It has no degree of freedom, whatever the rule."""
    found = ours(rule)["d", measure]
    assert found.estimate is not None
    assert (found.df, found.se, found.ci_low, found.deff) == (0, None, None, None)
    assert found.note is not None


def test_a_rule_that_fails_names_the_strata_of_the_subpopulation():
    with pytest.raises(InputError, match=r"\(2, 4, 7\)"):
        estimate(SURVEY, measure="mean", **COLUMNS, **STRATIFIED, lonely_psu="fail")
    with pytest.raises(InputError, match=r"\(7\)"):
        estimate(SURVEY, measure="mean", where="\"group\" = 'c'", **COLUMNS, **STRATIFIED, lonely_psu="fail")
