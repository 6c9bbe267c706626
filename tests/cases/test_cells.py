"""A cell is what was written: inputs that other programs, and this one before, read as something else."""

from __future__ import annotations

import csv
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import shared

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey import compare, describe, estimate, simulate, targeting

ROWS = 3000
CODES = ("7", "07", "7.0", "7.5", "1e1", "+7", "10", "A", "1_0", "0x7", " 7", "7 ", "-0", "x  y", "x y")


def case(name):
    return str(shared(f"cases/{name}"))


def only(answer):
    assert len(answer.rows) == 1
    return answer.rows[0]


def groups(answer, column):
    return {row.groups[column]: row.estimate for row in answer if row.groups}


def write(path, text, **options):
    path.write_bytes(text.encode(**options) if isinstance(text, str) else text)
    return str(path)


def long_file(path, code):
    """Enough rows that no look at some of them sees row 1,001."""
    rows = [[i + 1, i % 40 + 1, 100 + i % 37, "x" * 80] for i in range(ROWS)]
    if code:
        rows[1000][1] = code
    with open(path, "w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([["id", "psu", "y", "note"], *rows])
    return str(path)


@pytest.mark.parametrize(
    ("code", "psus"), [("", 40), ("7.5", 41), ("007", 41), ("1e1", 41), ("+7", 41), ("A", 41)]
)
def test_a_code_is_never_changed_by_a_cast(tmp_path, code, psus):
    row = only(estimate(long_file(tmp_path / "a.csv", code), welfare="y", psu="psu", measure="mean"))
    assert row.df == psus - 1
    assert row.se == pytest.approx(0.0239228937 if psus == 40 else 0.0239362735, rel=1e-8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 99)), min_size=1, max_size=30),
    padding=st.integers(0, 2),
    where=st.randoms(use_true_random=False),
)
def test_groups_are_those_of_a_plain_reader(tmp_path, rows, padding, where):
    """Any file, in any order, of any length: the odd codes may lie where no look at some rows sees them."""
    rows = [*rows, *([("10", 5)] * (2500 * padding))]
    where.shuffle(rows)
    path = tmp_path / "a.csv"
    with open(path, "w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([["code", "y", "beside"], *((*row, "z" * 60) for row in rows)])
    with open(path, newline="", encoding="utf-8") as opened:
        read = list(csv.DictReader(opened))
    counts = Counter(row["code"] for row in read)
    sums = Counter()
    for row in read:
        sums[row["code"]] += float(row["y"])
    answer = estimate(str(path), welfare="y", by="code", measure="mean")
    assert {row.groups["code"]: row.n for row in answer if row.groups} == counts
    assert groups(answer, "code") == pytest.approx({code: sums[code] / counts[code] for code in counts})


@pytest.mark.parametrize("beside", [0, 1200])
def test_a_column_of_a_condition_is_a_number_where_all_its_cells_are(tmp_path, beside):
    names = [f"t{place}" for place in range(beside)]
    rows = [[100 + i, 0.4 if i < 10 else 1, "07" if i % 2 else "7", *["text"] * beside] for i in range(20)]
    with open(tmp_path / "a.csv", "w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([["y", "share", "kab", *names], *rows])
    path = str(tmp_path / "a.csv")
    answer = estimate(path, welfare="y", measure="mean", by=["share", "kab"], where="share > 0 and share < 1")
    assert answer.rows[0].n == 10
    assert set(groups(estimate(path, welfare="y", measure="mean", by="kab"), "kab")) == {"7", "07"}
    assert set(groups(estimate(path, welfare="y", measure="mean", by="share"), "share")) == {"0.4", "1"}


@pytest.mark.parametrize("cell", ["1_000", "0x10", "1e999", "inf", "+-7", "1,5e", "٣", "7 7", "--7"])
def test_what_is_no_number_is_refused(tmp_path, cell):
    path = write(tmp_path / "a.csv", f"y,w\n1,2\n{cell.replace(',', ';')},3\n", encoding="utf-8")
    for missing in ("error", "drop"):
        with pytest.raises(InputError, match="data row 2, column y"):
            estimate(path, welfare="y", measure="mean", missing=missing)


@pytest.mark.parametrize("cell", ["7", "+7", "7.", "07", "7e0", " 7 ", "70e-1"])
def test_a_number_has_many_spellings(tmp_path, cell):
    path = write(tmp_path / "a.csv", f"y,w\n1,2\n{cell},3\n")
    assert only(estimate(path, welfare="y", measure="mean")).estimate == 4


@pytest.mark.parametrize("name", ["small.dta", "small.parquet"])
def test_the_exact_name_wins_in_the_shared_files(name):
    row = only(estimate(case(f"names/{name}"), welfare="y", weight="w", measure="mean"))
    assert row.estimate == pytest.approx(233.333333333)


def frame():
    return pd.DataFrame({"y": [1.0, 3.0], "Y": [10.0, 30.0], "g": ["a", "b"], "G": ["c", "c"]})


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "dta", "frame", "mapping"])
def test_the_exact_name_wins(tmp_path, kind):
    path, data = str(tmp_path / f"a.{kind}"), frame()
    if kind == "csv":
        data.to_csv(path, index=False)
    elif kind == "parquet":
        data.to_parquet(path, index=False)
    elif kind == "xlsx":
        data.to_excel(path, index=False)
    elif kind == "dta":
        data.to_stata(path, write_index=False)
    source = {"frame": data, "mapping": {name: data[name].to_numpy() for name in data}}.get(kind, path)
    assert estimate(source, welfare="y", measure="mean", by="g").rows[0].estimate == 2
    assert only(estimate(source, welfare="Y", measure="mean", where="y > 2 and Y > 2")).estimate == 30
    assert groups(estimate(source, welfare="Y", measure="mean", by="G"), "G") == {"c": 20}
    both = estimate(source, welfare="y", measure="mean", by=["g", "G", "g,G"])
    assert [dict(row.groups) for row in both][1:] == [
        *({"g": "a"}, {"g": "b"}, {"G": "c"}),
        *({"g": "a", "G": "c"}, {"g": "b", "G": "c"}),
    ]


