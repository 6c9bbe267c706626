"""What if: the calculation by its formula and by a crowd, the record, the transfer, and what is refused."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest
from support import call

import kaltim_poverty as kpov
from kaltim_poverty.grouped.lognormal_model import Transfer, model_of

NORMAL = NormalDist()
P0, P1, P2, GINI, LINE, SIZE, COUNT, MEAN = 5.78, 0.799, 0.154, 0.321, 833955, 5.13, 221.34, 2042791


def after(answer, measure, basis="calculation"):
    """The number of a measure on a basis in the first scenario."""
    return next(float(row.after) for row in answer if (row.measure, row.basis) == (measure, basis))


def test_the_formula_of_the_contract():
    """March 2024: spending +5, the line +4, the Gini ratio +2 percent a year for two years."""
    answer = kpov.scenario("2024", growth=5, line_growth=4, gini=2, years=2)
    sigma = math.sqrt(2) * NORMAL.inv_cdf((1 + GINI) / 2)
    later = math.sqrt(2) * NORMAL.inv_cdf((1 + GINI * 1.02**2) / 2)
    place = sigma * NORMAL.inv_cdf(P0 / 100) + (later**2 - sigma**2) / 2 + 2 * math.log(1.04 / 1.05)
    assert after(answer, "p0") == pytest.approx(100 * NORMAL.cdf(place / later), rel=1e-9)
    assert after(answer, "gini") == pytest.approx(GINI * 1.02**2)
    assert after(answer, "poverty_line") == pytest.approx(LINE * 1.04**2)
    assert after(answer, "mean_expenditure") == pytest.approx(MEAN * 1.05**2)
    assert after(answer, "poor_count") == pytest.approx(COUNT * after(answer, "p0") / P0)
    people = 1000 * COUNT / P0 * 100
    wanted = after(answer, "p1") / 100 * LINE * 1.04**2 * people * 12
    assert after(answer, "shortfall_year") == pytest.approx(wanted)


def test_nothing_supposed_changes_nothing():
    answer = kpov.scenario("2024")
    for row in answer:
        if row.basis != "record":
            assert row.after == row.before, row
            assert row.change == 0
    assert [row.measure for row in answer if row.basis == "calculation"] == [
        "p0",
        "poor_count",
        "p1",
        "p2",
        "gini",
        "shortfall_year",
        "mean_expenditure",
        "poverty_line",
    ]
    assert {row.basis for row in answer} == {"calculation", "record", "unchanged"}


def crowd(p0, gini, transfer=None, count=50_000):
    """Lognormal incomes over the line by brute force, the poorest first, with a transfer paid."""
    sigma = math.sqrt(2) * NORMAL.inv_cdf((1 + gini) / 2)
    normal = np.array([NORMAL.inv_cdf((rank + 0.5) / count) for rank in range(count)])
    incomes = np.exp(sigma * (normal - NORMAL.inv_cdf(p0)))
    if transfer is not None:
        incomes[: int(transfer.people * count)] += transfer.amount
    return incomes


@pytest.mark.parametrize("transfer", [None, Transfer(0.02, 0.3), Transfer(0.2, 0.1), Transfer(0.01, 1.5)])
def test_rates_of_the_model_are_those_of_a_crowd(transfer):
    """P0, P1 and P2 in closed form, with recipients who stay poor, cross the line, or are not poor."""
    incomes = crowd(0.08, 0.35, transfer)
    model = model_of(0.08, 0.35)
    for alpha in (0, 1, 2):
        wanted = np.mean(np.where(incomes < 1, np.maximum(1 - incomes, 0) ** alpha, 0))
        found = model.fgt(alpha) if transfer is None else model.fgt(alpha, transfer)
        assert found == pytest.approx(wanted, rel=5e-4, abs=1e-6)


def test_a_transfer_on_the_figures_of_march_2024():
    """Rp5 million a year for 1,500 households of 5.13 people, a twelfth a month."""
    answer = kpov.scenario("2024", transfer="5jt", recipients=1500)
    people, paid = 1000 * COUNT / P0 * 100, 5e6 / 12 / SIZE
    transfer = Transfer(1500 * SIZE / people, paid / LINE)
    model = model_of(P0 / 100, GINI)
    assert after(answer, "p0") == pytest.approx(100 * model.fgt(0, transfer), rel=1e-9)
    assert after(answer, "p1") == pytest.approx(P1 * model.fgt(1, transfer) / model.fgt(1), rel=1e-9)
    assert after(answer, "p2") == pytest.approx(P2 * model.fgt(2, transfer) / model.fgt(2), rel=1e-9)
    assert after(answer, "mean_expenditure") == pytest.approx(MEAN + transfer.people * paid)
    assert after(answer, "gini") < GINI
    assert after(answer, "p0", "record") == after(kpov.scenario("2024"), "p0", "record")
    assert any("Rp7,500,000,000 per year, for 1,500 households" in str(each) for each in answer.notes)


def test_as_much_as_the_poorest_percent():
    """2 percent of the people are 2 · 3,829,412/100/5.13 households."""
    one = kpov.scenario("2024", transfer=5000000, poorest=2)
    other = kpov.scenario("2024", transfer=5000000, recipients=14930)
    assert after(one, "p1") == pytest.approx(after(other, "p1"), rel=1e-4)


def test_ends_are_the_error_that_nine_in_ten_had():
    """At one year 1.976, 1.008 and 1.174 points of provinces; four years have the errors of five."""
    one = {row.basis: row for row in kpov.scenario("2024") if row.measure == "p0"}
    for basis, error in (("calculation", 1.976), ("record", 1.008), ("unchanged", 1.174)):
        assert float(one[basis].high - one[basis].after) == pytest.approx(error, abs=5e-4)
        assert one[basis].after - one[basis].low == one[basis].high - one[basis].after
    four = next(row for row in kpov.scenario("2024", years=4) if row.measure == "p0")
    assert float(four.high - four.after) == pytest.approx(4.920, abs=5e-4)
    assert four.low >= 0


def test_no_ends_where_errors_are_not_known():
    """Beyond five years, of districts, by locality, and of the nation's calculation."""
    for answer in (kpov.scenario("2024", years=6), kpov.scenario("2024", locality="urban")):
        assert all(row.low is None for row in answer)
        assert any(each.code == "no_band" for each in answer.notes)
    nation = kpov.scenario("2024", area="00")
    ends = {row.basis: row.low for row in nation if row.measure == "p0"}
    assert ends["calculation"] is None
    assert ends["record"] is not None
    assert any(each.code == "few_errors" for each in nation.notes)


