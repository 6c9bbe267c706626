"""Welfare in the prices of a base: a deflator is what dividing the columns of the file by it would be."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from support import call

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.sample import Sizes
from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting

ROLES = {"welfare": "y", "weight": "w", "stratum": "s", "psu": "p"}
MEASURES = "mean,p0,p1,watts,total_shortfall,gini,median,sen"


def made(rows=60, seed=4):
    random = np.random.default_rng(seed)
    region = random.integers(1, 4, rows)
    return {
        "y": np.round(random.lognormal(5, 0.5, rows), 2),
        "w": random.integers(1, 6, rows).astype(float),
        "s": np.repeat(["a", "b"], rows // 2),
        "p": np.arange(rows) // 3,
        "region": region,
        "z": np.array([110.0, 130.0, 150.0])[region - 1],
        "d": np.round(random.uniform(0.8, 1.4, rows), 3),
        "id": np.arange(rows),
    }


def numbers(answer):
    return [
        (
            row.measure,
            row.estimate,
            row.se,
            row.ci_low,
            row.ci_high,
            row.df,
            row.deff,
            tuple(row.groups.values()),
        )
        for row in answer
    ]


def near(mine, theirs, rel=1e-12):
    return mine == (None if theirs is None else pytest.approx(theirs, rel=rel))


def same(one, other):
    for mine, theirs in zip(numbers(one), numbers(other), strict=True):
        assert (mine[0], mine[7]) == (theirs[0], theirs[7])
        assert all(map(near, mine[1:6], theirs[1:6])), (mine, theirs)
        assert near(mine[6], theirs[6], 1e-9), (mine, theirs)


def deflated(data, by, *columns):
    return {**data, **{column: data[column] / by for column in columns}}


@pytest.mark.parametrize("by", ["number", "column"])
@pytest.mark.parametrize("sizes", [None, Sizes(rows_of_block=7, share_in_memory=0.0)], ids=["memory", "disk"])
def test_one_line_is_in_the_prices_of_the_base(by, sizes):
    data = made()
    options = {"deflator": "1.25"} if by == "number" else {"deflator_column": "d"}
    asked = {"line": 120, "measure": MEASURES, "by": "region", **ROLES}
    plain = deflated(data, 1.25 if by == "number" else data["d"], "y")
    same(estimate(data, **asked, **options, sizes=sizes), estimate(plain, **asked))


@pytest.mark.parametrize("by", ["number", "column"])
@pytest.mark.parametrize("sizes", [None, Sizes(rows_of_block=7, share_in_memory=0.0)], ids=["memory", "disk"])
def test_lines_of_rows_are_in_the_prices_of_the_row(by, sizes):
    data = made()
    options = {"deflator": 1.25} if by == "number" else {"deflator_column": "d"}
    plain = deflated(data, 1.25 if by == "number" else data["d"], "y", "z")
    asked = {"line_column": "z", "measure": MEASURES, "by": "region", **ROLES}
    same(estimate(data, **asked, **options, sizes=sizes), estimate(plain, **asked))


@pytest.mark.parametrize("by", ["number", "column"])
@pytest.mark.parametrize("sizes", [None, Sizes(rows_of_block=7, share_in_memory=0.0)], ids=["memory", "disk"])
def test_lines_of_a_table_are_in_the_prices_of_the_row(by, sizes, tmp_path):
    data = made()
    table = tmp_path / "lines.csv"
    table.write_text("region,line\n1,110\n2,130\n3,150\n")
    options = {"deflator": 1.25} if by == "number" else {"deflator_column": "d"}
    plain = deflated(data, 1.25 if by == "number" else data["d"], "y", "z")
    asked = {"measure": MEASURES, "by": "s", **ROLES}
    found = estimate(data, line_table=str(table), **asked, **options, sizes=sizes)
    same(found, estimate(plain, line_column="z", **asked))


def test_published_lines_are_in_the_prices_of_the_row():
    data = made()
    data |= {"y": data["y"] * 7000, "province": np.full(60, 64), "urban": 1 + data["id"] % 2}
    asked = {"published_line": 2024, "measure": "p0,p1,mean,total_shortfall", **ROLES}
    nominal = {row.measure: row for row in estimate(data, **asked)}
    real = {row.measure: row for row in estimate(data, deflator=1.1, **asked)}
    for name in ("p0", "p1"):  # welfare and lines are divided alike
        assert real[name].estimate == pytest.approx(nominal[name].estimate, rel=1e-12)
        assert real[name].se == pytest.approx(nominal[name].se, rel=1e-12)
    for name in ("mean", "total_shortfall"):
        assert real[name].estimate * 1.1 == pytest.approx(nominal[name].estimate, rel=1e-12)


def test_a_relative_line_is_of_deflated_welfare():
    data = made()
    asked = {"relative_line": 0.6, "measure": "p0,p1,mean", **ROLES}
    same(estimate(data, deflator_column="d", **asked), estimate(deflated(data, data["d"], "y"), **asked))


def test_replicates_see_deflated_lines():
    data = made()
    random = np.random.default_rng(2)
    data |= {f"rw_{k}": data["w"] * random.uniform(0.5, 1.5, 60) for k in range(12)}
    table = [110.0, 130.0, 150.0]
    asked = {"welfare": "y", "weight": "w", "replicate_weights": "rw_*", "replicate_method": "bootstrap"}
    plain = deflated(data, data["d"], "y", "z")
    found = estimate(data, line_column="z", deflator_column="d", measure=MEASURES, **asked)
    same(found, estimate(plain, line_column="z", measure=MEASURES, **asked))
    assert sorted(set(data["z"])) == table


def changes(answer):
    return [(row.before, row.after, row.change, row.se, row.df) for row in answer]


@pytest.mark.parametrize("panel", [None, "id"])
def test_each_survey_of_two_has_its_own_deflator(panel):
    before, after = made(), made(seed=5)
    asked = {"measure": "mean,p0,gini", "panel": panel, **ROLES}
    if panel:
        after |= {"s": before["s"], "p": before["p"]}
    found = compare(before, after, line_column="z", deflator="1,1.25", **asked)
    plain = compare(before, deflated(after, 1.25, "y", "z"), line_column="z", **asked)
    for mine, theirs in zip(changes(found), changes(plain), strict=True):
        assert mine == pytest.approx(theirs, rel=1e-12)
    by_row = compare(before, after, line=120, deflator_column=("d", "d"), **asked)
    both = [deflated(each, each["d"], "y") for each in (before, after)]
    for mine, theirs in zip(changes(by_row), changes(compare(*both, line=120, **asked)), strict=True):
        assert mine == pytest.approx(theirs, rel=1e-12)


def codes(answer):
    return [note.code for note in answer.notes]


def said(answer):
    return [
        note.values["text"].key.removeprefix("note.") for note in answer.notes if note.code == "of_period"
    ]


def test_a_note_says_that_a_change_of_amounts_is_nominal_unless_a_survey_is_deflated():
    before, after = made(), made(seed=5)
    asked = {"measure": "mean,p0", "line": 120, **ROLES}
    nominal = compare(before, after, **asked)
    assert "nominal_amounts" in codes(nominal)
    assert "several_prices" not in codes(nominal)
    real = compare(before, after, deflator=(None, 1.1), **asked)
    assert "nominal_amounts" not in codes(real)
    assert "several_prices" in codes(real)
    assert said(real).count("deflated") == 1
    both = compare(before, after, deflator=(1, 1.1), **asked)
    assert "several_prices" not in codes(both)
    assert said(both).count("deflated") == 2


@pytest.mark.parametrize(
    ("line", "code"), [({"line": 120}, "line_in_base_prices"), ({"line_column": "z"}, "line_in_own_prices")]
)
def test_a_note_says_in_which_prices_the_line_is(line, code):
    asked = {"measure": "p0", **line, **ROLES}
    assert {"deflated", "line_in_base_prices", "line_in_own_prices"}.isdisjoint(
        codes(estimate(made(), **asked))
    )
    found = codes(estimate(made(), deflator=1.1, **asked))
    assert found.index("deflated") < found.index(code)
    assert ("line_in_base_prices" in found, "line_in_own_prices" in found) == (
        code == "line_in_base_prices",
        code == "line_in_own_prices",
    )
    assert "deflated_column" in codes(estimate(made(), deflator_column="d", **asked))


def test_targeting_and_simulation_take_deflated_welfare():
    data = made()
    data |= {"n": np.full(60, 2.0), "b": np.where(data["id"] % 3 == 0, 50.0, 0.0)}
    plain = deflated(data, data["d"], "y", "z")
    asked = {**ROLES, "size": "n", "line_column": "z"}
    same(targeting(data, benefit="b", deflator_column="d", **asked), targeting(plain, benefit="b", **asked))
    programme = {"amount": 40, "recipients": 30, "every": "month", "to": "poorest"}
    one, other = (
        [(row.before, row.after, row.change, row.se) for row in answer]
        for answer in (
            simulate(data, deflator_column="d", **programme, **asked),
            simulate(plain, **programme, **asked),
        )
    )
    for mine, theirs in zip(one, other, strict=True):
        assert all(map(near, mine, theirs)), (mine, theirs)
    assert "amounts_in_base_prices" in codes(simulate(data, deflator=2, **programme, **asked))


@pytest.mark.parametrize("given", ["0", "-1", "x", "nan", "1e999", "9" * 40])
def test_a_deflator_is_a_number_above_0(given):
    with pytest.raises(UsageError, match="--deflator"):
        estimate(made(), deflator=given, **ROLES)


def test_a_deflator_of_the_row_or_of_all():
    with pytest.raises(UsageError, match="--deflator-column"):
        estimate(made(), deflator=1.1, deflator_column="d", **ROLES)


def test_a_comma_between_whole_numbers_may_be_a_decimal_mark():
    with pytest.raises(UsageError, match=r"write 1\.25 for one number, 1\.0,25\.0"):
        compare(made(), made(), deflator="1,25", **ROLES)
    assert compare(made(), made(), deflator="1.0,25.0", measure="mean", **ROLES)


def file_of(tmp_path, rows):
    path = tmp_path / "survey.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["y", "z", "d"], *rows])
    return str(path)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("0", "'0' is not a valid deflator"),
        ("-1", "'-1' is not a valid deflator"),
        ("", "missing"),
        ("x", "'x'"),
    ],
)
def test_the_first_cell_that_is_no_deflator_is_named(cell, says, tmp_path):
    file = file_of(tmp_path, [[100, 90, 1.1], [200, 90, cell], [50, 90, 1], [70, 90, 1]])
    with pytest.raises(InputError, match="row 2") as error:
        estimate(file, welfare="y", deflator_column="d", measure="mean")
    assert says in str(error.value)
    assert "column d" in str(error.value)


def test_a_missing_deflator_is_a_missing_value(tmp_path):
    file = file_of(tmp_path, [[100, 90, 2], [200, 90, "NA"], [50, 90, 1], [70, 90, 1]])
    (row,) = estimate(file, welfare="y", deflator_column="d", measure="mean", missing="drop")
    assert (row.estimate, row.n) == (pytest.approx((50 + 50 + 70) / 3), 3)
    (row,) = estimate(file, welfare="y", deflator_column="d", measure="mean", where="y <> 200")
    assert (row.estimate, row.n) == (pytest.approx((50 + 50 + 70) / 3), 3)
    with pytest.raises(InputError, match="column d"):  # the line is of all welfare
        estimate(file, welfare="y", deflator_column="d", measure="p0", where="y <> 200", relative_line=0.6)


@pytest.mark.parametrize("options", [{"deflator": 0.0001}, {"deflator_column": "d"}])
def test_welfare_beyond_all_numbers_is_refused(options, tmp_path):
    file = file_of(tmp_path, [[100, 90, 1], ["17" + "0" * 307, 90, 0.001]])
    with pytest.raises(InputError, match=r"row 2, column y.* too large"):
        estimate(file, welfare="y", measure="mean", **options)


def test_the_option_is_on_every_command(tmp_path):
    file = file_of(tmp_path, [[100, 90, 2], [200, 90, 2], [50, 90, 1]])
    done = call(
        "survey", "estimate", file, "--welfare", "y", "--deflator", "2", "--measure", "mean", "-f", "csv"
    )
    assert done.out.splitlines()[1].startswith("mean,per_capita,58.3333333333333")
    assert "divided by 2 (--deflator)" in done.err


@pytest.mark.parametrize(
    ("deflator", "noted"), [(105, True), (0.05, True), (1.05, False), (9.9, False), (0.11, False)]
)
def test_a_deflator_far_from_one_is_perhaps_an_index(deflator, noted):
    answer = estimate({"y": [100.0, 200.0]}, welfare="y", measure="mean", deflator=deflator)
    said = [str(note) for note in answer.notes if note.code == "deflator_seems_index"]
    assert bool(said) == noted
    assert not noted or f"--deflator {deflator} is far from 1" in said[0]
