"""Planning: published numbers, formulas by hand, and power as it turns out in made-up comparisons."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kaltim_poverty.programme import plan
from kaltim_poverty.programme.evaluation.power import (
    design_effect,
    detectable,
    detectable_share,
    multiplier,
    smallest,
    variance_factor,
)


def values(**question):
    """The quantities by name."""
    return {row.quantity: None if row.value is None else float(row.value) for row in plan(**question)}


def test_fifteen_hundred_on_each_side():
    """The contract: 1,500 and 1,500 with a correlation of .5 see .0886 standard deviations."""
    found = values(treated=1500, comparison=1500, correlation=0.5)
    assert found["mde_sd"] == pytest.approx(0.0886, abs=5e-5)
    assert found["variance_factor"] == 0.75
    assert found["df"] == 2998


def test_half_a_standard_deviation_needs_64_on_each_side():
    """Cohen (1988), table 2.4.1: d = .50 at 5 percent with power 80."""
    found = values(effect=0.5)
    assert (found["treated_needed"], found["comparison_needed"]) == (64, 64)


def test_50_percent_against_40_needs_388_on_each_side():
    """Fleiss, Levin and Paik (2003), table A.4 without correction for continuity."""
    found = values(effect=10, outcome="poor", poor_share=50)
    assert (found["treated_needed"], found["comparison_needed"]) == (388, 388)
    assert found["mde_points"] <= 10


MCKENZIE = [  # estimator, rounds before, after, correlation, F by hand
    ("after", 1, 1, 0.5, 1.0),
    ("after", 1, 4, 0.5, (1 + 3 * 0.5) / 4),
    ("difference", 1, 1, 0.5, 1.0),
    ("difference", 1, 1, 0.25, 1.5),
    ("difference", 2, 4, 0.2, 0.8 * 0.75),
    ("ancova", 1, 1, 0.5, 0.75),
    ("ancova", 1, 1, 0.0, 1.0),
    ("ancova", 2, 3, 0.4, 1.8 / 3 - 2 * 0.16 / 1.4),
    ("ancova", 0, 3, 0.4, 1.8 / 3),
]


@pytest.mark.parametrize(("estimator", "before", "after", "correlation", "factor"), MCKENZIE)
def test_the_factor_of_rounds(estimator, before, after, correlation, factor):
    assert variance_factor(estimator, before, after, correlation) == pytest.approx(factor, rel=1e-12)


def test_the_factor_is_the_variance_of_the_best_combination():
    """Of ancova: what is left of the mean after when the mean before is taken out."""
    m, r, rho = 3, 2, 0.35
    correlation = np.full((m + r, m + r), rho) + (1 - rho) * np.eye(m + r)
    before, after = np.r_[np.ones(m) / m, np.zeros(r)], np.r_[np.zeros(m), np.ones(r) / r]
    covariance = before @ correlation @ after
    left = after @ correlation @ after - covariance**2 / (before @ correlation @ before)
    assert variance_factor("ancova", m, r, rho) == pytest.approx(left, rel=1e-12)


def test_the_design_effect_is_the_variance_of_a_mean_of_villages():
    """Of equal villages by the covariance matrix; with unequal ones by Eldridge's formula."""
    size, icc = 8, 0.1
    matrix = np.full((size, size), icc) + (1 - icc) * np.eye(size)
    assert design_effect(size, icc) == pytest.approx(matrix.sum() / size, rel=1e-12)
    assert design_effect(20, 0.05, 0.5) == pytest.approx(1 + (1.25 * 20 - 1) * 0.05)


def test_degrees_and_multiple_of_villages():
    """40 villages of 20: df 38, t.975 + t.8 = 2.0244 + 0.8512 (tables)."""
    found = values(treated=400, comparison=400, cluster_size=20, icc=0.1)
    assert found["df"] == 38
    assert found["multiplier"] == pytest.approx(2.0244 + 0.8512, abs=1e-3)
    assert found["design_effect"] == pytest.approx(2.9)
    assert found["mde_sd"] == pytest.approx(found["multiplier"] * math.sqrt(2.9 / 200), rel=1e-12)


def test_attrition_arms_takers_rupiah_and_cost():
    found = values(
        treated=1501,
        comparison=1000,
        attrition=7,
        arms=3,
        sd="2jt",
        mean="4jt",
        amount="5jt",
        overhead=10,
        survey_cost=100_000,
        take_up=90,
        contamination=10,
        after=2,
    )
    assert (found["treated_analysed"], found["comparison_analysed"]) == (1395, 930)  # 1,395.93 and 930
    assert found["alpha_each"] == pytest.approx(5 / 3)
    assert found["mde"] == pytest.approx(2e6 * found["mde_sd"])
    assert found["mde_percent"] == pytest.approx(100 * found["mde"] / 4e6)
    assert found["mde_takers"] == pytest.approx(found["mde_sd"] / 0.8)
    assert found["detectable_return"] == pytest.approx(100 * found["mde"] / 5e6)
    assert found["cost"] == 1501 * 5_000_000 * 1.1 + 100_000 * 2501 * 3


