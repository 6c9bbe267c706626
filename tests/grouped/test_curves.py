"""The default curve is a distribution with the groups that it was fitted to; measures are its integrals."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from grouped.known import DECILES, classes, groups
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from kaltim_poverty.grouped.curves.fitted import fit, of_gini
from kaltim_poverty.grouped.curves.gb2 import GB2, Shape
from kaltim_poverty.grouped.curves.lognormal import Lognormal
from kaltim_poverty.grouped.curves.normal import below
from kaltim_poverty.grouped.curves.through_points import ThroughPoints
from kaltim_poverty.grouped.measured import (
    Poverty,
    UndefinedError,
    gini,
    inequality_value,
    poverty_value,
    tail_powers,
)
from kaltim_poverty.grouped.methods import fit_groups

SHARES = [float(share) for share in DECILES.split()]


@st.composite
def rising(draw, least=2, most=12):
    """Shares of groups of any size, the poorest first; some of nothing, some alike."""
    count = draw(st.integers(least, most))
    steps = draw(st.lists(st.floats(0, 3), min_size=count, max_size=count))
    weights = np.array(draw(st.lists(st.floats(0.05, 1), min_size=count, max_size=count)))
    means = np.cumsum(steps) + (0.0 if draw(st.booleans()) else 0.1)
    weights = weights / weights.sum()
    return weights, means if means[-1] > 0 else means + 1.0


def fine(curve):
    """Places and what is left of them, dense in every piece and towards its ends."""
    steps = np.concatenate(
        [np.geomspace(1e-9, 0.1, 40), np.linspace(0.1, 0.9, 150), 1 - np.geomspace(1e-9, 0.1, 40)]
    )
    ends = zip(curve.knots[:-1], curve.knots[1:], strict=True)
    place = np.sort(np.concatenate([low + (high - low) * steps for low, high in ends]))
    return place, 1 - place


@settings(max_examples=40, deadline=None)
@given(rising())
@example((np.array([0.5, 0.25, 0.25]), np.array([0.475, 1.975, 4.475])))  # from an income of 0
def test_it_passes_through_every_point_and_never_falls(data):
    """Nor is any income negative, whatever the groups."""
    weights, means = data
    own = groups(weights * means, weights)
    curve = fit_groups("gb2", own).curve
    points = own.points
    assert np.abs(curve.lorenz(points.people) - points.lorenz).max() < 1e-10
    incomes = curve.income(*fine(curve))
    assert incomes.min() >= 0
    assert np.diff(incomes).min() >= -1e-12 * incomes.max()


@settings(max_examples=20, deadline=None)
@given(rising(), st.booleans())
def test_the_income_of_every_group_is_its_share(data, limits):
    """The quantiles integrate to the Lorenz curve: with class limits too, between which they stay."""
    weights, means = data
    own = groups(weights * means, weights)
    if limits:
        means = np.maximum.accumulate(means) + 0.1 * np.arange(1, len(means) + 1)
        between = np.concatenate([[0.0], (means[:-1] + means[1:]) / 2, [np.inf]])
        own = classes(weights, means, between)
    curve = fit_groups("gb2", own).curve
    people, heavy = curve.points.people, tail_powers(curve)[1] > 0.95
    for low, high, share in zip(people[:-1], people[1:], np.diff(curve.points.lorenz), strict=True):
        if heavy and high == 1:
            continue  # its integral needs incomes further out than any number
        inside = (curve.nodes.place > low) & (curve.nodes.place <= high)
        assert curve.nodes.weight[inside] @ curve.incomes[inside] == pytest.approx(share, abs=1e-7)
    if limits:
        group = np.searchsorted(curve.points.people, curve.nodes.place, side="right") - 1
        group = np.minimum(group, len(weights) - 1)
        assert np.all(curve.incomes >= own.lower[group] * (1 - 1e-9))
        assert np.all(curve.incomes <= own.upper[group] * (1 + 1e-9))


def brute(curve, function, low=0.0, high=1.0):
    """∫ function(y) over places, piece by piece, by adaptive quadrature of another program."""

    def value(place):
        at = np.array([place])
        return float(function(curve.income(at, 1 - at))[0])

    knots = [low, *(knot for knot in curve.knots if low < knot < high), high]
    return sum(
        quad(value, first, last, limit=400, epsabs=1e-13, epsrel=1e-12)[0]
        for first, last in itertools.pairwise(knots)
    )


@pytest.fixture(scope="module")
def deciles():
    return fit_groups("gb2", groups(SHARES)).curve


def test_poverty_is_the_integral_of_its_definition(deciles):
    line = 0.6
    poverty = Poverty(deciles, line)
    place = poverty.headcount
    at = np.array([place])
    assert deciles.income(at, 1 - at)[0] == pytest.approx(line, rel=1e-12)
    for alpha in (1, 2, 1.5):
        wanted = brute(deciles, lambda y, power=alpha: np.maximum(1 - y / line, 0) ** power, 0, place)
        assert poverty.fgt(alpha) == pytest.approx(wanted, rel=1e-9)
    assert poverty.watts() == pytest.approx(brute(deciles, lambda y: np.log(line / y), 0, place), rel=1e-9)


def test_poverty_in_a_crowd_of_many(deciles):
    """Sen, SST, the Gini of the poor and the average gap against their formulas on 200,000 people."""
    from kaltim_poverty import measures

    ranks = (np.arange(200_000) + 0.5) / 200_000
    incomes, poverty = deciles.income(ranks, 1 - ranks), Poverty(deciles, 0.6)
    for name in ("sen", "sst", "gap_poor", "gini_poor"):
        wanted = getattr(measures, name)(incomes, None, 0.6)
        percent = 100 if name == "gap_poor" else 1
        assert poverty_value(poverty, name) == pytest.approx(wanted / percent, rel=2e-5), name


def test_inequality_in_a_crowd_of_many():
    """Of a curve with a light tail, whose top 200,000 people still show."""
    from kaltim_poverty import measures

    curve = GB2(Shape(5.0, 1.2, 2.0))
    ranks = (np.arange(200_000) + 0.5) / 200_000
    incomes = curve.income(ranks, 1 - ranks)
    functions = {
        "gini": measures.gini,
        "theil": measures.theil,
        "mld": measures.mld,
        "palma": measures.palma,
        "s80s20": measures.s80s20,
        "hoover": lambda y: np.abs(y - y.mean()).sum() / (2 * y.sum()),
        "ge2": lambda y: measures.generalized_entropy(y, None, 2),
        "atkinson_0.5": lambda y: measures.atkinson(y, None, 0.5),
        "atkinson_1": lambda y: measures.atkinson(y, None, 1),
        "atkinson_2": lambda y: measures.atkinson(y, None, 2),
        "quantile_90": lambda y: np.quantile(y, 0.9),
        "lorenz_25": lambda y: y[:50_000].sum() / y.sum(),
        "share_top10": lambda y: y[180_000:].sum() / y.sum(),
        "p90p10": lambda y: np.quantile(y, 0.9) / np.quantile(y, 0.1),
    }
    for name, function in functions.items():
        assert inequality_value(curve, name) == pytest.approx(function(incomes), rel=1e-4), name


def test_known_integrals():
    """Log-logistic: Gini 1/a. Lognormal: Gini 2Φ(σ/√2) − 1, Theil = MLD = σ²/2."""
    assert gini(of_gini(0.4)) == pytest.approx(0.4, rel=1e-11)
    curve = Lognormal(0.7)
    assert gini(curve) == pytest.approx(2 * below(np.array([0.7 / np.sqrt(2)]))[0] - 1, rel=1e-11)
    for name in ("theil", "mld"):
        assert inequality_value(curve, name) == pytest.approx(0.245, rel=1e-11)
    assert inequality_value(curve, "ge2") == pytest.approx((np.exp(0.49) - 1) / 2, rel=1e-10)


def test_a_moment_that_diverges_is_none():
    """GB2 has the moment s where s < aq: with aq = 1.9 no second one; and −s < ap."""
    heavy = GB2(Shape(1.0, 0.9, 1.9))
    for name in ("ge2", "atkinson_2", "ge_-1"):
        with pytest.raises(UndefinedError, match="diverges"):
            inequality_value(heavy, name)
    assert inequality_value(heavy, "theil") > 0
    light = GB2(Shape(1.0, 1.1, 2.1))
    _, p, q = light.shape
    from scipy.special import beta

    second = beta(p + 2, q - 2) * beta(p, q) / beta(p + 1, q - 1) ** 2
    assert inequality_value(light, "ge2") == pytest.approx((second - 1) / 2, rel=1e-8)


def test_watts_and_mld_exist_unless_the_first_group_has_nothing():
    poor = fit_groups("gb2", groups([0, 20, 30, 50])).curve
    with pytest.raises(UndefinedError, match="income_zero"):
        Poverty(poor, 0.5).watts()
    with pytest.raises(UndefinedError, match="income_zero"):
        inequality_value(poor, "mld")
    almost = fit_groups("gb2", groups([1e-4, 20, 30, 50])).curve
    assert Poverty(almost, 0.5).watts() > 0


def test_a_curve_of_a_known_distribution_is_that_distribution():
    """Ten shares of a GB2 give it back."""
    true = GB2(Shape(3.0, 0.8, 0.9))
    people = np.linspace(0, 1, 11)
    lorenz = np.concatenate([[0], true.lorenz(people[1:-1]), [1]])
    curve = fit_groups("gb2", groups(np.diff(lorenz))).curve
    for line in (0.2, 0.5, 1.0, 2.0):
        assert curve.place_at(line) == pytest.approx(true.place_at(line), abs=1e-6)


def test_fewer_points_have_fewer_parameters():
    """Two inner points Dagum (q = 1), one the log-logistic (p = q = 1)."""
    three, two = fit(groups([10, 30, 60]).points), fit(groups([30, 70]).points)
    assert three.shape.q == 1
    assert (two.shape.p, two.shape.q) == (1, 1)
    assert two.lorenz(np.array([0.5]))[0] == pytest.approx(0.3, abs=1e-9)


def test_a_fall_between_the_nodes_is_seen():
    """Shares whose curve falls in the last group but one: it is repaired, and only there."""
    curve = fit_groups("gb2", groups([2, 3, 4, 5, 10, 10.1, 10.2, 10.3, 10.4, 35])).curve
    assert curve.repaired.any()
    assert not curve.repaired.all()
    incomes = curve.smooth.income(*fine(curve))
    assert np.diff(incomes).min() < 0
    assert np.diff(curve.income(*fine(curve))).min() >= 0


def test_the_default_needs_the_special_functions_of_scipy_alone():
    assert isinstance(fit_groups("gb2", groups(SHARES)).curve, ThroughPoints)
