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
