"""Every row of the list of inputs that kpov got wrong, by its number, with the right answer beside it.

The files are not part of the repository: without them the tests are skipped, and the other files of this
folder and those of the rooms guard the same kinds with files of their own.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from reference import shared
from support import TIMEOUT, run, shell

from kaltim_poverty import compare as compare_figures
from kaltim_poverty import show
from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import compare, describe, estimate

MEANS = {"welfare": "y", "measure": "mean"}
WEIGHTED = {**MEANS, "weight": "w"}
REPLICATES = {**WEIGHTED, "replicate_weights": "repwt*", "replicate_method": "brr"}


def case(name):
    return str(shared(f"cases/{name}"))


def only(answer):
    assert len(answer.rows) == 1
    return answer.rows[0]


def mean(file, **options):
    return estimate(case(file), **{**MEANS, **options}).rows[0].estimate


def groups(answer, column):
    return {row.groups[column]: row.estimate for row in answer if row.groups}


def codes(answer):
    return [note.code for note in answer.notes]


def words(answer):
    return " ".join(map(str, answer.notes))


def refused(told, file, **options):
    with pytest.raises(InputError, match=told) as error:
        estimate(case(file), **{**MEANS, **options})
    assert error.value.exit_code == 3


def about(value, digits=6):
    return pytest.approx(value, rel=0.5 * 10 ** (1 - digits))


def test_row_1_a_code_is_never_changed_by_a_cast(tmp_path):
    made = [sys.executable, case("make_codes.py")]
    subprocess.run(made, cwd=tmp_path, check=True, timeout=TIMEOUT)
    for name, psus in (("plain", 40), ("half", 41), ("zero", 41), ("exp", 41)):
        row = only(estimate(str(tmp_path / f"{name}.csv"), **MEANS, psu="psu"))
        assert row.df == psus - 1
        assert row.se == about(0.0239363 if psus == 41 else 0.0239229)


def test_row_2_a_wide_file_is_read_as_a_narrow_one(tmp_path):
    with open(case("code_narrow.csv"), newline="", encoding="utf-8") as narrow:
        header, *rows = csv.reader(narrow)
    with open(tmp_path / "wide.csv", "w", newline="", encoding="utf-8") as wide:
        writer = csv.writer(wide)
        writer.writerow([*header, *(f"t{place}" for place in range(1200))])
        writer.writerows([*row, *["some text"] * 1200] for row in rows)
    options = {**MEANS, "by": ["share", "kab"]}
    answers = [estimate(file, **options) for file in (case("code_narrow.csv"), str(tmp_path / "wide.csv"))]
    assert answers[0].rows == answers[1].rows
    for file in (case("code_narrow.csv"), str(tmp_path / "wide.csv")):
        found = estimate(file, **options, where="share > 0 and share < 1").rows[0]
        assert (found.n, found.estimate) == (20, 149.5)


def test_row_3_the_exact_name_wins():
    for file in ("names/small.dta", "names/small.parquet"):
        assert mean(file, weight="w") == about(233.3333333)
    for kind in ("dta", "parquet"):
        assert mean(f"names/case.{kind}", size="Y") == about(352.9411765)
    table = {"Yy": np.ones(2), "yY": np.ones(2)}
    with pytest.raises(InputError, match="several columns"):
        estimate(table, welfare="yy", measure="mean")


def test_row_4_outside_the_subpopulation_may_be_missing():
    options = {**WEIGHTED, "stratum": "st", "psu": "psu", "where": "emp=1"}
    for file in ("csv/skip.csv", "csv/filled.csv"):
        for missing in ("error", "drop"):
            row = only(estimate(case(file), **options, missing=missing))
            assert (row.se, row.df) == (about(28.6546977, 9), 4)


def test_row_5_a_wide_survey_is_described():
    answer = describe(case("csv/w100.csv"), welfare="y")
    assert len([row for row in answer if row.column]) == 102


def test_row_6_accents_of_dbase():
    for name, noted in (("accent", True), ("accent1252", False)):
        answer = estimate(case(f"dbf/{name}.dbf"), **MEANS, by="kab")
        assert groups(answer, "KAB") == {"Séga": 200, "Sèga": 350}
        assert ("text_encoding" in codes(answer)) == noted


def test_row_7_tables_of_dbase_that_are_cut_short():
    for name in ("cut_clean", "cut"):
        refused("cut short: its header promises 4 rows, but it holds 2", f"dbf/{name}.dbf")


def test_row_8_a_cell_of_nul_is_missing():
    refused("data row 2, column Y: the value is missing", "dbf/nul.dbf")
    assert mean("dbf/nul.dbf", missing="drop") == 300


def test_row_9_commas_in_quoted_headings():
    name = "Pengeluaran, Rp, sebulan"
    assert mean("csv/kobo.csv", welfare=name, weight="w") == about(233.3333333)
    assert mean("csv/kobo.csv", welfare=name, weight="w", delimiter=";") == about(233.3333333)


def test_rows_10_and_11_ends_of_lines_and_first_lines():
    for name, value in (("mixed2", 200), ("blankfirst", 150), ("sep", 150), ("blankline", 150)):
        assert mean(f"csv/{name}.csv") == value


def test_row_12_dots_that_may_be_thousands():
    for decimal, p0, noted in ((None, 100, True), (",", 100, False), (".", 100, False)):
        answer = estimate(case("csv/dots.csv"), welfare="y", measure="p0", line=833_955, decimal=decimal)
        assert only(answer).estimate == p0
        assert ("survey_thousands" in codes(answer)) == noted
    assert mean("csv/dots.csv", decimal=",") == 2500
    assert mean("csv/dots.csv", decimal=".") == 2.5


def test_row_13_no_minus_before_nothing():
    assert str(only(estimate(case("csv/same.csv"), welfare="y", measure="atkinson_1")).estimate) == "0.0"


@pytest.mark.parametrize("name", ["csv/spssnull.csv", "csv/statamiss.csv", "excel/na.xlsx", "excel/dot.xlsx"])
def test_row_14_one_list_of_marks_for_missing_values(name):
    refused("data row 2, column y: '.*' means that the value is missing", name)
    assert mean(name, missing="drop") == 200
    assert mean(name, missing="drop", missing_values="100,999999") == 300


def test_row_14_a_group_that_is_called_na():
    refused("data row 1, column cc: 'NA' means that the value is missing", "csv/na.csv", by="cc")
    options = {**WEIGHTED, "by": "cc"}
    dropped = estimate(case("csv/na.csv"), **options, missing="drop")
    assert groups(dropped, "cc") == {"ZA": 300}
    assert dropped.rows[0].estimate == about(233.3333333)
    kept = estimate(case("csv/na.csv"), **options, missing_values="cc=")
    assert groups(kept, "cc") == {"NA": about(166.6666667), "ZA": 300}


def test_row_15_constant_replicates_and_factors():
    flag = estimate(case("replicates/flag.csv"), **REPLICATES)
    assert only(flag).se == only(estimate(case("replicates/brr.csv"), **REPLICATES)).se == about(46.5138)
    assert "Left out: repwt, with one value in all rows" in words(flag)
    factors = case("replicates/factors.csv")
    assert only(estimate(factors, **REPLICATES, replicate_factors=True)).se == about(46.5138)
    plain = estimate(factors, **REPLICATES)
    assert only(plain).se == about(37.737, 5)
    assert "--replicate-factors" in words(plain)


@pytest.mark.parametrize(
    "method", [{"replicate_method": "jk2"}, {"replicate_method": "jackknife", "replicate_scale": 1}]
)
def test_row_16_jackknife_by_name_and_scale(method):
    answer = estimate(case("replicates/jk2.csv"), **WEIGHTED, replicate_weights="jk*", **method)
    assert only(answer).se == about(45.8521)
    assert "scale 1" in words(answer)
    halved = {**method, "replicate_rscales": 0.25}
    answer = estimate(case("replicates/jk2.csv"), **WEIGHTED, replicate_weights="jk*", **halved)
    assert only(answer).se == about(45.8521 / 2)


def test_row_17_files_of_stata_with_other_text():
    damaged = describe(case("stata/varlabel118bad.dta"), welfare="y")
    assert "text_damaged" in codes(damaged)
    answer = estimate(case("stata/utf8_in_117.dta"), **MEANS, by="kab")
    assert groups(answer, "kab") == {"Séga": 200, "Sèga": 300}
    assert "read as utf-8" in words(answer)
    assert set(
        groups(estimate(case("stata/utf8_in_117.dta"), **MEANS, by="kab", encoding="cp1252"), "kab")
    ) == {
        "SÃ©ga",
        "SÃ¨ga",
    }


def test_row_18_the_sheet_with_the_columns():
    options = {"welfare": "percapita", "weight": "weight", "size": "size", "line": 1_500_000, "measure": "p0"}
    right = only(estimate(case("excel/x_ok.xlsx"), **options))
    assert right.estimate == about(25.4205)
    for name, sheet in (("x_hidden2", "baru"), ("x_first", "Data"), ("x_chart", "Sheet")):
        answer = estimate(case(f"excel/{name}.xlsx"), **options)
        assert only(answer) == right
        assert f"'{sheet}'" in words(answer)
        assert only(estimate(case(f"excel/{name}.xlsx"), **options, sheet=sheet)) == right


def test_row_19_cells_and_headings_of_excel():
    assert mean("excel/textnum.xlsx", decimal=",") == about(666766.67, 8)
    right = mean("excel/x_ok.xlsx", welfare="percapita")
    assert mean("excel/x_year.xlsx", welfare="2024") == right
    assert mean("excel/x_space.xlsx", welfare="percapita") == right


def test_row_20_unsigned_numbers_and_dates_of_parquet():
    options = {"welfare": "percapita", "line": 1_500_000, "measure": "p0"}
    right = only(estimate(case("parquet/p_i64.parquet"), **options, where="spend > earn"))
    assert (right.n, right.estimate) == (30, about(23.3333333))
    assert only(estimate(case("parquet/p_u64.parquet"), **options, where="spend > earn")) == right
    day = pd.read_parquet(case("parquet/p_date.parquet"))["day"]
    of_2024 = int((pd.to_datetime(day).dt.year == 2024).sum())
    assert only(estimate(case("parquet/p_date.parquet"), **options, where="year(day) = 2024")).n == of_2024


def test_row_21_one_reader_for_line_tables():
    options = {"welfare": "percapita", "measure": "p0"}
    for table in ("lt_ok.csv", "lt.csv.gz"):
        answer = estimate(case("lines/s.csv"), **options, line_table=case(f"lines/{table}"))
        assert only(answer).estimate == about(5.75, 3)
    command = (
        f"kpov survey estimate {case('lines/s.csv')} --welfare percapita --measure p0 -f tsv "
        f"--line-table <(cat {case('lines/lt_ok.csv')})"
    )
    piped = shell(command)
    assert (piped.code, piped.out.splitlines()[1].split("\t")[2]) == (0, "5.75")
    for table, decimal, cell in (("lt_point.csv", ",", "833955.50"), ("lt_dots.csv", None, "833.955")):
        survey = "lines/s_comma.csv" if decimal else "lines/s.csv"
        refused(re.escape(cell), survey, **options, line_table=case(f"lines/{table}"), decimal=decimal)


def test_row_22_designs_names_blanks_and_figures():
    for name in ("bom", "u16"):
        answer = estimate(case("lines/s.csv"), design=case(f"design/{name}.toml"), measure="mean")
        weighted = estimate(case("lines/s.csv"), welfare="percapita", weight="weight", measure="mean")
        assert answer.rows == weighted.rows
    for by in ("kab, kota", '"kab, kota"'):
        answer = estimate(case("csv/names.csv"), welfare="percapita", measure="mean", by=by)
        assert "kab, kota" in answer.rows[1].groups
    names = case("csv/names.csv")
    hint = run(
        "survey", "estimate", names, "--welfare", "percapita", "--measure", "mean", "--where", "order = 1"
    )
    assert (hint.code, '"order"' in hint.err) == (3, True)
    blanks = run(
        *("survey", "estimate", case("csv/blanks.csv"), "--welfare", "percapita", "--measure", "mean"),
        *("--by", "grp", "-f", "tsv", "-q"),
    )
    assert [line.split("\t")[0] for line in blanks.out.splitlines()] == ["grp", "", "x  y", "x y"]
    for name in ("f.csv.gz", "f_extra.csv", "f_sep.csv"):
        assert any(row.area == "X" for row in show(figures=case(f"figures/{name}"), area="X"))
    changed = compare_figures("2023", "2024", figures=case("figures/f_extra.csv"), area="X")
    assert changed.rows[0].change == Decimal("-0.42")


def test_row_23_lonely_strata_count_only_in_domains_that_have_a_row_in_them():
    options = {"welfare": "y", "stratum": "s", "psu": "p", "line": 25, "measure": "poor_count", "by": "g"}
    ses = {row.groups.get("g"): row.se for row in estimate(case("stat/lon2.csv"), **options)}
    assert ses["a"] == 0


def test_row_24_lonely_strata_by_the_average():
    options = {"welfare": "y", "stratum": "s", "psu": "p", "line": 25, "by": "s", "lonely_psu": "average"}
    answer = estimate(case("stat/lon.csv"), **options, measure="mean,p0,poor_count")
    first = {row.measure: row.se for row in answer if row.groups == {"s": "1"}}
    assert first == {"mean": about(5.7735, 5), "p0": about(33.3333), "poor_count": about(1.0)}


@pytest.mark.parametrize("variance", [{}, {"bootstrap": 20}])
def test_row_25_the_poor_are_in_one_psu(variance):
    options = {"welfare": "y", "psu": "p", "line": 25, "measure": "p0,gap_poor,gini_poor"}
    for row in estimate(case("stat/onepoor2.csv"), **options, **variance):
        if row.measure != "p0":
            assert (row.se, row.ci_low, row.ci_high) == (None, None, None)
            assert row.note is not None
    answer = compare(case("stat/e.csv"), case("stat/onepoor.csv"), **options)
    assert [row.se for row in answer if row.measure != "p0"] == [None, None]


@pytest.mark.parametrize("method", ["jk1", "jackknife", "jk2", "bootstrap", "brr"])
def test_row_25_with_replicate_weights_of_a_jackknife(tmp_path, method):
    with open(case("stat/onepoor2.csv"), encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    psus = sorted({row["p"] for row in rows})
    left_out = [[0 if row["p"] == psu else len(psus) / (len(psus) - 1) for psu in psus] for row in rows]
    lines = [[row["y"], 1, *weights] for row, weights in zip(rows, left_out, strict=True)]
    header = ["y", "w", *(f"rw{psu}" for psu in psus)]
    path = tmp_path / "jackknife.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in [header, *lines]) + "\n")
    options = {"welfare": "y", "weight": "w", "replicate_weights": "rw*", "replicate_method": method}
    answer = estimate(str(path), **options, line=25, measure="p0,gap_poor,gini_poor")
    by_name = {row.measure: row for row in answer}
    assert by_name["p0"].se > 0
    assert method != "jk1" or by_name["p0"].se == about(37.7491722)
    for name in ("gap_poor", "gini_poor"):
        row = by_name[name]
        assert (row.se, row.ci_low, row.ci_high) == (None, None, None)
        assert row.note is not None


def test_row_26_thousands_that_are_ambiguous():
    refused(r"--decimal , .*--decimal \. ", "stat/th.csv", weight="w")
    assert mean("stat/th.csv", weight="w", decimal=",") == about(1.6666667)
    assert mean("stat/th.csv", weight="w", decimal=".") == about(1666.6666667)


def test_row_27_gini_of_huge_weights():
    assert only(
        estimate(case("stat/hw.csv"), welfare="y", weight="w", measure="gini")
    ).estimate == pytest.approx(8.49999999795e-11, rel=1e-11)


def test_row_28_codes_that_look_alike():
    files = case("stat/q1.csv"), case("stat/q3.csv")
    answer = compare(*files, welfare="y", weight="w", psu="p", measure="mean", panel="id")
    assert answer.rows[0].df == 3
    assert "Codes that look alike count as different: '1' / '1.0'" in words(answer)


def test_row_29_a_comparison_says_why_there_is_no_number():
    files = case("stat/n1.csv"), case("stat/n2.csv")
    row = only(compare(*files, welfare="y", weight="w", psu="p", measure="theil"))
    reason = only(estimate(files[0], welfare="y", weight="w", psu="p", measure="theil")).note
    assert row.verdict == "unknown"
    assert str(reason) in str(row.note)


def test_row_30_a_gap_in_a_breakdown_costs_that_breakdown_only():
    options = {**WEIGHTED, "stratum": "s", "psu": "p", "by": "r"}
    row = estimate(case("stat/bym.csv"), **options, missing="drop").rows[0]
    assert (row.estimate, row.se, row.n) == (29.5, about(5.18813), 6)
    refused("column r", "stat/bym.csv", **options)


def test_row_31_a_likely_code_for_missing():
    problems = {row.column: str(row.problem) for row in describe(case("stat/code.csv"), welfare="y")}
    assert "99999" in problems["y"]
    assert mean("stat/code.csv", missing_values="99999", missing="drop") == 38
    flagged = estimate(case("stat/code.csv"), welfare="y", relative_line=0.6, measure="p0")
    assert "99999" in words(flagged)
