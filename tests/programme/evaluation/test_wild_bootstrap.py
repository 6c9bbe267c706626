"""The wild cluster bootstrap against samples that are made and fitted one by one."""

from __future__ import annotations

import dense_regression as dense
import numpy as np
import pytest

from kaltim_poverty.programme.evaluation.least_squares import least_squares
from kaltim_poverty.programme.evaluation.wild_bootstrap import wild_p_value


def sample(seed, clusters):
    random = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), random.integers(2, 8, clusters))
    arm = (random.permutation(clusters) < clusters // 2).astype(float)[cluster]
    design = np.column_stack([np.ones(len(cluster)), random.normal(size=len(cluster)), arm])
    return (
        design,
        random.normal(size=len(cluster)) + random.normal(size=clusters)[cluster] + 0.5 * arm,
        cluster,
    )


@pytest.mark.parametrize("seed", range(4))
def test_all_changes_of_sign(seed):
    design, outcome, cluster = sample(seed, clusters=6)
    found = wild_p_value(least_squares(design, outcome), cluster, 2, 99, np.random.default_rng(1))
    assert found == dense.wild_share(design, outcome, cluster, 2)


@pytest.mark.parametrize("clusters", [12, 13])
def test_draws_come_near_the_share_of_all(clusters):
    """Up to twelve clusters all signs are taken, then draws: (1 + count)/(draws + 1)."""
    design, outcome, cluster = sample(5, clusters)
    fit = least_squares(design, outcome)
    found = [wild_p_value(fit, cluster, 2, 1999, np.random.default_rng(seed)) for seed in range(3)]
    assert (len(set(found)) == 1) == (clusters == 12)
    scale = 2**12 if clusters == 12 else 2000
    assert all((scale * each) == pytest.approx(round(scale * each), abs=1e-9) for each in found)
    assert max(found) - min(found) < 0.05


def test_an_outcome_that_never_varies_has_none():
    design, outcome, cluster = sample(1, 5)
    assert wild_p_value(least_squares(design, 0 * outcome), cluster, 2, 99, np.random.default_rng(1)) is None
