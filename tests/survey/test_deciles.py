"""Deciles of a register against a plain count of the weight below each row; what becomes of the new file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from fractions import Fraction

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.errors import InputError, OutputError, UsageError
from kaltim_poverty.survey import deciles, targeting

IDENTITY = "6472015503990001"


def written(out):
    """The rows of a new register, as mappings."""
    found = duckdb.sql(f"SELECT * FROM read_parquet('{out}')")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def group_of(row, rows, groups):
    """1 + the number of k for which the weight strictly below a row is at least k/G of that of its part."""
    own = [each for each in rows if each["part"] == row["part"]]
    total = sum(each["weight"] for each in own)
    below = sum(each["weight"] for each in own if (each["score"], each["tie"]) < (row["score"], row["tie"]))
    if not total:
        return None
    return 1 + sum(below >= Fraction(k, groups) * total for k in range(1, groups))


REGISTERS = st.lists(
    st.fixed_dictionaries(
        {
            "score": st.integers(-2, 6),
            "tie": st.integers(0, 2),
            "weight": st.integers(0, 5),
            "part": st.sampled_from(["a", "b"]),
        }
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(
    rows=REGISTERS, groups=st.sampled_from([2, 3, 5, 10, 100]), ordered=st.booleans(), parted=st.booleans()
)
def test_the_group_of_each_row_follows_from_the_weight_below_it(
    tmp_path_factory, rows, groups, ordered, parted
):
    out = str(tmp_path_factory.mktemp("register") / "out.parquet")
    data = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    data["number"] = np.arange(len(rows))
    asked = {"then": "tie"} if ordered else {}
    asked |= {"within": "part"} if parted else {}
    answer = deciles(data, out, score="score", id="number", weight="weight", groups=groups, **asked)
    seen = [
        {**row, "tie": row["tie"] if ordered else 0, "part": row["part"] if parted else ""} for row in rows
    ]
    found = written(out)
    assert [row["number"] for row in found] == list(range(len(rows)))
    assert [row["group"] for row in found] == [group_of(row, seen, groups) for row in seen]
    members = defaultdict(list)
    for row, own in zip(seen, found, strict=True):
        if own["group"] is not None:
            members[row["part"], own["group"]].append(row)
    assert len(answer) == len(members)
    for row in answer:
        own = members[row.groups.get("part", ""), row.group]
        scores = [each["score"] for each in own]
        assert (row.from_, row.to, row.rows) == (min(scores), max(scores), len(own))
        assert row.people == sum(each["weight"] for each in own)


def test_means_and_shares_are_of_people(tmp_path):
    data = {"welfare": np.array([1.0, 2, 3, 10]), "size": np.array([1, 3, 2, 2]), "weight": np.full(4, 2.0)}
    rows = deciles(data, tmp_path / "out.parquet", size="size", weight="weight", groups=2)
    assert [(row.rows, row.people) for row in rows] == [(2, 8.0), (2, 8.0)]
    assert [row.mean for row in rows] == [(1 + 6) / 4, (6 + 20) / 4]
    assert [row.share for row in rows] == pytest.approx([100 * 7 / 33, 100 * 26 / 33])


def test_a_row_outside_or_without_a_value_is_in_the_new_register_without_a_group(tmp_path):
    (tmp_path / "in.csv").write_text("nik,y,area\n001,5,1\n002,,1\n003,7,2\n004,9,\n005,6,1\n")
    asked = {"score": "y", "id": "nik", "within": "area", "groups": 2}
    with pytest.raises(InputError, match=r"data row 2, column y"):
        deciles(tmp_path / "in.csv", tmp_path / "out.parquet", **asked)
    assert os.listdir(tmp_path) == ["in.csv"]
    answer = deciles(
        tmp_path / "in.csv",
        tmp_path / "out.parquet",
        missing="drop",
        where="area = 1 OR area IS NULL",
        **asked,
    )
    assert [(row["nik"], row["group"]) for row in written(tmp_path / "out.parquet")] == [
        ("001", 1),
        ("002", None),
        ("003", None),
        ("004", None),
        ("005", 2),
    ]
    [without] = [note for note in answer.notes if note.code == "deciles_without_group"]
    assert without.values["rows"] == 3


def test_identifiers_stay_as_they_are_in_the_file(tmp_path):
    (tmp_path / "in.csv").write_text(f"nik,Y\n{IDENTITY},1\n0012,2\nNA,3\n")
    deciles(tmp_path / "in.csv", tmp_path / "out.parquet", score="Y", id="nik")
    assert [row["nik"] for row in written(tmp_path / "out.parquet")] == [IDENTITY, "0012", "NA"]
    duckdb.sql(f"COPY (SELECT {IDENTITY} AS nik, 1 AS y) TO '{tmp_path / 'in.parquet'}'")
    deciles(tmp_path / "in.parquet", tmp_path / "again.parquet", score="y", id="nik")
    assert [row["nik"] for row in written(tmp_path / "again.parquet")] == [int(IDENTITY)]


def test_no_identity_number_is_printed(tmp_path):
    lines = [f"{int(IDENTITY) + place},{place},{place % 2}" for place in range(20)]
    (tmp_path / "in.csv").write_text("\n".join(["nik,y,area", *lines]) + "\n")
    spoilt = [*lines, f"{int(IDENTITY) + 20},many,1"]
    (tmp_path / "spoilt.csv").write_text("\n".join(["nik,y,area", *spoilt]) + "\n")
    ragged = [*lines, f"{int(IDENTITY) + 20},1,1,1"]
    (tmp_path / "ragged.csv").write_text("\n".join(["nik,y,area", *ragged]) + "\n")
    impossible = ["--where", "CAST(nik || 'x' AS INT) > 1"]
    for file, code, more in (
        ("spoilt.csv", 3, []),
        ("ragged.csv", 3, []),
        ("in.csv", 3, impossible),
        ("in.csv", 0, []),
        ("in.csv", 74, []),
    ):
        command = [sys.executable, "-m", "kaltim_poverty", "survey", "deciles", file, "--score", "y", *more]
        command += ["--id", "nik", "--within", "area", "-f", "json", "-o", "out.parquet"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert done.returncode == code, done.stderr
        assert IDENTITY[:12].encode() not in done.stdout + done.stderr


def test_the_new_register_is_never_written_onto_another_unasked(tmp_path):
    data, out = {"welfare": np.arange(10.0)}, tmp_path / "out.parquet"
    deciles(data, out)
    before = out.read_bytes()
    with pytest.raises(OutputError, match="--overwrite"):
        deciles({"welfare": np.arange(20.0)}, out)
    assert out.read_bytes() == before
    deciles({"welfare": np.arange(20.0)}, out, overwrite=True)
    assert len(written(out)) == 20
    with pytest.raises(OutputError, match="a folder by a folder"):
        deciles(data, f"{out}/", overwrite=True)
    assert os.listdir(tmp_path) == ["out.parquet"]


def test_a_folder_has_one_for_each_part_and_keeps_what_others_put_there(tmp_path):
    data = {"welfare": np.arange(10.0), "area": np.array(["a b", "c=d"] * 5)}
    folder = tmp_path / "new"
    deciles(data, f"{folder}/", within="area")
    assert sorted(os.listdir(folder)) == ["area=a%20b", "area=c%3Dd"]
    deciles({"welfare": np.arange(5.0)}, f"{folder}/", overwrite=True)
    assert os.listdir(folder) == ["part-0.parquet"]
    (folder / "letter.docx").write_text("x")
    with pytest.raises(OutputError, match=r"letter\.docx"):
        deciles(data, f"{folder}/", within="area", overwrite=True)
    assert sorted(os.listdir(folder)) == ["letter.docx", "part-0.parquet"]


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({"groups": 1}, UsageError, "--groups"),
        ({"groups": "1001"}, UsageError, "--groups"),
        ({"groups": "tenths"}, UsageError, "deciles"),
        ({"missing": "skip"}, UsageError, "--missing"),
        ({"welfare": "y", "score": "y"}, UsageError, "--score"),
        ({"score": "z"}, InputError, "z"),
        ({"score": "y", "id": "z"}, InputError, "--id"),
        ({"score": "y", "within": "z"}, InputError, "--within"),
        ({"score": "y", "then": "name"}, InputError, "name"),
        ({"score": "name"}, InputError, "name"),
        ({"score": "y", "id": "group"}, UsageError, "group"),
        ({"score": "y", "id": "y,Y"}, UsageError, "'Y'"),
        ({"score": "y", "id": "name", "within": "NAME"}, UsageError, "--within both name 'name'"),
        ({"score": "y", "id": "name,y"}, UsageError, "--score both name 'y'"),
        ({"welfare": "y", "id": "y"}, UsageError, "--welfare both name 'y'"),
        ({"score": "y", "weight": "minus"}, InputError, "minus"),
        ({"score": "y", "where": "y > 'a"}, InputError, "--where"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(tmp_path, asked, error, match):
    rows = "y,Y,name,group,minus\n1,1,a,1,1\n2,2,b,1,-1\n"
    (tmp_path / "in.csv").write_text(rows)
    with pytest.raises(error, match=match):
        deciles(tmp_path / "in.csv", tmp_path / "out.parquet", **asked)
    assert os.listdir(tmp_path) == ["in.csv"]


@pytest.mark.parametrize("out", ["out.csv", "out", ".parquet/x.xlsx"])
def test_a_register_is_parquet(tmp_path, out):
    with pytest.raises(UsageError, match="parquet"):
        deciles({"welfare": np.arange(3.0)}, str(tmp_path / out))


def test_no_folder_no_register(tmp_path):
    with pytest.raises(OutputError, match="no such folder"):
        deciles({"welfare": np.arange(3.0)}, tmp_path / "missing" / "out.parquet")


TERMS = """term,level,coefficient,area
(intercept),,13.5,1
rooms,,0.25,1
wall,brick,0,1
wall,wood,-0.125,1
(intercept),,12,2
wall,wood,-1,2
wall,brick,0.5,2
"""
HOUSES = {"rooms": [1, 2, 3, 4], "wall": ["wood", "brick", "wood", "brick"], "area": ["1", "1", "2", "2"]}


def scores_by_hand():
    """What `TERMS` say of `HOUSES`: rooms count in the first area alone."""
    walls = {"1": {"brick": 0, "wood": -0.125}, "2": {"wood": -1, "brick": 0.5}}
    rows = zip(*HOUSES.values(), strict=True)
    return [(13.5 + 0.25 * rooms if area == "1" else 12) + walls[area][wall] for rooms, wall, area in rows]


@pytest.fixture
def coefficients(tmp_path):
    def write(text=TERMS):
        (tmp_path / "terms.csv").write_text(text)
        return tmp_path / "terms.csv"

    return write


@pytest.mark.parametrize("exponential", [False, True])
def test_a_score_adds_the_coefficients_of_the_model_of_its_row(tmp_path, coefficients, exponential):
    out = tmp_path / "out.parquet"
    data = {name: np.array(values) for name, values in HOUSES.items()}
    deciles(data, out, score_table=coefficients(), exponential=exponential, groups=4)
    expected = scores_by_hand()
    found = [row["score"] for row in written(out)]
    assert found == ([pytest.approx(np.exp(score)) for score in expected] if exponential else expected)
    order = np.argsort(np.argsort(expected)) + 1
    assert [row["group"] for row in written(out)] == order.tolist()


def test_only_a_number_that_somebody_typed_can_be_a_code_for_missing(tmp_path, coefficients):
    """999 twice is one in a column; a score of 333·3 that a table gives is no cell of the file."""
    data, out = {"rooms": np.array([1.0, 2.0, 3.0, 3.0])}, tmp_path / "out.parquet"
    by_table = deciles(data, out, score_table=coefficients("term,coefficient\nrooms,333\n"), groups=2)
    assert "survey_code" not in {note.code for note in by_table.notes}
    by_column = deciles({"y": 333 * data["rooms"]}, out, welfare="y", groups=2, overwrite=True)
    assert "survey_code" in {note.code for note in by_column.notes}


def test_ties_are_no_matter_where_there_are_no_blocks(tmp_path):
    """All rows of one value are what a cluster warns of, as one block has them all; here none is larger."""
    answer = deciles({"y": np.full(2_000, 7.0)}, tmp_path / "out.parquet", welfare="y")
    assert "large_tie" not in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"wall": ["wood", "brick", "wood", "straw"]}, r"data row 4, column wall: .*'straw'.*wood, brick"),
        ({"area": ["1", "3", "2", "2"]}, r"data row 2, column area: .*'3'"),
        ({"rooms": ["1", "two", "3", "4"]}, r"data row 2, column rooms: 'two'"),
        ({"wall": ["wood", "", "wood", "brick"]}, r"data row 2, column wall: .*missing"),
    ],
)
def test_a_row_that_no_model_fits_is_named(tmp_path, coefficients, changed, match):
    columns = {**HOUSES, **changed}
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(InputError, match=match):
        deciles(tmp_path / "in.csv", tmp_path / "out.parquet", score_table=coefficients())
    assert not (tmp_path / "out.parquet").exists()


def test_a_level_of_another_model_is_none_of_this_one(tmp_path, coefficients):
    data = {name: np.array(values) for name, values in HOUSES.items()} | {"wall": np.array(["straw"] * 4)}
    text = TERMS + "wall,straw,-0.5,1\n"
    with pytest.raises(InputError, match=r"data row 3, column wall: .*'straw'.*wood, brick$"):
        deciles(data, tmp_path / "out.parquet", score_table=coefficients(text))


def test_rows_outside_need_no_model(tmp_path, coefficients):
    data = {name: np.array(values) for name, values in HOUSES.items()} | {
        "area": np.array(["1", "1", "9", "9"])
    }
    deciles(data, tmp_path / "out.parquet", score_table=coefficients(), where="area = '1'", groups=2)
    assert [row["group"] for row in written(tmp_path / "out.parquet")] == [1, 2, None, None]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("term,level\nrooms,1\n", "coefficient"),
        ("term,level,coefficient\n", "no row of coefficients"),
        ("term,level,coefficient\ndoors,,1\n", "no column 'doors'"),
        ("term,level,coefficient\nrooms,,1\nrooms,,2\n", "twice"),
        ("term,level,coefficient\nrooms,,much\n", "'much' is not a number"),
        ("term,level,coefficient\nrooms,,\n", "empty"),
        ("term,level,coefficient\nrooms,,1_0\n", "'1_0' is not a number"),
        ("term,level,coefficient\n(intercept),x,1\n", "has no level"),
        ("term,level,coefficient,region\nrooms,,1,2\n", "no column 'region'"),
    ],
)
def test_a_table_of_coefficients_is_checked(tmp_path, coefficients, text, match):
    data = {name: np.array(values) for name, values in HOUSES.items()}
    with pytest.raises(InputError, match=match):
        deciles(data, tmp_path / "out.parquet", score_table=coefficients(text))


def test_those_below_a_cutoff_are_the_eligible(coefficients):
    """As where a condition over the same scores says who they are."""
    data = {name: np.array(values) for name, values in HOUSES.items()}
    data |= {"y": np.arange(1.0, 5.0), "got": np.array([1, 0, 1, 0]), "score": np.array(scores_by_hand())}
    asked = {"welfare": "y", "received": "got", "groups": "quintiles"}
    for cutoff in (11.5, 13, 13.875):
        by_table = targeting(data, score_table=coefficients(), cutoff=cutoff, **asked)
        by_condition = targeting(data, eligible=f"score < {cutoff}", **asked)
        assert by_table.rows == by_condition.rows
    assert "meant_below" in {note.code for note in by_table.notes}


@pytest.mark.parametrize(
    "asked",
    [
        {"cutoff": 5},
        {"score_table": "terms.csv"},
        {"exponential": True},
        {"score_table": "terms.csv", "cutoff": 5, "eligible": "y > 1"},
        {"score_table": "terms.csv", "cutoff": "many"},
    ],
)
def test_a_cutoff_and_its_table_belong_together(asked):
    with pytest.raises(UsageError, match=r"--score-table|--cutoff"):
        targeting({"y": np.arange(4.0), "got": np.array([0, 1, 0, 1])}, welfare="y", received="got", **asked)