def test_a_name_that_fits_several_columns_is_refused():
    with pytest.raises(InputError, match="several columns"):
        estimate({"Yy": np.ones(2), "YY": np.ones(2)}, welfare="yy", measure="mean")


@pytest.mark.parametrize(
    ("name", "mean"), [("mixed2", 200), ("blankfirst", 150), ("sep", 150), ("blankline", 150)]
)
def test_shared_line_ends_and_first_lines(name, mean):
    assert only(estimate(case(f"csv/{name}.csv"), welfare="y", measure="mean")).estimate == mean


@pytest.mark.parametrize(
    "text",
    [
        "y,g\n100,a\n200,b\r\n300,c\n",
        "y,g\r\n100,a\r200,b\n300,c\r\n",
        "y,g\r100,a\r200,b\r300,c\r",
        "\n\r\n\ny,g\n100,a\n200,b\n300,c",
        "sep=;\r\ny;g\r\n100;a\r\n200;b\r\n300;c\r\n",
        '"a, b, c";y;g\n1;100;a\n1;200;b\n1;300;"c\r\nd"\n',
    ],
)
def test_line_ends_and_delimiters(tmp_path, text):
    answer = estimate(write(tmp_path / "a.csv", text), welfare="y", measure="mean", by="g")
    assert answer.rows[0].estimate == 200
    assert list(groups(answer, "g").values()) == [100, 200, 300]


def test_a_delimiter_is_outside_quotes_or_given(tmp_path):
    shared = estimate(case("csv/kobo.csv"), welfare="Pengeluaran, Rp, sebulan", weight="w", measure="mean")
    assert only(shared).estimate == pytest.approx(233.333333333)
    path = write(tmp_path / "a.csv", "y:w\n100:1\n300:1\n")
    assert only(estimate(path, welfare="y", measure="mean", delimiter=":")).estimate == 200


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "latin-1"])
def test_encodings(tmp_path, encoding):
    path = write(tmp_path / "a.csv", "y,g\n1,Séga\n3,Sega\n", encoding=encoding)
    answer = estimate(path, welfare="y", measure="mean", by="g", encoding=encoding)
    assert groups(answer, "g") == {"Sega": 3, "Séga": 1}


@pytest.mark.parametrize("columns", [102, 5000])
def test_describe_of_many_columns(tmp_path, columns):
    names = [f"a_column_with_a_long_name_{place}" for place in range(columns)]
    rows = [",".join(names), *(",".join(str(row * place) for place in range(columns)) for row in range(5))]
    answer = describe(write(tmp_path / "a.csv", "\n".join(rows)), welfare=names[1])
    last = {row.column: row for row in answer}[names[-1]]
    assert (last.distinct, last.largest) == (5, str(4 * (columns - 1)))


