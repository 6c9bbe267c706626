"""Parquet beyond plain numbers, and folders that hold more than a survey."""

from __future__ import annotations

import duckdb
import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey import compare, describe, estimate

MEANS = {"welfare": "y", "measure": "mean"}
COLUMNS = {
    "y": ("1.0::DOUBLE", "3.0"),
    "u": ("18446744073709551615::UBIGINT", "18446744073709551614"),
    "small": ("250::UTINYINT", "5"),
    "d38": ("123456789012345678901234567890::DECIMAL(38, 0)", "123456789012345678901234567891"),
    "d2": ("1.50::DECIMAL(10, 2)", "2.00"),
    "i": ("9007199254740993::BIGINT", "9007199254740992"),
    "day": ("DATE '2023-12-31'", "DATE '2024-01-01'"),
    "ts": ("TIMESTAMP '2023-12-31 23:00:00'", "TIMESTAMP '2024-01-01 01:00:00'"),
    "list": ("[1, 2]", "[3]"),
    "part": ("{'a': 1}", "{'a': 2}"),
    "bytes": ("'x'::BLOB", "'y'::BLOB"),
    "named": ("MAP {'a': 1}", "MAP {'a': 2}"),
    "text": ("'1.250'", "'2.500'"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = str(tmp_path_factory.mktemp("parquet") / "a.parquet")
    rows = (f"({', '.join(cells)})" for cells in zip(*COLUMNS.values(), strict=True))
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {', '.join(rows)}) AS t({names})) TO '{made}'")
    return made


def groups(answer, column):
    return {row.groups[column]: row.estimate for row in answer if row.groups}


def words(answer):
    return " ".join(map(str, answer.notes))


@pytest.mark.parametrize(
    ("where", "mean"),
    [
        ("u > 18446744073709551614", 1),
        ("u = 18446744073709551614", 3),
        ("small - 251 < 0", 2),
        ("small - 10 > 0", 1),
        ("d38 = 123456789012345678901234567891", 3),
        ("d2 > 1.75", 3),
        ("i = 9007199254740993", 1),
        ("year(day) = 2024", 3),
        ("day < '2024-01-01'", 1),
        ("day >= DATE '2024-01-01'", 3),
        ("ts > '2024-01-01'", 3),
        ("extract(year from ts) = 2023", 1),
    ],
)
def test_conditions(path, where, mean):
    assert estimate(path, **MEANS, where=where).rows[0].estimate == mean


@pytest.mark.parametrize("column", ["u", "d38", "i", "day"])
def test_codes_of_many_digits_stay_apart(path, column):
    assert sorted(groups(estimate(path, **MEANS, by=column), column).values()) == [1, 3]


@pytest.mark.parametrize("column", ["list", "part", "bytes", "named"])
def test_nested_columns_are_named_where_they_are_asked_for(path, column):
    for options in ({"welfare": column}, {"by": column}, {"weight": column}, {"psu": column}):
        with pytest.raises(InputError, match=f"column {column}: its cells are not single values"):
            estimate(path, **{**MEANS, **options})
    assert column in [row.column for row in describe(path, welfare="y")]


def test_text_of_parquet_that_may_be_thousands_is_noted(path):
    assert "three decimals" in words(estimate(path, welfare="text", measure="mean"))
    assert estimate(path, welfare="text", measure="mean", decimal=",").rows[0].estimate == 1875


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.csv").write_text("y\n1\n3\n")
    (tmp_path / "b.csv").write_text("y\n5\n")
    for name in ("README.md", "notes.txt", ".DS_Store", "~$a.xlsx", "design.toml"):
        (tmp_path / name).write_text("y\n7\n")
    return tmp_path


def test_a_folder_names_what_it_skips(folder):
    skipped = f"{folder} also holds 4 entries that are not read: README.md, design.toml, notes.txt, sub."
    for answer in (
        estimate(str(folder), **MEANS),
        describe(folder, welfare="y"),
        compare(folder, [folder], **MEANS),
    ):
        assert skipped in words(answer)
    assert estimate(str(folder), **MEANS).rows[0].estimate == 3
    assert "not read" not in words(estimate([str(folder / "a.csv"), str(folder / "b.csv")], **MEANS))


def test_a_folder_within_that_looks_like_a_file_is_skipped(folder):
    (folder / "c.csv").mkdir()
    assert "c.csv" in words(estimate(str(folder), **MEANS))


def test_many_skipped_files_are_counted(folder):
    for place in range(30):
        (folder / f"x{place}.log").touch()
    assert "34 entries" in words(estimate(str(folder), **MEANS))
    assert "x9.log" not in words(estimate(str(folder), **MEANS))


def test_a_folder_of_several_formats_is_refused(folder):
    (folder / "c.parquet").touch()
    with pytest.raises(InputError, match=r"a\.csv and .*c\.parquet have different formats"):
        estimate(str(folder), **MEANS)


def test_a_folder_without_a_survey_is_refused(tmp_path):
    (tmp_path / "README.md").touch()
    (tmp_path / ".a.csv").touch()
    with pytest.raises(InputError, match="contains no file of a known format"):
        estimate(str(tmp_path), **MEANS)
