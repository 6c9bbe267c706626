"""The handbook's four people and ten incomes, and micro data of the World Bank's PIP."""

from __future__ import annotations

import numpy as np
import pytest
from survey.golden import golden

from kaltim_poverty.survey.estimate import estimate

POVERTY = golden("handbook_poverty")
INEQUALITY = golden("handbook_inequality")
PIP = golden("pip_micro")
NAMES = {
    "headcount": ("p0", 100),
    "poverty_gap_index": ("p1", 100),
    "watts": ("watts", 1),
    "gini_among_poor": ("gini_poor", 1),
    "sen_H_Gp_form": ("sen", 1),
    "sst": ("sst", 1),
}


def only(data, name, **options):
    (row,) = estimate(data, measure=name, **options)
    return row.estimate


@pytest.mark.parametrize(
    "entry", POVERTY["expected"], ids=lambda entry: f"{entry['dataset']}-{entry['measure']}"
)
def test_four_people(entry):
    data = {"welfare": np.array(POVERTY["inputs"]["datasets"][entry["dataset"]], dtype=float)}
    if entry["measure"] == "fgt":
        for alpha, expected in zip(entry["alpha"], entry["value"], strict=True):
            assert only(data, f"fgt_{alpha:g}", line=125) / 100 == pytest.approx(
                expected, abs=entry["abs_tol"]
            )
    elif entry["measure"] in NAMES:
        name, scale = NAMES[entry["measure"]]
        assert only(data, name, line=125) / scale == pytest.approx(entry["value"], abs=entry["abs_tol"])
    else:
        pytest.skip(f"{entry['measure']} is no measure here")


def test_weights_stand_for_repeated_people():
    weighted = {"welfare": np.array([100.0, 150.0]), "weight": np.array([2.0, 2.0])}
    plain = {"welfare": np.array([100.0, 100.0, 150.0, 150.0])}
    for name in ("p0", "p1", "p2", "watts", "sen", "sst", "gini"):
        found = only(weighted, name, line=125, weight="weight")
        assert found == pytest.approx(only(plain, name, line=125), rel=1e-14)


@pytest.mark.parametrize("entry", INEQUALITY["expected"], ids=lambda entry: entry["measure"])
def test_ten_incomes(entry):
    data = {"welfare": np.array(INEQUALITY["inputs"]["income"], dtype=float)}
    name = {"gini": "gini", "mld": "mld", "theil_t": "theil"}.get(entry["measure"])
    if name:
        assert only(data, name) == pytest.approx(entry["value"], abs=1e-6)
    elif entry["measure"] in ("ge", "atkinson"):
        parameters = entry["alpha" if entry["measure"] == "ge" else "epsilon"]
        for parameter, expected in zip(parameters, entry["value"], strict=True):
            assert only(data, f"{entry['measure']}_{parameter:g}") == pytest.approx(expected, abs=1e-6)
    else:
        pytest.skip(f"{entry['measure']} is no measure here")


@pytest.mark.parametrize("entry", PIP["expected_stats"], ids=lambda entry: entry["data"])
def test_pip_means_and_gini(entry):
    columns = PIP["inputs"][entry["data"]]
    welfare = np.array([np.nan if y is None else y for y in columns["welfare"]], dtype=float)
    weight = np.array([np.nan if w is None else w for w in columns["weight"]], dtype=float)
    kept = (welfare >= 0) & np.isfinite(weight)
    data = {"welfare": welfare[kept], "weight": weight[kept]}
    assert only(data, "mean", weight="weight") == pytest.approx(entry["mean_weighted_measure"], rel=1e-10)
    assert only(data, "gini", weight="weight") == pytest.approx(entry["gini"], rel=1e-9)


def test_pip_poverty():
    entry = PIP["expected_poverty"]
    columns = PIP["inputs"][entry["data"]]
    welfare = np.array(columns["welfare"], dtype=float)
    data = {"welfare": welfare, "weight": np.array(columns["weight"], dtype=float)}
    for name, key in (("p0", "headcount"), ("p1", "poverty_gap"), ("p2", "poverty_severity")):
        found = only(data, name, weight="weight", line=float(np.mean(welfare)))
        assert found / 100 == pytest.approx(entry[key], rel=entry["tol_rel"])


@pytest.mark.parametrize("zeros", [99, 999, 9999])
def test_one_person_has_everything(zeros):
    data = {"welfare": np.append(np.zeros(zeros), 100.0)}
    assert only(data, "gini") == pytest.approx(zeros / (zeros + 1), rel=1e-12)