@pytest.mark.parametrize("mark", ["NA", "NaN", ".", ".a", ".z", "#NULL!", "#N/A", "", " ", " . "])
def test_marks_for_missing(tmp_path, mark):
    path = write(tmp_path / "a.csv", f"y,g\n100,a\n{mark},b\n300,{mark}\n")
    with pytest.raises(InputError, match="data row 2, column y"):
        estimate(path, welfare="y", measure="mean")
    assert only(estimate(path, welfare="y", measure="mean", missing="drop")).estimate == 200
    assert groups(estimate(path, welfare="y", measure="mean", by="g", missing="drop"), "g") == {"a": 100}
    table = {"y": np.array(["100", mark, "300"]), "g": np.array(["a", "b", mark])}
    assert groups(estimate(table, welfare="y", measure="mean", by="g", missing="drop"), "g") == {"a": 100}


def test_missing_values_of_ones_own(tmp_path):
    path = write(tmp_path / "a.csv", "y,cc,z\n99,NA,99\n1,NA,1\n99.0,ZA,3\n3,99,5\n")
    means = {"missing": "drop", "measure": "mean"}
    assert only(estimate(path, welfare="y", missing_values="99", **means)).estimate == 2
    assert only(estimate(path, welfare="z", missing_values="y=99", **means)).estimate == 27
    kept = estimate(path, welfare="z", by="cc", missing_values="cc=,z=99", **means)
    assert groups(kept, "cc") == {"NA": 1, "ZA": 3, "99": 5}
    numbers = {"y": np.array([99.0, 1, 3])}
    assert only(estimate(numbers, welfare="y", missing_values="99", **means)).estimate == 2


def test_what_lies_outside_the_subpopulation_may_be_missing():
    options = {
        "welfare": "y",
        "weight": "w",
        "stratum": "st",
        "psu": "psu",
        "measure": "mean",
        "where": "emp=1",
    }
    for missing in ("error", "drop"):
        row = only(estimate(case("csv/skip.csv"), **options, missing=missing))
        assert (row.se, row.df) == (pytest.approx(28.6546977, rel=1e-8), 4)


def test_outside_may_be_missing_but_not_inside_nor_in_the_design():
    table = {
        "y": np.array(["1", "", "3", "5"]),
        "in": np.array([1, 0, 1, 1]),
        "w": np.array(["1", "1", "1", "1"]),
    }
    same = {**table, "y": np.array(["1", "0", "3", "5"])}
    options = {"welfare": "y", "weight": "w", "measure": "mean", "where": '"in" = 1'}
    assert only(estimate(table, **options)).se == only(estimate(same, **options)).se
    with pytest.raises(InputError, match="data row 3, column y"):
        estimate({**table, "y": np.array(["1", "", "", "5"])}, **options)
    with pytest.raises(InputError, match="data row 2, column w"):
        estimate({**table, "w": np.array(["1", "", "1", "1"])}, **options)


def test_a_gap_in_a_breakdown_costs_that_breakdown_only():
    options = {"welfare": "y", "weight": "w", "stratum": "s", "psu": "p", "measure": "mean", "by": "r"}
    answer = estimate(case("stat/bym.csv"), **options, missing="drop")
    first = answer.rows[0]
    assert (first.estimate, first.n) == (29.5, 6)
    assert first.se == pytest.approx(5.18813, rel=1e-5)
    assert [row.n for row in answer] == [6, 3, 2]
    with pytest.raises(InputError, match="data row 3, column r"):
        estimate(case("stat/bym.csv"), **options)


def test_gaps_in_two_breakdowns(tmp_path):
    """Each breakdown keeps the rows that have its own groups, also where several share their sums."""
    rows = [f"{i + 1},{i % 4},{'' if i == 3 else i % 2},{'' if i == 7 else 'ab'[i % 2]}" for i in range(40)]
    path = write(tmp_path / "a.csv", "\n".join(["y,psu,g,h", *rows]))
    answer = estimate(path, welfare="y", psu="psu", by=["g", "h", "g,h"], measure="mean", missing="drop")
    counts = Counter(tuple(row.groups) for row in answer for _ in range(row.n))
    assert counts == {(): 40, ("g",): 39, ("h",): 39, ("g", "h"): 38}


def test_dropped_rows_keep_their_psu():
    table = {"y": np.array(["1", "", "3", "5"]), "p": np.array([1, 2, 3, 4]), "w": np.ones(4)}
    row = only(estimate(table, welfare="y", psu="p", weight="w", measure="mean", missing="drop"))
    assert (row.n, row.df) == (3, 3)


