"""What a higher line adds to every total about the poor, against the totals at two lines."""

from __future__ import annotations

import numpy as np
import pytest
from measures.sample import reduced

from kaltim_poverty.measures.feature import (
    GAP,
    ONE,
    POOR,
    POOR_DEVIATION,
    POOR_PAIR,
    SEN,
    SHORTFALL,
    SST,
    WATTS,
    Feature,
)
from kaltim_poverty.survey.moments.relative import slope_in_line

NAMES = ("p0", "p1", "p2", "fgt_3", "watts", "total_shortfall", "sen", "sst", "gini_poor")
FEATURES = (
    GAP,
    Feature("fgt", 2.0),
    Feature("fgt", 3.0),
    WATTS,
    SHORTFALL,
    SST,
    SEN,
    POOR_PAIR,
    POOR_DEVIATION,
)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_slope_where_nobody_enters(feature):
    random = np.random.default_rng(5)
    y, w, line = np.exp(random.normal(0, 1, 50)), np.exp(random.normal(0, 1, 50)), 1.0
    done, _ = reduced(y, w, line, NAMES)
    totals = {name: np.array(each) for name, each in done.moments.totals.items()}
    found = slope_in_line(feature, totals, done.constants.the_poor.centre, line, np.zeros(1))[0]
    high, low = (reduced(y, w, line + step, NAMES)[0].moments.totals for step in (1e-6, -1e-6))
    poor = totals[POOR]
    assert high[POOR] == low[POOR] == poor  # no welfare lies between the two lines
    whole = {name: each[feature][0] for name, each in (("high", high), ("low", low))}
    if feature == SST:  # the total of all pairs, not the part above that of the others
        for name, each in (("high", high), ("low", low)):
            whole[name] += each[ONE][0] * each[GAP][0]
    assert found == pytest.approx(
        (whole["high"] - whole["low"]) / 2e-6, rel=1e-6, abs=1e-6 * abs(totals[feature][0])
    )


def test_people_at_the_line_enter_with_the_density():
    totals = {ONE: np.array([10.0]), POOR: np.array([2.0]), GAP: np.array([0.5])}
    assert slope_in_line(POOR, totals, np.zeros(1), 100.0, np.array([0.03]))[0] == 0.03
