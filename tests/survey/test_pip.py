"""Micro data of the World Bank's PIP: means, Gini and poverty. Skipped without the published numbers."""

from __future__ import annotations

import numpy as np
import pytest
from survey.golden import golden

from kaltim_poverty.survey.estimate import estimate

PIP = golden("pip_micro")


def only(data, name, **options):
    (row,) = estimate(data, measure=name, **options)
    return row.estimate


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
