"""Ninety-five percent intervals hold the truth about as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.survey.estimate import estimate

SAMPLES = 400
PSUS, DRAWN, HOUSEHOLDS = 120, 25, 8
MEASURES = ("p0", "p1", "gini", "sen", "sst", "median", "theil", "share_bottom40")


def population(random):
    strata = []
    for stratum in range(3):
        shifts = random.normal(0.3 * stratum, 0.2, PSUS)
        welfare = np.exp(shifts[:, None] + random.normal(0, 0.5, (PSUS, 40)))
        strata.append(welfare)
    return strata


def sampled(strata, random):
    columns = {"welfare": [], "stratum": [], "psu": [], "weight": []}
    for stratum, welfare in enumerate(strata):
        for psu in random.choice(PSUS, DRAWN, replace=True):  # with replacement, as the variance takes it
            rows = random.choice(40, HOUSEHOLDS, replace=False)
            columns["welfare"].append(welfare[psu][rows])
            columns["stratum"].append(np.full(HOUSEHOLDS, stratum))
            columns["psu"].append(np.full(HOUSEHOLDS, len(columns["psu"])))
            columns["weight"].append(np.full(HOUSEHOLDS, PSUS * 40 / (DRAWN * HOUSEHOLDS)))
    return {name: np.concatenate(parts) for name, parts in columns.items()}


@pytest.mark.slow
@pytest.mark.parametrize("bootstrap", [None, 200])
def test_intervals_hold_the_truth(bootstrap):
    random = np.random.default_rng(7)
    strata = population(random)
    names = ",".join(MEASURES)
    truth = {
        row.measure: row.estimate
        for row in estimate({"welfare": np.concatenate(strata, axis=None)}, line=0.8, measure=names)
    }
    held = dict.fromkeys(MEASURES, 0)
    for _ in range(SAMPLES):
        options = {"weight": "weight", "stratum": "stratum", "psu": "psu", "bootstrap": bootstrap}
        for row in estimate(sampled(strata, random), line=0.8, measure=names, **options):
            held[row.measure] += row.ci_low <= truth[row.measure] <= row.ci_high
    for name, count in held.items():
        assert 0.91 < count / SAMPLES < 0.985, (name, count / SAMPLES)


STRATA, SINGLE = 11, (9, 10)  # of which two are small and have one PSU drawn
DOMAINS = ("", "a", "b")  # everybody; b has nobody in the strata with one PSU
OF_DOMAINS = ("p0", "mean", "gini", "median")


def clustered(random):
    """Welfare and domain by stratum, (PSUs, 20) each: 60 PSUs, of small strata 15."""
    welfare, domain = [], []
    for stratum, level in enumerate(np.linspace(-0.3, 0.3, STRATA)):
        shape = (15 if stratum in SINGLE else 60, 20)
        psu = random.normal(level, 0.15, (shape[0], 1))
        welfare.append(np.exp(psu + random.normal(0, 0.5, shape)))
        domain.append(np.where((random.random(shape) < 0.5) | (stratum in SINGLE), "a", "b"))
    return welfare, domain


def drawn_with_single_psus(welfare, domain, random):
    """Four PSUs of most strata and one of each single one, with replacement, and ten households of each."""
    columns = {"y": [], "g": [], "s": [], "p": [], "w": []}
    for stratum, of_stratum in enumerate(welfare):
        psus = 1 if stratum in SINGLE else 4
        for psu in random.choice(len(of_stratum), psus):
            rows = random.choice(20, 10, replace=False)
            columns["y"].append(of_stratum[psu, rows])
            columns["g"].append(domain[stratum][psu, rows])
            columns["s"].append(np.full(10, stratum))
            columns["p"].append(np.full(10, len(columns["p"])))
            columns["w"].append(np.full(10, len(of_stratum) * 20 / (psus * 10)))
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def share_held(samples, rule, seed):
    """How often the interval of each measure of each domain holds what it is in the population."""
    random = np.random.default_rng(seed)
    welfare, domain = clustered(random)
    asked = {"welfare": "y", "line": 0.8, "measure": OF_DOMAINS, "by": "g"}
    everybody = {"y": np.concatenate(welfare, axis=None), "g": np.concatenate(domain, axis=None)}
    whole = estimate(everybody, **asked)
    truth = {(row.groups.get("g", ""), row.measure): row.estimate for row in whole}
    held = dict.fromkeys(truth, 0)
    for _ in range(samples):
        data = drawn_with_single_psus(welfare, domain, random)
        for row in estimate(data, weight="w", stratum="s", psu="p", lonely_psu=rule, **asked):
            key = row.groups.get("g", ""), row.measure
            held[key] += row.ci_low <= truth[key] <= row.ci_high
    assert {key[0] for key in held} == set(DOMAINS)
    return {key: count / samples for key, count in held.items()}


@pytest.mark.parametrize("rule", ["adjust", "average"])
def test_intervals_of_domains_hold_the_truth_in_a_few_samples(rule):
    """Of 25 samples 19 or fewer by chance once in a thousand, where 95 percent are meant."""
    assert min(share_held(25, rule, 11).values()) > 0.77


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["adjust", "average", "remove"])
def test_intervals_of_domains_hold_the_truth(rule):
    """Where two strata of eleven have one PSU; `remove` leaves out how these vary, but not in domain b.

    Linearised intervals of Gini hold somewhat less in domains of some 180 rows.
    """
    for (domain, measure), share in share_held(500, rule, 5).items():
        low = 0.88 if rule == "remove" and domain != "b" else 0.9 if measure == "gini" else 0.925
        assert low < share < 0.985, (domain, measure, share)
