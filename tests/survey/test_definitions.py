"""Rules of docs/methods at their edges, on samples so small that the answer is known without a computer."""

from __future__ import annotations

import pytest

from kaltim_poverty.survey.estimate import estimate

SAMPLE = {"y": [12.0, 3, 5, 41, 9, 7, 18, 26, 6, 11, 8]}
T_975_OF_10 = 2.228138852  # Student's t with 10 degrees of freedom, from tables
EVERYTHING = (
    "p0,p1,p2,watts,gap_poor,sen,sst,mean,gini,theil,mld,ge2,atkinson_0.5,palma,share_top20,lorenz_60"
)


def only(answer):
    (row,) = answer
    return row


@pytest.mark.parametrize("name", [*EVERYTHING.split(","), "median", "quantile_10", "quantile_75"])
def test_a_simple_random_sample_has_a_design_effect_of_1(name):
    """Rows of one weight, each drawn by itself: V is what V is divided by, n − 1 in both."""
    assert only(estimate(SAMPLE, welfare="y", line=10, measure=name)).deff == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("name", ["median", "p0", "gini"])
def test_pairs_of_equal_rows_in_a_psu_have_a_design_effect_of_almost_2(name):
    """2m rows in m PSUs: V has m − 1 in its denominator where the other has 2m − 1."""
    pairs = {"y": [y for y in SAMPLE["y"] for _ in range(2)], "psu": [k // 2 for k in range(22)]}
    row = only(estimate(pairs, welfare="y", psu="psu", line=10, measure=name))
    assert row.deff == pytest.approx(21 / 10, rel=1e-12)


@pytest.mark.parametrize("name", ["median", "quantile_40"])
def test_the_error_of_a_quantile_does_not_follow_the_level(name):
    """It is the width of the 95 % interval over 2·t, whatever interval is asked for."""
    rows = {
        level: only(estimate(SAMPLE, welfare="y", measure=name, level=level))
        for level in ("0.6", "0.8", "0.95")
    }
    usual = rows["0.95"]
    assert usual.se == pytest.approx((usual.ci_high - usual.ci_low) / (2 * T_975_OF_10), rel=1e-9)
    assert {row.se for row in rows.values()} == {usual.se}
    widths = [row.ci_high - row.ci_low for row in rows.values()]
    assert widths == sorted(set(widths))


def test_the_interval_of_a_median_by_hand():
    """F = 6/11 at 9, s = √(F(1 − F)/10), F ± t·s = .195 and .896: Q(.195) = 6, Q(.896) = 26."""
    row = only(estimate(SAMPLE, welfare="y", measure="median"))
    assert (row.estimate, row.ci_low, row.ci_high) == (9, 6, 26)


def test_an_ordinate_of_people_who_owe_is_negative():
    """The poorest tenth owes 10 of all 100, and those up to the seventh tenth have nothing."""
    data = {"y": [-10.0, 0, 0, 0, 0, 0, 0, 20, 40, 50]}
    for percent in (20, 40, 60, 70):
        row = only(estimate(data, welfare="y", measure=f"lorenz_{percent}"))
        assert row.estimate == pytest.approx(-10, rel=1e-12)
        assert row.se > 0
    assert only(estimate(data, welfare="y", measure="share_middle40")).estimate == pytest.approx(20)
    assert only(estimate(data, welfare="y", measure="share_quintile_3")).estimate == 0
    assert only(estimate(data, welfare="y", measure="palma")).estimate is None


@pytest.mark.parametrize("options", [{}, {"ci": "logit"}, {"psu": "psu"}, {"bootstrap": 20}])
@pytest.mark.parametrize(("line", "share", "said"), [(50, 100, "everybody_poor"), (2, 0, "nobody_poor")])
def test_where_everybody_or_nobody_is_poor_there_is_no_interval(options, line, share, said):
    """As if the share were known: no sample of such a group could tell."""
    data = {**SAMPLE, "psu": [k // 2 for k in range(11)]}
    row = only(estimate(data, welfare="y", line=line, measure="p0", **options))
    assert (row.estimate, row.se, row.ci_low, row.ci_high) == (share, 0, None, None)
    assert row.note.key == f"reason.{said}"


def test_of_a_group_in_which_everybody_is_poor_the_gap_has_an_interval():
    data = {**SAMPLE, "g": ["low" if y < 10 else "high" for y in SAMPLE["y"]]}
    answer = estimate(data, welfare="y", line=10, measure="p0,p1", by="g")
    found = {(row.groups.get("g"), row.measure): row for row in answer}
    assert (found["low", "p0"].estimate, found["low", "p0"].ci_low) == (100, None)
    assert found["low", "p1"].ci_low < found["low", "p1"].estimate < found["low", "p1"].ci_high
    assert found[None, "p0"].ci_low is not None
    for measure in ("p0", "p1"):
        assert (found["high", measure].estimate, found["high", measure].ci_low) == (0, None)
