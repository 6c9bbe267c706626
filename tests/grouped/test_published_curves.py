"""GQ and Beta against output of PovcalNet and PIP: coefficients, validity, choice, measures."""

from __future__ import annotations

import numpy as np
import pytest
from grouped.known import golden
from scipy.special import beta as beta_function

from kaltim_poverty.grouped.curves.beta import Beta, fit_beta
from kaltim_poverty.grouped.curves.choice import curve_for_inequality, curve_for_poverty, squares
from kaltim_poverty.grouped.curves.points import Points
from kaltim_poverty.grouped.curves.quadratic import Quadratic, fit_quadratic
from kaltim_poverty.grouped.measured import Poverty, gini, inequality_value, poverty_value, quantile


def points(people, lorenz):
    people, lorenz = (np.array([0.0, *column]) for column in (people, lorenz))
    return Points(people, lorenz, np.full(len(people), np.nan))


def sets():
    for each in golden("grouped_dev")["sets"]:
        inputs = each["inputs"]
        own = points(inputs["p"], inputs["L"])
        yield each, own, fit_quadratic(own), fit_beta(own), inputs["line"] / inputs["mean"]


def test_coefficients():
    count = 0
    for each, _, quadratic, beta, _ in sets():
        for curve, printed in ((quadratic, each["gq"]), (beta, each["beta"])):
            for name, value in curve.parameters.items():
                assert value == pytest.approx(printed[name], rel=3e-4), each["id"]
        count += 1
    assert count == 60


def test_validity_and_normality():
    for each, _, quadratic, beta, line in sets():
        assert quadratic.is_valid == each["gq"]["valid"], each["id"]
        assert beta.is_valid == each["beta"]["valid"], each["id"]
        assert quadratic.is_normal(line) == each["gq"]["normal"], each["id"]
        assert beta.is_normal(line) == each["beta"]["normal"], each["id"]


def test_choice_and_distances():
    """In CHN_R1993X the distance up to the headcount has the point (1, 1), which the GQ curve misses."""
    for each, own, quadratic, beta, line in sets():
        names = {None: "neither", quadratic: "gq", beta: "beta"}
        assert names[curve_for_inequality(quadratic, beta, own)] == each["chosen"]["inequality"]
        assert names[curve_for_poverty(quadratic, beta, own, line)] == each["chosen"]["poverty"]
        for curve, printed in ((quadratic, each["gq"]), (beta, each["beta"])):
            assert squares(curve, own) == pytest.approx(printed["sse_overall"], rel=2e-3, abs=1e-10)


def test_measures():
    for each, _, quadratic, beta, line in sets():
        mean, gq, printed = each["inputs"]["mean"], each["gq"], each["beta"]
        if gq["valid"]:
            poverty = Poverty(quadratic, line)
            assert 100 * gini(quadratic) == pytest.approx(gq["gini_pct"], abs=2e-4)
            assert mean * quantile(quadratic, 50) == pytest.approx(gq["median"], rel=1e-5)
            for alpha, name in enumerate(("headcount_pct", "p1_pct", "p2_pct")):
                if name in gq and gq["normal"]:
                    assert 100 * poverty.fgt(alpha) == pytest.approx(gq[name], abs=2e-4), each["id"]
        if "headcount_pct" in printed:
            poverty = Poverty(beta, line)
            assert 100 * poverty.fgt(0) == pytest.approx(printed["headcount_pct"], abs=0.006), each["id"]
            for alpha, name in ((1, "p1_pct"), (2, "p2_pct")):
                if name in printed:
                    assert 100 * poverty.fgt(alpha) == pytest.approx(printed[name], abs=0.002), each["id"]
        if "gini_pct" in printed:
            assert 100 * gini(beta) == pytest.approx(printed["gini_pct"], rel=1e-4)


def test_rural_india_1983():
    """Datt (1998): P0 45.06, P1 12.47, P2 4.752 percent, Gini .289; output of wbpip to 8 digits."""
    datt = golden("datt_1998_grouped")
    inputs, expected = datt["inputs"], datt["expected"]
    own = points(inputs["P_cumulative_population"], inputs["L_cumulative_consumption"])
    gq, beta = expected["computed_gq"], expected["computed_beta"]
    quadratic, other, line = fit_quadratic(own), fit_beta(own), inputs["poverty_line"] / inputs["mean"]
    assert [*quadratic.parameters.values()] == pytest.approx([gq["A"], gq["B"], gq["C"]], rel=1e-8)
    assert [*other.parameters.values()] == pytest.approx(
        [beta["theta"], beta["gamma"], beta["delta"]], rel=1e-8
    )
    poverty = Poverty(quadratic, line)
    assert [poverty.fgt(alpha) for alpha in range(3)] == pytest.approx(
        [gq["headcount"], gq["pg"], gq["p2"]], rel=1e-8
    )
    assert poverty.watts() == pytest.approx(gq["watts"], rel=1e-7)
    assert gini(quadratic) == pytest.approx(gq["gini"], rel=1e-8)
    assert inequality_value(quadratic, "mld") == pytest.approx(gq["mld"], rel=1e-7)
    assert inputs["mean"] * quantile(quadratic, 50) == pytest.approx(gq["median"], rel=1e-8)
    for alpha, name in enumerate(("H", "PG", "P2")):
        growth = poverty_value(poverty, f"growth_elasticity_p{alpha}")
        spread = poverty_value(poverty, f"inequality_elasticity_p{alpha}")
        assert growth == pytest.approx(gq[f"elasticity_{name}_mean"], rel=1e-8)
        assert spread == pytest.approx(gq[f"elasticity_{name}_gini"], rel=1e-8)
    published = expected["published"]
    assert round(100 * poverty.fgt(0), 2) == published["headcount_pct"]
    assert round(100 * poverty.fgt(1), 2) == published["poverty_gap_pct"]
    assert round(100 * poverty.fgt(2), 3) == published["squared_poverty_gap_pct"]
    assert round(gini(quadratic), 3) == published["gini"]
    beta_poverty = Poverty(other, line)
    found = [*(beta_poverty.fgt(alpha) for alpha in range(3)), gini(other)]
    assert found == pytest.approx([beta[name] for name in ("headcount", "pg", "p2", "gini")], abs=1e-3)


