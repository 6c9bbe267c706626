"""The factors of the rescaling bootstrap: what holds in every replicate, and on average."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.survey.bootstrap import Bootstrap
from kaltim_poverty.survey.design import Design

PSUS = np.array([1, 2, 5, 40])
STRATUM = np.repeat(np.arange(4), PSUS)
DESIGN = Design(STRATUM, PSUS, np.ones(4), ["a", "b", "c", "d"], "adjust")


def test_every_replicate_weighs_a_stratum_as_the_sample_does():
    factors = Bootstrap(DESIGN, 1, 50).factors(range(50))
    for stratum, psus in enumerate(PSUS):
        own = factors[:, stratum == STRATUM]
        assert own.sum(axis=1) == pytest.approx(psus)  # (n − 1) draws, each of n/(n − 1)
        drawn = own * max(psus - 1, 1) / psus
        assert drawn == pytest.approx(np.round(drawn))


def test_a_psu_that_is_alone_stays():
    assert (Bootstrap(DESIGN, 1, 20).factors(range(20))[:, 0] == 1.0).all()


def test_a_replicate_does_not_depend_on_what_it_is_drawn_with():
    bootstrap = Bootstrap(DESIGN, 7, 9)
    together = bootstrap.factors(range(9))
    assert (together == np.array(list(bootstrap.each()))).all()
    assert (together[5:] == bootstrap.factors(range(5, 9))).all()
    assert (together != Bootstrap(DESIGN, 8, 9).factors(range(9))).any()


def test_the_variance_of_a_total_is_that_of_the_design():
    # Rao and Wu (1988): over replicates Var(Σ f t) = Σ n/(n − 1) Σ (t − t̄)², here within its sampling error
    totals = np.random.default_rng(3).normal(10.0, 4.0, len(STRATUM))
    draws = Bootstrap(DESIGN, 2, 20_000).factors(range(20_000)) @ totals
    exact = sum(
        psus / (psus - 1) * ((own - own.mean()) ** 2).sum()
        for psus, own in ((psus, totals[h == STRATUM]) for h, psus in enumerate(PSUS))
        if psus > 1
    )
    assert draws.mean() == pytest.approx(totals.sum(), abs=5 * np.sqrt(exact / 20_000))
    assert draws.var() == pytest.approx(exact, rel=0.05)
