"""Nothing is silent: a fault is a sentence with its place, its value and what to do, in both languages."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from kaltim_poverty.errors import InputError, KpovError, UsageError
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.describe import describe
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.read import Columns, Engine, open_table
from kaltim_poverty.survey.read.faults import Faults

GOOD = "psu,stratum,y,w,size,g\n1,1,100,1,1,a\n2,1,120,2,2,a\n3,2,130,1,3,b\n4,2,90,2,2,b\n"
FAULTS = {
    "text": (("120", "abc"), {}, ["data row 2", "column y", "abc"]),
    "comma": (("120", '"1.234,56"'), {}, ["data row 2", "1.234,56", "--decimal ,"]),
    "dots": (("120", "1.234.567"), {}, ["data row 2", "dots between thousands", "--decimal ,"]),
    "commas": (("120", '"1,234,567"'), {}, ["data row 2", "commas between thousands"]),
    "commas and a point": (("120", '"1,234.5"'), {}, ["data row 2", "commas between thousands"]),
    "a point beside a comma": (("120", "1.5"), {"decimal": ","}, ["data row 2", "decimal point"]),
    "thousands that are none": (("120", "1.2345.678"), {"decimal": ","}, ["data row 2", "not a number"]),
    "spaces": (("120", "   "), {}, ["data row 2", "the value is missing"]),
    "a space": (("120", " "), {}, ["data row 2", "missing"]),
    "missing": (("130", ""), {}, ["data row 3", "column y", "--missing drop"]),
    "infinite": (("130", "inf"), {}, ["data row 3", "'inf' is not a number"]),
    "negative weight": (("90,2", "90,-2"), {}, ["data row 4", "column w", "-2"]),
    "no member": (("2,2,b", "2,0,b"), {}, ["data row 4", "column size", "0 members"]),
    "half a member": (("1,3,b", "1,3.5,b"), {}, ["data row 3", "3.5 members"]),
    "missing psu": (("3,2,130", ",2,130"), {}, ["data row 3", "column psu"]),
    "missing stratum": (("3,2,130", "3,,130"), {}, ["data row 3", "column stratum"]),
    "missing group": (("3,b", "3,"), {"by": "g"}, ["data row 3", "column g"]),
    "two strata": (
        ("2,1,120", "1,2,120"),
        {},
        ["data row 2, column psu", "PSU 1", "stratum 2", "1 before", "--nest"],
    ),
    "no column": (("", ""), {"welfare": "yy"}, ["'yy'", "--welfare", "Did you mean 'y'"]),
    "no group": (("", ""), {"by": "gg"}, ["'gg'", "--by"]),
    "subquery": (("", ""), {"where": "y > (SELECT 1)"}, ["subquery", "not allowed"]),
    "file": (("", ""), {"where": "read_text('x') = '1'"}, ["read_text()", "not allowed"]),
    "environment": (("", ""), {"where": "getenv('HOME') = 'x'"}, ["getenv()"]),
    "window": (("", ""), {"where": "count(*) OVER () > 1"}, ["not allowed"]),
    "two statements": (("", ""), {"where": "1=1); DROP TABLE raw; SELECT (1"}, ["where"]),
    "union": (("", ""), {"where": "1=1) UNION SELECT 1 FROM (SELECT 2"}, ["not allowed"]),
    "malformed": (("", ""), {"where": "y >"}, ["not a valid condition", "ends too early"]),
    "an open bracket": (("", ""), {"where": "y in (1, 2"}, ["not a valid condition", "ends too early"]),
    "a bracket too many": (("", ""), {"where": "y = 1)"}, ["syntax error at ')'"]),
    "and as in Stata": (
        ("", ""),
        {"where": "y == 1 & size > 2"},
        ["as in urban = 2 AND", "not with &"],
    ),
    "a decimal comma": (("", ""), {"where": "y > 1,5"}, ["decimal mark", "a point"]),
    "a text without quotes": (("", ""), {"where": "g = bee"}, ["'bee'", "single quotes"]),
    "a text in double quotes": (("", ""), {"where": 'g = "bee"'}, ["'bee'", "single quotes"]),
    "a text beside a number": (("", ""), {"where": "y = 'town'"}, ["'town' is text", "label"]),
    "a number beside a text": (("", ""), {"where": "g <> 1"}, ["'a' is text", "by its number"]),
    "unknown in a condition": (("", ""), {"where": "sizee > 1"}, ["'sizee'", "Did you mean 'size'"]),
    "a number": (("", ""), {"where": "size"}, ["neither true nor false", "urban = 2"]),
    "a text": (("", ""), {"where": "upper(g)"}, ["neither true nor false"]),
    "not a valid condition": (("", ""), {"where": "  "}, ["--where is empty"]),
    "lambda": (("", ""), {"where": "len([x for x in [1] if x > 0]) = 1"}, ["not allowed"]),
    "setting": (("", ""), {"where": "current_setting('threads') = '1'"}, ["current_setting()"]),
    "table function": (("", ""), {"where": "y IN (FROM read_csv('x'))"}, ["subquery"]),
    "star": (("", ""), {"where": "COLUMNS(*) > 1"}, ["not allowed"]),
    "a copy": (("", ""), {"where": "1=1); COPY (SELECT 1) TO 'x.csv'; SELECT (1=1"}, ["where"]),
    "a pragma": (("", ""), {"where": "1=1); PRAGMA threads=1; SELECT (1=1"}, ["where"]),
    "another table": (("", ""), {"where": "raw.y > 1"}, ["not allowed"]),
    "the clock": (("", ""), {"where": "now() > '2020-01-01'"}, ["now()"]),
    "chance": (("", ""), {"where": "random() < 0.5"}, ["random()"]),
    "wide": (("3,2,130,1,3,b", "3,2,130,1,3,b,7,8"), {}, ["line 4", "more cells than the 6 columns"]),
    "narrow": (("3,2,130,1,3,b", "3,2,130"), {}, ["line 4", "3 cells", "6 columns"]),
    "open quote": (("130", '"130'), {}, ["line 4", "quote is not closed"]),
}
ROLES = {"welfare": "y", "weight": "w", "size": "size", "psu": "psu", "stratum": "stratum"}


@pytest.fixture
def survey(tmp_path):
    def write(old="", new="", name="own.csv"):
        path = tmp_path / name
        path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_sentence(survey, fault):
    change, options, said = FAULTS[fault]
    with pytest.raises(InputError) as raised:
        estimate(survey(*change), measure="mean", **{**ROLES, **options})
    assert raised.value.exit_code == 3
    for part in said:
        assert part in str(raised.value)
    assert raised.value.text("id") != str(raised.value)


def test_the_row_is_counted_in_its_file(survey):
    files = [survey(name="a.csv"), survey("120", "abc", name="b.csv")]
    with pytest.raises(InputError, match=r"b\.csv, data row 2, column y"):
        estimate(files, measure="mean", **ROLES)


@pytest.mark.parametrize(
    "options",
    [
        {"measure": "ginni"},
        {"measure": "p0"},
        {"measure": "quantile_0"},
        {"measure": "atkinson_0"},
        {"level": "1.5"},
        {"level": "0,9"},
        {"lonely_psu": "some"},
        {"ci": "normal"},
        {"missing": "ignore"},
        {"bootstrap": "1"},
        {"seed": "4"},
        {"relative_to": "mean"},
        {"line": "5", "line_column": "w"},
        {"by": "n"},
        {"relative_line": "60"},
        {"decimal": ";"},
        {"memory": "much"},
        {"replicate_method": "brr"},
        {"bootstrap": "10", "fpc": "w"},
    ],
)
def test_wrong_whatever_the_data(survey, options):
    path = survey(",g\n", ",n\n")
    with pytest.raises(UsageError) as raised:
        estimate(path, **{**ROLES, **options})
    assert raised.value.exit_code == 2
    assert raised.value.text("id") != str(raised.value)


def test_rows_without_a_value_can_be_dropped(survey):
    answer = estimate(survey("130", ""), measure="mean", missing="drop", **ROLES)
    assert answer[0].n == 3
    assert "survey_dropped" in [note.code for note in answer.notes]


def test_an_empty_welfare_column_says_what_to_use(survey):
    path = survey()
    with open(path, "w", encoding="utf-8") as file:
        file.write("KAPITA,WERT,R301,STRATA,PSU\n,1,2,1,1\n,1,2,1,2\n")
    with pytest.raises(InputError, match="KAPITA is empty"):
        estimate(path, design="susenas")


def test_the_names_of_bps(survey):
    path = survey()
    rows = "".join(f"{100 + k},{k},2,1,{k},64,0{k % 4 + 1},{k % 2 + 1}\n" for k in range(1, 9))
    with open(path, "w", encoding="utf-8") as file:
        file.write("kapita,fwt,r301,strata,psu,r101,r102,r105\n" + rows)
    answer = estimate(path, design="susenas", published_line="2024", by="R102")
    assert answer[0].population == 72
    assert [row.groups["r102"] for row in answer[4::4]] == ["01", "02", "03", "04"]


def test_undefined_measures_are_null_with_a_reason():
    data = {"welfare": np.array([-1.0, 0.0, 5.0, 8.0])}
    rows = {row.measure: row for row in estimate(data, line=1, measure="all")}
    for name, code in (
        ("watts", "positive_poor"),
        ("mld", "nothing_negative"),
        ("atkinson_0.5", "nothing_negative"),
    ):
        assert rows[name].estimate is None
        assert rows[name].note.key == f"reason.{code}"
    assert rows["p0"].estimate == 50.0
    rich = {
        row.measure: row for row in estimate({"welfare": np.array([5.0, 6.0, 7.0])}, line=1, measure="all")
    }
    assert (rich["p0"].estimate, rich["p0"].se, rich["p0"].ci_low) == (0.0, 0.0, None)
    assert rich["sen"].estimate == rich["sst"].estimate == 0.0
    assert rich["gap_poor"].estimate is None


def test_a_single_row_has_values_and_no_errors():
    answer = estimate({"welfare": np.array([7.0])}, line=10, measure="all")
    rows = {row.measure: row for row in answer}
    assert rows["p0"].estimate == 100.0
    assert rows["gini"].estimate == 0.0
    assert rows["median"].estimate == 7.0
    assert all(row.se is None and row.deff is None and row.note is not None for row in answer)


def test_describe_puts_problems_first(survey):
    answer = describe(survey("1,3,b", "1,3.5,b"), **ROLES)
    assert answer[0].problem is not None
    assert {row.column for row in answer if row.problem is not None} == {"size", ""}
    roles = {row.column: row.role for row in answer}
    assert (roles["y"], roles["psu"], roles["g"]) == ("welfare", "psu", "")


def test_a_panel_needs_a_key(survey):
    with pytest.raises(InputError, match="appears twice"):
        compare(survey(), survey(name="b.csv"), panel="stratum", measure="mean", **ROLES)


def test_published_questions_load_neither_numpy_nor_duckdb():
    code = (
        "import sys; from kaltim_poverty.cli.main import main; main(['compare', '2023', '2024', '-q']);"
        "main(['survey', '--help']); main(['survey', 'estimate', '--help']);"
        "print({'numpy', 'duckdb', '_duckdb', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("set()")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('welfare = "y"\nfoo = "x"\n', "'foo'"),
        ("welfare = [1, 2]\n", "'welfare'"),
        ("welfare\n", "not valid TOML"),
    ],
)
def test_a_design_that_cannot_be_right(survey, tmp_path, content, said):
    design = tmp_path / "d.toml"
    design.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        estimate(survey(), design=str(design))
    assert raised.value.text("id") != str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"y\n", "has no rows"),
        (b"\xff\xfe\n", "not text in utf-16"),
        (b"y,y\n1,2\n", "appears twice"),
        (b"y,w\n1,a\0b\n", "line 2: there is a NUL byte"),
        (b"y,w\n" + b"1,a\n" * 20_000 + b"1,caf\xe9\n", "line 20002: the text is not UTF-8"),
        ("y,w\n".encode("utf-16") + b"\0" * 40_000, "line 2: there is a NUL byte"),
        (b"y\n", "no rows"),
    ],
)
def test_files_that_are_no_survey(tmp_path, content, said):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        estimate(str(path), welfare="y", by="w" if b"w" in content else None)


@pytest.mark.parametrize("header", ['"",y,w', ",y,w", "y,w,"])
def test_a_column_without_a_name_is_nobodys(tmp_path, header):
    """R and pandas write row numbers first, and some programs a mark behind the last cell."""
    path = tmp_path / "x.csv"
    rows = "1,5,2\n2,8,1\n" if header.endswith("w") else "5,2,\n8,1,\n"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    assert estimate(str(path), welfare="y", weight="w", measure="mean")[0].estimate == 6.0
    assert [row.column for row in describe(str(path), welfare="y", weight="w") if row.column] == ["y", "w"]


@pytest.mark.parametrize("kept", [0.1, 0.9])
def test_a_packed_file_that_was_cut_is_no_shorter_survey(tmp_path, kept):
    import gzip

    path = tmp_path / "x.csv.gz"
    rows = "".join(f"{(k * 7919) % 100_003}\n" for k in range(60_000))
    packed = gzip.compress(f"y\n{rows}".encode())
    path.write_bytes(packed[: int(len(packed) * kept)])
    with pytest.raises(InputError, match="is truncated"):
        estimate(str(path), welfare="y")


def test_a_decimal_comma_with_dots_between_thousands(tmp_path):
    """As a workbook of an Indonesian locale saves it, also in groups, conditions and lines."""
    path, lines = tmp_path / "x.csv", tmp_path / "lines.csv"
    path.write_text("y;k\n1.234,56;1\n1.000.000;2\n7,5;2\n", encoding="utf-8")
    lines.write_text("k;line\n1;1.234,57\n2;7,5\n", encoding="utf-8")
    answer = estimate(str(path), welfare="y", measure="mean,p0", line_table=str(lines), decimal=",", by="k")
    assert answer[0].estimate == pytest.approx((1234.56 + 1_000_000 + 7.5) / 3, rel=1e-15)
    assert [row.estimate for row in answer[3::2]] == [100.0, 0.0]
    rich = estimate(str(path), welfare="y", measure="mean", decimal=",", where="y > 1000,5".replace(",", "."))
    assert rich[0].n == 2


def test_a_psu_in_two_strata_has_a_row(survey):
    """The row where the second stratum comes, among several files: what `Loader.check_strata` is to raise."""
    files = [survey(name="a.csv"), survey("3,2,130", "1,2,130", name="b.csv")]
    engine = Engine()
    columns = Columns("y", "w", "size", ("stratum",), ("psu",), None, None, (), ())
    fault = Faults(engine, open_table(engine, files), columns).psu_in_two_strata(1)
    assert "b.csv, data row 3, column psu: the PSU 1 is in stratum 2 here, but in 1 before" in str(fault)


def test_a_psu_in_two_strata_is_a_sentence_with_its_row(survey):
    files = [survey(name="a.csv"), survey("3,2,130", "1,2,130", name="b.csv")]
    with pytest.raises(InputError, match=r"b\.csv, data row 3, column psu: the PSU 1"):
        estimate(files, measure="mean", **ROLES)


def test_describe_of_replicate_weights_knows_no_strata(tmp_path):
    """They take the place of PSUs and strata, so that no stratum can be short of a PSU."""
    path = tmp_path / "r.csv"
    path.write_text("y,w,rw1,rw2\n1,1,2,0\n2,1,0,2\n", encoding="utf-8")
    asked = {"welfare": "y", "weight": "w", "replicate_weights": "rw*", "replicate_method": "jackknife"}
    rows = {row.role: row for row in describe(str(path), **asked) if not row.column}
    assert list(rows) == ["replicates", "weights"]
    assert rows["replicates"].distinct == 2
    assert all(row.problem is None for row in rows.values())


def test_describe_of_weights_that_are_all_zero(tmp_path):
    path = tmp_path / "z.csv"
    path.write_text("y,w\n1,0\n2,0\n", encoding="utf-8")
    (row,) = [row for row in describe(str(path), welfare="y", weight="w") if row.role == "weights"]
    assert (row.smallest, row.largest) == ("", "")
    assert row.problem is not None


def test_weights_that_are_all_zero_leave_nobody(tmp_path):
    path = tmp_path / "z.csv"
    path.write_text("y,w\n1,0\n2,0\n", encoding="utf-8")
    (mean,) = estimate(str(path), welfare="y", weight="w", measure="mean")
    assert (mean.estimate, mean.n) == (None, 0)


def test_a_breakdown_in_two_cases_is_one(survey):
    answer = estimate(survey(), measure="mean", by=["g", "G", "g,psu", "G,PSU"], **ROLES)
    assert len(answer) == 1 + 2 + 4


@pytest.mark.parametrize(
    ("options", "meant"),
    [({"relative_line": "60"}, "'0.6'"), ({"line": "9", "level": "95"}, "'0.95'")],
)
def test_percent_where_a_share_is_asked_for_has_a_hint(survey, options, meant):
    with pytest.raises(UsageError) as raised:
        estimate(survey(), **{**ROLES, **options})
    assert str(raised.value).endswith(f"Did you mean {meant}?")
    assert raised.value.text("id").endswith(f"Maksudnya {meant}?")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_sentence_repeats_no_name_of_any_length(tmp_path, language):
    name = "x" * 5_000
    path = tmp_path / "s.csv"
    path.write_text(f"y,{name}\n1,{name}\n")
    for asked in (
        {"welfare": f"{name}y"},
        {"welfare": name},
        {"welfare": "y", "where": f"{name} ="},
        {"welfare": "y", "measure": name},
        {"welfare": "y", "weight": "z"},
        {"welfare": "y", "design": name},
    ):
        with pytest.raises(KpovError) as refused:
            estimate(str(path), **asked)
        said = refused.value.text(language)
        assert "x" * 100 in said
        assert len(said) < 2_500


@pytest.mark.parametrize(
    "ending", [".parquet", ".dta", ".sav", ".zsav", ".por", ".sas7bdat", ".xlsx", ".xls", ".xlsb", ".ods"]
)
@pytest.mark.parametrize("data", [b"", b"no such file\n" * 50, b"PK\x03\x04" * 40, b"\x00" * 300])
def test_a_damaged_file_is_named_in_the_language_of_the_person(tmp_path, ending, data):
    path = tmp_path / f"s{ending}"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        estimate(str(path), welfare="y", measure="mean")
    assert refused.value.key in ("damaged_file", "malformed_workbook", "empty_survey")
    assert not [value for name, value in refused.value.message.values.items() if name != "file"]
