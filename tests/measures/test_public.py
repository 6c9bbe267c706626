"""The public functions on plain arrays: exact arithmetic, derivatives, the engine, R, hand, refusals."""

from __future__ import annotations

import csv
import importlib
import inspect
import math
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest
from measures.brute import MEASURES
from measures.exact import exact, rows_of
from measures.public import call
from measures.sample import influence as influence_of_engine
from measures.test_exact import CASES, EVERY, NEARLY_NOTHING
from support import TIMEOUT, environment

from kaltim_poverty import measures
from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.survey.estimate import estimate

PEERS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers")
FOUR = [100, 110, 150, 160]  # World Bank Handbook on Poverty and Inequality, chapter 4; line 125


def table(seed, count=40, *, zeros=False):
    """Welfare with many ties, weights of any size, three lines."""
    random = np.random.default_rng(seed)
    y = np.round(np.exp(random.normal(0, 0.8, count)) * 20) / 2 + 0.5
    if zeros:
        y[:2] = 0.0
    return y, np.exp(random.normal(0, 1, count)), random.choice([7.0, 9.25, 11.0], count)


def is_poverty(name):
    return measure(name).of_poverty


# values


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_exact_arithmetic(case):
    """A measure without a value is refused with a sentence."""
    data = {key: np.asarray(value, dtype=float) for key, value in CASES[case]().items()}
    y, w, z = data["welfare"], data["weight"], data["z"]
    rows = rows_of(y, w, z)
    for name in EVERY:
        expected = exact(name, rows)
        if expected is None:
            with pytest.raises(measures.UndefinedMeasureError, match=" "):
                call(name, y, w, z)
        else:
            nothing = NEARLY_NOTHING * (100 if measure(name).unit == "percent" else 1)
            found = call(name, y, w, z)
            assert type(found) is float
            tolerance = 0 if abs(expected) > 1e-9 else nothing
            assert found == pytest.approx(expected, rel=1e-13, abs=tolerance), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p0", 50.0),
        ("p1", 8.0),
        ("p2", 1.36),
        ("sen", 0.09),
        ("sst", 0.125),
        ("gap_poor", 16.0),
        ("poor_count", 2.0),
        ("total_shortfall", 40.0),
        ("gini_poor", 10 / 420),
    ],
)
def test_four_people_of_the_handbook(name, expected):
    """World Bank Handbook on Poverty and Inequality (2009), tables 4.1 and 4.2; Sen and SST by hand."""
    assert call(name, FOUR, None, 125) == pytest.approx(expected, rel=1e-15, abs=0)


def test_watts_of_four_people():
    assert measures.watts(FOUR, None, 125) == pytest.approx(
        (math.log(1.25) + math.log(125 / 110)) / 4, rel=1e-15, abs=0
    )


def test_ten_incomes():
    """1 to 10: Gini 0.3, Theil, Atkinson and shares by hand."""
    y = np.arange(1.0, 11.0)
    assert measures.gini(y) == pytest.approx(0.3, rel=1e-15, abs=0)
    assert measures.generalized_entropy(y, None, 2) == pytest.approx(0.5 * 8.25 / 5.5**2, rel=1e-15, abs=0)
    assert measures.theil(y) == pytest.approx(np.mean(y / 5.5 * np.log(y / 5.5)), rel=1e-14, abs=0)
    assert measures.mld(y) == pytest.approx(-np.mean(np.log(y / 5.5)), rel=1e-14, abs=0)
    assert measures.atkinson(y, None, 1) == pytest.approx(
        1 - math.factorial(10) ** 0.1 / 5.5, rel=1e-14, abs=0
    )
    assert measures.atkinson(y, None, 2) == pytest.approx(1 - 10 / (1 / y).sum() / 5.5, rel=1e-14, abs=0)
    assert measures.quantile_shares(y, None, 5) == pytest.approx(
        [300 / 55, 700 / 55, 20, 1500 / 55, 1900 / 55], rel=1e-14, abs=0
    )
    assert measures.quantile_shares(y) == pytest.approx(y / 0.55, rel=1e-14, abs=0)
    assert measures.palma(y) == pytest.approx(1.0, rel=1e-15, abs=0)
    assert measures.s80s20(y) == pytest.approx(19 / 3, rel=1e-15, abs=0)
    assert measures.lorenz_ordinate(y, None, 35) == pytest.approx(
        100 * (1 + 2 + 3 + 2) / 55, rel=1e-14, abs=0
    )
    assert [measures.lorenz_ordinate(y, None, p) for p in (0, 100)] == [0.0, 100.0]
    assert [measures.median(y), measures.quantile(y, None, 51)] == [5.0, 6.0]


