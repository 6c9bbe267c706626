"""Estimates over rows that are distributed: those of one machine."""

import math

import numpy as np
import pytest

from kaltim_poverty.survey import estimate


def survey(rows=600, seed=0):
    """A survey with everything that makes estimates differ."""
    random = np.random.default_rng(seed)
    psu = random.integers(0, 43, rows)  # the last is alone in its stratum
    return {
        "y": np.round(np.exp(random.normal(0, 0.8, rows)) * 100, 1),
        "w": np.where(psu == 20, 0.0, random.integers(0, 5, rows)),  # a PSU without a row that counts
        "psu": psu,
        "stratum": psu // 6,
        "fpc": 100 + (psu // 6),
        "region": np.array(["n", "s", "e"])[psu % 3],
        "kind": np.where(random.random(rows) < 0.02, None, random.integers(0, 4, rows).astype(object)),
        "z": 60.0 + 10 * random.integers(0, 5, rows),
        "sex": random.integers(0, 2, rows),
    }


def with_replicates(rows=600, replicates=6):
    """The same survey with weights of replicates, in some of which PSUs have none."""
    data = survey(rows)
    factors = np.random.default_rng(5).integers(0, 3, (replicates, 43))
    own = {f"r{place}": data["w"] * factor[data["psu"]] for place, factor in enumerate(factors)}
    return {**data, **own}


DESIGN = {"welfare": "y", "weight": "w", "stratum": "stratum", "psu": "psu"}


def compared(one, other, tolerance=1e-11):
    assert len(one.rows) == len(other.rows)
    for row, own in zip(one.rows, other.rows, strict=True):
        for name in ("groups", "measure", "unit", "df", "n", "note"):
            assert getattr(row, name) == getattr(own, name), (row, own)
        for name in ("estimate", "se", "rse", "ci_low", "ci_high", "deff", "population"):
            a, b = getattr(row, name), getattr(own, name)
            if name == "rse" and row.estimate is not None and abs(row.estimate) < 1e-12:
                continue  # a quotient of roundings
            assert (a is None) == (b is None), (name, row, own)
            assert a is None or math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-12), (name, row, own)
    assert one.notes == other.notes


ALL = {"measure": "all", "line": 80}
CASES = {
    "line": {"line": 80},
    "no line": {},
    "all": {**ALL, "by": ["region", "region,kind"], "missing": "drop"},
    "where": {"line": 80, "by": "region", "where": "sex = 1", "measure": "all", "floor": 1},
    "fpc": {**ALL, "fpc": "fpc", "lonely_psu": "average", "population_known": True},
    "average": {"line": 80, "by": "region,sex", "where": "psu < 7 or psu = 42", "lonely_psu": "average"},
    "adjust": {"line": 80, "by": "region,sex", "where": "psu < 7 or psu = 42", "ci": "wald", "level": 0.9},
    "certainty": {"line": 80, "lonely_psu": "certainty"},
    "remove": {"line": 80, "lonely_psu": "remove"},
    "nest": {**ALL, "psu": "sex", "nest": True},
    "each row a PSU": {**ALL, "psu": None, "by": "region"},
    "simple": {**ALL, "psu": None, "stratum": None},
    "lines of rows": {"line_column": "z", "measure": "all", "by": ["region", "sex"]},
    "lines of rows, each a PSU": {"line_column": "z", "measure": "all", "psu": None},
    "median": {"relative_line": 0.6, "measure": "all", "by": "region", "where": "sex = 1"},
    "mean": {
        "relative_line": 0.5,
        "relative_to": "mean",
        "measure": "all",
        "by": "region,kind",
        "missing": "drop",
    },
    "median, each row a PSU": {"relative_line": 0.6, "by": "region", "psu": None},
    "median, lonely": {
        "relative_line": 0.6,
        "by": "region",
        "where": "psu < 7 or psu = 42",
        "lonely_psu": "average",
    },
    "bootstrap": {**ALL, "bootstrap": 6, "by": "region", "where": "sex = 1"},
    "bootstrap of lines": {"line_column": "z", "measure": "all", "bootstrap": 5},
    "bootstrap of a median": {"relative_line": 0.6, "measure": "all", "bootstrap": 6, "by": "region"},
    "median, lonely adjusted": {"relative_line": 0.6, "by": "region", "where": "psu < 7 or psu = 42"},
}