class Flagged(Quadratic):
    """A curve whose validity and normality are given."""

    def __init__(self, valid, normal, distance):
        super().__init__(0.9, -1.4, 0.2)
        self.flags, self.distance = (valid, normal), distance

    is_valid = property(lambda self: self.flags[0])

    def is_normal(self, _):
        return self.flags[1]


def test_the_table_of_choices(monkeypatch):
    """Every branch of PIP's table of which curve gives poverty."""
    table = golden("pip_grouped")["lorenz_unit_tests"]["selection_table_for_poverty"]["rows"]
    assert len(table) == 16
    monkeypatch.setattr("kaltim_poverty.grouped.curves.choice.squares", lambda curve, *_: curve.distance)
    for gq_valid, beta_valid, gq_normal, beta_normal, use in table:
        for nearer in ("GQ", "Beta"):
            gq = Flagged(gq_valid, gq_normal, 0.0 if nearer == "GQ" else 1.0)
            beta = Flagged(beta_valid, beta_normal, 0.5)
            chosen = curve_for_poverty(gq, beta, None, 0.8)
            wanted = nearer if use == "smaller SSEz" else use
            if (
                not (gq_normal or beta_normal)
                or (wanted == "Beta" and not beta_normal)
                or (wanted == "GQ" and not gq_normal)
            ):
                assert chosen is None or chosen.is_normal(0.8)  # the table names a curve without a headcount
            else:
                assert chosen is {"GQ": gq, "Beta": beta}[wanted], (
                    gq_valid,
                    beta_valid,
                    gq_normal,
                    beta_normal,
                )


def test_pip_unit_tests_of_curves():
    """Intermediate numbers of wbpip: headcount, P1, P2, median, Gini of given coefficients."""
    unit = golden("pip_grouped")["lorenz_unit_tests"]
    line, gq, beta = unit["povline"] / unit["mean"], unit["gq"], unit["beta"]
    for curve, printed, tolerance in (
        (Quadratic(gq["A"], gq["B"], gq["C"]), gq, 1e-7),
        (Beta(beta["A_theta"], beta["B_gamma"], beta["C_delta"]), beta, 1e-5),  # its Gini is a coarse sum
    ):
        poverty = Poverty(curve, line)
        found = [poverty.fgt(alpha) for alpha in range(3)]
        wanted = [printed["poverty"][name] for name in ("headcount", "pg", "p2")]
        assert found == pytest.approx(wanted, rel=tolerance)
        assert gini(curve) == pytest.approx(printed["dist"]["gini"], rel=tolerance)
        assert unit["mean"] * quantile(curve, 50) == pytest.approx(printed["dist"]["median"], rel=1e-9)
        shares = [inequality_value(curve, f"share_decile_{k}") for k in range(1, 11)]
        assert shares == pytest.approx(printed["dist"]["deciles"], rel=1e-8)


@pytest.mark.parametrize("place", range(3))
def test_pip_published_sets(place):
    """Whole sets by the method pip, as its own tests have them."""
    file = golden("pip_grouped")
    expected = file["expected"][place]
    data = file["inputs"][expected["data"]]
    own = points(data["weight"], data["welfare"])
    quadratic, beta = fit_quadratic(own), fit_beta(own)
    curve = curve_for_inequality(quadratic, beta, own)
    values = expected["values"]
    of_sum = isinstance(curve, Beta)  # PIP adds up the Gini of a Beta curve coarsely
    assert gini(curve) == pytest.approx(values["gini"], rel=5e-5 if of_sum else 2e-6)
    if of_sum:
        assert gini(curve) == pytest.approx(2 * curve.theta * beta_function(curve.gamma + 1, curve.delta + 1))
    if "median" in values:
        assert expected["mean"] * quantile(curve, 50) == pytest.approx(values["median"], rel=2e-6)
    if "headcount" in values:
        line = expected["povline"] / expected["mean"]
        poverty = Poverty(curve_for_poverty(quadratic, beta, own, line), line)
        wanted = [values[name] for name in ("headcount", "poverty_gap", "poverty_severity")]
        assert [poverty.fgt(alpha) for alpha in range(3)] == pytest.approx(wanted, rel=2e-6)
