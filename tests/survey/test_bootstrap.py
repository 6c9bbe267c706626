"""The factors of the rescaling bootstrap: what holds in every replicate, and on average."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.infer.bootstrap import RARE, Bootstrap, Steps, poisson
from kaltim_poverty.survey.infer.reweighted import slice_if_adjacent
from kaltim_poverty.survey.sample import Design

PSUS = np.array([1, 2, 5, 40, 1, 300])
STRATUM = np.repeat(np.arange(6), PSUS)
DESIGN = Design(STRATUM, PSUS, np.ones(6), list("abcdef"), "adjust")
STEPS = {
    "at once": Steps(),
    "many runs": Steps(psus_of_run=3),
    "too many numbers": Steps(spread_to_spare=0.0),
}


@pytest.fixture(params=STEPS)
def factors_of(request):
    """Strata drawn together and apart, and with sums of Poisson numbers that are often too large."""

    def factors(seed, number):
        return np.array(list(Bootstrap(DESIGN, seed, number, STEPS[request.param]).each()))

    return factors


def test_every_replicate_weighs_a_stratum_as_the_sample_does(factors_of):
    factors = factors_of(1, 50)
    for stratum, psus in enumerate(PSUS):
        own = factors[:, stratum == STRATUM]
        assert own.sum(axis=1) == pytest.approx(psus)  # (n − 1) draws, each of n/(n − 1)
        drawn = own * max(psus - 1, 1) / psus
        assert drawn == pytest.approx(np.round(drawn))


def test_a_psu_that_is_alone_stays(factors_of):
    assert (factors_of(1, 20)[:, np.isin(STRATUM, [0, 4])] == 1.0).all()


def test_a_batch_does_not_depend_on_those_before():
    steps = Steps(replicates_of_batch=8, psus_of_run=20)
    bootstrap = Bootstrap(DESIGN, 7, 21, steps)
    together = np.array(list(bootstrap.each()))
    assert len(together) == 21
    for batch in (2, 0, 1):
        assert (bootstrap.factors(batch) == together[bootstrap.batches[batch]]).all()
    assert (together != np.array(list(Bootstrap(DESIGN, 8, 21, steps).each()))).any()


def test_a_run_of_strata_is_drawn_from_a_stream_of_its_own():
    """The same draws from the strata of the first run, whatever the strata after it are."""
    steps = Steps(psus_of_run=8)
    other = Design(
        np.repeat(np.arange(5), [1, 2, 5, 9, 7]), np.array([1, 2, 5, 9, 7]), np.ones(5), [], "adjust"
    )
    one, two = (np.array(list(Bootstrap(design, 7, 40, steps).each())) for design in (DESIGN, other))
    assert (one[:, :8] == two[:, :8]).all()


def test_streams_are_keyed_by_batch_and_run():
    """Draws of the second batch from the second run, made from the key alone."""
    steps = Steps(replicates_of_batch=3, psus_of_run=48)
    bootstrap = Bootstrap(DESIGN, 11, 6, steps)
    key = np.random.SeedSequence(11, spawn_key=(1, 1))
    drawn = bootstrap.runs[1].draw(np.random.Generator(np.random.SFC64(key)), 3)
    assert (drawn == bootstrap.factors(1)[:, bootstrap.runs[1].psus]).all()


def test_the_variance_of_a_total_is_that_of_the_design(factors_of):
    # Rao and Wu (1988): over replicates Var(Σ f t) = Σ n/(n − 1) Σ (t − t̄)², here within its sampling error
    totals = np.random.default_rng(3).normal(10.0, 4.0, len(STRATUM))
    draws = factors_of(2, 20_000) @ totals
    exact = sum(
        psus / (psus - 1) * ((own - own.mean()) ** 2).sum()
        for psus, own in ((psus, totals[h == STRATUM]) for h, psus in enumerate(PSUS))
        if psus > 1
    )
    assert draws.mean() == pytest.approx(totals.sum(), abs=5 * np.sqrt(exact / 20_000))
    assert draws.var() == pytest.approx(exact, rel=0.05)


@pytest.mark.parametrize("stratum", [2, 3, 5])
def test_draws_of_a_psu_are_binomial(factors_of, stratum):
    # each of n − 1 draws with replacement takes a PSU with the chance 1/n
    psus = int(PSUS[stratum])
    own = np.round(factors_of(4, 4_000)[:, stratum == STRATUM] * (psus - 1) / psus)
    chances = stats.binom.pmf([0, 1, 2], psus - 1, 1 / psus)
    for psu in (0, psus - 1):
        times = np.bincount(np.minimum(own[:, psu], 3).astype(int), minlength=4)
        assert stats.chisquare(times, 4_000 * np.append(chances, 1 - chances.sum())).pvalue > 1e-4


def test_draws_of_two_psus_are_as_much_against_each_other_as_those_of_a_multinomial(factors_of):
    # Cov of two of n cells in n − 1 draws: −(n − 1)/n²
    own = factors_of(5, 20_000)[:, STRATUM == 3] * 39 / 40
    covariance = np.cov(own.T)
    others = covariance[~np.eye(40, dtype=bool)]
    assert others.mean() == pytest.approx(-39 / 1600, rel=0.05)
    assert np.diag(covariance).mean() == pytest.approx(39 * 39 / 1600, rel=0.02)


@pytest.mark.parametrize("mean", [0.01, 0.4, 0.98, 1.0])
def test_the_table_is_that_of_a_poisson_distribution(mean):
    table = poisson(mean)
    pairs, places = np.unique(table.pairs, return_counts=True)
    chances = dict(zip(pairs.tolist(), places / 2**16, strict=True))
    left = chances.pop(RARE)
    rest = np.diff(table.rest, prepend=0.0, append=1.0) * left
    for place, pair in enumerate(table.others.tolist()):
        exact = stats.poisson.pmf(pair // 256, mean) * stats.poisson.pmf(pair % 256, mean)
        assert chances.get(pair, 0.0) + rest[place] == pytest.approx(exact, abs=1e-15)


def test_strata_whose_first_psus_lie_in_one_run_are_drawn_together():
    runs = Bootstrap(DESIGN, 1, 1, Steps(psus_of_run=4)).runs
    assert [run.psus for run in runs] == [slice(0, 8), slice(8, 48), slice(48, 349)]
    assert [run.number.tolist() for run in runs] == [[1, 2, 5], [40], [1, 300]]


def test_one_replicate_at_a_time_is_drawn_where_not_even_one_fits():
    bootstrap = Bootstrap(DESIGN, 3, 2, Steps(numbers_of_step=1))
    stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(3, spawn_key=(0, 0))))
    (run,) = bootstrap.runs
    assert (bootstrap.factors(0) == [run.draw(stream, 1)[0] for _ in range(2)]).all()


@pytest.mark.parametrize(
    ("places", "expected"),
    [([3, 4, 5], slice(3, 6)), ([2], slice(2, 3)), ([0, 2], [0, 2]), ([1, 3, 4], [1, 3, 4])],
)
def test_places_without_a_gap_are_a_slice(places, expected):
    found = slice_if_adjacent(np.array(places))
    assert (found if isinstance(found, slice) else found.tolist()) == expected


def test_the_same_seed_draws_the_same_replicates_in_every_version():
    """Scripts that name a seed print the same standard errors."""
    psus = np.array([2, 3, 1])
    design = Design(np.repeat(np.arange(3), psus), psus, np.ones(3), list("abc"), "adjust")
    assert np.array(list(Bootstrap(design, 1, 4).each())).tolist() == [
        [2.0, 0.0, 0.0, 1.5, 1.5, 1.0],
        [0.0, 2.0, 1.5, 1.5, 0.0, 1.0],
        [2.0, 0.0, 0.0, 3.0, 0.0, 1.0],
        [0.0, 2.0, 1.5, 0.0, 1.5, 1.0],
    ]


@pytest.mark.parametrize("line", [{"line": 100}, {"relative_line": 0.6}])
@pytest.mark.parametrize("blocks", [{}, {"rows_of_block": 70}])
def test_estimates_of_a_bootstrap_are_those_of_its_factors_as_replicate_weights(line, blocks):
    """Values of totals and of ranks, by domain; the strata are drawn in the order of their codes."""
    random = np.random.default_rng(12)
    psus, rows, replicates = np.array([4, 1, 6, 3]), 300, 25
    psu = np.sort(random.integers(0, psus.sum(), rows))
    psu[np.unique(psu, return_index=True)[1]] = np.unique(psu)
    stratum = np.repeat(np.arange(4), psus)
    design = Design(stratum, psus, np.ones(4), list("0123"), "adjust")
    assert len(np.unique(psu)) == psus.sum()
    data = {
        "y": np.round(random.lognormal(4.6, 0.5, rows), 2),
        "w": random.uniform(1, 3, rows),
        "h": stratum[psu],
        "p": 100 + psu,
        "g": random.integers(0, 2, rows),
    }
    for number, factors in enumerate(Bootstrap(design, 5, replicates).each()):
        data[f"rw_{number:02d}"] = data["w"] * factors[psu]
    asked = {
        "welfare": "y",
        "weight": "w",
        "by": "g",
        "measure": "p0,p1,sen,mean,gini,median",
        **line,
        **blocks,
    }
    drawn = estimate(data, stratum="h", psu="p", bootstrap=replicates, seed=5, **asked)
    given = estimate(data, replicate_weights="rw_*", replicate_method="bootstrap", **asked)
    assert len(drawn) == len(given) == 18
    for one, other in zip(drawn, given, strict=True):
        assert one.se > 0
        assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=1e-9), one.measure


def test_a_bootstrap_of_many_psus_weighs_those_of_a_domain_with_their_own_factors():
    """Strata are drawn in several runs; each group has PSUs in all of them."""
    random = np.random.default_rng(13)
    psus, replicates = np.full(3, 9_000), 3
    psu = np.arange(psus.sum())
    stratum = np.repeat(np.arange(3), psus)
    design = Design(stratum, psus, np.ones(3), list("012"), "adjust")
    assert len(Bootstrap(design, 5, replicates).runs) > 1
    data = {
        "y": random.lognormal(4.6, 0.5, len(psu)),
        "h": stratum,
        "p": psu,
        "g": random.integers(0, 2, len(psu)),
    }
    for number, factors in enumerate(Bootstrap(design, 5, replicates).each()):
        data[f"rw_{number}"] = factors
    asked = {"welfare": "y", "by": "g", "measure": "p0,mean", "line": 100}
    drawn = estimate(data, stratum="h", psu="p", bootstrap=replicates, seed=5, **asked)
    given = estimate(data, replicate_weights="rw_*", replicate_method="bootstrap", **asked)
    assert [row.se for row in drawn] == pytest.approx([row.se for row in given], rel=1e-9)
