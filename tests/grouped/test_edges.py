"""Lines below everybody, groups without means, arrays that make no table: an answer, a reason, a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.grouped import estimate, fit

SHARES = {"share": [10.0, 20.0, 30.0, 40.0]}
CLASSES = {
    "lower": [0, 50, 100, 200],
    "upper": [50, 100, 200, ""],
    "population": [20, 40, 30, 10],
    "mean": [35, 75, 140, 300],
}


def found(answer):
    return {row.measure: row for row in answer}


def test_below_the_lowest_income_nobody_is_poor():
    """No poverty; what only the poor have has no value, and says why."""
    rows = found(
        estimate(
            SHARES,
            mean=100,
            line=0.001,
            method="pchip",
            measure=[
                *("p0", "p1", "p2", "watts", "sen", "sst", "gap_poor", "gini_poor"),
                *(f"{kind}_elasticity_p{alpha}" for kind in ("growth", "inequality") for alpha in range(3)),
            ],
        )
    )
    for name in ("p0", "p1", "p2", "watts", "sen", "sst"):
        assert rows.pop(name).estimate == 0
    for row in rows.values():
        assert (row.estimate, row.note.key) == (None, "reason.somebody_poor"), row


def test_above_the_highest_income_everybody_is_poor():
    """P0 is all, P1 the gap of the mean; growth takes (1 − P1)/P1 from it. Datt (1998), table 2."""
    rows = found(
        estimate(
            CLASSES,
            line=1e6,
            method="pchip",
            measure="p0,p1,growth_elasticity_p1,inequality_elasticity_p1",
        )
    )
    mean = np.average(CLASSES["mean"], weights=CLASSES["population"])
    gap = 1 - mean / 1e6
    assert rows["p0"].estimate == pytest.approx(100, rel=1e-9)
    assert rows["p1"].estimate == pytest.approx(100 * gap, rel=1e-9)
    assert rows["growth_elasticity_p1"].estimate == pytest.approx(1 - 1 / gap, rel=1e-9)
    assert rows["inequality_elasticity_p1"].estimate == pytest.approx(0, abs=1e-9)


def test_a_mean_that_nobody_said_has_no_value():
    rows = found(estimate(SHARES, measure="gini,mean,median"))
    assert rows["gini"].estimate is not None
    for name in ("mean", "median"):
        assert (rows[name].estimate, rows[name].note.key) == (None, "reason.no_mean")


def test_a_curve_that_cannot_be_is_said_in_fit_and_in_estimate():
    """All income of one group: no lognormal, generalised quadratic or beta curve has that."""
    nobody_else = {"share": [0.0, 0.0, 0.0, 100.0]}
    fitted = fit(nobody_else, method="all")
    without = {row.method for row in fitted if row.kind == "condition" and row.name == "valid"}
    assert without
    answer = estimate(nobody_else, mean=100, line=50, method="all", measure="gini")
    reasons = {row.method: row.note.key for row in answer if row.estimate is None}
    assert without <= set(reasons)
    assert {reasons[method] for method in without} == {"reason.no_curve"}


def test_a_gini_ratio_alone_has_no_points_to_be_far_from():
    assert {row.kind for row in fit(gini=0.3)} == {"parameter"}


def test_the_distance_from_classes_is_in_people():
    """A curve through every limit has none."""
    [gap] = [row.value for row in fit(CLASSES, method="pchip") if row.name == "greatest_gap"]
    assert gap == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("data", "asked", "key"),
    [
        ({"share": [40, 60], "population": [1, 1, 1]}, {}, "lengths"),
        ({"share": []}, {}, "no_groups"),
        ("share,mean\n40,1\n60,2\n", {"by": "province"}, "no_column"),
        ("province,share,Province\n1,40,1\n1,60,1\n", {"by": "province"}, "repeated_column"),
    ],
)
def test_columns_that_make_no_table(data, asked, key, tmp_path):
    if isinstance(data, str):
        path = tmp_path / "g.csv"
        path.write_text(data)
        data = str(path)
    with pytest.raises(InputError) as caught:
        estimate(data, **asked)
    assert caught.value.key == key
