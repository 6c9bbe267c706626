"""Standard errors, degrees of freedom, domains and lonely PSUs as published by DASP and R's survey.

The same of made-up data, beside the project: ``test_designs.py``.
"""

from __future__ import annotations

import numpy as np
import pytest
from survey.golden import golden

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate

BURKINA = golden("dasp_burkina")
SCHOOLS = golden("survey_apiclus")
DESIGN = {"weight": "weight", "size": "size", "stratum": "strata", "psu": "psu", "nest": True}
DOMAINS = {
    None: {},
    "sex==1 (male head)": {"sex": "1"},
    "sex==2 (female head)": {"sex": "2"},
    "rural (zone==1)": {"zone": "1"},
    "urban (zone==2)": {"zone": "2"},
    "urban & male head": {"zone": "2", "sex": "1"},
    "rural": {"zone": "1"},
    "urban": {"zone": "2"},
}


def burkina(name):
    return {key: np.array(value) for key, value in BURKINA["inputs"][name].items() if isinstance(value, list)}


def half(value):
    """Half a unit of the last printed digit."""
    return 0.5 * 10.0 ** -len(repr(value).partition(".")[2])


LEVELS = [entry for entry in BURKINA["expected"]["estimates"] if entry["measure"] in ("fgt0", "gini")]


@pytest.mark.parametrize(
    "entry", LEVELS, ids=lambda entry: f"{entry['data']}-{entry['measure']}-{entry.get('domain')}"
)
def test_burkina(entry):
    relative = isinstance(entry.get("line"), str)
    line = {"relative_line": "0.6"} if relative else {"line": 41099}
    groups = DOMAINS[entry.get("domain")]
    measure = {"fgt0": "p0", "gini": "gini"}[entry["measure"]]
    scale = 100 if measure == "p0" else 1
    asked = {"measure": measure, "by": [",".join(groups)], "ci": "wald", **line, **DESIGN}
    answer = estimate(burkina(entry["data"]), welfare=entry["y"], **asked)
    (row,) = [row for row in answer if row.groups == groups]
    assert row.estimate / scale == pytest.approx(entry["value"], abs=half(entry["value"]) * 1.01)
    tolerance = {"rel": 0.02} if relative else {"rel": 0.002} if measure == "gini" else {"abs": 0.51e-6}
    assert row.se / scale == pytest.approx(entry["se"], **tolerance)
    if not groups:
        assert row.df == {"bkf94I": 429, "bkf98I": 415}[entry["data"]]
    if "ci95" in entry and not relative:
        assert [row.ci_low / scale, row.ci_high / scale] == pytest.approx(entry["ci95"], abs=6e-5)


CHANGES = [
    entry for entry in BURKINA["expected"]["estimates"] if entry["measure"] == "difference 98-94 of fgt0"
]


@pytest.mark.parametrize("entry", CHANGES, ids=lambda entry: str(entry.get("domain")))
def test_change_between_independent_samples(entry):
    before, after = burkina("bkf94I"), burkina("bkf98I")
    groups = DOMAINS[entry.get("domain")]
    answer = compare(
        {**before, "y": before["exppc"]},
        {**after, "y": after["exppcz"]},
        welfare="y",
        line=41099,
        measure="p0",
        by=[",".join(groups)],
        **DESIGN,
    )
    (row,) = [row for row in answer if row.groups == groups]
    assert row.change / 100 == pytest.approx(entry["value"], abs=1.1e-6)
    assert row.se / 100 == pytest.approx(entry["se"], abs=1.1e-6)


def schools():
    inputs = SCHOOLS["inputs"]["apiclus1"]
    data = {key: np.array(value) for key, value in inputs.items() if isinstance(value, list)}
    data["pw"] = np.full(inputs["n"], inputs["pw"])
    data["fpc"] = np.full(inputs["n"], inputs["fpc"])
    return data


def published(stat):
    return next(
        each for each in SCHOOLS["expected"]["apiclus1"]["estimates"] if each["stat"].startswith(stat)
    )


CLUSTERS = {"weight": "pw", "psu": "dnum", "fpc": "fpc"}


def test_mean_of_a_cluster_sample():
    (row,) = estimate(schools(), welfare="api00", measure="mean", **CLUSTERS)
    assert row.estimate == pytest.approx(644.1694, abs=5e-5)
    assert row.se == pytest.approx(23.54224, abs=5e-6)


@pytest.mark.parametrize("column", ["ell", "meals"])
def test_means_of_domains(column):
    answer = estimate(schools(), welfare=column, measure="mean", by="stype", **CLUSTERS)
    expected = published(f"mean {column}")
    for group, value, se in zip("EHM", expected["value"], expected["se"], strict=True):
        (row,) = [row for row in answer if row.groups == {"stype": group}]
        assert (row.estimate, row.se) == (pytest.approx(value, abs=5e-6), pytest.approx(se, abs=5e-7))


def test_total_of_a_kind_of_school():
    data = schools()
    data["y"] = np.where(data["stype"] == "E", 0.0, 2.0)
    (row,) = estimate(data, welfare="y", line=1, measure="poor_count", **CLUSTERS)
    assert (row.estimate, row.se) == (pytest.approx(4873.97, abs=0.005), pytest.approx(1333.32, abs=0.005))


@pytest.mark.parametrize("rule", ["remove", "certainty", "adjust", "average"])
def test_strata_with_one_psu(rule):
    expected = SCHOOLS["expected"]["lonely_psu"][0]["se"]
    (row,) = estimate(
        schools(), welfare="api00", weight="pw", stratum="dnum", measure="mean", lonely_psu=rule
    )
    assert row.se == pytest.approx(expected[rule], abs=5e-5)


def test_a_stratum_with_one_psu_can_stop_everything():
    with pytest.raises(InputError, match="413") as error:
        estimate(schools(), welfare="api00", weight="pw", stratum="dnum", measure="mean", lonely_psu="fail")
    assert error.value.exit_code == 3


def test_a_whole_stratum_is_not_lonely():
    data = schools()
    data["N"] = np.where(data["dnum"] == 413, 1, 1000)
    for rule in ("remove", "adjust", "average", "fail"):
        answer = estimate(
            data, welfare="api00", weight="pw", stratum="dnum", fpc="N", measure="mean", lonely_psu=rule
        )
        assert answer[0].se == pytest.approx(5.7344, abs=5e-5)


def test_a_domain_with_one_psu_in_a_stratum_keeps_the_design():
    data = {key: value[schools()["dnum"] != 413] for key, value in schools().items()}
    data["kept"] = np.arange(len(data["dnum"])) != 30
    answer = estimate(data, welfare="api00", weight="pw", stratum="dnum", measure="mean", where="kept")
    assert answer[0].se == pytest.approx(5.8909, abs=5e-5)
