"""What the intervals and tests promise, in made-up lotteries without and with an effect.

The contract: true null, a test at 5 percent, 2,000 draws, villages of 10, ICC .1. With 4 of 20 treated CR1
with t(G − 1) rejects 11.1 percent and CR2 4.5; with 10 of 20 they reject 5.3 and 4.7.
"""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.measures.student import t_quantile
from kaltim_poverty.programme.evaluation.effects import Regression, effects, fitted
from kaltim_poverty.programme.evaluation.wild_bootstrap import wild_p_value

SIZE, ICC = 10, 0.1
SHORT, LONG = 150, 2000


def lottery(random, villages, treated, effect=0.0):
    """One made-up survey of villages of 10."""
    cluster = np.repeat(np.arange(villages), SIZE)
    arm = (random.permutation(villages) < treated).astype(np.int8)[cluster]
    of_village = random.normal(0.0, np.sqrt(ICC), villages)[cluster]
    outcome = of_village + random.normal(0.0, np.sqrt(1 - ICC), villages * SIZE) + effect * arm
    return Regression(outcome, arm, 1, np.ones((villages * SIZE, 1)), None, cluster)


def cr1_rejects(regression):
    """|t| of CR1 against t(G − 1), for a difference of means by villages of one size."""
    arm, outcome, cluster = regression.arm, regression.outcome, regression.cluster
    villages, rows = int(cluster.max()) + 1, len(outcome)
    means = [outcome[arm == each].mean() for each in (0, 1)]
    residual = outcome - np.where(arm == 1, means[1], means[0])
    sums = np.bincount(cluster, residual)
    sides = arm[np.arange(villages) * SIZE]
    variance = sum((sums[sides == each] ** 2).sum() / (arm == each).sum() ** 2 for each in (0, 1))
    variance *= villages / (villages - 1) * (rows - 1) / (rows - 2)
    return abs(means[1] - means[0]) / np.sqrt(variance) > t_quantile(0.975, villages - 1)


def long_and_short(short, long):
    """A few draws every day, all of them with -m slow: draws and how far the share may be off, in points."""
    return pytest.mark.parametrize(
        ("draws", "tolerance"),
        [pytest.param(SHORT, short, id="short"), pytest.param(LONG, long, marks=pytest.mark.slow, id="long")],
    )


@long_and_short(short=6.0, long=1.3)
@pytest.mark.parametrize(("treated", "cr1", "cr2"), [(4, 11.1, 4.5), (10, 5.3, 4.7)])
def test_how_often_a_true_null_is_rejected(treated, cr1, cr2, draws, tolerance):
    random = np.random.default_rng(1)
    surveys = [lottery(random, 20, treated) for _ in range(draws)]
    found = [effects(each, 0.95)[0].p_value for each in surveys]
    assert 100 * np.mean([p < 0.05 for p in found]) == pytest.approx(cr2, abs=tolerance)
    assert 100 * np.mean([cr1_rejects(each) for each in surveys]) == pytest.approx(cr1, abs=tolerance + 0.7)


@long_and_short(short=6.0, long=1.5)
@pytest.mark.parametrize("villages", [10, 20, 40])
@pytest.mark.parametrize("share", [0.5, 0.2])
def test_intervals_hold_the_effect(villages, share, draws, tolerance):
    """95 of 100, balanced and with a fifth treated; with two treated villages nearly all, as df is small."""
    random = np.random.default_rng(villages)
    inside = 0
    for _ in range(draws):
        found = effects(lottery(random, villages, round(villages * share), effect=0.4), 0.95)[0]
        inside += found.low is None or found.low <= 0.4 <= found.high
    if villages * share < 4:
        assert 100 * inside / draws > 95 - tolerance
    else:
        assert 100 * inside / draws == pytest.approx(95, abs=tolerance + 0.5)


@pytest.mark.slow
def test_the_wild_bootstrap_rejects_as_often_as_it_says():
    """Of 20 villages, 10 of them treated."""
    random = np.random.default_rng(3)
    rejected = 0
    for _ in range(1000):
        regression = lottery(random, 20, 10)
        fit, columns = fitted(regression)
        rejected += wild_p_value(fit, regression.clusters, columns[1], 199, random) <= 0.05
    assert 100 * rejected / 1000 == pytest.approx(5, abs=2.2)
