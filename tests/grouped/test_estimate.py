"""The question as a command and as a function: forms of input, rows, notes, units."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest
from grouped.known import DECILES, text
from support import call

from kaltim_poverty.grouped import estimate
from kaltim_poverty.measures.catalogue import names

TEN = [float(share) for share in DECILES.split()]


def value(answer, measure, **others):
    """The estimate of a measure in a row with these other fields."""
    for row in answer:
        if row.measure == measure and all(getattr(row, key) == each for key, each in others.items()):
            return row.estimate
    raise AssertionError(measure)


def asked(data, *arguments):
    """The rows of the command."""
    done = call("grouped", "estimate", "-", *arguments, "-f", "json", stdin=data)
    assert done.code == 0, done.err
    return json.loads(done.out)


SAME = {  # the same groups in many forms
    "shares": text(),
    "shares with percent signs": text(DECILES.replace(" ", "% ") + "%"),
    "a heading in Indonesian with a unit": text(heading="Pangsa (%)"),
    "fractions": text(" ".join(f"{float(each) / 100:.3f}" for each in DECILES.split())),
    "shares of equal people": "population,share\n" + "\n".join(f"10,{each}" for each in DECILES.split()),
    "counts of people": "share,population\n" + "\n".join(f"{each},1200" for each in DECILES.split()),
    "points in percent": "p,l\n" + "\n".join(f"{10 * k},{sum(TEN[:k]):.1f}" for k in range(1, 11)),
    "points as fractions without the last": "p,l\n"
    + "\n".join(f"{k / 10},{sum(TEN[:k]) / 100:.3f}" for k in range(1, 10)),
    "points from (0, 0)": "p,l\n" + "\n".join(f"{10 * k},{sum(TEN[:k]):.1f}" for k in range(11)),
    "means": "population,mean\n" + "\n".join(f"10,{each * 10:.0f}" for each in TEN),
    "semicolons": text().replace(".", ",") + "\n",
    "tabs": "population\tshare\n" + "\n".join(f"10\t{each}" for each in DECILES.split()),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_groups_in_any_form(name):
    options = ("--decimal", ",") if name == "semicolons" else ()
    rows = asked(SAME[name], "--mean", "100", "--line", "50", *options)["rows"]
    plain = asked(text(), "--mean", "100", "--line", "50")["rows"]
    nearly = partial(pytest.approx, rel=1e-7)  # a fit ends as soon as a round gains little: the last digits
    assert [row["estimate"] for row in rows] == nearly([row["estimate"] for row in plain])


def test_rows_and_columns():
    """The columns of the contract, in its order, by line, measure and method."""
    answer = estimate({"share": TEN}, mean=100, line=[50, 80], method="all", measure="p0,gini")
    assert answer.fields == ("line", "measure", "unit", "method", "estimate", "low", "high", "note")
    found = [(row.line and int(row.line), row.measure) for row in answer]
    assert found == [(50, "p0")] * 6 + [(80, "p0")] * 6 + [(None, "gini")] * 6
    assert [row.method for row in answer[:6]] == ["gb2", "pip", "gq", "beta", "pchip", "lognormal"]


def test_defaults():
    assert [row.measure for row in estimate({"share": TEN}, mean=100, line=50)] == ["p0", "p1", "p2", "gini"]
    without = estimate({"share": TEN}, mean=100)
    assert [row.measure for row in without] == ["mean", "median", "gini"]
    assert value(without, "mean") == 100


def test_scaling_mean_and_line_changes_nothing():
    one = estimate({"share": TEN}, mean=100, line=50, measure="all", population=1000)
    other = estimate({"share": TEN}, mean=123400, line=61700, measure="all", population=1000)
    for first, second in zip(one, other, strict=True):
        factor = 1234 if second.unit in ("per_capita", "total") else 1
        if first.estimate is not None:
            assert second.estimate == pytest.approx(factor * first.estimate, rel=1e-9), first.measure


def test_all_measures_of_a_survey():
    """With a line and the number of people, and without both."""
    answer = estimate({"share": TEN}, mean=100, line=50, measure="all", population=1000)
    assert {row.measure for row in answer} == set(names())
    assert value(answer, "poor_count") == pytest.approx(10 * value(answer, "p0"))
    assert value(answer, "total_shortfall") == pytest.approx(1000 * 50 * value(answer, "p1") / 100)
    assert value(answer, "share_decile_10") == pytest.approx(28.1)
    assert value(answer, "lorenz_40") == pytest.approx(20.0)
    less = estimate({"share": TEN}, measure="all")
    assert not {"p0", "poor_count"} & {row.measure for row in less}
    assert value(less, "mean") is None
    assert str(next(row.note for row in less if row.measure == "mean")) == "the mean is not known (--mean)"


def test_shares_that_do_not_quite_add_up_are_rescaled_and_noted():
    shares = [3.5, 4.6, 5.5, 6.4, 7.3, 8.4, 9.7, 11.6, 14.9, 28.2]
    done = asked(text(" ".join(map(str, shares))), "--mean", "100", "--line", "50")
    assert "The shares add to 100.1 and are rescaled." in [note["text"] for note in done["notes"]]


def test_means_are_rescaled_to_a_given_mean():
    data = "population,mean\n40,50\n40,100\n20,250"
    own = asked(data, "--line", "50")
    other = asked(data, "--mean", "220", "--line", "100")
    assert [row["estimate"] for row in own["rows"]] == pytest.approx(
        [row["estimate"] for row in other["rows"]]
    )
    assert any("(110 for all) are rescaled to 220" in note["text"] for note in other["notes"])


def test_classes_with_limits_and_means_with_limits_alone_and_with_a_mean():
    """Limits narrow the bounds and move the estimate a little."""
    data = "lower,upper,population,mean\n0,50,20,40\n50,100,50,70\n100,200,20,140\n200,,10,320"
    both = asked(data, "--line", "60", "--measure", "p0,mean,gini")["rows"]
    means = asked(without(data, "lower", "upper"), "--line", "60")["rows"]
    limits = asked(without(data, "mean"), "--line", "60", "--measure", "p0,mean,gini")["rows"]
    assert both[0]["low"] >= means[0]["low"]
    assert both[0]["high"] <= means[0]["high"]
    assert (limits[0]["low"], limits[0]["high"]) == (20, 70)
    assert abs(both[0]["estimate"] - limits[0]["estimate"]) < 3
    assert both[1]["estimate"] == 103
    assert limits[1]["estimate"] == pytest.approx(103, rel=0.1)
    for line, people in (("50", 20), ("100", 70), ("200", 90)):
        for form in (data, without(data, "mean")):
            assert asked(form, "--line", line)["rows"][0]["estimate"] == pytest.approx(people, abs=1e-6)


def without(data, *columns):
    """A table without some columns."""
    rows = [line.split(",") for line in data.split("\n")]
    kept = [place for place, name in enumerate(rows[0]) if name not in columns]
    return "\n".join(",".join(row[place] for place in kept) for row in rows)


def test_only_a_gini_ratio():
    """The log-logistic distribution: F(z) = 1/(1 + (b/z)^a), a = 1/G, mean b·(π/a)/sin(π/a)."""
    answer = estimate(gini=0.4, mean=100, line=50)
    scale = 100 * np.sin(0.4 * np.pi) / (0.4 * np.pi)
    assert value(answer, "p0") == pytest.approx(100 / (1 + (scale / 50) ** 2.5), rel=1e-10)
    assert value(answer, "gini") == pytest.approx(0.4)
    assert all(row.low is None and row.high is None for row in answer)
    assert "Gini ratio alone" in str(answer.notes[0])


def test_several_distributions():
    data = "area,share\n" + "\n".join(f"{area},{share}" for share in DECILES.split() for area in ("A", "B"))
    done = asked(data, "--by", "area", "--mean", "100", "--line", "50", "--measure", "p0")
    assert [row["area"] for row in done["rows"]] == ["A", "B"]
    plain = asked(text(), "--mean", "100", "--line", "50")["rows"][0]["estimate"]
    assert [row["estimate"] for row in done["rows"]] == pytest.approx([plain, plain])


def test_lines_where_little_is_known_are_noted():
    notes = [str(each) for each in estimate({"share": TEN}, mean=100, line=[30, 50, 290]).notes]
    assert any("Below the mean of the first group" in text and "30" in text for text in notes)
    assert any("Above the mean of the last group" in text and "290" in text for text in notes)
    assert not any("50" in text for text in notes if "extrapolation" in text)


def test_units_follow_the_currency():
    rows = estimate({"share": TEN}, mean=100, measure="mean", currency="idr")
    assert rows[0].unit == "idr_per_capita_month"
    assert estimate({"share": TEN}, mean=100, measure="mean", currency="USD")[0].unit == "usd_per_capita"
    assert estimate({"share": TEN}, mean=100, measure="mean")[0].unit == "per_capita"


def test_a_curve_that_is_not_valid_is_noted():
    shares = [1, 1, 1, 1, 1, 1, 1, 1, 1, 91]
    notes = [str(each) for each in estimate({"share": shares}, mean=1, line=0.5, method="all").notes]
    assert any("is not a valid Lorenz curve" in each for each in notes)


def test_a_workbook(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    file = tmp_path / "shares.xlsx"
    book = xlsxwriter.Workbook(str(file))
    for name, heading in (("about", "notes"), ("shares", "share")):
        sheet = book.add_worksheet(name)
        sheet.write_column(0, 0, [heading, *TEN])
    book.close()
    plain = estimate({"share": [str(each) for each in TEN]}, mean=100, line=50)
    assert [row.estimate for row in estimate(file, mean=100, line=50)] == [row.estimate for row in plain]
    assert estimate(file, mean=100, line=50, sheet="shares").rows == estimate(file, mean=100, line=50).rows
    done = call("grouped", "estimate", str(file), "--sheet", "other", "--mean", "1")
    assert (done.code, "it has about, shares" in done.err) == (3, True)


def test_a_list_of_columns_in_python_may_be_numpy():
    assert (
        estimate({"share": np.array(TEN)}, mean=100, line=50).rows
        == estimate({"share": TEN}, mean=100, line=50).rows
    )


def test_three_decimals_are_noted():
    notes = asked("population,mean\n50,300.000\n50,900.000", "--line", "400")["notes"]
    assert any("Every number in mean has three decimals" in each["text"] for each in notes)
    certain = asked("population,mean\n50,300.000\n50,900.000", "--line", "400", "--decimal", ".")["notes"]
    assert not any("three decimals" in each["text"] for each in certain)


def test_thousands_with_a_decimal_comma():
    data = "population;mean\n1.234.567;300.000,5\n2.345.678;900.000,5"
    rows = asked(data, "--decimal", ",", "--line", "400000", "--measure", "mean")["rows"]
    assert rows[0]["estimate"] == pytest.approx((1234567 * 300000.5 + 2345678 * 900000.5) / 3580245)


def test_help_imports_neither_numpy_nor_scipy():
    import subprocess
    import sys

    program = (
        "import sys; from kaltim_poverty.cli.main import main; main(['grouped', *sys.argv[1:], '--help']);"
        "sys.exit(bool({'numpy', 'scipy', 'duckdb', '_duckdb', 'rich'} & set(sys.modules)))"
    )
    for command in ([], ["estimate"]):
        done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, check=False)
        assert done.returncode == 0


def test_methods_but_the_default_and_bounds_do_without_scipy(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    assert estimate({"share": TEN}, mean=100, line=50, method="pip")[0].estimate > 0
    assert estimate(gini=0.3, mean=100, line=50, method="lognormal")[0].estimate > 0
    done = call("grouped", "estimate", "-", "--mean", "1", stdin=text())
    assert done.code == 3
    assert "pip install 'kaltim-poverty[grouped]'" in done.err