def test_the_bandwidth_by_hand():
    """0.9 times the narrower of σ and the quartiles; σ where the quartiles agree."""
    y = np.arange(1.0, 11.0)
    assert measures.quantile(y, None, 25) == 3.0
    assert measures.bandwidth(y) == pytest.approx(0.9 * min(8.25**0.5, 5 / 1.34) * 10**-0.2, rel=1e-14, abs=0)
    far = np.append(y, 1e6)
    assert measures.bandwidth(far) == pytest.approx(0.9 * 6 / 1.34 * 11**-0.2, rel=1e-14, abs=0)
    assert measures.bandwidth([1, 1, 1, 1, 9]) == pytest.approx(0.9 * 3.2 * 5**-0.2, rel=1e-14, abs=0)
    assert measures.bandwidth([3, 3]) == 0.0
    assert measures.density([0, 2], None, 1, 1.0) == pytest.approx(
        math.exp(-0.5) / math.sqrt(2 * math.pi), rel=1e-14, abs=0
    )
    assert measures.density(y, None, 4) == pytest.approx(
        measures.density(y, None, 4, measures.bandwidth(y)), rel=1e-14, abs=0
    )


def test_a_density_adds_up_to_one():
    y, w, _ = table(3)
    points = np.linspace(y.min() - 40, y.max() + 40, 401)
    step = points[1] - points[0]
    assert sum(measures.density(y, w, x) for x in points) * step == pytest.approx(1, abs=1e-9)


# influence values


@pytest.mark.parametrize("own_lines", [False, True])
@pytest.mark.parametrize(
    "name", [*MEASURES, "ge_3", "atkinson_3", "share_top1", "share_decile_6", "lorenz_80"]
)
def test_influence_values_are_derivatives_in_the_weights(name, own_lines):
    y, w, z = table(4, zeros=name not in ("mld", "ge_-1", "atkinson_1", "atkinson_2", "atkinson_3", "watts"))
    line = z if own_lines else 9.25
    found = call(name, y, w, line, influence=True)
    assert found.value == call(name, y, w, line)
    scale, step = np.abs(found.influence).max(), 1e-5 * w.mean()
    for row in range(0, 40, 3):
        up, down = w.copy(), w.copy()
        up[row] += step
        down[row] -= step
        slope = (call(name, y, up, line) - call(name, y, down, line)) / (2 * step)
        assert found.influence[row] == pytest.approx(slope, rel=1e-6, abs=1e-8 * scale)


@pytest.mark.parametrize("shift", [-1e-4, 0.0, 1e-4])
def test_the_density_has_the_derivative_in_the_weights(shift):
    y, w, _ = table(5)
    found = measures.density(y, w, 8.0 + shift, 1.5, influence=True)
    other = w + np.eye(40)[7] * 1e-6
    slope = (measures.density(y, other, 8.0 + shift, 1.5) - found.value) / 1e-6
    assert found.influence[7] == pytest.approx(slope, rel=1e-5, abs=0)


def test_the_influence_on_a_quantile_rests_on_the_density_there():
    y, w, _ = table(6)
    found = measures.quantile(y, w, 30, influence=True)
    density = measures.density(y, w, found.value)
    expected = -((y <= found.value) - 0.3) / (w.sum() * density)
    assert found.influence == pytest.approx(expected, rel=1e-13, abs=0)
    assert measures.median([5, 5, 5], influence=True).influence.tolist() == [0, 0, 0]


@pytest.mark.parametrize("to", ["median", "mean"])
def test_a_relative_line_has_the_influence_that_the_engine_gives_it(to):
    from measures.sample import sample

    from kaltim_poverty.survey.moments import relative_line

    y, w, _ = table(7)
    found = getattr(measures, to)(y, w, influence=True)
    line = relative_line(sample(y, w), 0.6, to)
    assert line.line == pytest.approx(0.6 * found.value, rel=1e-13, abs=0)
    assert line.influence(y) == pytest.approx(0.6 * found.influence, rel=1e-9, abs=0)


def test_rows_of_weight_0_count_nowhere_and_have_no_influence():
    y, w, z = table(8)
    w[::5] = 0.0
    y[0] = -7.0  # a negative row that nobody stands for
    some = w > 0
    for name in EVERY:
        found = call(name, y, w, z, influence=True)
        alone = call(name, y[some], w[some], z[some], influence=True)
        assert found.value == alone.value
        assert (found.influence[some] == alone.influence).all()
        assert (found.influence[~some] == 0).all()


