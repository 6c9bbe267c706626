"""Published numbers about a handful of people, typed in with their source."""

from __future__ import annotations

import pytest

from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate

# World Bank, Handbook on Poverty and Inequality (Haughton and Khandker 2009), chapter 4: countries of four
# people, poverty line 125. Headcounts, the gap of B and Watts of C are the handbook's; the others are worked
# out by hand in PovertyAndInequalityMeasures.jl (test/runtests.jl), Sen and SST as checked with R's ineq.
LINE = 125
COUNTRIES = {"A": [100, 100, 150, 150], "B": [124, 124, 150, 150], "C": [100, 110, 150, 160]}
POVERTY = [
    ("A", "p0", 50, 1e-9),
    ("B", "p0", 50, 1e-9),
    ("B", "p1", 0.4, 1e-9),
    ("C", "watts", 0.0877442307, 1e-9),
    ("C", "p0", 50, 1e-9),
    ("C", "fgt_0.5", 19.84059, 1e-4),
    ("C", "p1", 8, 1e-9),
    ("C", "fgt_1.5", 3.2753, 1e-4),
    ("C", "p2", 1.36, 1e-9),
    ("C", "fgt_2.5", 0.57192, 1e-4),
    ("C", "gini_poor", 0.0238095, 1e-6),
    ("C", "sen", 0.09, 1e-12),
    ("C", "sst", 0.125, 1e-12),
]

# The same, Table 6.3: ten incomes; to seven decimals in the same test-suite, with natural logarithms.
INCOMES = [10, 15, 20, 25, 40, 20, 30, 35, 45, 90]
INEQUALITY = {
    "gini": 0.3272727,
    "mld": 0.1792203,
    "theil": 0.1830644,
    "ge_1.25": 0.1883288,
    "ge_1.5": 0.1954897,
    "ge_1.75": 0.2047211,
    "ge_2": 0.2162534,
    "ge_2.25": 0.2303812,
    "ge_2.5": 0.2474728,
    "atkinson_0.25": 0.0446396,
    "atkinson_0.5": 0.0869155,
    "atkinson_0.75": 0.1267328,
    "atkinson_1": 0.1640783,
    "atkinson_1.25": 0.1989991,
    "atkinson_1.5": 0.2315817,
    "atkinson_1.75": 0.2619332,
    "atkinson_2": 0.2901688,
    "atkinson_2.25": 0.3164032,
}

# Ten people in two years, PEP/Laval course, output of DASP: P1 at a line of 10.4, and its change.
FIRST = [1.5, 4.5, 7.5, 3, 4.5, 9, 10.5, 15, 12, 13.5]
SECOND = [1.54, 3.85, 6.6, 2.75, 4.4, 7.7, 8.8, 7.7, 6.6, 6.6]
PANEL_LINE = 10.4

# Five people in three strata, R's survey, tests/lonely.psu.R: the variance of their total age.
TOY = {
    "age": [30.5, 40.5, 35, 52, 44],
    "weight": [10.5, 10.5, 20, 20, 15],
    "stratum": [1, 1, 2, 2, 3],
    "psu": [1, 2, 3, 4, 5],
}
VARIANCE = {"remove": 126625, "certainty": 126625, "adjust": 127579.8}


def only(welfare, name, **options):
    (row,) = estimate({"welfare": welfare}, measure=name, **options)
    return row


@pytest.mark.parametrize(("country", "name", "expected", "tolerance"), POVERTY)
def test_four_people(country, name, expected, tolerance):
    found = only(COUNTRIES[country], name, line=LINE).estimate
    assert found == pytest.approx(expected, abs=tolerance)


def test_weights_stand_for_repeated_people():
    weighted = {"welfare": [100, 150], "weight": [2, 2]}
    for name in ("p0", "p1", "p2", "watts", "sen", "sst", "gini"):
        (row,) = estimate(weighted, measure=name, line=LINE, weight="weight")
        assert row.estimate == pytest.approx(only(COUNTRIES["A"], name, line=LINE).estimate, rel=1e-14)


@pytest.mark.parametrize("name", INEQUALITY)
def test_ten_incomes(name):
    assert only(INCOMES, name).estimate == pytest.approx(INEQUALITY[name], abs=6e-8)


def test_four_incomes():
    """README of povertyInequalityMeasures, which prints 0.225 and means 0.19."""
    assert only([7, 10, 15, 18], "gini").estimate == pytest.approx(0.19, rel=1e-12)


@pytest.mark.parametrize(("welfare", "published"), [(FIRST, (31.1538, 10.581)), (SECOND, (45.6346, 7.2481))])
def test_the_gap_of_ten_people(welfare, published):
    row = only(welfare, "p1", line=PANEL_LINE)
    assert (row.estimate, row.se) == pytest.approx(published, abs=5e-5)


def test_the_gap_of_ten_people_has_an_interval():
    row = only(SECOND, "p1", line=PANEL_LINE)
    assert (row.ci_low, row.ci_high) == pytest.approx((29.2383, 62.0309), abs=6e-5)
    assert row.df == 9


def test_the_change_of_ten_people():
    data = [{"welfare": welfare, "person": list(range(10))} for welfare in (FIRST, SECOND)]
    (row,) = compare(*data, line=PANEL_LINE, measure="p1", panel="person")
    found = [row.change, row.se, row.ci_low, row.ci_high]
    assert found == pytest.approx([14.4808, 4.4233, 4.4745, 24.4871], abs=6e-5)
    assert row.df == 9


@pytest.mark.parametrize("rule", VARIANCE)
def test_the_total_of_five_people(rule):
    """Their age as what they lack to 1000."""
    data = {**TOY, "y": [1000 - age for age in TOY["age"]]}
    asked = {"welfare": "y", "weight": "weight", "stratum": "stratum", "psu": "psu"}
    (row,) = estimate(data, line=1000, measure="total_shortfall", lonely_psu=rule, **asked)
    assert row.se**2 == pytest.approx(VARIANCE[rule], rel=1e-6)


@pytest.mark.parametrize("zeros", [99, 999, 9999])
def test_one_person_has_everything(zeros):
    """As in the tests of the World Bank's wbpip."""
    assert only([0.0] * zeros + [100.0], "gini").estimate == pytest.approx(zeros / (zeros + 1), rel=1e-12)


def test_ends_of_poverty():
    """As in the tests of wbpip: ten people without anything, and a hundred below a line of 101."""
    assert only([0.0] * 10, "p1", line=12).estimate == 100
    assert only([float(y) for y in range(1, 101)], "p0", line=101).estimate == 100
    assert only([7.0] * 100, "gini").estimate == 0
