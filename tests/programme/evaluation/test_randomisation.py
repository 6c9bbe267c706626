"""Randomisation inference: all draws by brute force, and draws that keep what a lottery keeps."""

from __future__ import annotations

import math
from itertools import permutations

import dense_regression as dense
import numpy as np
import pytest

from kaltim_poverty.programme.evaluation.effects import Regression, randomisation_p_values
from kaltim_poverty.programme.evaluation.randomisation import redraws, t_of_rows
from kaltim_poverty.programme.evaluation.randomised_clusters import t_of_clusters


def test_all_draws_each_once():
    """Two strata, three arms: (4!/(2!·1!·1!)) · (3!/(1!·1!·1!)) = 12 · 6."""
    arm, stratum = np.array([0, 0, 1, 2, 0, 1, 2], dtype=np.int8), np.array([0, 0, 0, 0, 1, 1, 1])
    draws = redraws(arm, stratum, 50, np.random.default_rng(1))
    found = {tuple(each) for each in draws.arms.tolist()}
    assert draws.complete
    assert len(draws.arms) == len(found) == 72
    assert found == {
        (*one, *other) for one in set(permutations((0, 0, 1, 2))) for other in set(permutations((0, 1, 2)))
    }


@pytest.mark.parametrize(("units", "treated", "complete"), [(14, 7, True), (15, 7, False)])
def test_every_draw_up_to_five_thousand(units, treated, complete):
    """3,432 draws of 14 are taken, 6,435 of 15 are not."""
    arm = np.array([1] * treated + [0] * (units - treated), dtype=np.int8)
    draws = redraws(arm, np.zeros(units, dtype=int), 99, np.random.default_rng(1))
    assert (draws.complete, len(draws.arms)) == (complete, math.comb(units, treated) if complete else 99)


def test_a_draw_keeps_the_arms_of_each_stratum():
    random = np.random.default_rng(4)
    arm, stratum = random.integers(0, 3, 200).astype(np.int8), random.integers(0, 5, 200)
    draws = redraws(arm, stratum, 40, random)
    for each in range(5):
        own = stratum == each
        assert all((np.sort(drawn[own]) == np.sort(arm[own])).all() for drawn in draws.arms)
    assert len({drawn.tobytes() for drawn in draws.arms}) == 40


def brute_t(controls, outcome, arm, cluster, weight, each):
    """|t| of one arm from the formula written out."""
    design = np.column_stack([controls, *[(arm == one).astype(float) for one in (1, 2)]])
    contrast = np.zeros(design.shape[1])
    contrast[controls.shape[1] + each] = 1.0
    value, se, _ = dense.cr2(design, outcome, cluster, contrast, weight)
    return abs(value) / se


@pytest.mark.parametrize("weighted", [False, True])
def test_t_of_every_draw(weighted):
    """The fast way of rows, and clusters, against the formula written out."""
    random = np.random.default_rng(7)
    cluster = np.repeat(np.arange(12), 4)
    controls = np.column_stack([np.ones(48), random.normal(size=48)])
    outcome, weight = random.normal(size=48), random.uniform(0.5, 2, 48) if weighted else None
    arms = np.array([random.permutation(np.repeat([0, 1, 2], 16)) for _ in range(5)], dtype=np.int8)
    whole = np.array([random.permutation(np.repeat([0, 1, 2], 4))[cluster] for _ in range(5)], dtype=np.int8)
    rows = t_of_rows(controls, outcome, arms, 2, weight)
    villages = t_of_clusters(controls, outcome, whole, 2, cluster, weight)
    for draw in range(5):
        for each in range(2):
            alone = brute_t(controls, outcome, arms[draw], np.arange(48), weight, each)
            together = brute_t(controls, outcome, whole[draw], cluster, weight, each)
            assert rows[draw, each] == pytest.approx(alone, rel=1e-9)
            assert villages[draw, each] == pytest.approx(together, rel=1e-9)


def test_villages_of_any_size_with_strata():
    """One of a single row, one of many, strata that villages lie in, a number that differs within."""
    random = np.random.default_rng(11)
    cluster = np.repeat(np.arange(9), [1, 2, 3, 4, 5, 6, 7, 8, 20])
    stratum = (np.arange(9) % 3)[cluster]
    controls = np.column_stack([np.ones(56), stratum == 1, stratum == 2, random.normal(size=56)])
    outcome = random.normal(size=56) + random.normal(size=9)[cluster]
    drawn = redraws(np.arange(9, dtype=np.int8) // 3, np.arange(9) % 3, 6, random).arms[::40]
    whole = drawn[:, cluster]
    found = t_of_clusters(controls, outcome, whole, 2, cluster)
    assert len(drawn) == 6  # of 216
    for draw in range(6):
        for each in range(2):
            together = brute_t(controls, outcome, whole[draw], cluster, None, each)
            assert found[draw, each] == pytest.approx(together, rel=1e-8)


def test_the_share_of_all_draws_of_eight_villages():
    """70 draws: the p-value is a count of them, found by fitting each."""
    random = np.random.default_rng(2)
    cluster = np.repeat(np.arange(8), 5)
    arm = np.isin(np.arange(8), (0, 3, 4, 6)).astype(np.int8)
    outcome = random.normal(size=40) + random.normal(size=8)[cluster] + arm[cluster]
    draws = redraws(arm, np.zeros(8, dtype=int), 99, random)
    regression = Regression(outcome, arm[cluster], 1, np.ones((40, 1)), None, cluster)
    found = randomisation_p_values(regression, draws, cluster)[0]

    def t(drawn):
        design = np.column_stack([np.ones(40), drawn[cluster]])
        value, se, _ = dense.cr2(design, outcome, cluster, np.array([0.0, 1.0]))
        return abs(value) / se

    observed = t(arm.astype(float))
    count = sum(t(drawn.astype(float)) >= observed * (1 - 1e-9) for drawn in draws.arms)
    assert found == count / 70
    assert found >= 2 / 70  # the draw itself and its mirror