def test_the_command_says_that_it_does_not_predict():
    """With both errors, in json with -q too."""
    done = call("scenario", "2024", "--growth", "5", "-f", "json", "-q")
    notes = {note["code"]: note["text"] for note in json.loads(done.out)["notes"]}
    assert "off by 0.93 percentage points" in notes["no_better_than_unchanged"]
    assert "0.42 on the same 340 pairs" in notes["no_better_than_unchanged"]
    assert "no forecast" in notes["scenario_is_no_forecast"]
    assert "0.82 times" in notes["model_line_factor"]


def test_lists_and_ranges():
    answer = kpov.scenario("2024", growth="0..6:2", line_growth=[3, 4])
    names = list(dict.fromkeys(row.scenario for row in answer))
    assert names == [f"growth={g}, line_growth={line}" for g in (0, 2, 4, 6) for line in (3, 4)]
    assert {row.scenario for row in kpov.scenario("2024", growth=5)} == {""}
    half = kpov.scenario("2024", growth="-1..0:0.5")
    assert list(dict.fromkeys(row.scenario for row in half)) == ["growth=-1", "growth=-0.5", "growth=0"]


def test_own_figures_and_several_areas(tmp_path):
    file = tmp_path / "own.csv"
    rows = ["p0,8.5", "gini,0.35", "poverty_line,600000", "poor_count,12.5"]
    lines = [f"6499,2026-03,total,{row},mine" for row in rows]
    file.write_text("area,period,locality,indicator,value,source\n" + "\n".join(lines))
    answer = kpov.scenario(figures=str(file), area="6499", growth=3)
    assert {str(row.period) for row in answer} == {"2026-03"}
    assert [row.measure for row in answer if row.basis == "calculation"] == [
        "p0",
        "poor_count",
        "gini",
        "poverty_line",
    ]
    assert all(row.low is None for row in answer)
    both = kpov.scenario("2024", area="64,63")
    assert {row.area for row in both} == {"63", "64"}


