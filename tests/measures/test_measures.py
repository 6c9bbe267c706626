"""Every measure against its definition over all pairs, its influence values against its derivatives."""

from __future__ import annotations

import numpy as np
import pytest
from measures.brute import MEASURES
from measures.sample import influence, reduced, value

from kaltim_poverty.measures.catalogue import measure, names
from kaltim_poverty.measures.evaluate import Rows, evaluate
from kaltim_poverty.measures.feature import DEVIATION, ONE, PAIR, Feature
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.moments.cuts import cuts_of, no_runs, product_follows_from_runs

POSITIVE = [name for name in MEASURES if name in ("mld", "ge_-1", "atkinson_1", "atkinson_2", "watts")]


def rows(seed, count=60, *, zeros=False):
    random = np.random.default_rng(seed)
    y = np.round(np.exp(random.normal(0, 0.8, count)) * 20) / 2 + 0.5  # many ties
    if zeros:
        y[:2] = 0.0
    w = np.exp(random.normal(0, 1, count))
    z = random.choice([7.0, 9.25, 11.0], count)
    return y, w, z


@pytest.mark.parametrize("blocks", [1, 7])
@pytest.mark.parametrize("own_lines", [False, True])
@pytest.mark.parametrize("name", MEASURES)
def test_the_definition_over_all_pairs(name, own_lines, blocks):
    y, w, z = rows(1, zeros=name not in POSITIVE)
    line = z if own_lines else 9.25
    found = value(name, y, w, line, blocks)
    assert found == pytest.approx(MEASURES[name](y, w, line), rel=1e-11, abs=0)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
@pytest.mark.parametrize("name", MEASURES)
def test_weights_of_any_size(name, scale):
    y, w, z = rows(2)
    w = w * np.where(np.arange(len(w)) % 3, scale, 1.0)
    assert value(name, y, w, z) == pytest.approx(MEASURES[name](y, w, z), rel=1e-11, abs=0)


@pytest.mark.parametrize("name", ["gini", "sen", "sst", "ge2", "mean", "p0", "p1", "p2", "gini_poor"])
def test_negative_welfare(name):
    y, w, z = rows(3)
    y[:3] = [-4.0, -0.5, -4.0]
    assert value(name, y, w, z) == pytest.approx(MEASURES[name](y, w, z), rel=1e-11, abs=0)


@pytest.mark.parametrize("name", ["gini", "theil", "mld", "ge2", "atkinson_2"])
def test_welfare_that_hardly_differs_loses_no_digits(name):
    y = 1e6 + np.arange(12.0) * 2.0**-10
    w = np.ones(12)
    deviation = (y - y.mean()) / y.mean()
    expected = {
        "gini": MEASURES["gini"](y - 1e6, w) * (y - 1e6).sum() / y.sum(),
        "theil": np.mean(deviation**2) / 2,
        "mld": np.mean(deviation**2) / 2,
        "ge2": np.mean(deviation**2) / 2,
        "atkinson_2": np.mean(deviation**2),
    }[name]
    assert value(name, y, w) == pytest.approx(expected, rel=1e-6, abs=0)
    if name in ("gini", "ge2"):
        assert value(name, y, w) == pytest.approx(expected, rel=1e-11, abs=0)


ORDERS = pytest.mark.parametrize("order", [-1.0, 0.0, 0.5, 1.0, 1.5, 3.0])


@ORDERS
@pytest.mark.parametrize("d", [0.009, 0.0101, 0.3])
def test_entropy_of_two_people_around_their_mean(order, d):
    """Of 1 ± d by the definition, in a unit in which the mean is rounded."""
    plain = {
        0.0: -np.log1p(-d * d) / 2,
        1.0: ((1 + d) * np.log1p(d) + (1 - d) * np.log1p(-d)) / 2,
    }.get(order)
    if plain is None:
        terms = np.expm1(order * np.log1p(d)) + np.expm1(order * np.log1p(-d))
        plain = terms / 2 / (order * (order - 1))
    found = value(f"ge_{order:g}", 1.23 * np.array([1 - d, 1 + d]), np.ones(2))
    assert found == pytest.approx(plain, rel=1e-11, abs=0)


@ORDERS
def test_entropy_of_two_people_who_hardly_differ(order):
    """Of 1 ± 2^-20 by the series: logarithms and powers as they are would leave ten digits."""
    d = 2.0**-20
    found = value(f"ge_{order:g}", np.array([1 - d, 1 + d]), np.ones(2))
    assert found == pytest.approx(d * d / 2 + (order - 2) * (order - 3) / 24 * d**4, rel=1e-14, abs=0)


@pytest.mark.parametrize("blocks", [1, 5])
@pytest.mark.parametrize("own_lines", [False, True])
@pytest.mark.parametrize("name", MEASURES)
def test_influence_values_are_derivatives_in_the_weights(name, own_lines, blocks):
    y, w, z = rows(4, 40, zeros=name not in POSITIVE)
    line = z if own_lines else 9.25
    found = influence(name, y, w, line, blocks)
    scale = np.abs(found).max()
    for row in range(0, 40, 3):
        step = 1e-5 * w[row]
        up, down = w.copy(), w.copy()
        up[row] += step
        down[row] -= step
        slope = (MEASURES[name](y, up, line) - MEASURES[name](y, down, line)) / (2 * step)
        assert found[row] == pytest.approx(slope, rel=1e-5, abs=1e-7 * scale)


