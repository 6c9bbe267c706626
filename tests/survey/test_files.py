"""Several files are one table: each needs only the columns that are used, and faults name the right file."""

from __future__ import annotations

import gzip
import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.describe import describe
from kaltim_poverty.survey.estimate import estimate

FIRST = {"y": [100.0, 120.0], "w": [1, 2], "code": [6471, 6472], "remark": ["a", "b"]}
SECOND = {"code": [6471, 6473], "w": [3, 1], "other": [1, 2], "y": [80.0, 200.0]}
# by hand: (100·1 + 120·2 + 80·3 + 200·1) / 7
MEAN = 780.0 / 7.0


def write(path, columns):
    """A file by its ending."""
    frame = pd.DataFrame(columns)
    kind = path.suffix
    if kind in (".csv", ".txt"):
        frame.to_csv(path, index=False)
    elif kind == ".tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif kind == ".gz":
        path.write_bytes(gzip.compress(frame.to_csv(index=False).encode()))
    elif kind == ".parquet":
        pq.write_table(pa.table({key: pa.array(value) for key, value in columns.items()}), path)
    elif kind == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        writer = {".dta": pyreadstat.write_dta, ".sav": pyreadstat.write_sav, ".xpt": pyreadstat.write_xport}
        writer[kind](frame, str(path))
    return str(path)


FORMATS = ["csv", "tsv", "csv.gz", "parquet", "dta", "sav", "xpt", "xlsx"]


@pytest.fixture(params=FORMATS)
def pair(request, tmp_path):
    """Two files of one format with other columns in another order."""

    def make(first=FIRST, second=SECOND):
        paths = (tmp_path / f"a.{request.param}", tmp_path / f"b.{request.param}")
        return [write(path, columns) for path, columns in zip(paths, (first, second), strict=True)]

    return make


def test_only_the_columns_that_are_used_must_be_everywhere(pair):
    answer = estimate(pair(), welfare="y", weight="w", measure="mean", by="code")
    assert answer[0].estimate == pytest.approx(MEAN, rel=1e-15)
    groups = {row.groups["code"]: row.estimate for row in answer[1:]}
    assert groups == pytest.approx({"6471": 85.0, "6472": 120.0, "6473": 200.0}, rel=1e-15)


def test_a_used_column_that_one_file_lacks_is_named_with_the_file(pair):
    files = pair()
    with pytest.raises(InputError) as raised:
        estimate(files, welfare="y", weight="w", measure="mean", by="remark")
    assert str(raised.value).startswith(f"{files[1]} has no column 'remark', which {files[0]} has")
    assert raised.value.text("id").startswith(f"{files[1]} tidak punya kolom 'remark'")
    with pytest.raises(InputError, match=r"a\.[a-z.]+ has no column 'other', which .*b\."):
        estimate(files, welfare="y", weight="w", measure="mean", where="other = 1")


def test_case_does_not_tell_columns_apart(pair):
    second = {key.upper(): value for key, value in SECOND.items()}
    answer = estimate(pair(second=second), welfare="Y", weight="w", measure="mean", by="CODE")
    assert answer[0].estimate == pytest.approx(MEAN, rel=1e-15)
    assert [row.groups["code"] for row in answer[1:]] == ["6471", "6472", "6473"]


def test_a_code_may_be_a_number_here_and_text_there(pair):
    second = {**SECOND, "code": ["6471", "A12"]}
    answer = estimate(pair(second=second), welfare="y", weight="w", measure="mean", by="code", psu="code")
    assert [row.groups["code"] for row in answer[1:]] == ["6471", "6472", "A12"]
    assert answer[1].estimate == 85.0


def test_the_fault_of_the_second_file_is_found_there(pair):
    files = pair(second={**SECOND, "y": [80.0, np.nan]})
    with pytest.raises(
        InputError, match=r"b\.[a-z.]+, data row 2, column y: the value is missing; 1 row lacks"
    ):
        estimate(files, welfare="y", weight="w", measure="mean")
    files = pair(second={**SECOND, "w": [1, -2]})
    with pytest.raises(
        InputError, match=r"b\.[a-z.]+, data row 2, column w: the weight -2(\.0)? is negative"
    ):
        estimate(files, welfare="y", weight="w", measure="mean")
    files = pair(second={**SECOND, "y": ["80", "many"]})
    with pytest.raises(InputError, match=r"b\.[a-z.]+, data row 2, column y: 'many' is not a number"):
        estimate(files, welfare="y", weight="w", measure="mean")


def test_the_first_of_several_faults_is_that_of_the_first_file(pair):
    """Row 2 of the first file comes before row 1 of the second, whatever their columns."""
    files = pair({**FIRST, "y": [100.0, np.nan]}, {**SECOND, "w": [np.nan, 1]})
    with pytest.raises(InputError, match=r"a\.[a-z.]+, data row 2, column y: .* 2 rows"):
        estimate(files, welfare="y", weight="w", measure="mean")