WRONG = {
    "--growth -100": "above -100",
    "--growth x": "not a number",
    "--growth 6..0": "not a valid range",
    "--growth 0..6:0": "not a valid range",
    "--growth 0..9000:0.1": "combinations are more than",
    "--line-growth -150": "above -100",
    "--gini 250": "must stay between 0 and 1",
    "--gini -100": "above -100",
    "--years 0": "--years",
    "--years 21": "--years",
    "--years 1.5": "--years",
    "--recipients 5": "--recipients requires --transfer",
    "--poorest 5": "--poorest requires --transfer",
    "--transfer 5jt": "--transfer requires",
    "--transfer 0": "--transfer",
    "--transfer 5jt --recipients 5 --poorest 5": "cannot be combined",
    "--transfer 5jt --recipients 99999999": "more than the",
    "--transfer 5jt --poorest 101": "--poorest",
    "--transfer 833.955 --poorest 5": "write 833955",
    "--locality all": "one locality",
    "--growth 0..99 --line-growth 0..99 --gini 0..1": "combinations are more than",
}


@pytest.mark.parametrize("options", WRONG)
def test_what_cannot_be_supposed_is_refused(options):
    done = call("scenario", "2024", *options.split())
    assert done.code == 2, done.err
    assert WRONG[options] in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2024", "--area", "Samarinda"), "Gini ratio"),
        (("1999",), "nearest"),
        (("2024", "--area", "Atlantis"), "no area"),
        (("2025-09", "--area", "31", "--transfer", "5jt", "--poorest", "1"), ""),
        (("--backtest", "--area", "Samarinda"), "provinces or the nation"),
    ],
)
def test_what_is_not_there(arguments, sentence):
    done = call("scenario", *arguments)
    assert done.code == 4, done.err
    assert sentence in done.err


@pytest.mark.parametrize("growth", ["5", "0..6:2"])
def test_it_is_drawn_with_a_band_a_basis(growth, tmp_path):
    pytest.importorskip("vl_convert")
    file = tmp_path / "what_if.svg"
    done = call("scenario", "2024", "--growth", growth, "--years", "3", "-o", str(file))
    assert done.code == 0, done.err
    text = file.read_text()
    for basis in ("calculation", "record", "unchanged"):
        assert basis in text


def test_the_record_needs_thirty_pairs():
    """In March 2007 no yearly change was known."""
    rows = "p0,16.58 gini,0.36 poverty_line,166697 poor_count,37168"
    text = "area,period,locality,indicator,value,source\n" + "\n".join(
        f"6499,2007-03,total,{row},mine" for row in rows.split()
    )
    done = call("scenario", "2007", "--area", "6499", "--figures", "-", "-f", "json", stdin=text)
    assert {row["basis"] for row in json.loads(done.out)["rows"]} == {"calculation", "unchanged"}


def test_decimals_are_numbers_of_twelve_digits():
    row = kpov.scenario("2024", growth=5)[0]
    assert row.change == row.after - row.before
    assert isinstance(row.after, Decimal)