@pytest.mark.parametrize("name", [*EVERY, "concentration"])
def test_the_order_of_rows_is_kept(name):
    random = np.random.default_rng(9)
    y, w, z = table(9)
    y += random.random(40)  # no ties, whose order is lost
    order = random.permutation(40)

    def of(places):
        if name == "concentration":
            return measures.concentration_index(y[places], w[places], z[places], influence=True)
        return call(name, y[places], w[places], z[places], influence=True)

    one, other = of(np.arange(40)), of(order)
    assert one.value == pytest.approx(other.value, rel=1e-13, abs=0)
    assert one.influence[order] == pytest.approx(
        other.influence, rel=1e-10, abs=1e-12 * np.abs(one.influence).max()
    )


# the engine


@pytest.mark.parametrize("case", CASES)
def test_the_engine_has_the_same_values_and_standard_errors(case):
    """Each row a PSU: V = n/(n − 1) Σ (w·u − mean)²; a line per row, ties, negatives, a row of weight 0."""
    data = {key: np.append(np.asarray(value, dtype=float), 3.0) for key, value in CASES[case]().items()}
    data["weight"][-1] = 0.0
    y, w, z = data["welfare"], data["weight"], data["z"]
    count = len(y)
    for row in estimate(data, weight="weight", line_column="z", measure=EVERY):
        if row.estimate is None:
            with pytest.raises(measures.UndefinedMeasureError, match=" "):
                call(row.measure, y, w, z)
            continue
        found = call(row.measure, y, w, z, influence=True)
        nothing = NEARLY_NOTHING * (100 if row.unit == "percent" else 1)
        assert row.estimate == pytest.approx(found.value, rel=1e-11, abs=nothing), row.measure
        if row.se is not None and not measure(row.measure).is_quantile:
            totals = w * found.influence
            variance = count / (count - 1) * ((totals - totals.mean()) ** 2).sum()
            assert row.se == pytest.approx(variance**0.5, rel=1e-9, abs=nothing), row.measure


@pytest.mark.parametrize("name", [name for name in EVERY if not name.startswith(("median", "quantile"))])
def test_the_engine_has_the_same_influence_values(name):
    y, w, z = table(10, zeros=measure(name).of_poverty and name != "watts")
    found = call(name, y, w, z, influence=True).influence
    assert influence_of_engine(name, y, w, z, blocks=3) == pytest.approx(
        found, rel=1e-9, abs=1e-11 * np.abs(found).max()
    )


# R