def test_a_malformed_line_is_named_with_its_file(tmp_path):
    first, second = write(tmp_path / "a.csv", FIRST), tmp_path / "b.csv"
    second.write_text("y,w\n1,2\n3,4,5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.csv, line 3"):
        estimate([first, str(second)], welfare="y", weight="w", measure="mean")


def test_a_code_that_becomes_text_far_down_is_text(tmp_path):
    """Kinds are guessed from samples; a cell that nobody looked at must not stop an answer."""
    rows = "".join(f"{k},6471\n" for k in range(1, 30_001))
    for place in (15_000, 29_999):
        path = tmp_path / f"far{place}.csv"
        path.write_text("y,code\n" + rows.replace(f"\n{place},6471", f"\n{place},A7"), encoding="utf-8")
        answer = estimate(str(path), welfare="y", measure="mean", by="code")
        assert [(row.groups["code"], row.n) for row in answer[1:]] == [("6471", 29_999), ("A7", 1)]
        assert estimate(str(path), welfare="y", measure="mean", where="code = 'A7'")[0].estimate == place


def test_mixed_formats_are_a_sentence(tmp_path):
    write(tmp_path / "a.csv", FIRST)
    write(tmp_path / "b.parquet", SECOND)
    with pytest.raises(InputError, match=r"a\.csv and .*b\.parquet have different formats"):
        estimate(str(tmp_path), welfare="y", measure="mean")


def test_a_folder_holds_tables_and_things_beside_them(tmp_path):
    write(tmp_path / "a.csv", FIRST)
    write(tmp_path / "b.csv", SECOND)
    for beside in ("README.txt", ".~lock.a.csv#", "._a.csv", "codebook.pdf"):
        (tmp_path / beside).write_text("nothing of a table\n", encoding="utf-8")
    (tmp_path / "more.csv").mkdir()
    os.rmdir(tmp_path / "more.csv")
    for given in (str(tmp_path), f"{tmp_path}/*.csv", f"{tmp_path}/**/*.csv", tmp_path):
        assert estimate(given, welfare="y", weight="w", measure="mean")[0].estimate == pytest.approx(MEAN)


NAMES = ["data[1]", "with space", "it's", 'say "y"', "year=2024", "{a,b}", "é ü", "50%", "a;b", "#1", "q?*"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["csv", "csv.gz", "parquet", "dta"])
def test_names_of_files_and_folders_are_taken_as_written(tmp_path, name, kind):
    """A file named like a pattern is itself, also beside one that the pattern would find."""
    folder = tmp_path / name
    folder.mkdir()
    write(folder / f"{name}.{kind}", FIRST)
    if "[1]" in name:
        write(folder / f"data1.{kind}", SECOND)
    expected = pytest.approx(340 / 3)
    own = str(folder / f"{name}.{kind}")
    assert estimate(own, welfare="y", weight="w", measure="mean")[0].estimate == expected
    if "[1]" not in name:
        for given in (str(folder), f"{folder}/*.{kind}"):
            assert estimate(given, welfare="y", weight="w", measure="mean")[0].estimate == expected


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_named_like_a_partition_changes_no_column(tmp_path, kind):
    folder = tmp_path / "w=9"
    folder.mkdir()
    write(folder / f"a.{kind}", FIRST)
    assert estimate(str(folder), welfare="y", weight="w", measure="mean")[0].population == 3


def test_columns_of_a_frame_that_are_called_as_files_are(tmp_path):
    """Names of columns that the reader itself might use."""
    columns = {"filename": [1.0, 2.0], "file_of_row": [1, 2], "file_row_number": [3, 4]}
    for kind in ("csv", "parquet", "dta"):
        path = write(tmp_path / f"a.{kind}", columns)
        answer = estimate(path, welfare="filename", psu="file_of_row", by="file_row_number", measure="mean")
        assert answer[0].estimate == 1.5


def test_labels_of_several_files(tmp_path):
    """Labels that agree are shown; a value that means something else in another file is a sentence."""
    frame = pd.DataFrame({"y": [1.0, 2.0], "urban": [1, 2]})
    paths = [str(tmp_path / f"{k}.dta") for k in "abc"]
    labels = [{1: "Urban", 2: "Rural"}, {1: "urban", 2: "Rural"}, {1: "Rural", 2: "Urban"}]
    for path, own in zip(paths, labels, strict=True):
        pyreadstat.write_dta(frame, path, variable_value_labels={"urban": own})
    answer = estimate(paths[:2], welfare="y", by="urban", measure="mean")
    assert [(row.groups["urban"], row.n) for row in answer[1:]] == [("Urban", 2), ("Rural", 2)]
    with pytest.raises(
        InputError, match=r"c\.dta, column urban: 1 is labelled 'Rural', but 'Urban' in .*a\.dta"
    ):
        estimate(paths, welfare="y", by="urban", measure="mean")
    assert estimate(paths, welfare="y", measure="mean")[0].n == 6


