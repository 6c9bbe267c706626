"""CR2 and its degrees of freedom against the formula written out, and what must hold of any."""

from __future__ import annotations

import dense_regression as dense
import numpy as np
import pytest

from kaltim_poverty.programme.evaluation.cluster_robust import cr2, hc2, robust_error
from kaltim_poverty.programme.evaluation.least_squares import independent, least_squares


def sample(seed, clusters=9, largest=12):
    """A made-up regression: constant, a number, an arm by cluster, and a column of one cluster alone."""
    random = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), random.integers(1, largest, clusters))
    arm = (random.permutation(clusters) < clusters // 3).astype(float)[cluster]
    rows = len(cluster)
    design = np.column_stack([np.ones(rows), random.normal(size=rows), arm, (cluster == 0)])
    outcome = random.normal(size=rows) + random.normal(size=clusters)[cluster]
    return design, outcome, cluster, random.uniform(0.5, 3.0, rows)


CONTRASTS = [np.array([0.0, 0, 1, 0]), np.array([0.0, 1, 0, 0]), np.array([1.0, -2, 0.5, 0])]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("weighted", [False, True])
def test_the_formula_written_out(seed, weighted):
    """The column of one cluster alone leaves a direction of I − H with eigenvalue 0."""
    design, outcome, cluster, weight = sample(seed)
    weight = weight if weighted else None
    for contrast in CONTRASTS:
        found = cr2(least_squares(design, outcome, weight), cluster, contrast)
        assert found == pytest.approx(dense.cr2(design, outcome, cluster, contrast, weight), rel=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_rows_alone_are_hc2(seed):
    """V = M X′diag(e²/(1 − h))X M of textbooks, and CR2 with a cluster a row."""
    design, outcome, _, weight = sample(seed)
    fit = least_squares(design, outcome, weight)
    leverage = np.diag(fit.design @ fit.inverse @ fit.design.T)
    own = np.where(leverage < 1 - 1e-10, fit.residuals**2 / np.maximum(1 - leverage, 1e-12), 0.0)
    variance = fit.inverse @ (fit.design.T * own) @ fit.design @ fit.inverse
    for contrast in CONTRASTS:
        found = hc2(fit, contrast)
        assert found.se == pytest.approx(np.sqrt(contrast @ variance @ contrast), rel=1e-9)
        assert found == pytest.approx(cr2(fit, np.arange(len(outcome)), contrast), rel=1e-8)
        assert robust_error(fit, None, contrast) == found


def test_degrees_of_two_equal_groups():
    """By hand: a difference of means of two groups of n with one variance has 2(n − 1)."""
    arm = np.repeat([0.0, 1.0], 7)
    fit = least_squares(np.column_stack([np.ones(14), arm]), np.random.default_rng(1).normal(size=14))
    assert hc2(fit, np.array([0.0, 1.0])).df == pytest.approx(12.0, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_and_names_of_clusters_change_nothing(seed):
    design, outcome, cluster, weight = sample(seed)
    random = np.random.default_rng(seed)
    order, names = random.permutation(len(outcome)), random.permutation(cluster.max() + 1)
    first = cr2(least_squares(design, outcome, weight), cluster, CONTRASTS[0])
    fit = least_squares(design[order], outcome[order], weight[order])
    assert cr2(fit, names[cluster[order]], CONTRASTS[0]) == pytest.approx(first, rel=1e-9)


def test_columns_that_repeat_others_are_left_out():
    one = np.ones(6)
    a = np.array([0.0, 0, 1, 1, 0, 1])
    columns = np.column_stack([one, a, 1 - a, 0 * one, np.arange(6.0), 3 * a - 2 * np.arange(6.0) + 5])
    assert independent(columns).tolist() == [True, True, False, False, True, False]


def test_least_squares_of_columns_of_very_different_size():
    """Rupiah beside shares."""
    random = np.random.default_rng(3)
    design = np.column_stack([np.ones(50), random.uniform(1e6, 5e6, 50), random.random(50)])
    fit = least_squares(design, design @ np.array([3.0, 2e-6, -7.0]))
    assert fit.coefficients == pytest.approx([3.0, 2e-6, -7.0], rel=1e-9)
