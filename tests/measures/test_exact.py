"""Every measure of the catalogue, from a file to its row, against exact arithmetic to 1e-11."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from measures.exact import exact, rows_of

from kaltim_poverty.measures.catalogue import names
from kaltim_poverty.survey.estimate import estimate

MORE = [
    "fgt_1.5",
    "fgt_3",
    "ge_-1",
    "ge_0.5",
    "ge_3",
    "atkinson_0.25",
    "atkinson_3",
    "quantile_37.5",
    "lorenz_2.5",
]
EVERY = [*names(), *MORE]
NEARLY_NOTHING = 1e-13  # of what the terms of a difference are


def table(seed, count=40):
    """Welfare with many ties, weights that differ a little, three lines."""
    random = np.random.default_rng(seed)
    y = np.round(np.exp(random.normal(0, 0.8, count)) * 20) / 2 + 0.5
    return {
        "welfare": y,
        "weight": np.round(random.uniform(0.5, 3.0, count), 3),
        "z": random.choice([7.0, 9.25, 11.0], count),
    }


def with_zeros():
    data = table(2)
    data["welfare"][:3] = 0.0
    return data


def with_negative():
    data = table(3)
    data["welfare"][:4] = [-4.0, -0.5, -4.0, 0.0]
    return data


def all_tied():
    return {"welfare": np.full(7, 5.0), "weight": np.array([1.0, 2, 3, 1, 2, 3, 4]), "z": np.full(7, 5.5)}


def extreme_weights():
    data = table(4)
    data["weight"] = 10.0 ** np.random.default_rng(4).uniform(-6, 6, len(data["weight"]))
    return data


CASES = {
    "ties": lambda: table(1),
    "zeros": with_zeros,
    "negative": with_negative,
    "all tied": all_tied,
    "weights from 1e-6 to 1e6": extreme_weights,
    "a single poor row": lambda: {"welfare": [3.0], "weight": [0.7], "z": [7.0]},
    "a single row above its line": lambda: {"welfare": [9.0], "weight": [1e-6], "z": [7.0]},
    "a single row at zero": lambda: {"welfare": [0.0], "weight": [2.0], "z": [7.0]},
    "a single negative row": lambda: {"welfare": [-2.0], "weight": [2.0], "z": [7.0]},
    "nobody poor": lambda: {**table(5), "z": np.full(40, 0.25)},
    "everybody poor": lambda: {**table(6), "z": np.full(40, 1e6)},
    "everything negative": lambda: {**table(7), "welfare": -table(7)["welfare"]},
    "weights that sum to one": lambda: {**table(8), "weight": table(8)["weight"] / table(8)["weight"].sum()},
}


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_exact_arithmetic(case):
    """Where the definition has no value neither has the answer, and it says why."""
    data = {key: np.asarray(value, dtype=float) for key, value in CASES[case]().items()}
    found = estimate(data, weight="weight", line_column="z", measure=EVERY).rows
    rows = rows_of(data["welfare"], data["weight"], data["z"])
    assert len(found) == len(EVERY)
    for name, row in zip(EVERY, found, strict=True):
        expected = exact(name, rows)
        assert (row.estimate is None) == (expected is None), name
        if expected is None:
            assert row.note is not None, name
        else:
            nothing = NEARLY_NOTHING * (100 if row.unit == "percent" else 1)  # 0 is a difference of terms
            tolerance = 0 if abs(expected) > 1e-9 else nothing
            assert row.estimate == pytest.approx(expected, rel=1e-11, abs=tolerance), name


def test_the_reference_itself_on_the_handbooks_four_people():
    """World Bank Handbook on Poverty and Inequality, chapter 4: 100, 110, 150, 160 and a line of 125."""
    rows = rows_of([100, 110, 150, 160], [1, 1, 1, 1], [125] * 4)
    found = [exact(name, rows) for name in ("p0", "p1", "p2", "sen", "sst")]
    assert found == pytest.approx([50.0, 8.0, 1.36, 0.09, 0.125], rel=1e-15)


def influence_of(name, rows):
    """Influence values in fractions, from docs/methods."""
    people = sum(w for _, w, _ in rows)
    if name == "p1":
        gaps = [1 - y / z if y < z else 0 for y, _, z in rows]
        mean = sum(w * gap for (_, w, _), gap in zip(rows, gaps, strict=True)) / people
        return [100 * (gap - mean) / people for gap in gaps]
    welfare = sum(w * y for y, w, _ in rows)
    if name == "mean":
        return [(y - welfare / people) / people for y, _, _ in rows]
    spread = [sum(w * abs(y - other) for other, w, _ in rows) for y, _, _ in rows]
    ratio = sum(w * each for (_, w, _), each in zip(rows, spread, strict=True)) / (2 * people * welfare)
    return [
        each / (people * welfare) - ratio * (1 / people + y / welfare)
        for (y, _, _), each in zip(rows, spread, strict=True)
    ]


@pytest.mark.parametrize("make", [with_zeros, with_negative, extreme_weights], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["p1", "mean", "gini"])
def test_standard_errors_in_exact_arithmetic(make, name):
    """Two strata, PSUs of four rows: the sum of squares of PSU totals in fractions, one root at the end."""
    data = make()
    count = len(data["welfare"])
    data["psu"] = np.arange(count) // 4
    data["stratum"] = data["psu"] % 2
    (row,) = estimate(data, weight="weight", line_column="z", measure=name, psu="psu", stratum="stratum")
    rows = rows_of(data["welfare"], data["weight"], data["z"])
    totals = {}
    for place, (each, (_, w, _)) in enumerate(zip(influence_of(name, rows), rows, strict=True)):
        psu = place // 4
        totals[psu] = totals.get(psu, Fraction(0)) + w * each
    variance = Fraction(0)
    for stratum in (0, 1):
        own = [value for psu, value in totals.items() if psu % 2 == stratum]
        mean = sum(own) / len(own)
        variance += sum((value - mean) ** 2 for value in own) * len(own) / (len(own) - 1)
    assert row.se == pytest.approx(float(variance) ** 0.5, rel=1e-9, abs=0)
    assert row.df == len(totals) - 2