@pytest.mark.parametrize("share", ["share_decile_6", "share_quintile_3", "share_decile_5"])
def test_people_without_welfare_have_no_share_beside_negative_welfare(share):
    # the quantiles at both ends are 0, so nothing lies between them, whatever rounding leaves
    y, w = np.array([-1.0, 0, 0, 0, 0, 0, 3, 4]), np.array([0.3, 0.7, 0.9, 1.1, 0.2, 0.6, 0.4, 0.7])
    (row,) = estimate({"y": y, "w": w}, welfare="y", weight="w", measure=share).rows
    assert (row.estimate, row.se) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("name", "percents"), [("share_bottom40", (40.0,)), ("share_top10", (90.0,)), ("palma", (90.0, 40.0))]
)
def test_the_ends_of_the_lorenz_curve_need_no_pass_over_rows(name, percents):
    """L(0) = 0 and L(100) = 1 whatever the rows are."""
    assert measure(name).percents == percents
    assert {feature.parameter for feature in measure(name).features if feature.of_a_cut} == set(percents)


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        ("atkinson_0", False),
        ("atkinson_-0.5", False),
        ("atkinson_0.1", True),
        ("fgt_-0.5", False),
        ("fgt_0", True),
        ("ge_-2", True),
        ("quantile_0", False),
        ("quantile_99.9", True),
        ("lorenz_100", False),
    ],
)
def test_the_bounds_of_parameters(name, exists):
    assert (measure(name) is not None) == exists


CUTS = {
    "lorenz_30": Feature("below", 30.0),
    "lorenz_50": Feature("below", 50.0),
    "lorenz_85": Feature("above", 85.0),
    "quantile_62": Feature("up_to", 62.0),
}


@pytest.mark.parametrize("blocks", [1, 7])
@pytest.mark.parametrize("names", [list(CUTS), *([name] for name in CUTS)])
def test_sums_between_cuts_are_those_of_the_features_of_rows(names, blocks):
    """Also of products of two features of the Lorenz curve, which are added up between cuts alone."""
    y, w, _ = rows(5)
    done, _ = reduced(y, w, None, names, blocks)
    own = Rows(y, w, 0.0, done.constants.of(0), {})
    features = [*(CUTS[name] for name in names), *({DEVIATION} & done.moments.totals.keys())]
    plain = {feature: evaluate(feature, own) for feature in features}
    for one, values in plain.items():
        assert done.moments.totals[one][0] == pytest.approx((w * values).sum(), rel=1e-11, abs=1e-10)
        for two, others in plain.items():
            if one != two and "up_to" in (one.family, two.family):
                continue  # no measure has both
            expected = (w * values * others).sum()
            assert done.moments.product(one, two)[0] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("blocks", [1, 7])
@pytest.mark.parametrize("name", ["polarisation", "p90p10", "p75p25"])
def test_products_with_people_up_to_a_quantile_are_those_of_rows(name, blocks):
    """Some follow from sums between cuts, those with a rank or a mean are added up over rows."""
    y, w, _ = rows(6)
    order = np.argsort(y, kind="stable")
    done, _ = reduced(y, w, None, [name, "lorenz_30"], blocks)
    own = Rows(y[order], w[order], 0.0, done.constants.of(0), {})
    plain = {feature: evaluate(feature, own) for feature in measure(name).features if feature != ONE}
    assert any(feature.family == "at_quantile" for feature in plain)
    for one, values in plain.items():
        assert done.moments.totals[one][0] == pytest.approx((own.weight * values).sum(), rel=1e-11, abs=1e-10)
        for two, others in plain.items():
            expected = (own.weight * values * others).sum()
            assert done.moments.product(one, two)[0] == pytest.approx(expected, rel=1e-10, abs=1e-9)


def test_people_up_to_a_quantile_with_the_curve_below_another():
    y, w, _ = rows(7)
    at = [Feature("at_quantile", percent) for percent in (10.0, 40.0)]
    below = [Feature("below", percent) for percent in (30.0, 40.0, 45.0)]
    over = reduced(y, w, None, ["lorenz_30", "lorenz_40", "lorenz_45", "quantile_10"])[0]
    cut = cuts_of([*at, *below], over.constants)
    sums = no_runs(cut, None)
    sums.add(next(over.parts()), next(over.parts()).weight)
    own = Rows(y, w, 0.0, over.constants.of(0), {})
    for one in at:
        for two in [*at, *below]:
            assert product_follows_from_runs(one, two)
            expected = (w * evaluate(one, own) * evaluate(two, own)).sum()
            assert sums.product(one, two)[0] == pytest.approx(expected, rel=1e-11)
            assert sums.product(two, one)[0] == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("other", [DEVIATION, PAIR, Feature("above", 80.0)])
def test_products_that_sums_between_cuts_do_not_hold(other):
    assert not product_follows_from_runs(Feature("at_quantile", 40.0), other)
    assert product_follows_from_runs(Feature("below", 40.0), other) == (other != PAIR)
    assert not product_follows_from_runs(DEVIATION, DEVIATION)


def test_all_names_no_measure_twice():
    """GE(2) is ge2, as ge_2 it would be the same numbers again; but a share has two customary names."""
    listed = [name for name in names() if not name.startswith("share_")]
    assert len({repr(measure(name)._replace(name="")) for name in listed}) == len(listed)
    assert "ge2" in listed