@pytest.mark.parametrize("villages", [{}, {"cluster_size": 15, "icc": 0.04, "cluster_cv": 0.3}])
@pytest.mark.parametrize("ratio", [1, 2, 0.5])
@pytest.mark.parametrize("effect", [0.1, 0.23, 0.6])
def test_numbers_that_are_needed_are_the_smallest(villages, ratio, effect):
    """So many see the effect, and a step fewer do not."""
    asked = {"correlation": 0.3, "attrition": 8, **villages}
    found = values(effect=effect, ratio=ratio, **asked)
    step = villages.get("cluster_size", 1)

    def seen(comparison):
        treated = math.ceil(ratio * comparison / step) * step
        return values(treated=treated, comparison=comparison, **asked)["mde_sd"]

    comparison = int(found["comparison_needed"])
    assert comparison % step == 0
    assert found["treated_needed"] == math.ceil(ratio * comparison / step) * step
    assert seen(comparison) <= effect
    fewer = seen(comparison - step) if comparison > step else None
    assert fewer is None or fewer > effect
    if villages:
        assert found["clusters_needed"] == (found["treated_needed"] + comparison) / step


@pytest.mark.parametrize("effect", [4, 10, 25])
def test_numbers_for_a_share_are_the_smallest(effect):
    asked = {"outcome": "poor", "poor_share": 40, "ratio": 2}
    comparison = int(values(effect=effect, **asked)["comparison_needed"])
    seen = [
        values(treated=2 * each, comparison=each, outcome="poor", poor_share=40)["mde_points"]
        for each in (comparison, comparison - 1)
    ]
    assert seen[0] <= effect < seen[1]


def test_a_fall_to_nothing_that_is_not_seen_has_no_number():
    """Two percent of ten people."""
    assert values(treated=10, comparison=10, outcome="poor", poor_share=2)["mde_points"] is None


def test_the_fall_solves_its_equation():
    fall = detectable_share(0.5, 0.05, 0.8, 1.0, 388, 388)
    lower, pooled = 0.5 - fall, 0.5 - fall / 2
    null = 1.959964 * math.sqrt(pooled * (1 - pooled) * 2 / 388)
    spread = 0.841621 * math.sqrt((lower * (1 - lower) + 0.25) / 388)
    assert fall == pytest.approx(null + spread, rel=1e-5)


def test_two_villages_have_no_degrees():
    found = values(treated=20, comparison=20, cluster_size=20, icc=0.1)
    assert (found["df"], found["multiplier"], found["mde_sd"]) == (0, None, None)


def test_smallest():
    tried = []

    def is_enough(number):
        tried.append(number)
        return number >= 371

    assert smallest(is_enough, 7) == 371
    assert len(tried) < 20
    assert smallest(lambda _: True, 5) == 5
    assert smallest(lambda _: False, 5) is None


def test_power_below_a_half_lowers_the_multiple():
    assert multiplier(0.05, 0.5, 1e9) == pytest.approx(1.959964, rel=1e-6)
    assert multiplier(0.05, 0.2, 1e9) == pytest.approx(1.959964 - 0.841621, rel=1e-5)


@pytest.mark.parametrize(
    ("draws", "tolerance"),
    [pytest.param(400, 0.065, id="short"), pytest.param(20_000, 0.012, marks=pytest.mark.slow, id="long")],
)
def test_so_many_effects_are_seen(draws, tolerance):
    """An effect of mde_sd is found in 80 of 100 made-up comparisons, with the regression of `evaluate`."""
    random = np.random.default_rng(1)
    treated, comparison, rho = 60, 40, 0.6
    effect = detectable(multiplier(0.05, 0.8, 98), variance_factor("ancova", 1, 1, rho), treated, comparison)
    arm = np.r_[np.ones(treated), np.zeros(comparison)]
    seen = 0
    for _ in range(draws):
        before = random.normal(size=100)
        after = rho * before + math.sqrt(1 - rho**2) * random.normal(size=100) + effect * arm
        x = np.column_stack([np.ones(100), before, arm])
        inverse = np.linalg.inv(x.T @ x)
        beta = inverse @ x.T @ after
        residual = after - x @ beta
        se = math.sqrt(inverse[2, 2] * (residual @ residual) / 97)
        seen += abs(beta[2] / se) > 1.9847  # t.975 of 97
    assert seen / draws == pytest.approx(0.8, abs=tolerance)
