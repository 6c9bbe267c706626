"""Rows that add nothing are left out, and the sums are those of all rows."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from measures.sample import sample

from kaltim_poverty import survey
from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import (
    AT_LINE,
    BELOW_MEAN,
    DEVIATION,
    PAIR,
    TILT_AT_LINE,
    UNDER_MEAN,
    Feature,
)
from kaltim_poverty.survey.moments import reduce, slice_sums
from kaltim_poverty.survey.moments.densities import kernel_sums
from kaltim_poverty.survey.moments.leading_rows import dot_of_leading, leading_rows
from kaltim_poverty.survey.moments.ratio_bandwidths import (
    in_order,
    widths_of_ratios,
    with_ratio_bandwidth,
)

WELFARE = np.array([-1.0, 0, 2, 2, 3, 3, 3, 5, 9])
FEATURES = [BELOW_MEAN, UNDER_MEAN, Feature("below", 50.0), Feature("at_quantile", 50.0)]


@pytest.mark.parametrize("feature", FEATURES, ids=str)
@pytest.mark.parametrize("point", [-2.0, -1.0, 2.5, 3.0, 9.0, 10.0])
def test_a_feature_is_0_for_all_rows_that_are_left_out(feature, point):
    constants = SimpleNamespace(centre=point, quantiles={50.0: point})
    rows = Rows(WELFARE, np.ones(len(WELFARE)), np.nan, constants, {})
    found = evaluate(feature, leading_rows(feature, rows))
    assert len(found) == (point >= WELFARE).sum()
    padded = np.concatenate([found, np.zeros(len(WELFARE) - len(found))])
    assert (padded == evaluate(feature, rows)).all()


@pytest.mark.parametrize("feature", [AT_LINE, TILT_AT_LINE], ids=str)
def test_what_a_row_far_above_the_line_adds_to_the_density_there_is_left_out(feature):
    rows = Rows(WELFARE, np.ones(len(WELFARE)), 2.0, SimpleNamespace(ratio_bandwidth=0.04), {})
    found = evaluate(feature, leading_rows(feature, rows))
    assert len(found) == (WELFARE <= 2.0 * (1 + 12 * 0.04)).sum() < len(WELFARE)
    padded = np.concatenate([found, np.zeros(len(WELFARE) - len(found))])
    assert padded == pytest.approx(evaluate(feature, rows), abs=1e-28)
    assert padded[2] == evaluate(feature, rows)[2]
    of_each = replace(rows, line=np.full(len(WELFARE), 2.0))
    assert leading_rows(feature, of_each) is of_each


def test_of_other_features_none_is_left_out():
    rows = Rows(WELFARE, WELFARE, np.nan, SimpleNamespace(centre=0.0, quantiles={}), {})
    assert leading_rows(PAIR, rows) is rows


def test_a_product_ends_with_the_shorter():
    assert dot_of_leading(np.array([1.0, 2]), np.array([3.0, 4, 5])) == 11.0
    assert dot_of_leading(np.array([3.0, 4, 5]), np.array([1.0, 2])) == 11.0


def test_estimates_are_those_of_all_rows(monkeypatch):
    random = np.random.default_rng(3)
    data = {"y": np.exp(random.normal(0, 1, 2_000)), "w": random.uniform(1, 3, 2_000)}
    data |= {"psu": np.arange(2_000) // 20, "g": random.integers(0, 3, 100).repeat(20)}

    def estimated():
        measures = "hoover,polarisation,growth_elasticity_p0,inequality_elasticity_p0"
        asked = {"welfare": "y", "weight": "w", "psu": "psu", "by": "g", "line": 0.3}
        rows = survey.estimate(data, measure=measures, **asked).rows
        return np.array([(row.estimate, row.se, row.deff) for row in rows])

    found = estimated()
    monkeypatch.setattr(slice_sums, "leading_rows", lambda _, rows: rows)
    assert found == pytest.approx(estimated(), rel=1e-12)


def test_densities_are_those_of_all_rows():
    random = np.random.default_rng(4)
    parts = [
        SimpleNamespace(domain=domain, welfare=np.sort(random.lognormal(size=500)), weight=random.random(500))
        for domain in (0, 1, 0)
    ]
    width, point = np.array([0.01, 0.2]), np.array([0.5, 4.0])
    found = kernel_sums(SimpleNamespace(bandwidth=width), lambda: iter(parts), point)
    plain = np.zeros(2)
    for part in parts:
        h = width[part.domain]
        away = (part.welfare - point[part.domain]) / h
        plain[part.domain] += (part.weight * np.exp(-(away**2) / 2)).sum() / (h * np.sqrt(2 * np.pi))
    assert found == pytest.approx(plain, rel=1e-14)


@pytest.mark.parametrize("names", [["growth_elasticity_p0"], ["growth_elasticity_p0", "mean"]])
@pytest.mark.parametrize("equal", [False, True])
def test_one_line_divides_the_bandwidth_of_welfare(equal, names):
    """As the ratios of rows have it, with Σ w(y − mean)² known from a product or added up."""
    random = np.random.default_rng(8)
    welfare = np.full(600, 4.7) if equal else np.sort(random.lognormal(size=600))
    own = sample(welfare, random.uniform(1, 3, 600), 1.7)
    done = reduce(own, (), [measure(name) for name in names])
    assert ((DEVIATION, DEVIATION) in done.moments.cross) == ("mean" in names)
    widths = widths_of_ratios(done.constants, own, done.parts)
    np.testing.assert_allclose(done.constants.ratio_bandwidth, widths, rtol=1e-13)
    assert (widths == 0).all() == equal


def test_a_bandwidth_of_ratios_needs_one_of_welfare():
    own = sample(WELFARE, np.ones(len(WELFARE)), 1.7)
    done = reduce(own, (), [measure("mean")])
    with pytest.raises(ValueError, match="no bandwidth"):
        with_ratio_bandwidth(done.constants, own, done.parts)


def test_ratios_are_sorted_only_where_they_are_not_in_order():
    ratio, weight = np.array([1.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
    assert in_order(ratio, weight)[0] is ratio
    assert [list(each) for each in in_order(ratio[::-1], weight)] == [[1.0, 1.0, 2.0], [2.0, 3.0, 1.0]]
