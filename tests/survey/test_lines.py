"""Every source of a poverty line gives what its rows should have."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.example import example
from kaltim_poverty.survey.read import line_spec

ROLES = {"welfare": "percapita", "weight": "weight", "size": "size"}
DATA = example(households=500, seed=5)
PUBLISHED = {1: 852131.0, 2: 794098.0}


def p0(data=DATA, **options):
    return estimate(data, measure="p0", **ROLES, **options)


def test_the_published_line_of_each_row():
    answer = p0(published_line="2024", by="urban")
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period

    figures = Figures()
    lines = {
        k: float(figures.value("64", Period(2024, 3), name, "poverty_line"))
        for k, name in ((1, "urban"), (2, "rural"))
    }
    own = {**DATA, "line": np.where(DATA["urban"] == 1, lines[1], lines[2])}
    assert [row.estimate for row in answer] == [
        row.estimate for row in p0(own, line_column="line", by="urban")
    ]
    assert answer.sources


def test_the_published_line_of_everybody():
    assert p0(published_line="2024", line_locality="total")[0].estimate == p0(line=833955)[0].estimate


def test_a_table_of_lines(tmp_path):
    table = tmp_path / "lines.csv"
    table.write_text("urban,line\n1,800000\n2,600000\n", encoding="utf-8")
    own = {**DATA, "line": np.where(DATA["urban"] == 1, 800000.0, 600000.0)}
    assert p0(line_table=str(table))[0].estimate == p0(own, line_column="line")[0].estimate


def test_rows_on_their_line_are_counted_beside_rows_without_weight(tmp_path):
    """A group that has only these needs no line, and is in nobody's way."""
    table = tmp_path / "lines.csv"
    table.write_text("g,line\n1,5\n2,7\n3,8\n", encoding="utf-8")
    data = {"y": [4.0, 5, 5, 7, 9], "g": [1, 1, 2, 2, 3], "w": [1, 1, 1, 1, 0]}
    columns = {name: np.array(values) for name, values in data.items()}
    answer = estimate(columns, welfare="y", weight="w", line_table=str(table), measure="p0")
    assert [note.values for note in answer.notes if note.code == "survey_on_line"] == [{"rows": 2}]
    assert answer[0].estimate == 50


def test_a_group_without_a_line_is_never_given_one(tmp_path):
    table = tmp_path / "lines.csv"
    table.write_text("urban,line\n1,800000\n", encoding="utf-8")
    with pytest.raises(InputError, match="urban 2"):
        p0(line_table=str(table))


def test_a_published_line_says_the_codes_of_town_and_country():
    own = {**DATA, "urban": np.where(DATA["urban"] == 1, "kota", "desa")}
    with pytest.raises(InputError, match=r"urban (kota|desa); .* 1 \(urban\) or 2 \(rural\)"):
        p0(own, published_line="2024")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("urban,size\n1,5\n", "the line needs a column of its own"),
        ("urban,line\n1,5\n1,6\n", "appears twice"),
        ("urban,line\n1,-5\n", "above 0"),
        ("urban,line\n1,x\n", "not a number"),
        ("urban,line\n1,\n", "the cell is empty"),
        ('urban,line\n1,"5,5"\n', "has a decimal comma"),
        ("urban,line\n1,5_5\n", "not a number"),
        ("urban,line\n\n1,833.955\n", r"line 3, column line: '833.955' .* write 833955 or 833.9550, or add"),
        ("urban;line\n1;833.955\n", "write 833955 or 833,9550, or add --decimal"),
        ("urban,a,b\n1,5,6\n", "besides the columns"),
        ("line\n5\n", "shares no column"),
        ("urban,line\n1\n", "there is 1 cell,"),
    ],
)
def test_a_table_that_cannot_be_right(tmp_path, content, said):
    table = tmp_path / "lines.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        p0(line_table=str(table))


def test_a_period_without_lines():
    with pytest.raises(NotFoundError):
        p0(published_line="1950")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("833955", 833955), ("5jt", 5e6), ("5juta", 5e6), ("5e6", 5e6), ("1.5jt", 1.5e6), (12.5, 12.5)],
)
def test_amounts(given, expected):
    assert line_spec(line=given).amount == expected


@pytest.mark.parametrize("given", ["833.955", "1,000,000", "-5", "0", "five", "4,5"])
def test_amounts_that_are_refused(given):
    with pytest.raises(UsageError):
        line_spec(line=given)


@pytest.mark.parametrize("to", ["median", "mean"])
def test_a_relative_line_is_that_of_the_whole_file(to):
    whole = estimate(DATA, measure=to, **ROLES)[0].estimate
    relative = p0(relative_line="0.6", relative_to=to, by="urban")
    fixed = p0(line=0.6 * whole, by="urban")
    assert [row.estimate for row in relative] == pytest.approx([row.estimate for row in fixed], rel=1e-12)
    assert relative[0].se != fixed[0].se
    inside = p0(relative_line="0.6", relative_to=to, where="urban = 2")
    assert inside[0].se == pytest.approx(relative[2].se, rel=1e-12)


@pytest.mark.parametrize("measure", ["p1", "p2", "watts", "sst"])
def test_the_error_of_a_relative_line_by_the_mean_is_that_of_replicates(measure):
    """A measure that is smooth in its line has the same error by linearisation and by jackknife."""
    data = {**DATA, "w": DATA["weight"] * DATA["size"]}
    rows = len(data["w"])
    groups = np.arange(rows) % 100
    weights = {f"rw_{k}": np.where(groups == k, 0.0, data["w"] * 100 / 99) for k in range(100)}
    options = {
        "welfare": "percapita",
        "weight": "w",
        "relative_line": 0.5,
        "relative_to": "mean",
        "measure": measure,
    }
    linear = estimate({**data, "group": groups}, psu="group", **options)[0]
    jackknife = estimate(
        {**data, **weights}, replicate_weights="rw_*", replicate_method="jackknife", **options
    )[0]
    assert linear.estimate == pytest.approx(jackknife.estimate, rel=1e-12)
    assert linear.se == pytest.approx(jackknife.se, rel=0.02)
    assert linear.df == jackknife.df == 99