def test_thousands_are_never_guessed(tmp_path):
    path = write(tmp_path / "a.csv", 'y,w\n"1,000",1\n"2,000",2\n')
    options = {"welfare": "y", "weight": "w", "measure": "mean"}
    with pytest.raises(InputError, match=r"--decimal , .*--decimal \. "):
        estimate(path, **options)
    assert only(estimate(path, **options, decimal=",")).estimate == pytest.approx(5 / 3)
    assert only(estimate(path, **options, decimal=".")).estimate == pytest.approx(5000 / 3)


@pytest.mark.parametrize(
    ("last", "noted"), [("3.750", True), ("3.75", False), ("0.750", False), ("3750", False)]
)
def test_three_decimals_throughout_are_a_note(tmp_path, last, noted):
    path = write(tmp_path / "a.csv", f"y,w\n1.250,1\n2.500,1\n{last},1\n")
    codes = [note.code for note in estimate(path, welfare="y", measure="mean").notes]
    assert ("survey_thousands" in codes) == noted
    with_mark = estimate(path, welfare="y", measure="mean", decimal=".")
    assert "survey_thousands" not in [note.code for note in with_mark.notes]


def test_likely_codes_for_missing_are_flagged(tmp_path):
    path = write(tmp_path / "a.csv", "y,age,psu\n" + "10,98,97\n20,98,98\n99999,99,99\n99999,99,99\n")
    problems = {row.column: row.problem for row in describe(path, welfare="y", psu="psu")}
    assert problems["y"].key == "problem.missing_code"
    assert problems["age"] is problems["psu"] is None


@pytest.mark.parametrize(
    ("cells", "noted"),
    [
        ("10 20 999 999", True),
        ("10 20 99 99 99 99", True),
        ("10 20 999", False),
        ("10 20 990 999 999", False),
        ("10 20 998 998", False),
        ("99 99", False),
        ("10 9 9", False),
    ],
)
def test_welfare_that_looks_like_a_code_is_noted(tmp_path, cells, noted):
    path = write(tmp_path / "a.csv", "\n".join(["y,w", *(f"{cell},1" for cell in cells.split())]))
    answer = estimate(path, welfare="y", measure="mean")
    assert ("survey_code" in [note.code for note in answer.notes]) == noted
    if noted:
        assert f"--missing-values y={cells.split()[-1]} --missing drop" in " ".join(map(str, answer.notes))


