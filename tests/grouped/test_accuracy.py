"""How near the default comes to surveys whose households the World Bank has: the targets of the contract."""

from __future__ import annotations

import numpy as np
import pytest
from grouped.known import classes, golden, groups

from kaltim_poverty.grouped.bounded import gaps
from kaltim_poverty.grouped.bounds import bounds_of_gini, bounds_of_headcount, bounds_of_sum
from kaltim_poverty.grouped.measured import Poverty, gini
from kaltim_poverty.grouped.methods import fit_groups

SLACK = 2e-5  # the shares and headcounts of the files are printed to 6 or 8 digits


def surveys():
    """The 19 with ten shares, and the truth at one line."""
    for survey in golden("grouped_dev")["surveys"]:
        shares, truth = survey["inputs"]["decile_shares_pct"], survey["truth"]
        line = survey["inputs"]["line"] / survey["inputs"]["mean"]
        yield np.array(shares) / np.sum(shares), [(line, truth["headcount"])], truth


def of_pip(name):
    """The surveys with ten shares, and the headcounts at nine lines between 1 and 90 percent."""
    rows = [row for row in golden(name)["rows"] if row["distribution"] == "micro"]
    for row in rows:
        pairs = [(float(line) / row["mean"], share / 100) for line, share in row["headcount"].items()]
        yield np.array(row["decile_shares"]), [pair for pair in pairs if 0.01 <= pair[1] <= 0.9]


def errors(sets, *, quintiles=False):
    """|estimate − truth| of P0 in percentage points, of every pair."""
    found = []
    for shares, pairs in sets:
        own = shares[::2] + shares[1::2] if quintiles else shares
        curve = fit_groups("gb2", groups(own)).curve
        found += [100 * abs(curve.place_at(line) - share) for line, share in pairs]
    return np.array(found)


@pytest.mark.parametrize(("quintiles", "mean", "worst"), [(False, 0.10, 0.45), (True, 0.19, 0.60)])
def test_indonesian_surveys_by_urban_and_rural(quintiles, mean, worst):
    found = errors([survey[:2] for survey in surveys()], quintiles=quintiles)
    assert len(found) == 19
    assert found.mean() <= mean
    assert found.max() <= worst


@pytest.mark.parametrize(
    ("quintiles", "mean", "worst"),
    [(False, 0.065, 0.35), pytest.param(True, 0.12, 0.90, marks=pytest.mark.slow)],
)
def test_indonesian_surveys_of_pip(quintiles, mean, worst):
    found = errors(of_pip("pip_indonesia"), quintiles=quintiles)
    assert len(found) == 347
    assert found.mean() <= mean
    assert found.max() <= worst


@pytest.mark.parametrize(
    ("quintiles", "mean", "worst"),
    [(False, 0.20, 1.1), pytest.param(True, 0.31, 2.7, marks=pytest.mark.slow)],
)
def test_other_surveys(quintiles, mean, worst):
    found = errors(of_pip("pip_world"), quintiles=quintiles)
    assert len(found) == 768
    assert found.mean() <= mean
    assert found.max() <= worst


def test_depth_severity_and_gini_of_the_19():
    """In percentage points: P1 .002, P2 .008, Gini .018 as the contract has it."""
    found = []
    for shares, [(line, _)], truth in surveys():
        curve = fit_groups("gb2", groups(shares)).curve
        poverty = Poverty(curve, line)
        found.append(
            [poverty.fgt(1) - truth["p1"], poverty.fgt(2) - truth["p2"], gini(curve) - truth["gini"]]
        )
    assert np.all(100 * np.abs(found).mean(axis=0) < [0.003, 0.009, 0.02])


def test_the_bounds_hold_the_truth_of_every_survey():
    """Mean width for ten shares: P0 15 points, P1 .7, P2 1.6, Gini 2."""
    widths = []
    for shares, [(line, headcount)], truth in surveys():
        own = groups(shares)
        found = [
            bounds_of_headcount(own, line),
            bounds_of_sum(own, gaps(line, 1)),
            bounds_of_sum(own, gaps(line, 2)),
            bounds_of_gini(own),
        ]
        for bounds, true in zip(found, [headcount, truth["p1"], truth["p2"], truth["gini"]], strict=True):
            assert bounds.low - SLACK <= true <= bounds.high + SLACK
        widths.append([100 * (bounds.high - bounds.low) for bounds in found])
    assert np.allclose(np.mean(widths, axis=0), [15, 0.7, 1.6, 2], rtol=0.06)


@pytest.mark.parametrize("name", ["pip_indonesia", "pip_world"])
def test_the_bounds_hold_the_headcounts_of_pip(name):
    for shares, pairs in of_pip(name):
        own = groups(shares)
        for line, share in pairs:
            bounds = bounds_of_headcount(own, line)
            assert bounds.low - SLACK <= share <= bounds.high + SLACK


@pytest.mark.parametrize(("cuts", "most"), [(10, 0.06), (5, 0.13)])
def test_classes_with_limits_and_means_are_nearer_than_their_means_alone(cuts, most):
    """Cut from the hundred points of the 19 surveys, limits between neighbouring percentiles."""
    found = []
    for survey in golden("grouped_dev")["surveys"]:
        people, lorenz = (np.array([0.0, *survey["lorenz_100"][name]]) for name in ("p", "L"))
        percentiles = np.diff(lorenz) / np.diff(people)
        ends = np.linspace(0, 1, cuts + 1)
        weights, shares = np.diff(ends), np.diff(np.interp(ends, people, lorenz))
        between = np.interp(ends[1:-1], (people[1:] + people[:-1]) / 2, percentiles)
        own = classes(weights, shares / weights, [0, *between, np.inf])
        curve = fit_groups("gb2", own).curve
        place = curve.place_at(survey["inputs"]["line"] / survey["inputs"]["mean"])
        found.append(100 * abs(place - survey["truth"]["headcount"]))
    assert len(found) == 19
    assert np.mean(found) <= most
