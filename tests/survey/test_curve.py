"""Curves at points: against sums over rows, the public functions, the bootstrap, axioms; two surveys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey.test_elasticities import COLUMNS, error, survey

from kaltim_poverty import measures
from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.survey.curve import curve
from kaltim_poverty.survey.estimate import estimate

PERCENT = ("lorenz", "generalised", "concentration", "tip", "quantile")
AMOUNTS = ("cdf", "deficit", "density")


def with_benefit(seed, rows=600):
    data = survey(seed, rows)
    random = np.random.default_rng(seed + 50)
    data["b"] = random.uniform(0, 3, rows) * (random.random(rows) < 0.5)
    data["size"] = random.integers(1, 6, rows).astype(float)
    return data


def split_sum(order, w, values, p):
    """Σ w·value of the first p of people in an order; the row at the boundary is split."""
    w, values = w[order], values[order]
    before = np.cumsum(w) - w
    inside = np.clip((p * w.sum() - before) / w, 0, 1)
    return float((inside * w * values).sum())


def by_definition(name, data, x, z):
    """A curve at a point from its definition, as an independent sum over rows."""
    y, w = data["y"], data["w"]
    u, people = y / z, w.sum()
    order, p = np.argsort(y, kind="stable"), x / 100
    if name == "lorenz":
        return 100 * split_sum(order, w, y, p) / (w * y).sum()
    if name == "generalised":
        return split_sum(order, w, y, p) / people
    if name == "concentration":
        return 100 * split_sum(order, w, data["b"], p) / (w * data["b"]).sum()
    if name == "tip":
        return 100 * split_sum(np.argsort(u, kind="stable"), w, np.maximum(1 - u, 0), p) / people
    if name == "cdf":
        return 100 * w[y < x].sum() / people
    return (w * np.maximum(x - y, 0)).sum() / people


@pytest.mark.parametrize("line", [{"line": 8.0}, {"line_column": "z"}])
@pytest.mark.parametrize("name", [*PERCENT[:4], "cdf", "deficit"])
def test_values_from_their_definitions(name, line):
    data = with_benefit(1)
    z = data["z"] if "line_column" in line else 8.0
    points = [1, 12.5, 33, 50, 99, 100] if name in PERCENT else [3, 7.5, 8, 20, 90]
    options = {"of": "b"} if name == "concentration" else {}
    answer = curve(data, curve=name, points=points, **options, **line, **COLUMNS)
    assert [row.x for row in answer] == points
    for row in answer:
        assert row.estimate == pytest.approx(by_definition(name, data, row.x, z), rel=1e-10), row.x


@pytest.mark.parametrize("name", [*PERCENT[:4], "cdf", "deficit", "density"])
def test_errors_are_those_of_derivatives_in_the_weights(name):
    """By central differences of the curve itself, where it is smooth in the weights."""
    data = with_benefit(2, 120)
    points = [20, 65] if name in PERCENT else [6, 9]
    options = {"of": "b"} if name == "concentration" else {}

    def values(w):
        own = {**data, "w": w}
        if name == "density":
            width = measures.bandwidth(data["y"], data["w"])
            return np.array([measures.density(data["y"], w, x, width) for x in points])
        if name == "concentration":
            return np.array([measures.share_of_benefit(data["y"], w, data["b"], 0, x) for x in points])
        return np.array([by_definition(name, own, x, 8.0) for x in points])

    answer = curve(data, curve=name, points=points, line=8, ci="wald", **options, **COLUMNS)
    if name == "concentration":
        found = [
            measures.share_of_benefit(data["y"], data["w"], data["b"], 0, x, influence=True) for x in points
        ]
        influence = np.array([each.influence for each in found]).T
    else:
        step = 1e-6
        influence = np.array(
            [(values(data["w"] + step * e) - values(data["w"] - step * e)) / (2 * step) for e in np.eye(120)]
        )
    for place, row in enumerate(answer):
        assert row.se == pytest.approx(error(data, influence[:, place]), rel=1e-5), row.x


def test_lorenz_and_quantiles_are_those_of_estimate():
    data = with_benefit(3)
    lorenz = curve(data, points="5,50,90", by="g", **COLUMNS)
    known = estimate(data, measure="lorenz_5,lorenz_50,lorenz_90", by="g", **COLUMNS)
    quantiles = curve(data, curve="quantile", points="5,50,90", by="g", level=0.9, **COLUMNS)
    same = estimate(data, measure="quantile_5,quantile_50,quantile_90", by="g", level=0.9, **COLUMNS)
    for rows in ((lorenz, known), (quantiles, same)):
        for one, other in zip(*rows, strict=True):
            assert one.groups == other.groups
            numbers = [(each.estimate, each.se, each.ci_low, each.ci_high, each.df) for each in (one, other)]
            assert numbers[0] == pytest.approx(numbers[1], rel=1e-9)


def test_the_ends_of_curves():
    """L(100) is 100 with no error, TIP(100) is P1 with its own, GL(100) is the mean."""
    data = with_benefit(4)
    known = {row.measure: row for row in estimate(data, line=8, measure="p0,p1,mean", **COLUMNS)}
    (lorenz,) = curve(data, points=100, **COLUMNS)
    assert (lorenz.estimate, lorenz.se, lorenz.ci_low) == (100.0, 0.0, None)
    assert str(lorenz.note).startswith("the end of the curve")
    tip = curve(data, curve="tip", line=8, **COLUMNS)
    assert (tip[-1].estimate, tip[-1].se) == pytest.approx((known["p1"].estimate, known["p1"].se), rel=1e-9)
    level = np.ceil(known["p0"].estimate)
    beyond = [row.estimate for row in tip if row.x > level]
    assert beyond == pytest.approx([tip[-1].estimate] * len(beyond), rel=1e-12)
    (mean,) = curve(data, curve="generalised", points="100", **COLUMNS)
    assert (mean.estimate, mean.se) == pytest.approx((known["mean"].estimate, known["mean"].se), rel=1e-9)
    (below,) = curve(data, curve="cdf", points=8, **COLUMNS)
    assert (below.estimate, below.ci_low) == pytest.approx(
        (known["p0"].estimate, known["p0"].ci_low), rel=1e-9
    )


@pytest.mark.parametrize(
    "line", [{"line": 8.0}, {"relative_line": 0.6}, {"relative_line": 0.6, "relative_to": "mean"}]
)
@pytest.mark.parametrize("names", [["tip", "generalised", "quantile"], ["cdf", "deficit", "density"]])
def test_the_bootstrap_says_the_same(names, line):
    data = with_benefit(5, 3000)
    points = "30,70" if names[-1] in PERCENT else "0.7,1,1.3"
    asked = {"curve": names, "points": points, "normalise": True, **line, **COLUMNS}
    for row, drawn in zip(curve(data, **asked), curve(data, bootstrap=200, **asked), strict=True):
        assert row.estimate == pytest.approx(drawn.estimate, rel=1e-12)
        rough = row.curve == "quantile" or line.get("relative_line")  # which rest on a density
        assert drawn.se == pytest.approx(row.se, rel=0.25 if rough else 0.15), (row.curve, row.x)


def test_points_where_nobody_names_them():
    """Percentages, or amounts up to three lines; without a line up to three medians."""
    data = with_benefit(6)
    median = measures.median(data["y"], data["w"])
    assert [row.x for row in curve(data, curve="quantile", **COLUMNS)] == list(range(1, 100))
    for line, length in (({"line": 8}, 8.0), ({}, median), ({"line_column": "z"}, median)):
        found = [row.x for row in curve(data, curve="cdf", **line, **COLUMNS)]
        assert found == pytest.approx([3 * length * j / 100 for j in range(1, 101)])
    own = curve(data, curve="cdf", normalise=True, line_column="z", **COLUMNS)
    assert own[-1].x == 3
    assert {row.x_unit for row in own} == {"ratio"}


def test_units():
    data = with_benefit(7)
    asked = {"line": 8, **COLUMNS}
    units = {
        name: (row.x_unit, row.unit)
        for name in ("lorenz", "generalised", "tip", "quantile", "cdf", "deficit", "density")
        for row in curve(data, curve=name, currency="USD", points=9, **asked)
    }
    money = "usd_per_capita"
    assert units == {
        **dict.fromkeys(("lorenz", "tip"), ("percent", "percent")),
        **dict.fromkeys(("generalised", "quantile"), ("percent", money)),
        "cdf": (money, "percent"),
        "deficit": (money, money),
        "density": (money, "per_usd"),
    }
    (plain,) = curve(data, curve="density", points=9, **asked)
    assert plain.unit == "per_unit"


def test_amounts_of_households_are_shared():
    data = with_benefit(8)
    asked = {"curve": "concentration", "of": "b", "points": 40, **COLUMNS, "size": "size"}
    shared, whole = curve(data, **asked), curve(data, per="person", **asked)
    y, w = data["y"], data["w"] * data["size"]
    assert shared[0].estimate == pytest.approx(
        measures.share_of_benefit(y, w, data["b"] / data["size"], 0, 40)
    )
    assert whole[0].estimate == pytest.approx(measures.share_of_benefit(y, w, data["b"], 0, 40))


def test_two_surveys_and_their_difference():
    """Independent samples: variances add; the points are those of the first."""
    one, two = with_benefit(9), with_benefit(10)
    asked = {"curve": ["lorenz", "quantile"], "points": "20,60", **COLUMNS}
    both = curve(one, against=two, difference=True, by="g", **asked)
    first, second = curve(one, by="g", **asked), curve(two, by="g", **asked)
    alone = [{(tuple(row.groups.items()), row.curve, row.x): row for row in each} for each in (first, second)]
    assert len(both) == 3 * 3 * 4
    for row in both:
        a, b = (own[tuple(row.groups.items()), row.curve, row.x] for own in alone)
        if row.survey == "difference":
            assert row.estimate == pytest.approx(b.estimate - a.estimate, rel=1e-9, abs=1e-12)
            assert row.se == pytest.approx((a.se**2 + b.se**2) ** 0.5, rel=1e-9)
        else:
            same = a if row.survey == "before" else b
            assert (row.estimate, row.se, row.df) == pytest.approx(
                (same.estimate, same.se, same.df), rel=1e-9
            )
    assert str(both.opening).startswith("Lorenz curve: of 2 points the later survey lies above")
    default = curve(one, against=two, curve="cdf", line="8,16", **COLUMNS)
    assert [row.x for row in default if row.survey == "after"][-1] == 24


def test_a_survey_against_itself_and_a_panel():
    """The difference is 0: as a panel without any error."""
    data = with_benefit(11)
    data["id"] = np.arange(600)
    asked = {"curve": ["lorenz", "cdf", "quantile", "tip"], "line": 8, **COLUMNS}
    for panel in (None, "id"):
        found = [
            row
            for name in asked["curve"]
            for row in curve(
                data, against=data, difference=True, panel=panel, **{**asked, "curve": name, "points": "6,8"}
            )
            if row.survey == "difference"
        ]
        assert {row.estimate for row in found} == {0.0}
        if panel:
            assert max(row.se or 0 for row in found) == pytest.approx(0, abs=1e-9)
            assert all(row.ci_low is None for row in found)


def test_domains_that_one_survey_lacks():
    one, two = with_benefit(12), with_benefit(13)
    one["g"] = np.where(one["g"] == "a", "a", "c")
    answer = curve(one, against=two, by="g", points=50, **COLUMNS)
    assert {row.groups.get("g") for row in answer} == {None, "a"}
    assert any("c, b" in str(note) or "b, c" in str(note) for note in answer.notes)


def test_what_is_said_first():
    data = with_benefit(14)
    said = {
        name: curve(
            data, curve=name, line=8, **({"of": "b"} if name == "concentration" else {}), **COLUMNS
        ).opening
        for name in (*PERCENT, *AMOUNTS)
    }
    assert str(said["lorenz"]).startswith("The poorest 40 percent of people have ")
    assert str(said["concentration"]).startswith("The poorest 40 percent of people get ")
    assert str(said["quantile"]).startswith("The poorest 50 percent of people have at most ")
    assert str(said["cdf"]).startswith("Below 7.92 per person live ")
    assert all(each.spoken("id") and "(SE " not in each.spoken("id") for each in said.values())


def test_curves_that_do_not_exist():
    data = {"y": [-5.0, 1, 2], "b": [0.0, 0, 0]}
    (row,) = curve(data, welfare="y", points=40)
    assert row.estimate is None
    assert str(row.note) == "the total of welfare is not above 0"
    (none,) = curve(data, welfare="y", curve="concentration", of="b", points=40)
    assert str(none.note) == "the total of what is shared is not above 0"
    assert curve(data, welfare="y", points=40).opening is None
    flat = curve({"y": [4.0, 4, 4]}, welfare="y", curve="tip", line=3, points=[50])[0]
    assert (flat.estimate, flat.ci_low, str(flat.note)) == (
        0,
        None,
        "nobody is poor in the sample: no interval",
    )


@pytest.mark.parametrize(
    ("options", "error_class", "said"),
    [
        ({"curve": "lorentz"}, UsageError, "--curve"),
        ({"curve": "tip"}, UsageError, "tip needs a poverty line"),
        ({"normalise": True}, UsageError, "--normalise needs a poverty line"),
        ({"curve": "concentration"}, UsageError, "--curve concentration requires --of"),
        ({"of": "b"}, UsageError, "--of requires --curve concentration"),
        ({"curve": "concentration", "of": "q"}, InputError, "--of"),
        ({"curve": "concentration", "of": "b", "per": "village"}, UsageError, "--per"),
        ({"points": "0"}, UsageError, "--points"),
        ({"points": "101"}, UsageError, "--points"),
        ({"points": "20-10"}, UsageError, "20-10"),
        ({"points": "ten"}, UsageError, "--points"),
        ({"points": ""}, UsageError, "--points"),
        ({"curve": "quantile", "points": "100"}, UsageError, "--points"),
        ({"curve": "cdf", "points": "1.000"}, UsageError, "--points"),
        ({"curve": "cdf", "points": "1jt-500rb"}, UsageError, "1jt-500rb"),
        ({"curve": "cdf,lorenz", "points": "5"}, UsageError, "one after the other"),
        ({"difference": True}, UsageError, "--difference requires --against"),
        ({"panel": "id"}, UsageError, "--panel requires --against"),
        ({"by": "curve"}, UsageError, "curve"),
        ({"line": "3,4"}, UsageError, "--line"),
        ({"bootstrap": 1}, UsageError, "--bootstrap"),
        ({"seed": 3}, UsageError, "--seed"),
    ],
)
def test_what_is_refused(options, error_class, said):
    data = {"welfare": [1.0, 2, 3, 4], "b": [1.0, 0, 1, 0], "curve": list("aabb")}
    with pytest.raises(error_class, match=said):
        curve(data, **options)


def test_two_surveys_without_a_common_domain_or_currency():
    one, two = {"welfare": [1.0, 2], "g": ["a", "a"]}, {"welfare": [1.0, 2], "g": ["b", "b"]}
    assert {row.groups.get("g") for row in curve(one, against=two, by="g", points=50)} == {None}
    with pytest.raises(UsageError):
        curve(one, against=two, panel="g", bootstrap=20)
    with pytest.raises((InputError, NotFoundError)):
        curve(one, against={"other": [1.0]}, points=50)


@settings(max_examples=10, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=2, max_size=15).filter(
        lambda rows: any(y for y, _ in rows)
    ),
    factor=st.sampled_from([0.01, 1e5]),
)
def test_axioms(rows, factor):
    """Lorenz is convex, TIP concave and ends at P1, shares rise with amounts; the unit does not matter."""
    y, w = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    data = {"y": y, "w": w}
    asked = {"welfare": "y", "weight": "w", "line": 12}
    steps = list(range(10, 101, 10))
    lorenz, tip, cdf = (
        np.array([row.estimate for row in curve(data, curve=name, points=points, **asked)])
        for name, points in (("lorenz", steps), ("tip", steps), ("cdf", [4, 8, 12, 16, 20]))
    )
    assert np.diff(np.append(0, lorenz), 2).min() > -1e-9
    assert np.diff(np.append(0, tip), 2).max() < 1e-9
    assert tip[-1] == pytest.approx(measures.fgt(y, w, 12, 1), abs=1e-9)
    assert np.diff(cdf).min() >= -1e-9
    scaled = {**asked, "line": 12 * factor}
    same = [row.estimate for row in curve({"y": factor * y, "w": w}, points=steps, **scaled)]
    assert same == pytest.approx(lorenz.tolist(), abs=1e-7)


@pytest.mark.parametrize(
    ("name", "x"), [("tip", 6), ("tip", 90), ("generalised", 40), ("deficit", 1.2), ("density", 1.1)]
)
def test_an_estimated_line_moves_a_curve_of_welfare_in_lines(name, x):
    """The slope in the line by differences, beside the influence at a fixed line; a width is held fixed."""
    data = with_benefit(15)
    y, w = data["y"], data["w"]
    mean = measures.mean(y, w, influence=True)
    z, of_line = 0.6 * mean.value, 0.6 * mean.influence
    width = measures.bandwidth(y / z, w)

    def at(line):
        if name == "density":
            return measures.density(y / line, w, x, width)
        own = {**data, "y": y / line}
        return by_definition(name, own, x, 1.0)

    slope = (at(z * (1 + 1e-6)) - at(z * (1 - 1e-6))) / (2e-6 * z)
    asked = {"curve": name, "points": [x], "normalise": True, **COLUMNS}
    (row,) = curve(data, relative_line=0.6, relative_to="mean", **asked)
    fixed = {
        "tip": lambda: measures.tip_ordinate(y, w, z, x, influence=True),
        "generalised": lambda: generalised(y / z, w, x),
        "deficit": lambda: measures.poverty_curve(y / z, w, x, 2, influence=True),
        "density": lambda: measures.density(y / z, w, x, width, influence=True),
    }[name]()
    assert row.estimate == pytest.approx(fixed.value, rel=1e-9)
    assert row.se == pytest.approx(error(data, fixed.influence + slope * of_line), rel=1e-4)


def generalised(u, w, x):
    """μ·L(p) with its influence by the product rule."""
    mean, lorenz = measures.mean(u, w, influence=True), measures.lorenz_ordinate(u, w, x, influence=True)
    influence = (mean.influence * lorenz.value + mean.value * lorenz.influence) / 100
    return measures.MeasureResult(mean.value * lorenz.value / 100, influence)


def test_what_is_said_of_two_surveys_without_their_difference():
    one, two = with_benefit(16), with_benefit(17)
    answer = curve(one, against=two, points="40,90", **COLUMNS)
    values = [f"{row.estimate:.2f} percent (SE " for row in answer if row.x == 40]
    said = str(answer.opening)
    assert said.startswith(f"Lorenz curve at 40 percent: {values[0]}")
    assert f") in the earlier survey, {values[1]}" in said
    assert "galat baku" in answer.opening.spoken("id")


@pytest.mark.parametrize("name", [*PERCENT, *AMOUNTS])
def test_nobody_has_no_curve_and_a_reason(name):
    data = with_benefit(1, 40)
    asked = {"of": "b"} if name == "concentration" else {"line": 1.0} if name == "tip" else {}
    for row in curve(data, curve=name, welfare="y", weight="w", where="y < 0", points=[10, 50], **asked):
        assert row.estimate is None
        assert row.note is not None
