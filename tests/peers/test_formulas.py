"""What convey, PIP and DASP do, by the formulas in their sources: kpov with their choices gives the same.

They can't be installed here, so that they are `documented`. The formulas below are written anew from
convey 1.0 (``CalcGini``, ``svyfgt``, ``svywatts``, ``svyqsr``, ``computeQuantiles``), wbpip
(``md_clean_data``, ``md_compute_fgt``, ``md_compute_watts``, ``md_compute_gini``) and the manual of DASP,
one row at a time, and tried on samples with rows on the line and on quantiles, zeros, negative values, and
rows that are split in two.
"""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.explain import explain

LINE = 700
WELFARE = st.sampled_from((-50, 0, 0, 1, 300, 699, 700, 700, 701, 900, 900, 1500, 4000))
ROWS = st.lists(st.tuples(WELFARE, st.sampled_from((1, 2, 4, 0.5))), min_size=4, max_size=30)


def split(rows):
    """The same people, the first row as two halves."""
    (welfare, weight), *others = rows
    return [(welfare, weight / 2), (welfare, weight / 2), *others]


def total(rows):
    """The people of rows."""
    return sum(weight for _, weight in rows)


def fgt(rows, alpha, poor):
    """Σ w (1 − y/z)^α of the poor, by the people."""
    return sum(w * (1 - y / LINE) ** alpha for y, w in rows if poor(y)) / total(rows)


def at_or_below(welfare):
    """Whether convey counts it as poor."""
    return welfare <= LINE


def below(welfare):
    """Whether the others do."""
    return welfare < LINE


def watts(rows, people):
    """The logarithms of rows above 0, by the people."""
    return sum(w * log(LINE / y) for y, w in rows if 0 < y < LINE) / people if people else None


def gini_of_units(rows):
    """``CalcGini``: each row is one unit."""
    people, income, running, sum_of_ranks = total(rows), sum(y * w for y, w in rows), 0, 0
    for y, w in sorted(rows):
        running += w
        sum_of_ranks += (2 * running - 1) * y * w
    return sum_of_ranks / (people * income) - 1 if income > 0 else None


def trapezoid(rows):
    """``md_compute_gini``: 1 less twice the area below the Lorenz curve."""
    people, income, before, area = total(rows), sum(y * w for y, w in rows), 0, 0
    for y, w in sorted(rows):
        area += (before + y * w / 2) * w
        before += y * w
    return 1 - 2 * area / (people * income) if income > 0 else None


def first_value(rows, share):
    """``computeQuantiles``: the first value whose running share reaches it."""
    running, people = 0, total(rows)
    for y, w in sorted(rows):
        running += w
        if running / people >= share:
            return y
    raise AssertionError


def ratio_of_whole_rows(rows):
    """``svyqsr``: above the upper quantile, by up to the lower one."""
    low, high = first_value(rows, 0.2), first_value(rows, 0.8)
    bottom = sum(y * w for y, w in rows if y <= low)
    return sum(y * w for y, w in rows if y > high) / bottom if bottom else None


def of_convey(rows):
    """What convey gives."""
    positive = [(y, w) for y, w in rows if y > 0]
    values = {f"p{alpha}": fgt(rows, alpha, at_or_below) for alpha in range(3)}
    values |= {"gini": gini_of_units(rows), "s80s20": ratio_of_whole_rows(rows)}
    return {**values, "watts": watts(positive, total(positive))}


def of_pip(rows):
    """What PIP gives: rows below 0 are dropped first."""
    taken = [(y, w) for y, w in rows if y >= 0]
    if not taken:
        return dict.fromkeys(("p0", "p1", "p2", "gini", "watts"))
    values = {f"p{alpha}": fgt(taken, alpha, below) for alpha in range(3)}
    return {**values, "gini": trapezoid(taken), "watts": watts(taken, total(taken))}


def of_dasp(rows):
    """What DASP gives: percentages, and Watts of rows above 0."""
    positive = [(y, w) for y, w in rows if y > 0]
    values = {f"p{alpha}": 100 * fgt(rows, alpha, below) for alpha in range(3)}
    return {**values, "gini": trapezoid(rows), "watts": watts(positive, total(positive))}


FORMULAS = {"convey": of_convey, "pip": of_pip, "dasp": of_dasp}


def columns_of(rows):
    """Rows as columns."""
    return {"welfare": [y for y, _ in rows], "weight": [w for _, w in rows]}


@pytest.mark.parametrize("peer", FORMULAS)
@settings(max_examples=6, deadline=None)
@given(ROWS, st.booleans())
def test_an_estimate_like_a_program_is_what_its_formulas_give(peer, rows, halved):
    """To 1e-9, or undefined in both, on every sample."""
    rows = split(rows) if halved else rows
    wanted = FORMULAS[peer](rows)
    asked = {"welfare": "welfare", "weight": "weight", "line": LINE, "measure": list(wanted)}
    got = {row.measure: row.estimate for row in estimate(columns_of(rows), like=peer, **asked)}
    for name, value in wanted.items():
        assert got[name] == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)), name


@pytest.mark.parametrize("peer", FORMULAS)
def test_all_choices_together_explain_the_value_of_a_program(peer):
    """What is left is 0: on a sample where each of its choices moves something."""
    rows = split([(-50, 1), (0, 2), (300, 4), (700, 1), (700, 2), (900, 4), (1500, 2), (4000, 1)])
    for name, value in FORMULAS[peer](rows).items():
        asked = {"welfare": "welfare", "weight": "weight", "line": LINE}
        answer = explain(columns_of(rows), name, like=peer, against=repr(value), **asked)
        [left] = [row for row in answer if row.choice == "left"]
        [together] = [row for row in answer if row.choice == "all"] or [None]
        if (peer, name) == ("pip", "watts"):
            assert together.there == "adds_0;dropped"
        assert left.difference == pytest.approx(0, abs=1e-9 * max(1, abs(value))), name
