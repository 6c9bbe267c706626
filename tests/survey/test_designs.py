"""Every design as R's survey has it, on made-up data: values to 1e-11, standard errors to 1e-9.

The data are written by ``make_designs.py``, the answers by ``designs.R``, both in tests/peers.
"""

from __future__ import annotations

import csv
import json
import os
from functools import cache

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.estimate import estimate

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
with open(os.path.join(PEERS, "designs.json"), encoding="utf-8") as file:
    PEER = json.load(file)["found"]
COLUMNS = {"welfare": "income", "weight": "weight", "line_column": "line"}
STRATIFIED = {"stratum": "stratum", "psu": "psu"}
DESIGNS = {
    "rows": {},
    "strata": {"stratum": "stratum"},
    "psu": {"psu": "psu"},
    "both": {**STRATIFIED, "file": "designs_jkn"},  # without the stratum of one PSU
    "fpc": {**STRATIFIED, "fpc": "fpc", "lonely_psu": "fail"},
    "fpc_rows": {"stratum": "stratum", "fpc": "fpc_rows"},
    **{
        f"lonely_{rule}": {**STRATIFIED, "lonely_psu": rule}
        for rule in ("adjust", "average", "remove", "certainty")
    },
}


def rscales_of_jkn():
    """(n_h − 1)/n_h of the stratum of each replicate: the others of it are raised by the inverse."""
    with open(os.path.join(PEERS, "designs_jkn.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = sorted((name for name in rows[0] if name.startswith("rw_")), key=lambda name: int(name[3:]))
    raised = [max(float(row[name]) / float(row["weight"]) for row in rows) for name in columns]
    return [1 / each for each in raised]


METHODS = {
    "jk1": {"replicate_method": "jk1"},
    "jk2": {"replicate_method": "jk2"},
    "jkn": {"replicate_method": "jkn", "replicate_rscales": rscales_of_jkn()},
    "brr": {"replicate_method": "brr"},
    "fay": {"replicate_method": "fay", "fay_rho": "0.3"},
}
for name, method in METHODS.items():
    DESIGNS[name] = {"replicate_weights": "rw_*", "file": f"designs_{name}", **method}


@cache
def ours(case, *, by_group):
    design = dict(DESIGNS[case])
    file = os.path.join(PEERS, f"{design.pop('file', 'designs')}.csv")
    asked = ",".join(dict.fromkeys(row["measure"] for row in PEER))
    answer = estimate(file, measure=asked, by="group" if by_group else None, **COLUMNS, **design)
    return {(row.groups.get("group", ""), row.measure): row for row in answer}


def close(number):
    return None if number is None else pytest.approx(number, rel=1e-9, abs=0)


@pytest.mark.parametrize("case", DESIGNS)
def test_the_same_as_r(case):
    """Every group and measure of the case."""
    for row in [row for row in PEER if row["case"] == case]:
        found = ours(case, by_group=bool(row["group"]))[row["group"], row["measure"]]
        assert found.estimate == pytest.approx(row["value"], rel=1e-11, abs=0), row
        assert found.se == close(row["se"]), row
        assert found.df == row["df"], row
        if row["deff"] is not None:
            assert found.deff == close(row["deff"]), row
        if row["measure"] == "mean" or row["measure"].startswith("quantile"):
            assert (found.ci_low, found.ci_high) == (close(row["low"]), close(row["high"])), row


def test_every_design_has_a_peer():
    assert {row["case"] for row in PEER} == set(DESIGNS)


def test_a_stratum_with_one_psu_can_stop_everything():
    with pytest.raises(InputError, match=r"has one PSU \(5\)") as error:
        estimate(
            os.path.join(PEERS, "designs.csv"), measure="mean", lonely_psu="fail", **COLUMNS, **STRATIFIED
        )
    assert error.value.exit_code == 3


@pytest.mark.parametrize(
    ("case", "method"),
    [
        ("jk1", {}),
        ("jkn", {}),
        ("jk2", {"replicate_scale": 1}),
        ("jk2", {"replicate_rscales": "1"}),
        ("jk2", {"replicate_scale": "1", "replicate_rscales": [1] * 10}),
    ],
)
def test_a_jackknife_without_a_name_finds_its_factors_unless_they_are_given(case, method):
    file = os.path.join(PEERS, f"designs_{case}.csv")
    design = {"replicate_weights": "rw_*", "replicate_method": "jackknife", **method}
    if isinstance(method.get("replicate_rscales"), list):
        with open(file, encoding="utf-8", newline="") as opened:
            count = sum(name.startswith("rw_") for name in next(csv.reader(opened)))
        design["replicate_rscales"] = [1] * count
    for row in estimate(file, measure="mean,p0,median", **COLUMNS, **design):
        named = ours(case, by_group=False)["", {"median": "quantile_50"}.get(row.measure, row.measure)]
        assert row.se == pytest.approx(named.se, rel=1e-9)