def peers(name):
    with open(os.path.join(PEERS, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows, name, kind=float):
    return np.array([kind(row[name]) for row in rows])


def design_error(totals, stratum, psu):
    """√Σ_h n_h/(n_h − 1) Σ (t − mean)²; a PSU alone in its stratum against the mean of all PSUs."""
    cluster = np.char.add(np.char.add(stratum, "/"), psu)
    names, place = np.unique(cluster, return_inverse=True)
    sums = np.bincount(place, totals)
    strata = np.array([name.partition("/")[0] for name in names])
    variance = 0.0
    for each in np.unique(strata):
        own = sums[strata == each]
        if len(own) > 1:
            variance += len(own) / (len(own) - 1) * ((own - own.mean()) ** 2).sum()
        else:
            variance += (own[0] - sums.mean()) ** 2
    return variance**0.5


SAMPLE = peers("sample.csv")
OF_SAMPLE = [row for row in peers("survey.csv") if row["case"] in ("own_lines", "positive")]


@pytest.mark.parametrize("row", OF_SAMPLE, ids=lambda row: f"{row['case']}-{row['group']}-{row['measure']}")
def test_values_and_standard_errors_of_r(row):
    """Rows outside a domain have weight 0, and their PSUs stay in the design."""
    y, z = column(SAMPLE, "welfare"), column(SAMPLE, "line")
    inside = (
        (y > 0)
        if row["case"] == "positive"
        else np.isin(column(SAMPLE, "domain", str), row["group"] or ["a", "b"])
    )
    w = column(SAMPLE, "weight") * column(SAMPLE, "size") * inside
    options = {"floor": 1000.0} if row["measure"] == "watts" else {}
    found = call(row["measure"], y, w, z, influence=True, **options)
    assert found.value == pytest.approx(float(row["value"]), rel=1e-11, abs=0)
    error = design_error(w * found.influence, column(SAMPLE, "stratum", str), column(SAMPLE, "psu", str))
    assert error == pytest.approx(float(row["se"]), rel=1e-9, abs=0)


RECEIPT = peers("receipt.csv")
GROUPS = {
    "all": (0, 100),
    **{f"decile_{k}": (10 * k - 10, 10 * k) for k in range(1, 11)},
    **{f"quintile_{k}": (20 * k - 20, 20 * k) for k in range(1, 6)},
}
OF_RECEIPT = [row for row in peers("targeting.csv") if row["domain"] in ("", "a") and row["group"] in GROUPS]


@pytest.mark.parametrize(
    "row", OF_RECEIPT, ids=lambda row: f"{row['domain'] or 'all'}-{row['group']}-{row['measure']}"
)
def test_targeting_of_r(row):
    inside = np.isin(column(RECEIPT, "domain", str), [row["domain"]] if row["domain"] else ["a", "b", "c"])
    y, z, size = (column(RECEIPT, name) for name in ("welfare", "line", "size"))
    w, received = column(RECEIPT, "weight") * size * inside, column(RECEIPT, "received")
    benefit, ends = column(RECEIPT, "amount") / size, GROUPS[row["group"]]
    found = {
        "coverage": lambda: measures.coverage(y, w, received, *ends, influence=True),
        "share_of_recipients": lambda: measures.share_of_benefit(y, w, received, *ends, influence=True),
        "share_of_benefit": lambda: measures.share_of_benefit(y, w, benefit, *ends, influence=True),
        "benefit_per_recipient": lambda: measures.benefit_per_recipient(y, w, benefit, *ends, influence=True),
        "targeting_ratio": lambda: measures.targeting_ratio(y, w, benefit, influence=True),
        "concentration_index": lambda: measures.concentration_index(y, w, benefit, influence=True),
        "exclusion_error": lambda: measures.exclusion_error(y < z, w, received, influence=True),
        "inclusion_error": lambda: measures.inclusion_error(y < z, w, received, influence=True),
    }[row["measure"]]()
    assert found.value == pytest.approx(float(row["value"]), rel=1e-11, abs=1e-11)
    error = design_error(w * found.influence, column(RECEIPT, "stratum", str), column(RECEIPT, "psu", str))
    assert error == pytest.approx(float(row["se"]), rel=1e-9, abs=1e-9 * max(1.0, found.value))


# targeting by hand


def test_targeting_of_five_people():
    """The poorest two of five get 3 and 1 of 5, the fourth 1."""
    y, b = [1, 2, 3, 4, 5], [3, 1, 0, 1, 0]
    received = [1, 1, 0, 1, 0]
    assert measures.share_of_benefit(y, None, b, 0, 40) == pytest.approx(80, rel=1e-14, abs=0)
    assert measures.targeting_ratio(y, None, b) == pytest.approx(2, rel=1e-14, abs=0)
    assert measures.coverage(y, None, received) == pytest.approx(60, rel=1e-14, abs=0)
    assert measures.coverage(y, None, received, 40, 100) == pytest.approx(100 / 3, rel=1e-14, abs=0)
    assert measures.coverage(y, None, received, 0, 50) == pytest.approx(
        80, rel=1e-14, abs=0
    )  # half of the third
    assert measures.benefit_per_recipient(y, None, b) == pytest.approx(5 / 3, rel=1e-14, abs=0)
    assert measures.benefit_per_recipient(y, None, b, 0, 40) == pytest.approx(2, rel=1e-14, abs=0)
    assert measures.concentration_index(y, None, b) == pytest.approx(
        2 * (3 * 0.5 + 1.5 + 3.5) / 25 - 1, rel=1e-14, abs=0
    )
    assert measures.exclusion_error([1, 1, 1, 0, 0], None, received) == pytest.approx(
        100 / 3, rel=1e-14, abs=0
    )
    assert measures.inclusion_error([1, 1, 1, 0, 0], None, received) == pytest.approx(
        100 / 3, rel=1e-14, abs=0
    )


def test_the_concentration_of_welfare_itself_is_its_gini():
    y, w, _ = table(11)
    assert measures.concentration_index(y, w, y) == pytest.approx(measures.gini(y, w), rel=1e-13, abs=0)


# numerical care


@pytest.mark.parametrize("total", [1.0, 1e13, 1e-9])
def test_weights_of_any_sum(total):
    y, w, z = table(12)
    scaled = w * (total / w.sum())
    for name in EVERY:
        one, other = call(name, y, w, z, influence=True), call(name, y, scaled, z, influence=True)
        factor = total / w.sum() if name in ("poor_count", "total_shortfall") else 1.0
        assert other.value == pytest.approx(one.value * factor, rel=1e-13, abs=0), name
        assert scaled * other.influence == pytest.approx(
            w * one.influence * factor, rel=1e-9, abs=1e-12 * abs(one.value)
        ), name


@pytest.mark.parametrize("order", [-1.0, 0.0, 1e-9, 0.5, 1.0, 1.0 + 1e-9, 2.0, 3.0])
@pytest.mark.parametrize("size", [1e-2, 1e-5, 1e-9])
def test_entropy_of_welfare_that_hardly_differs(order, size):
    """Two people at 1 ± d: the series in d, which starts at d²/2 for every order."""
    d = np.round(2.0**52 * size) / 2.0**52  # 1 ± d without rounding, but not d²
    fourth = (order - 2) * (order - 3) / 24  # of s^a − 1 − a(s − 1) over a(a − 1): d²/2 + (a − 2)(a − 3)d⁴/24
    expected = d * d / 2 + fourth * d**4
    found = measures.generalized_entropy([1 - d, 1 + d], None, order)
    assert found == pytest.approx(expected, rel=1e-13 + 2 * d**4, abs=0)


@pytest.mark.parametrize("aversion", [0.5, 1.0, 1.0 + 1e-9, 2.0])
def test_atkinson_of_welfare_that_hardly_differs(aversion):
    d = 2.0**-26
    assert measures.atkinson([1 - d, 1 + d], None, aversion) == pytest.approx(
        aversion * d * d / 2, rel=1e-13, abs=0
    )


def test_gini_of_welfare_that_hardly_differs():
    """1e9 and 2^-20 more, weights 1 and 2: w₁w₂d/(N·Y), digit by digit, and influence values to match."""
    d = 2.0**-20
    found = measures.gini([1e9, 1e9 + d], [1.0, 2.0], influence=True)
    expected = 2.0 * d / (3.0 * (3e9 + 2 * d))
    assert found.value == pytest.approx(expected, rel=1e-15, abs=0)
    assert found.influence == pytest.approx([expected / 3, -expected / 6], rel=1e-7, abs=0)
    assert measures.gini([1e9] * 3, [0.1, 0.2, 0.3]) == 0.0


@pytest.mark.parametrize("order", [-3.0, -1.0, 0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 3.0])
def test_entropy_is_smooth_where_its_formula_changes(order):
    """Series and closed forms meet: relative welfare around 1/4 and order·log around 1/2."""
    random = np.random.default_rng(13)
    y = np.exp(random.uniform(-0.9, 0.9, 400))
    w = random.uniform(1, 2, 400)
    share = y / np.average(y, weights=w)
    plain = {
        0.0: lambda: -np.average(np.log(share), weights=w),
        1.0: lambda: np.average(share * np.log(share), weights=w),
    }.get(order, lambda: (np.average(share**order, weights=w) - 1) / (order * (order - 1)))()
    assert measures.generalized_entropy(y, w, order) == pytest.approx(plain, rel=1e-12, abs=0)


RESTS_ON_A_DENSITY = ("median", "quantile", "polarisation", "p90p10", "p75p25", "p50p10")


def test_ties_and_split_rows_change_no_digit_that_counts():
    y, w, z = table(14)
    twice = np.repeat(y, 2), np.repeat(w, 2) * np.tile([0.25, 0.75], 40), np.repeat(z, 2)
    for name in EVERY:
        if name.endswith("elasticity_p0"):
            continue  # a bandwidth depends on the number of rows
        one, two = call(name, y, w, z, influence=True), call(name, *twice, influence=True)
        assert two.value == pytest.approx(one.value, rel=1e-12, abs=0)
        if not name.startswith(RESTS_ON_A_DENSITY):  # n of the bandwidth counts rows
            assert two.influence[::2] == pytest.approx(
                one.influence, rel=1e-9, abs=1e-12 * np.abs(one.influence).max()
            )


def test_small_shares_keep_their_digits():
    """A tenth without welfare has no share, and one beside a fortune has its own."""
    y = [0.0] * 7 + [3e-9, 1.0, 1e9]
    assert [measures.share(y, None, 10 * k, 10 * k + 10) for k in range(7)] == [0.0] * 7
    assert measures.share(y, None, 70, 80) == pytest.approx(100 * 3e-9 / (1e9 + 1.0), rel=1e-14, abs=0)


def test_welfare_that_is_nearly_nothing_keeps_its_digits():
    """ln(y/μ) of y = 3e-14: from y/μ − 1, which is −1 + 6e-14, three digits would be left."""
    expected = math.log((1 + 3e-14) / 2) - math.log(3e-14) / 2
    assert measures.mld([3e-14, 1]) == pytest.approx(expected, rel=1e-14, abs=0)


def test_a_fortune_that_hardly_anybody_has():
    """A row of less than 1e-10 of all people is above every quantile; the top share counts it whole."""
    y, w = np.append(np.arange(1.0, 11.0), 1e6), np.append(np.ones(10), 1e-11)
    found = measures.share(y, w, 90, 100, influence=True)
    total, q = (w * y).sum(), 9.0  # the poorest nine are 90 percent, but for the tolerance
    assert found.value == pytest.approx(100 * (10 + 1e-5) / total, rel=1e-10, abs=0)
    expected = 100 * ((1e6 - q) + 0.1 * q - found.value / 100 * 1e6) / total
    assert found.influence[-1] == pytest.approx(expected, rel=1e-9, abs=0)


def test_influence_values_that_are_too_large_are_refused():
    tiny = [1e-320, 1e-320]
    assert measures.mean([1, 3], tiny) == 2.0
    with np.errstate(over="ignore"), pytest.raises(measures.UndefinedMeasureError, match="too large"):
        measures.mean([1, 3], tiny, influence=True)


def test_on_the_line_is_not_poor():
    assert measures.fgt([1 - 1e-13, 1, 1 - 1e-11], None, 1.0, 0) == pytest.approx(100 / 3, rel=1e-14, abs=0)


# what may be handed over


@pytest.mark.parametrize(
    "make", [list, tuple, np.array, pd.Series, pl.Series, lambda v: np.array(v, dtype=np.int32)]
)
def test_any_array_like_will_do(make):
    y, w = make([160, 100, 150, 110]), make([1, 1, 1, 1])
    assert measures.sst(y, w, make([125] * 4)) == 0.125
    assert measures.sst(y, None, 125) == 0.125
    assert measures.gini(pd.Series([4.0, 2.0], index=[7, 3])) == measures.gini([2, 4])


def test_what_is_handed_over_stays_as_it_is():
    y, w, z = table(15)
    kept = y.copy(), w.copy(), z.copy()
    for name in EVERY:
        call(name, y, w, z, influence=True)
    assert all((one == other).all() for one, other in zip((y, w, z), kept, strict=True))


GAP = [1.0, float("nan"), 3.0]
REFUSED = [
    (lambda: measures.gini([]), "there are no rows"),
    (lambda: measures.gini([[1, 2]]), "welfare must be one number a row, an array of 1 dimension, not 2"),
    (lambda: measures.gini(3.0), "an array of 1 dimension, not 0"),
    (lambda: measures.gini([1, 2], [1]), "weight has length 1, but there are 2 rows"),
    (lambda: measures.fgt([1, 2], None, [1, 2, 3]), "line has length 3, but there are 2 rows"),
    (lambda: measures.mean(GAP), r"welfare\[1\] is missing \(NaN\); missing or infinite in 1 of 3 rows"),
    (lambda: measures.mean([1, None, 2]), r"welfare\[1\] is missing"),
    (lambda: measures.mean(np.ma.array([1, 2, 3], mask=[0, 0, 1])), r"welfare\[2\] is missing"),
    (lambda: measures.mean([1, math.inf]), r"welfare\[1\] is infinite"),
    (lambda: measures.mean([1, 2, 3], GAP), r"weight\[1\] is missing"),
    (lambda: measures.fgt([1, 2, 3], None, GAP), r"line\[1\] is missing"),
    (lambda: measures.fgt([1, 2], None, float("nan")), "line must be a finite number above 0, not nan"),
    (lambda: measures.mean([1, 2], [1, -1]), r"weight\[1\] must not be negative, but is -1"),
    (lambda: measures.mean([1, 2], [0, 0]), "all weights are 0"),
    (lambda: measures.fgt([1, 2], None, 0), "line must be a finite number above 0, not 0"),
    (lambda: measures.fgt([1, 2], None, [3, -1]), r"line\[1\] must be above 0, not -1"),
    (lambda: measures.fgt([1, 2], None, 3, -1), "alpha must be a finite number, 0 or more, not -1"),
    (lambda: measures.fgt([1, 2], None, 3, math.nan), "alpha must be"),
    (lambda: measures.fgt([1, 2], None, 3, math.inf), "alpha must be"),
    (lambda: measures.fgt([1, 2], None, math.inf), "line must be a finite number above 0, not inf"),
    (lambda: measures.watts([1, 2], None, 3, 0), "floor must be"),
    (lambda: measures.watts([1, 2], None, 3, math.inf), "floor must be"),
    (lambda: measures.atkinson([1, 2], None, math.inf), "aversion must be"),
    (lambda: measures.density([1, 2], None, 1, math.inf), "width must be"),
    (lambda: measures.atkinson([1, 2], None, 0), "aversion must be a finite number above 0, not 0"),
    (lambda: measures.generalized_entropy([1, 2], None, math.inf), "order must be"),
    (lambda: measures.quantile([1, 2], None, 0), "percent must be above 0 and below 100, not 0"),
    (lambda: measures.quantile([1, 2], None, 100), "percent must be"),
    (lambda: measures.lorenz_ordinate([1, 2], None, 101), "percent must be from 0 to 100, not 101"),
    (lambda: measures.share([1, 2], None, 40, 40), "low and high must be 0 <= low < high <= 100"),
    (lambda: measures.share([1, 2], None, -1, 40), "not -1 and 40"),
    (lambda: measures.share([1, 2], None, 0, 101), "not 0 and 101"),
    (lambda: measures.quantile_shares([1, 2], None, 0), "groups must be a whole number above 0, not 0"),
    (lambda: measures.quantile_shares([1, 2], None, 2.5), "groups must be"),
    (lambda: measures.density([1, 2], None, math.nan), "point must be"),
    (lambda: measures.density([1, 2], None, 1, 0), "width must be"),
    (lambda: measures.coverage([1, 2], None, [1, 2]), r"received\[1\] must be 0 or 1, not 2"),
    (lambda: measures.coverage([2, 1], None, [3, 1]), r"received\[0\] must be 0 or 1, not 3"),
    (lambda: measures.coverage([1, 2], None, [1, 0], 50, 20), "low and high"),
    (lambda: measures.exclusion_error([1, 5], None, [1, 1]), r"meant\[1\] must be 0 or 1"),
    (lambda: measures.share_of_benefit([1, 2], None, [1, 2, 3], 0, 40), "benefit has length 3"),
]
UNDEFINED = [
    (lambda: measures.gini([-1, 1]), r"the total of welfare is not above 0 \(0\)"),
    (lambda: measures.gini([0.1, 0.2, -0.3]), "the total of welfare is not above 0"),  # 5.6e-17 of rounding
    (lambda: measures.lorenz_ordinate([0, 0], None, 0), "the total of welfare is not above 0"),
    (lambda: measures.share([0, 0], None, 0, 40), "the total of welfare is not above 0"),
    (lambda: measures.theil([-1, 3, 4]), "welfare is negative in 1 of"),
    (lambda: measures.generalized_entropy([-1, -1, 9], None, 3), "welfare is negative in 2 of 3 rows"),
    (lambda: measures.mld([0, 3]), "welfare is 0 in 1 of 2 rows"),
    (lambda: measures.atkinson([0, 3], None, 1), "welfare is 0 in 1 of 2 rows"),
    (lambda: measures.atkinson([-1, 3], None, 0.5), "welfare is negative in 1 of"),
    (lambda: measures.atkinson([0, 0], None, 0.5), "the total of welfare is not above 0"),
    (lambda: measures.watts([0, -2, 3], None, 2), "welfare of the poor is 0 or less in 2 of 3 rows"),
    (lambda: measures.gap_poor([3, 4], None, 2), "nobody is poor"),
    (lambda: measures.gini_poor([3, 4], None, 2), "nobody is poor"),
    (lambda: measures.gini_poor([0, 4], None, 2), "the total of welfare of the poor is not above 0"),
    (lambda: measures.palma([0, 0, 0, 0, 0, 1]), "the share of the poorest is not above 0"),
    (lambda: measures.s80s20([-1, 0, 0, 0, 9]), "the share of the poorest is not above 0"),
    (lambda: measures.density([2, 2], None, 2), "all welfare is equal"),
    (lambda: measures.concentration_index([1, 2], None, [0, 0]), "all benefits add up to 0 or less"),
    (lambda: measures.targeting_ratio([1, 2], None, [0, 0]), "all benefits add up to 0 or less"),
    (lambda: measures.share_of_benefit([1, 2], None, [1, -1], 0, 40), "all benefits add up to 0 or less"),
    (
        lambda: measures.benefit_per_recipient([1, 2], None, [0, 3], 0, 50),
        "nobody from 0 to 50 percent receives",
    ),
    (lambda: measures.exclusion_error([0, 0], None, [1, 0]), "the programme is meant for nobody"),
    (lambda: measures.inclusion_error([1, 0], None, [0, 0]), "nobody receives"),
    (lambda: measures.atkinson([1e-6, 1], None, 60), "too large for floating-point numbers"),
    (lambda: measures.generalized_entropy([1e-300, 1], None, -3), "too large for floating-point numbers"),
]


@pytest.mark.parametrize(("ask", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_right_is_refused(ask, sentence):
    with pytest.raises(ValueError, match=sentence) as refused:
        ask()
    assert not isinstance(refused.value, measures.UndefinedMeasureError)


@pytest.mark.parametrize(("ask", "sentence"), UNDEFINED, ids=[sentence for _, sentence in UNDEFINED])
def test_what_has_no_value_says_why(ask, sentence):
    assert issubclass(measures.UndefinedMeasureError, ValueError)
    with pytest.raises(measures.UndefinedMeasureError, match=sentence):
        ask()


def test_edges_that_have_a_value():
    """Nobody poor is no poverty; the floor lifts what has no logarithm; one person alone is equal."""
    for name in ("p0", "p1", "p2", "watts", "sen", "sst", "poor_count", "total_shortfall"):
        found = call(name, [3, 4], None, 2, influence=True)
        assert found.value == 0
        assert not found.influence.any()
    assert measures.watts([0, -2, 3, 9], None, 4, 2.0) == pytest.approx(
        (2 * math.log(2) + math.log(4 / 3)) / 4, rel=1e-14, abs=0
    )
    for name in ("gini", "theil", "mld", "ge2", "atkinson_0.5", "atkinson_1", "atkinson_2"):
        assert call(name, [7.3], [0.4]) == 0
        assert call(name, [0.3] * 3, [0.7, 0.3, 0.1]) == 0  # Σ wy/Σ w is rounded to something else
    assert measures.theil([0, 2]) == pytest.approx(math.log(2), rel=1e-15, abs=0)
    assert measures.generalized_entropy([0, 2], None, 0.5) == pytest.approx(
        (2**-0.5 - 1) / -0.25, rel=1e-15, abs=0
    )
    assert measures.gini([-1, 3]) == 1.0


# the package

FUNCTIONS = [name for name in measures.__all__ if name not in ("MeasureResult", "UndefinedMeasureError")]


def test_public_names():
    assert dir(measures) == sorted(measures.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        measures.nonsense  # noqa: B018 - asking is the point
    for name in measures.__all__:
        assert getattr(measures, name) is not None


def test_the_guide_lists_every_function():
    with open(
        os.path.join(os.path.dirname(os.path.dirname(PEERS)), "docs", "python.md"), encoding="utf-8"
    ) as file:
        text = file.read()
    assert all(f"`{name}`" in text for name in FUNCTIONS)


def test_numpy_is_imported_with_the_first_function():
    program = (
        "import sys; from kaltim_poverty import measures; before = 'numpy' in sys.modules;"
        "measures.gini; print(before, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment(), timeout=TIMEOUT, check=True
    )
    assert done.stdout.split() == [b"False", b"True"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_shapes_units_and_what_it_raises(name):
    function = getattr(measures, name)
    text = inspect.getdoc(function)
    assert all(section in text for section in ("Args:", "Returns:", "Raises:"))
    for argument in inspect.signature(function).parameters:
        described = re.search(rf"^\s+{argument}: (.*(?:\n {{8,}}.*)*)", function.__doc__, re.MULTILINE)
        assert described, argument
        if argument in ("welfare", "weight", "line", "benefit", "received", "meant"):
            assert "shape (rows,)" in described[1]
    module = importlib.import_module(function.__module__)
    assert "doi.org" in inspect.getsource(module) or "Silverman" in text


DECOMPOSITIONS = ("theil_decomposition", "mld_decomposition", "gini_decomposition")
WITHOUT_INFLUENCE = ("bandwidth", "quantile_shares", *DECOMPOSITIONS)  # which are several numbers each


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in WITHOUT_INFLUENCE])
def test_every_function_gives_influence_values(name):
    assert inspect.signature(getattr(measures, name)).parameters["influence"].default is False


def test_a_result_cannot_be_changed():
    found = measures.mean([1, 2], influence=True)
    with pytest.raises(AttributeError):
        found.value = 3.0