@pytest.mark.parametrize("case", CASES)
def test_estimates_are_those_of_one_machine(distribute, case):
    options = {**DESIGN, **CASES[case]}
    here = estimate(survey(), **options)
    distribute(blocks=4)
    compared(estimate(survey(), **options), here)


REPLICATES = {"replicate_weights": "r[0-9]", "replicate_method": "bootstrap", "welfare": "y", "weight": "w"}


@pytest.mark.parametrize(
    "options",
    [
        {**ALL, "by": ["region", "region,kind"], "missing": "drop", "population_known": True},
        {"line_column": "z", "measure": "all"},
        {"relative_line": 0.6, "by": "region", "measure": "all"},
        {"relative_line": 0.6, "relative_to": "mean", "where": "sex = 1"},
    ],
)
def test_estimates_by_replicate_weights_are_those_of_one_machine(distribute, options):
    here = estimate(with_replicates(), **REPLICATES, **options)
    distribute(blocks=4)
    compared(estimate(with_replicates(), **REPLICATES, **options), here)


@pytest.mark.parametrize(
    ("case", "blocks"),
    [
        ("lines of rows", 2),
        ("median", 12),
        *(pytest.param(case, 50, marks=pytest.mark.slow) for case in ("all", "lines of rows", "median")),
    ],
)
def test_estimates_hardly_depend_on_how_many_blocks_there_are(distribute, case, blocks):
    options = {**DESIGN, **CASES[case]}
    distribute(blocks=1)
    one = estimate(survey(), **options)
    distribute.end()
    distribute(blocks=blocks)
    compared(estimate(survey(), **options), one, 1e-12)


def test_estimates_do_not_depend_on_the_order_in_which_blocks_are_gone_through(distribute):
    options = {**DESIGN, **CASES["all"]}
    found = []
    for seed in (1, 2):
        distribute(blocks=5, seed=seed)
        found.append(estimate(survey(), **options))
        distribute.end()
    assert found[0].rows == found[1].rows


def odd_surveys():
    """Surveys whose blocks are unlike each other."""
    data = survey()
    tied = {**data, "y": np.where(np.arange(600) % 10 == 0, data["y"], 70.0)}
    region = np.where(data["y"] > 250, "rich alone", np.where(data["y"] < 40, "poor alone", "others"))
    rare = np.where(np.arange(600) == 17, "one row", "others")
    negative = {**data, "y": data["y"] - 60.0}
    equal = {**data, "y": np.full(600, 70.0)}
    return {
        "ties of 90 percent": (tied, {"by": ["region", "sex"]}),
        "domains in a few blocks": ({**data, "region": region}, {"by": "region"}),
        "a domain of one row": ({**data, "region": rare}, {"by": "region"}),
        "a subpopulation in one block": (data, {"where": "y < 45", "by": "region"}),
        "welfare below 0": (negative, {"by": "region"}),
        "all welfare equal": (equal, {"by": "region"}),
    }


@pytest.mark.parametrize("case", odd_surveys())
def test_estimates_of_odd_surveys_are_those_of_one_machine(distribute, case):
    data, options = odd_surveys()[case]
    options = {**DESIGN, **ALL, **options}
    here = estimate(data, **options)
    distribute(blocks=12)
    compared(estimate(data, **options), here)


def test_replicates_that_leave_no_line_have_no_poverty(distribute):
    """Welfare around 0 on average, so that half of its mean is below 0 in some replicates."""
    data = survey()
    data["y"] = data["y"] - np.average(data["y"], weights=data["w"]) + 1.0
    options = {**DESIGN, "relative_line": 0.5, "relative_to": "mean", "measure": "p0,mean", "bootstrap": 8}
    here = estimate(data, **options)
    distribute(blocks=4)
    there = estimate(data, **options)
    compared(there, here, 1e-9)
    assert [each for each in here.notes if each.code == "replicates_undefined"]
