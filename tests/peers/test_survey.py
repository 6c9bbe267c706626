"""Values to 1e-11, standard errors to 1e-9 of what R's survey gives (`survey.R`, output in `survey.csv`)."""

from __future__ import annotations

import csv
import os
from functools import cache

import pytest

from kaltim_poverty.measures.catalogue import names
from kaltim_poverty.survey.estimate import estimate

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "sample.csv")
COLUMNS = {"welfare": "welfare", "weight": "weight", "size": "size"}
CLUSTERED = {**COLUMNS, "stratum": "stratum", "psu": "psu", "nest": True}
ONE_LINE = {"line": 700000}
OWN_LINES = {"line_column": "line"}
CASES = {
    **{
        f"one_line_{rule}": {**CLUSTERED, **ONE_LINE, "lonely_psu": rule}
        for rule in ("adjust", "remove", "average", "certainty")
    },
    "own_lines": {**CLUSTERED, **OWN_LINES, "by": "domain", "floor": 1000},
    "positive": {**CLUSTERED, **OWN_LINES, "where": "welfare > 0"},  # what has no value where somebody has 0
    "rows": {**COLUMNS, **ONE_LINE},
    "strata": {**COLUMNS, **ONE_LINE, "stratum": "stratum"},
    "fpc": {**CLUSTERED, **OWN_LINES, "fpc": "fpc"},
    "svymean": {**CLUSTERED, **OWN_LINES},
    "svyby": {**CLUSTERED, "by": "domain"},
    "svyquantile": CLUSTERED,
    "logit": {**CLUSTERED, **OWN_LINES, "ci": "logit"},
    **{
        f"replicates_{method}": {
            "welfare": "welfare",
            "weight": "w",
            **OWN_LINES,
            "replicate_weights": "rw_*",
            "replicate_method": method,
            **({"fay_rho": "0.3"} if method == "fay" else {}),
        }
        for method in ("jackknife", "bootstrap", "brr", "fay")
    },
}


BY_BRUTE_FORCE = {  # in tests/measures/test_elasticities.py and tests/survey/test_elasticities.py
    *(f"{kind}_elasticity_p{power}" for kind in ("growth", "inequality") for power in range(3)),
    "polarisation",
    "hoover",
    "p90p10",
    "p75p25",
    "p50p10",
}


@cache
def peer():
    with open(os.path.join(HERE, "survey.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_measure_has_a_peer():
    """A quantile goes by its number here, and a median is one; R's packages lack the others."""
    known = {row["measure"] for row in peer()} | {"median", *(f"ge_{order}" for order in (1, 2))}
    assert set(names()) - known == BY_BRUTE_FORCE


@cache
def ours(case):
    asked = ",".join(dict.fromkeys(row["measure"] for row in peer() if row["case"] == case))
    file = os.path.join(HERE, f"{case}.csv") if case.startswith("replicates") else SAMPLE
    answer = estimate(file, measure=asked, **CASES[case])
    return {("".join(row.groups.values()), row.measure): row for row in answer}


def number(text):
    return None if text == "NA" else float(text)


@pytest.mark.parametrize("case", sorted({row["case"] for row in peer()}))
def test_the_same_as_r(case):
    """Every group and measure of the case."""
    for row in [row for row in peer() if row["case"] == case]:
        found = ours(case)[row["group"], row["measure"]]
        assert found.estimate == pytest.approx(float(row["value"]), rel=1e-11, abs=0), row
        assert found.se == pytest.approx(float(row["se"]), rel=1e-9, abs=0), row
        for name, theirs in (("deff", row["deff"]), ("ci_low", row["low"]), ("ci_high", row["high"])):
            if number(theirs) is not None:
                assert getattr(found, name) == pytest.approx(number(theirs), rel=1e-9, abs=0), row
        if number(row["df"]) is not None:
            assert found.df == number(row["df"]), row
