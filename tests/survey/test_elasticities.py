"""Elasticities, polarisation, Hoover and ratios of quantiles of a survey, with their standard errors."""

from __future__ import annotations

import numpy as np
import pytest
from measures.public import call

from kaltim_poverty import measures
from kaltim_poverty.survey.estimate import estimate

NEW = [
    *(f"growth_elasticity_p{alpha}" for alpha in range(3)),
    *(f"inequality_elasticity_p{alpha}" for alpha in range(3)),
    "polarisation",
    "hoover",
    "p90p10",
    "p75p25",
    "p50p10",
]
COLUMNS = {"welfare": "y", "weight": "w", "stratum": "s", "psu": "p"}
FEW, MANY = 600, 3000


def survey(seed, rows=FEW):
    """PSUs of ten rows in four strata, two groups, three lines."""
    random = np.random.default_rng(seed)
    psu = np.repeat(np.arange(rows // 10), 10)
    level = random.normal(0, 0.3, rows // 10)[psu]
    return {
        "y": np.exp(random.normal(2.3, 0.5, rows) + level),
        "w": random.uniform(1, 5, rows),
        "z": random.choice([7.0, 8.5, 10.0], rows),
        "s": psu % 4,
        "p": psu,
        "g": random.choice(["a", "b"], rows),
    }


def error(data, influence):
    """√Σ_h n_h/(n_h − 1) Σ (t − mean)² over the totals of PSUs."""
    totals = np.bincount(data["p"], data["w"] * influence)
    stratum = np.arange(len(totals)) % 4
    parts = [totals[stratum == each] for each in range(4)]
    return sum(len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum() for t in parts) ** 0.5


def test_a_survey_under_its_design_and_in_a_group():
    data = survey(1)
    answer = estimate(data, line_column="z", measure=NEW, by="g", **COLUMNS)
    for row in answer:
        inside = np.array([row.groups.get("g") in (None, each) for each in data["g"]])
        found = call(row.measure, data["y"], data["w"] * inside, data["z"], influence=True)
        assert row.estimate == pytest.approx(found.value, rel=1e-10)
        assert row.se == pytest.approx(error(data, found.influence * inside), rel=1e-8), row.measure
        assert row.deff > 0
        assert row.unit == "ratio"
    assert len(answer) == 3 * len(NEW)


@pytest.mark.parametrize("options", [{"rows_of_block": 150}, {"line_column": "z", "rows_of_block": 64}])
def test_blocks_of_rows_change_nothing(options):
    data = survey(2)
    asked = {"line": 8.0, "measure": NEW, "by": ["g", "s", "g,s"], **COLUMNS, **options}
    asked.pop("line") if "line_column" in options else None
    whole = estimate(data, **{**asked, "rows_of_block": None})
    for one, other in zip(whole, estimate(data, **asked), strict=True):
        assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=1e-10)


@pytest.mark.parametrize(
    "line", [{"line": 8.0}, {"relative_line": 0.6}, {"relative_line": 0.6, "relative_to": "mean"}]
)
def test_the_bootstrap_says_the_same(line):
    """A second way to every standard error: within 10 percent, of ratios of quantiles within 20."""
    data = survey(3, MANY)
    one = estimate(data, measure=NEW, **line, **COLUMNS)
    two = estimate(data, measure=NEW, bootstrap=200, seed=4, **line, **COLUMNS)
    for row, drawn in zip(one, two, strict=True):
        assert row.estimate == drawn.estimate
        assert drawn.se == pytest.approx(row.se, rel=0.25 if row.measure.startswith("p") else 0.15), (
            row.measure
        )


def test_an_estimated_line_moves_all_welfare_over_line():
    """Slopes in the line by differences: of rates by their density, of that with its width held fixed."""
    data = survey(5)
    y, w = data["y"], data["w"]
    mean = measures.mean(y, w, influence=True)
    z, of_line = 0.7 * mean.value, 0.7 * mean.influence
    width, step = measures.bandwidth(y / z, w), 1e-6 * z
    crowd = measures.density(y, w, z)

    def moved(line, kind):
        """The measure at a line near z, where h·f(z) people have become poor."""
        u, h = y / line, (line - z) * crowd
        rate, gap, severity = (measures.fgt(y, w, z, alpha) / 100 for alpha in range(3))
        rate += h
        gap += (line - z) / z * (rate - gap)
        severity += (line - z) / z * 2 * (gap - severity)
        density = measures.density(u, w, 1.0, width)
        average = measures.mean(u, w)
        return {
            "growth_elasticity_p0": -density / rate,
            "growth_elasticity_p1": 1 - rate / gap,
            "growth_elasticity_p2": 2 - 2 * gap / severity,
            "inequality_elasticity_p0": (average - 1) * density / rate,
            "inequality_elasticity_p1": 1 - rate / gap + average * rate / gap,
            "inequality_elasticity_p2": 2 - 2 * gap / severity + 2 * average * gap / severity,
        }[kind]

    for row in estimate(data, measure=NEW[:6], relative_line=0.7, relative_to="mean", **COLUMNS):
        slope = (moved(z + step, row.measure) - moved(z - step, row.measure)) / (2 * step)
        fixed = call(row.measure, y, w, z, influence=True)
        assert row.se == pytest.approx(error(data, fixed.influence + slope * of_line), rel=1e-5), row.measure
        assert row.se != pytest.approx(error(data, fixed.influence), rel=1e-3)


def test_where_they_do_not_exist():
    """Nobody poor, a quantile below that is not above 0, a total that is not."""
    data = {"y": [0.0, 0.0, 4.0, 9.0, 12.0], "w": [1.0] * 5}
    options = {"welfare": "y", "weight": "w", "line": 5.0, "measure": NEW}
    found = {row.measure: row for row in estimate(data, **options)}
    assert found["p90p10"].estimate is None
    assert str(found["p90p10"].note) == "the quantile that it is divided by is not above 0"
    assert found["polarisation"].estimate is not None
    rich = {row.measure: row for row in estimate(data, **{**options, "where": "y > 8"})}
    assert all(str(rich[name].note) == "nobody is poor" for name in NEW[:6])
    low = {row.measure: row for row in estimate(data, **{**options, "where": "y < 1"})}
    assert [low[name].estimate for name in ("hoover", "polarisation")] == [None, None]


@pytest.mark.parametrize("seed", range(4))
def test_inequality_moves_no_gap_where_all_are_poor(seed):
    """P1 is 1 less the mean of welfare over line then, whatever the spread: 0 but for rounding."""
    data = survey(seed, 200)
    answer = estimate(data, line=1e4, measure="inequality_elasticity_p1", **COLUMNS)
    assert (answer[0].estimate, answer[0].rse) == (0.0, None)


def test_they_stand_last_in_all():
    every = [row.measure for row in estimate(survey(6), line=8.0, measure="all", **COLUMNS)]
    assert every[-len(NEW) :] == NEW
    without = [row.measure for row in estimate(survey(6), measure="all", **COLUMNS)]
    assert [name for name in NEW if name in without] == NEW[6:]