@pytest.mark.parametrize(
    "name", ["kab, kota", 'a"b', "order", " end ", "^A", "year", "row number", "place", "c0", "a\nb"]
)
def test_any_column_can_be_named(tmp_path, name):
    path = tmp_path / "a.csv"
    with open(path, "w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([["y", name, "A"], [1, "p", 1], [3, "q", 2]])
    quoted = '"' + name.strip().replace('"', '""') + '"'
    answer = estimate(str(path), welfare="y", measure="mean", by=quoted, where=f"{quoted} = 'q'")
    assert groups(answer, name.strip()) == {"q": 3}
    with pytest.raises(InputError, match="data row 1"):
        estimate(str(path), welfare=name.strip(), measure="mean")


def test_blanks_around_a_name_do_not_matter_in_any_question():
    table = {
        " y ": np.array([1.0, 3, 5, 7]),
        " g": np.array(["a", "a", "b", "b"]),
        "r ": np.array([1, 0, 1, 0]),
    }
    answer = estimate(table, welfare="y", measure="mean", by=["g", "G ,r"], where="y > 1")
    assert groups(answer, " g")["a"] == 3
    received = targeting(table, welfare="y", received="r", by="g", line=4)
    assert {row.groups.get(" g") for row in received} == {None, "a", "b"}
    assert compare(table, table, welfare="y", measure="mean", by="g").rows[1].groups == {" g": "a"}


def test_types_of_parquet_in_conditions():
    options = {"welfare": "percapita", "line": 1_500_000, "measure": "p0"}
    unsigned, signed = (
        only(estimate(case(f"parquet/p_{kind}.parquet"), **options, where="spend > earn")).estimate
        for kind in ("u64", "i64")
    )
    assert unsigned == signed
    assert only(estimate(case("parquet/p_date.parquet"), **options, where="year(day) = 2024")).n > 0


def test_unsigned_differences_and_dates(tmp_path):
    path = str(tmp_path / "a.parquet")
    data = {
        "y": [1.0, 3.0],
        "u": np.array([1, 2], dtype=np.uint64),
        "v": np.array([2, 1], dtype=np.uint64),
        "day": pd.to_datetime(["2023-12-31", "2024-01-01"]),
    }
    pd.DataFrame(data).to_parquet(path)
    assert only(estimate(path, welfare="y", measure="mean", where="u - v < 0")).estimate == 1
    assert only(estimate(path, welfare="y", measure="mean", where="year(day) = 2024")).estimate == 3


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
def test_times_with_a_zone_do_not_depend_on_the_computer(tmp_path, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    path = str(tmp_path / "a.parquet")
    times = pd.to_datetime(["2023-12-31 23:30", "2024-01-01 00:30"]).tz_localize("UTC")
    pd.DataFrame({"y": [1.0, 3.0], "time": times.tz_convert("Asia/Makassar")}).to_parquet(path)
    assert only(estimate(path, welfare="y", measure="mean", where="year(time) = 2024")).estimate == 3
    rows = estimate(path, welfare="y", measure="mean", by=["time"]).rows
    assert [row.groups["time"] for row in rows if row.groups] == [
        "2023-12-31 23:30:00+00",
        "2024-01-01 00:30:00+00",
    ]


@pytest.mark.parametrize(
    ("where", "outside"),
    [
        ("food / total > 0.5", 2),
        ("food // total >= 0", 2),
        ("(food % total) >= 0", 2),
        ("mod(food, total) >= 0", 2),
        ("sqrt(food - 1) >= 0", 2),
        ("ln(food - 1) > -1", 2),
        ("(food - 1) ^ 0.5 >= 0", 2),
        ("1 / (food / total) > 0", 3),
        ("total > 0 AND food / total > 0.5", 0),
        ("food / 2 >= 0", 0),
    ],
)
def test_a_number_that_does_not_exist_is_unknown_in_a_condition(where, outside):
    table = {"y": np.arange(1.0, 5.0), "food": np.array([0, 2, 3, 0]), "total": np.array([0, 0, 4, 2])}
    answer = estimate(table, welfare="y", measure="mean", where=where)
    notes = {note.code: str(note) for note in answer.notes}
    assert ("survey_uncertain" in notes) == (outside > 0)
    assert not outside or notes["survey_uncertain"].startswith(f"{outside} row")


@pytest.mark.parametrize(("eligible", "unknown"), [("food / total > 0.1", 2), ("x > 1", 1), ("y < 3", 0)])
def test_where_eligibility_is_unknown_nobody_is_eligible_and_a_note_counts_the_rows(eligible, unknown):
    table = {
        "y": np.arange(1.0, 6.0),
        "food": np.array([0, 1, 3, 0, 1]),
        "total": np.array([0, 2, 4, 0, 2]),
        "x": np.array([2, 2, np.nan, 2, 2]),
        "b": np.array([0, 1, 1, 0, 1]),
    }
    asked = {"welfare": "y", "line": 4, "eligible": eligible}
    answers = [
        simulate(table, amount=1, every="month", recipients=1, to="eligible", per="person", **asked),
        targeting(table, benefit="b", **asked),
    ]
    for answer in answers:
        said = {note.code: str(note) for note in answer.notes}.get("survey_undecided", "0 rows")
        assert said.split()[0] == str(unknown)
        assert unknown == 0 or "--eligible is neither true nor false" in said
    outside = targeting(table, benefit="b", where="y <> 3", welfare="y", line=4, eligible="x > 1")
    assert "survey_undecided" not in [note.code for note in outside.notes]


def test_a_condition_that_repeats_itself_without_end_is_refused():
    expression = "y"
    for _ in range(30):
        expression = f"1 / nullif({expression}, 0)"
    with pytest.raises(UsageError, match="nested"):
        estimate({"y": np.array([1.0, 2])}, welfare="y", measure="mean", where=f"{expression} > 0")


def test_a_condition_neither_true_nor_false_is_outside_and_counted():
    table = {"y": np.array([1.0, 3, 5]), "x": np.array(["1", "", "1"])}
    answer = estimate(table, welfare="y", measure="mean", where="x = 1")
    assert answer.rows[0].estimate == 3
    assert [note.code for note in answer.notes].count("survey_uncertain") == 1
    assert "1 row is counted as outside" in " ".join(str(note) for note in answer.notes)
