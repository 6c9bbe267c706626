"""Remarks of a few rows stand below a table that has no room for them beside its numbers."""

from __future__ import annotations

import pytest
from support import run

from kaltim_poverty.records.fields import REMARK
from kaltim_poverty.render.footnotes import footnotes, marked
from kaltim_poverty.render.layout import Column

COUNTED = [
    "survey",
    "targeting",
    "examples/survey.csv",
    "--design",
    "examples/survey.toml",
    "--line",
    "833955",
    "--benefit",
    "pkh_idr",
    "-f",
    "table",
]


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_rare_remark_leaves_the_table_a_table(language):
    """Of targeting at 80 columns: a line of marks a remark, and no block a row."""
    result = run(*COUNTED, "--lang", language, env={"COLUMNS": "80"})
    lines = result.out.splitlines()
    assert max(map(len, lines)) <= 80
    remark = {"en": "all or none in the sample", "id": "semua atau tidak satu pun dalam sampel"}[language]
    assert sum(line.startswith(f"(1) {remark}") for line in lines) == 1
    assert sum(line.endswith("  (1)") for line in lines) > 1
    notes = [place for place, line in enumerate(lines) if line.startswith(("note:", "catatan:"))]
    assert notes[0] < 120  # of 38 rows, 8 cells each


def test_a_wide_page_has_the_remark_in_its_row():
    """There a mark would only be a detour."""
    result = run(*COUNTED, env={"COLUMNS": "200"})
    assert "(1)" not in result.out
    assert result.out.count("all or none in the sample: no interval") > 1


def test_the_same_remark_has_the_same_mark():
    """And other remarks have other ones, in the order of the rows."""
    columns = [Column("Rows", True, list("12345678")), Column("Note", False, cells := [""] * 8, REMARK)]
    cells[1], cells[4], cells[6] = "b", "a", "b"
    assert marked(columns)[1].cells == ["", "(1)", "", "", "(2)", "", "(1)", ""]
    assert footnotes(columns, 80) == "(1) b\n(2) a\n"


def test_a_column_of_remarks_stays():
    """Where most rows have one, it is what the table is about."""
    columns = [Column("Note", False, ["a", "b", ""], REMARK), Column("Name", False, ["", "", "c"])]
    assert marked(columns) == columns
    assert not footnotes(columns, 80)


def test_describe_marks_its_problems(tmp_path):
    """A file with two empty cells is a table in Bahasa Indonesia as well."""
    path = tmp_path / "own.csv"
    rows = [f"{row},{row * 1000000},{'' if row < 3 else 27.68}" for row in range(1, 9)]
    path.write_text("\n".join(["household,percapita,weight", *rows]), encoding="utf-8")
    roles = ["--welfare", "percapita", "--weight", "weight"]
    arguments = ["survey", "describe", str(path), *roles, "-f", "table", "--lang", "id"]
    lines = run(*arguments, env={"COLUMNS": "80"}).out.splitlines()
    assert lines[2].split()[-1] == "Masalah"
    assert lines[4].endswith("(1)")


@pytest.mark.parametrize("language", ["en", "id"])
def test_columns_give_way_before_a_name_is_a_tower(language):
    """The name of a quantile with its unit is folded into three lines at most, in both languages."""
    design = ["--design", "examples/survey.toml", "--measure", "quantile_10,quantile_90"]
    arguments = ["survey", "estimate", "examples/survey.csv", *design, "-f", "table", "--lang", language]
    lines = run(*arguments, env={"COLUMNS": "80"}).out.splitlines()
    rule = next(place for place, line in enumerate(lines) if line.startswith("─"))
    assert lines[rule + 1 :].index(next(line for line in lines if line.startswith("("))) <= 6
