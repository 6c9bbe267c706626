"""Dominance: crossings that DASP prints, t by hand, the intersection-union test, axioms, two groups."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.golden import golden
from survey.test_elasticities import COLUMNS, error, survey

from kaltim_poverty import measures
from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.survey.dominance import dominance
from kaltim_poverty.survey.infer.intersection_union import dominance_test
from kaltim_poverty.survey.stochastic_dominance.crossings import stretches

CURVES = {
    "poverty": lambda y, w, x, order: measures.poverty_curve(y, w, x, order, influence=True),
    "tip": lambda y, w, x, _: measures.tip_ordinate(y, w, 1.0, x, influence=True),
    "lorenz": lambda y, w, x, _: measures.lorenz_ordinate(y, w, x, influence=True),
}


def whole(answer, **of):
    """The rows of whole ranges."""
    return [
        row
        for row in answer
        if row.verdict and all(getattr(row, name) == value for name, value in of.items())
    ]


def richer(seed, growth=0.25):
    data = survey(seed)
    data["y"] = data["y"] * (1 + growth)
    return data


def test_dasp_crossings_of_burkina_faso():
    """DASP manual, dominance of order 2 between 1994 and 1998: 24,262.83 and 46,775.69."""
    inputs = golden("dasp_burkina")["inputs"]
    one, two = (
        {
            **{key: np.array(value) for key, value in inputs[name].items() if isinstance(value, list)},
            "y": np.array(inputs[name][welfare]),
        }
        for name, welfare in (("bkf94I", "exppc"), ("bkf98I", "exppcz"))
    )
    design = {
        "welfare": "y",
        "weight": "weight",
        "size": "size",
        "stratum": "strata",
        "psu": "psu",
        "nest": True,
    }
    asked = {"order": 2, "nominal": True, "start": 10_000, "end": 80_000, **design}
    answer = dominance(one, two, **asked)
    assert [row.to_x for row in answer] == pytest.approx([24_262.83, 46_775.69, 80_000, 80_000], abs=0.01)
    assert [row.lower for row in answer] == ["before", "after", "before", "neither"]
    in_lines = dominance(one, two, order=2, line=41_099, start=0.3, end=1.9, **design)
    assert in_lines[0].to_x * 41_099 == pytest.approx(24_262.83, abs=0.01)


@pytest.mark.parametrize(
    ("curve", "order"), [("poverty", 1), ("poverty", 2), ("poverty", 3), ("tip", None), ("lorenz", None)]
)
def test_t_at_every_point_by_hand(curve, order):
    """Independent samples: the difference over the root of both variances; the smallest of 7 points."""
    one, two = survey(1), richer(2)
    answer = dominance(one, two, curve=curve, order=order, line=8, grid=7, **COLUMNS)
    x = np.linspace(0.5, 1.5, 7) if curve == "poverty" else np.linspace(1, 99, 7)
    t = []
    for point in x:
        a, b = (CURVES[curve](data["y"] / 8, data["w"], point, order) for data in (one, two))
        se = math.hypot(error(one, a.influence), error(two, b.influence))
        t.append((b.value - a.value) / se)
    better = np.array(t) if curve == "lorenz" else -np.array(t)
    (row,) = whole(answer)
    assert row.smallest_t == pytest.approx(max(better.min(), (-better).min()), rel=1e-7, abs=1e-9)
    assert row.largest_t == pytest.approx(np.abs(t).max(), rel=1e-7)
    assert (row.curve, row.order) == (curve, order)


def test_growth_of_everybody_dominates():
    """All lines and orders agree; the earlier survey has more poverty whoever comes first."""
    one, two = survey(3), richer(3, 0.6)
    answer = dominance(one, two, line=8, grid=40, **COLUMNS)
    assert [row.verdict for row in whole(answer)] == ["after_dominates"] * 3
    assert {row.lower for row in answer} == {"after"}
    assert all(row.p_value < 0.05 for row in whole(answer))
    back = dominance(two, one, line=8, grid=40, **COLUMNS)
    assert [row.verdict for row in whole(back)] == ["before_dominates"] * 3
    assert [row.p_value for row in whole(back)] == pytest.approx([row.p_value for row in whole(answer)])
    assert str(answer.opening).startswith("From 0.5 to 1.5 lines poverty is lower in the later survey")
    upper = dominance(one, two, curve="generalised", nominal=True, **COLUMNS)
    assert whole(upper)[0].verdict == "after_dominates"
    assert whole(upper)[0].lower == "before"
    same = dominance(one, two, curve="lorenz", nominal=True, **COLUMNS)
    assert whole(same)[0].verdict == "undecided"


@pytest.mark.parametrize("panel", [None, "id"])
def test_a_survey_against_itself_has_no_dominance(panel):
    data = {**survey(4), "id": np.arange(600)}
    for curve in ("poverty", "lorenz", "generalised", "tip"):
        answer = dominance(data, data, curve=curve, line=8, grid=20, panel=panel, **COLUMNS)
        assert {row.lower for row in answer} == {"neither"}
        assert {row.verdict for row in whole(answer)} == {"undecided"}


def test_curves_that_cross_for_sure():
    """One survey has a poor tenth and nobody near the line, the other many just below it."""
    random = np.random.default_rng(5)
    wide = np.where(np.arange(3000) % 10 == 0, 3.0, 20.0) + random.uniform(0, 1, 3000)
    near = np.where(np.arange(3000) % 3 == 0, 7.5, 20.0) + random.uniform(0, 1, 3000)
    answer = dominance({"y": near}, {"y": wide}, welfare="y", line=8, order=1, start=0.4, end=1.3)
    assert [row.verdict for row in answer] == [None, None, "crosses"]
    assert [row.lower for row in answer][:2] == ["before", "after"]
    assert answer[0].to_x == pytest.approx((7.5 + 3 * 0.1) / 8, abs=0.01)  # a third of people from 7.5 to 8.5
    assert "depends on the line" in str(answer.opening)


def test_two_groups_of_one_survey_with_their_covariance():
    """Influence of the second group less that of the first, by PSU."""
    data = survey(6)
    data["y"] = np.where(data["g"] == "b", data["y"] * 1.5, data["y"])
    answer = dominance(data, between="a,b", by="g", line=8, order=2, grid=5, **COLUMNS)
    t = []
    for x in np.linspace(0.5, 1.5, 5):
        influences, values = [], []
        for group in "ab":
            inside = data["g"] == group
            found = measures.poverty_curve(data["y"] / 8, data["w"] * inside, x, 2, influence=True)
            influences.append(found.influence)
            values.append(found.value)
        t.append((values[1] - values[0]) / error(data, influences[1] - influences[0]))
    (row,) = whole(answer)
    assert row.smallest_t == pytest.approx(max(-np.max(t), np.min(t)), rel=1e-7)
    assert row.verdict == "second_dominates"
    assert str(answer.opening).startswith("From 0.5 to 1.5 lines poverty is lower in g b")
    within = dominance(data, between=["a", "b"], by="s,g", line=8, order=2, **COLUMNS)
    assert {tuple(row.groups.items()) for row in within} == {(), *((("s", str(s)),) for s in range(4))}


@pytest.mark.parametrize("options", [{"line": 8.0}, {"relative_line": 0.6}])
def test_the_bootstrap_says_the_same(options):
    one, two = survey(7, 3000), richer(8)
    for pair in ({"after": two}, {"between": "a,b", "by": "g"}):
        asked = {**pair, **options, "order": 2, "grid": 5, **COLUMNS}
        (row,) = whole(dominance(one, **asked), groups={})
        (drawn,) = whole(dominance(one, bootstrap=100, **asked), groups={})
        assert drawn.largest_t == pytest.approx(row.largest_t, rel=0.2)


def test_the_range_and_what_is_drawn():
    one, two = survey(9), richer(10)
    answer = dominance(one, two, line=8, start="0.8", end=1.2, grid=5, order="1-2", **COLUMNS)
    assert {(row.from_x, row.to_x) for row in whole(answer)} == {(0.8, 1.2)}
    assert [row.x for row in answer.drawn][:5] == pytest.approx([0.8, 0.9, 1, 1.1, 1.2])
    assert {row.curve for row in answer.drawn} == {"poverty_1", "poverty_2"}
    assert all(row.ci_low < row.difference < row.ci_high for row in answer.drawn)
    amounts = dominance(one, two, line=8, nominal=True, order=1, **COLUMNS)
    assert (amounts[-1].from_x, amounts[-1].to_x, amounts[-1].x_unit) == (4, 12, "per_capita")


def test_points_without_an_error_are_left_out():
    """Below everybody there is nobody in either survey."""
    one, two = survey(11), richer(12)
    answer = dominance(one, two, line=8, order=1, start=0.001, end=1.5, **COLUMNS)
    assert any("left out of the tests" in str(note) for note in answer.notes)
    assert whole(answer)[0].smallest_t is not None
    nobody = dominance(one, two, line=8, order=1, start=0.0001, end=0.0002, **COLUMNS)
    assert (nobody[0].lower, nobody[-1].smallest_t, nobody[-1].verdict) == ("neither", None, "undecided")


def test_the_intersection_union_test_by_hand():
    df = np.full(3, 1e6)
    test = dominance_test(np.array([2.0, 3.0, 1.7]), df, 0.95)
    assert (test.smallest_t, test.winner) == (1.7, 1)
    assert test.p_value == pytest.approx(0.0446, abs=1e-4)
    assert test.is_dominance(0.95)
    assert not test.is_dominance(0.99)
    assert not test.crosses
    assert dominance_test(np.array([-2.0, 3.0, np.nan]), df, 0.95)[:2] == (-2.0, None)
    assert dominance_test(np.array([-2.0, 3.0, np.nan]), df, 0.95).crosses
    assert dominance_test(np.array([-2.0, 3.0, np.nan]), df, 0.95).left_out == 1
    assert dominance_test(np.array([-1.0, 3.0]), df[:2], 0.95).crosses is False
    assert dominance_test(np.array([-2.5, -3.0]), df[:2], 0.95)[:2] == (2.5, 0)


def test_crossings_are_found_between_points_that_are_not_0():
    grid = np.array([0.0, 1, 2, 3, 4])
    found = stretches(grid, np.array([0, 1, 0, -1, -1.0]), lambda x: math.pi - x - 1)
    assert [(each.start, each.end, each.sign) for each in found] == [
        (0.0, pytest.approx(math.pi - 1, rel=1e-8), 1),
        (pytest.approx(math.pi - 1, rel=1e-8), 4.0, -1),
    ]
    assert [each.sign for each in stretches(grid, np.zeros(5), lambda _: 0.0)] == [0]


@pytest.mark.parametrize(
    ("options", "error_class", "said"),
    [
        ({}, UsageError, "--curve poverty needs a poverty line"),
        ({"curve": "headcount", "line": 5}, UsageError, "--curve"),
        ({"order": 4, "line": 5}, UsageError, "--order"),
        ({"order": "1.5", "line": 5}, UsageError, "--order"),
        ({"order": 1, "curve": "lorenz", "line": 5}, UsageError, "--order and --curve lorenz"),
        ({"curve": "tip", "nominal": True}, UsageError, "--nominal and --curve tip"),
        ({"nominal": True}, UsageError, "--from and --to"),
        ({"nominal": True, "start": 5}, UsageError, "--from and --to"),
        ({"line": 5, "start": 2, "end": 1}, UsageError, "--from 2 must be below --to 1"),
        ({"line": 5, "start": "a"}, UsageError, "--from"),
        ({"line": 5, "curve": "tip", "end": 101}, UsageError, "--to"),
        ({"line": 5, "curve": "tip", "start": 0}, UsageError, "--from"),
        ({"line": 5, "grid": 1}, UsageError, "--grid"),
        ({"line": 5, "grid": "many"}, UsageError, "--grid"),
        ({"line": 5, "by": "verdict"}, UsageError, "verdict"),
        ({"line": 5, "by": "q"}, InputError, "'q'"),
        ({"line": 5, "between": "a,b"}, UsageError, "--between"),
        ({"line": 5, "panel": "g", "bootstrap": 20}, UsageError, "--panel"),
        ({"line": 5, "level": 1}, UsageError, "--level"),
    ],
)
def test_what_is_refused(options, error_class, said):
    data = {"welfare": [1.0, 2, 6, 9], "g": list("aabb"), "verdict": list("aabb")}
    with pytest.raises(error_class, match=said):
        dominance(data, data, **options)


@pytest.mark.parametrize(
    ("options", "error_class", "said"),
    [
        ({}, UsageError, "second file"),
        ({"between": "a,b"}, UsageError, "--by"),
        ({"between": "a,a", "by": "g"}, UsageError, "twice"),
        ({"between": "a", "by": "g"}, UsageError, "two values"),
        ({"between": "a,c", "by": "g"}, NotFoundError, "'c'"),
        ({"between": "a,b", "by": "g", "panel": "g"}, UsageError, "--panel"),
        ({"between": "a,b", "by": "h,g"}, None, ""),
    ],
)
def test_what_is_refused_of_groups(options, error_class, said):
    data = {"welfare": [1.0, 2, 6, 9], "g": list("aabb"), "h": list("xyxy")}
    if error_class is None:
        assert len(dominance(data, line=5, **options)) > 0
        return
    with pytest.raises(error_class, match=said):
        dominance(data, line=5, **options)


@settings(max_examples=6, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 4)), min_size=4, max_size=12),
    factor=st.sampled_from([0.01, 1e4]),
)
def test_scaling_welfare_and_line_changes_nothing(rows, factor):
    y, w = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    asked = {"welfare": "y", "weight": "w", "grid": 8}
    one = dominance({"y": y, "w": w}, {"y": 1.1 * y, "w": w}, line=12, **asked)
    two = dominance({"y": factor * y, "w": w}, {"y": 1.1 * factor * y, "w": w}, line=12 * factor, **asked)
    assert [row.lower for row in one] == [row.lower for row in two]
    assert {row.lower for row in one} <= {"after", "neither"}
    for row, other in zip(one, two, strict=True):
        assert row.verdict == other.verdict
        assert (row.smallest_t is None) == (other.smallest_t is None)