def test_stata_tells_cases_apart(tmp_path):
    path = str(tmp_path / "a.dta")
    pyreadstat.write_dta(pd.DataFrame({"y": [1.0, 3.0], "Y": [5.0, 7.0]}), path)
    assert estimate(path, welfare="y", measure="mean")[0].estimate == 2.0
    assert estimate(path, welfare="Y", measure="mean")[0].estimate == 6.0


def test_a_workbook_that_names_a_column_twice(tmp_path):
    path = tmp_path / "a.xlsx"
    pd.DataFrame([[1, 2, 3]], columns=["y", "w", "y"]).to_excel(path, index=False)
    with pytest.raises(InputError, match="'y' appears twice"):
        estimate(str(path), welfare="y", measure="mean")


def test_a_file_that_is_given_twice_is_not_silent(tmp_path):
    path = write(tmp_path / "a.csv", FIRST)
    answer = estimate([path, f"{tmp_path}/*.csv"], welfare="y", measure="mean")
    assert answer[0].n == 4
    assert "file_twice" in [note.code for note in answer.notes]
    assert "file_twice" not in [note.code for note in estimate(path, welfare="y", measure="mean").notes]


def test_of_a_statistical_file_only_the_columns_that_are_used_are_read(tmp_path, monkeypatch):
    """The columns of options in one pass, a column of a condition in another, none that nobody asked for."""
    path, asked = write(tmp_path / "a.dta", FIRST), []
    original = pyreadstat.read_dta

    def spy(*given, **options):
        asked.append(options.get("usecols"))
        return original(*given, **options)

    monkeypatch.setattr(pyreadstat, "read_dta", spy)
    estimate(path, welfare="y", weight="w", measure="mean", where="code = 6471")
    assert asked == [None, ["y", "w"], ["code"]]


def test_describe_names_the_file_that_lacks_a_column(pair):
    """All columns of all files stand there; the rest is as of one table."""
    files = pair()
    rows = {row.column: row for row in describe(files, welfare="y", weight="w") if row.column}
    assert list(rows) == ["remark", "other", "y", "w", "code"]
    assert rows["remark"].problem.values["file"]  # noqa: PD011 == files[1]
    assert rows["other"].problem.values["file"]  # noqa: PD011 == files[0]
    assert (rows["y"].smallest, rows["y"].largest, rows["code"].distinct) == ("80", "200", 3)
    assert rows["other"].missing == 2


def test_values_that_share_a_label_stay_apart(tmp_path):
    """Two kinds of Other are two groups, also where lines hang on them."""
    path, lines = str(tmp_path / "a.dta"), tmp_path / "lines.csv"
    frame = pd.DataFrame({"y": [1.0, 2.0, 3.0], "kind": [7, 8, 9]})
    pyreadstat.write_dta(frame, path, variable_value_labels={"kind": {7: "Farm", 8: "Other", 9: "Other"}})
    lines.write_text("kind,line\n7,2\n8,1\n9,4\n", encoding="utf-8")
    answer = estimate(path, welfare="y", by="kind", measure="p0", line_table=str(lines))
    assert [(row.groups["kind"], row.estimate) for row in answer[1:]] == [
        ("Farm", 100.0),
        ("Other (8)", 0.0),
        ("Other (9)", 100.0),
    ]


def test_spaces_around_the_names_of_columns_do_not_matter(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code, y , w\n1, 5, 2\n2, 8, 1\n", encoding="utf-8")
    answer = estimate(str(path), welfare="y", weight="w", measure="mean", by="code")
    assert answer[0].estimate == 6.0


@pytest.mark.parametrize(
    ("cells", "flagged"),
    [
        ([*range(500, 990), 999, 999], True),  # repeated at the top, however near the others are
        ([*range(500, 990), 999], False),
        ([1, 2, 3, 999, 999], True),
        ([98, 98, 99, 99], False),  # as often as others: codes of PSUs
        (["97", "98", "99", "99.0"], True),
        ([999, 999], False),
        ([1, 2, 998, 998], False),
    ],
)
def test_nines_that_are_repeated_at_the_top_look_like_a_code_for_missing(cells, flagged):
    row = next(row for row in describe({"y": np.array(cells)}) if row.column == "y")
    assert (row.problem is not None and "looks like a code" in str(row.problem)) == flagged
    assert not flagged or "(2 rows)" in str(row.problem)
