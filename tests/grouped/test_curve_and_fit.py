"""The curve in numbers, and what was fitted."""

from __future__ import annotations

import numpy as np
import pytest
from grouped.known import DECILES, golden, text
from support import call

from kaltim_poverty.grouped import curve, estimate, fit

TEN = [float(share) for share in DECILES.split()]


def test_the_curve_has_the_points_and_the_quantiles_of_the_estimate():
    points = curve({"share": TEN}, mean=100)
    assert len(points) == 100
    assert points.fields == ("p", "lorenz", "quantile", "density")
    for place in range(1, 11):
        assert points[10 * place - 1].lorenz == pytest.approx(sum(TEN[:place]), abs=1e-9)
    quantiles = estimate({"share": TEN}, mean=100, measure="quantile_25,quantile_90")
    assert [points[24].quantile, points[89].quantile] == pytest.approx([row.estimate for row in quantiles])


def test_the_density_is_the_slope_of_people_over_income():
    points = curve({"share": TEN}, mean=100, points=1000)
    incomes, people = np.array([row.quantile for row in points[:-1]]), np.arange(1, 1000) / 1000
    middle = 1 / np.gradient(incomes, people)
    densities = np.array([row.density for row in points[:-1]])
    inner = slice(150, 850)
    assert densities[inner] == pytest.approx(middle[inner], rel=2e-3)


def test_an_open_curve_has_no_last_quantile():
    last = curve({"share": TEN})[-1]
    assert (last.p, last.quantile, last.density) == (100, None, None)
    assert last.lorenz == pytest.approx(100)
    closed = curve({"lower": [0, 50, 100], "upper": [50, 100, 200], "population": [20, 50, 30]})
    assert closed[-1].quantile == pytest.approx(200)
    assert curve({"share": TEN}, method="pchip")[-1].quantile > 2.81


def test_without_a_mean_quantiles_are_over_it():
    one, other = curve({"share": TEN}), curve({"share": TEN}, mean=100)
    assert one[49].quantile == pytest.approx(other[49].quantile / 100)
    assert one[49].density == pytest.approx(other[49].density * 100)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--points", "0"), "--points"),
        (("--points", "20000"), "--points"),
        (("--points", "x"), "--points"),
        (("--method", "all"), "a curve is that of one method"),
        (("--method", "gq,beta"), "a curve is that of one method"),
    ],
)
def test_wrong_options_of_the_curve(arguments, sentence):
    done = call("grouped", "curve", "-", *arguments, stdin=text())
    assert done.code == 2
    assert sentence in done.err


@pytest.mark.parametrize("form", ["svg", "vl.json"])
def test_the_curve_is_drawn(form, tmp_path):
    pytest.importorskip("vl_convert")
    file = tmp_path / f"curve.{form}"
    done = call("grouped", "curve", "-", "-o", str(file), stdin=text())
    assert done.code == 0, done.err
    assert "equality" in file.read_text()


def test_what_was_fitted():
    """Coefficients and conditions of the 60 sets as published; the default meets every point."""
    published = golden("grouped_dev")["sets"][0]
    data = {"p": published["inputs"]["p"], "l": published["inputs"]["L"]}
    answer = fit(data, method="all")
    assert answer.fields == ("method", "kind", "name", "value", "holds")
    found = {(row.method, row.name): row for row in answer}
    for name in ("A", "B", "C"):
        assert found["gq", name].value == pytest.approx(published["gq"][name], rel=3e-4)
    for name in ("theta", "gamma", "delta"):
        assert found["beta", name].value == pytest.approx(published["beta"][name], rel=3e-4)
    conditions = [row.holds for row in answer if row.method == "beta" and row.kind == "condition"]
    assert all(each == "yes" for each in conditions) == published["beta"]["valid"]
    assert found["gb2", "greatest_gap"].value < 1e-8
    assert found["gq", "greatest_gap"].value > 0.01


def test_a_curve_that_is_not_valid_is_an_answer():
    done = call("grouped", "fit", "-", "--method", "gq", stdin=text("1 1 1 1 1 1 1 1 1 91"))
    assert done.code == 0
    assert "\tno\n" in done.out


def test_a_wrong_file_is_refused_by_all_three():
    for command in ("curve", "fit"):
        done = call("grouped", command, "-", stdin=text("10 20 60"))
        assert done.code == 3
        assert "the shares add to 90" in done.err
