"""Deciles by executors against those of one machine: the passes run in this process, in small partitions."""

from __future__ import annotations

import os

import duckdb
import local_frames
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty.errors import KpovError, OutputError, UsageError
from kaltim_poverty.survey import deciles
from kaltim_poverty.survey.read import Engine, open_table
from kaltim_poverty.survey.read.thousands import columns_of_thousands
from kaltim_poverty.survey.spark import reading, register

IDENTITY = "6472015503990001"
TERMS = """term,level,coefficient,area
(intercept),,0.5,1
y,,0.25,1
kind,a,0,1
kind,b,-0.125,1
(intercept),,1,2
kind,a,0.5,2
kind,b,-1,2
"""


@pytest.fixture
def executors(monkeypatch):
    """Have them compute here, in blocks of a few rows and smaller partitions."""

    def used(rows=40, rows_of_block=50, **options):
        monkeypatch.setattr(register, "ROWS_OF_BLOCK", rows_of_block)
        return local_frames.use(monkeypatch, rows=rows, **options)

    used()
    return used


def tables(out):
    """The rows of a new register, a file or a folder, in SQL."""
    files = f"{out}/**/*.parquet" if os.path.isdir(out) else str(out)
    return f"read_parquet('{files}', hive_partitioning = true)"


def written(out):
    """The identifier, score and group of each row, in the order of identifiers."""
    return duckdb.sql(f'SELECT nik, score, "group" FROM {tables(out)} ORDER BY nik').fetchall()


def columns_of(out):
    """The types of columns by name."""
    found = duckdb.sql(f"SELECT * FROM {tables(out)}")
    return dict(zip(found.columns, map(str, found.types), strict=True))


def both(folder, **asked):
    """The answers of one machine and of executors, with the rows that each has written."""
    found = []
    for engine in ("duckdb", "spark"):
        out = folder / f"{engine}.parquet"
        answer = deciles(folder / "in.csv", out, id="nik", engine=engine, overwrite=True, **asked)
        found.append((answer, written(out)))
    return found


def check_same(folder, **asked):
    """Rows, notes and all groups are the same; sums may differ in the last digits."""
    (one, rows_of_one), (two, rows_of_two) = both(folder, **asked)
    assert rows_of_two == rows_of_one
    assert len(one) == len(two)
    for mine, other in zip(one, two, strict=True):
        assert (mine.groups, mine.group, mine.from_, mine.to, mine.rows) == (
            other.groups,
            other.group,
            other.from_,
            other.to,
            other.rows,
        )
        for field in ("people", "mean", "share"):
            expected = getattr(mine, field)
            assert getattr(other, field) == (expected and pytest.approx(expected, rel=1e-12))
    assert [note.code for note in two.notes] == [note.code for note in one.notes]
    values = [{**note.values, "file": ""} for answer in (one, two) for note in answer.notes]
    assert values[: len(one.notes)] == values[len(one.notes) :]
    return two


def lines(rows, header="nik,y,tie,w,area,kind"):
    return "\n".join([header, *rows]) + "\n"


ROWS = st.lists(
    st.tuples(
        st.integers(-3, 9),
        st.integers(0, 2),
        st.sampled_from(["0", "1", "2.5", "7"]),
        st.sampled_from(["1", "2", "10"]),
    ),
    min_size=1,
    max_size=50,
)


@settings(max_examples=8, deadline=None)
@given(rows=ROWS, groups=st.sampled_from([2, 3, 10, 100]), ordered=st.booleans(), parted=st.booleans())
def test_groups_are_those_of_one_machine(tmp_path_factory, rows, groups, ordered, parted):
    folder = tmp_path_factory.mktemp("register")
    (folder / "in.csv").write_text(
        lines(f"{100 + place},{','.join(map(str, row))},a" for place, row in enumerate(rows))
    )
    asked = {"then": "tie"} if ordered else {}
    asked |= {"within": "area"} if parted else {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register, "ROWS_OF_BLOCK", 10)
        local_frames.use(patch, rows=20)
        check_same(folder, score="y", weight="w", groups=groups, **asked)


@pytest.fixture
def folder(tmp_path):
    """A register of 300 rows, of which some lack a score, a part or a weight."""
    random = np.random.default_rng(18)
    made = []
    for place in range(300):
        score, tie = random.integers(1, 40), random.integers(3)
        weight, area, kind = (
            random.random() * (place % 9 > 0),
            random.integers(1, 4),
            "ab"[random.integers(2)],
        )
        gaps = (("", tie, weight, area), (score, tie, weight, ""), (score, tie, "", area))
        cells = gaps[place % 3] if place % 50 == 0 else (score, tie, weight, area)
        made.append(f"{int(IDENTITY) + place},{','.join(map(str, cells))},{kind}")
    (tmp_path / "in.csv").write_text(lines(made))
    return tmp_path


def test_rows_outside_or_without_a_value_have_no_group(executors, folder):
    del executors
    asked = {"score": "y", "weight": "w", "missing": "drop", "where": "kind = 'a'"}
    check_same(folder, **asked)
    answer = check_same(folder, within="area,kind", groups="quintiles", **asked)
    assert "deciles_without_group" in {note.code for note in answer.notes}


@pytest.mark.parametrize("exponential", [False, True])
def test_scores_of_a_table_of_coefficients(executors, folder, exponential):
    del executors
    (folder / "terms.csv").write_text(TERMS)
    asked = {"score_table": folder / "terms.csv", "exponential": exponential, "missing": "drop"}
    check_same(folder, where="area <= 2", then="tie", **asked)


def test_digits_do_not_depend_on_partitions_or_their_order(executors, folder):
    asked = {"score": "y", "weight": "w", "missing": "drop", "within": "area", "then": "tie"}

    def found(**options):
        executors(**options)
        return [repr(row) for row in both(folder, **asked)[1][0]]

    usual = found(rows=300)
    assert found(rows=23) == usual
    assert found(rows=11, backwards=True) == usual


def test_no_identifier_leaves_the_executors(executors, folder, monkeypatch):
    """What passes hand on holds none, and so nothing that is shuffled or comes here does."""
    del executors
    from kaltim_poverty.survey.spark import sources

    seen, own = [], sources.frame_of

    def frame_of(session, plans):
        made = own(session, plans)
        seen.extend(made.records)
        return made

    monkeypatch.setattr(sources, "frame_of", frame_of)
    both(folder, score="y", missing="drop", within="area")
    assert len(seen) > 10
    assert not any(IDENTITY[:12].encode() in record.data for record in seen)
    number = np.int64(int(IDENTITY) + 7).tobytes()
    assert not any(number[2:] in record.data for record in seen)


def test_identifiers_have_types_that_spark_has_or_the_next_one(executors, tmp_path):
    schemas = executors()
    duckdb.sql(
        'COPY (SELECT i::UBIGINT AS nik, i::UTINYINT AS "a, b", i::DECIMAL(9,2) AS d, '
        "DATE '2020-01-01' AS day, UUID '00000000-0000-0000-0000-000000000001' AS u, CAST(i AS FLOAT) AS y "
        f"FROM range(5) t(i)) TO '{tmp_path}/in.parquet'"
    )
    out = tmp_path / "out.parquet"
    deciles(tmp_path / "in.parquet", out, score="y", id='nik,"a, b",d,day,u', groups=5, engine="spark")
    [schema] = schemas
    assert schema == (
        "`nik` decimal(20,0), `a, b` smallint, `d` decimal(9,2), `day` date, `u` string, "
        "`score` double, `group` int"
    )
    types = {"nik": "DECIMAL(20,0)", "a, b": "SMALLINT", "d": "DECIMAL(9,2)", "day": "DATE", "u": "VARCHAR"}
    assert columns_of(out) == {**types, "score": "DOUBLE", "group": "INTEGER"}
    assert [group for _, _, group in written(out)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("nik,y\n1,5\n2,many\n", {}),
        ("nik,y\n1,5\n2,\n", {}),
        ("nik,y\n1,5\n2,3,4\n", {}),
        ("nik,y\n", {}),
        ("nik,y\n1,\n", {}),
        ("nik,y,w\n1,5,1\n2,3,-1\n", {"weight": "w"}),
        ("nik,y,w\n1,5,1e308\n2,3,1e308\n", {"weight": "w"}),
        (f"nik,y\n{IDENTITY},5\n{IDENTITY}x,6\n", {"where": "CAST(nik AS BIGINT) > 1"}),
        (f"nik,y\n{IDENTITY}x,5\n2,3\n", {"then": "nik"}),
        (f"nik,y\n-{IDENTITY},5\n2,3\n", {"weight": "nik"}),
        ("nik,y\n1,5\n", {"within": "area"}),
        ("nik,y\n1,5\n", {"groups": 1}),
        ("nik,y\n1,5\n", {"where": "y > 'a"}),
    ],
)
def test_what_is_wrong_is_said_as_on_one_machine(executors, tmp_path, content, asked):
    del executors
    (tmp_path / "in.csv").write_text(content)
    said = []
    for engine in ("duckdb", "spark"):
        with pytest.raises(KpovError) as error:
            deciles(
                tmp_path / "in.csv", tmp_path / "out.parquet", score="y", id="nik", engine=engine, **asked
            )
        said.append((type(error.value), str(error.value)))
        assert os.listdir(tmp_path) == ["in.csv"]
    assert said[0] == said[1]
    assert IDENTITY not in said[1][1]


def test_the_folder_is_replaced_only_when_asked_and_holds_nothing_but_tables(executors, folder):
    del executors
    asked = {"score": "y", "id": "nik", "missing": "drop", "engine": "spark"}
    deciles(folder / "in.csv", f"{folder}/out/", within="area", **asked)
    keys = ["area=1", "area=2", "area=3"]
    assert [name for name in sorted(os.listdir(folder / "out")) if name.startswith("area=")][:3] == keys
    assert not [name for name in os.listdir(folder / "out") if name.startswith(("_", "."))]
    with pytest.raises(OutputError, match="--overwrite"):
        deciles(folder / "in.csv", f"{folder}/out/", **asked)
    deciles(folder / "in.csv", f"{folder}/out/", overwrite=True, **asked)
    assert [name[-8:] for name in os.listdir(folder / "out")] == [".parquet"]
    assert len(written(folder / "out")) == 300
    (folder / "out.parquet").write_text("a file")
    with pytest.raises(OutputError, match="a folder by a folder"):
        deciles(folder / "in.csv", folder / "out.parquet", overwrite=True, **asked)


def test_rows_that_executors_wrote_elsewhere_are_missed(executors, folder, monkeypatch):
    del executors
    from kaltim_poverty.survey.spark import new_register

    own = new_register.write_marked
    monkeypatch.setattr(
        new_register, "write_marked", lambda session, plans, *others: own(session, plans * 2, *others)
    )
    with pytest.raises(OutputError, match="share"):
        deciles(folder / "in.csv", f"{folder}/out/", score="y", missing="drop", engine="spark")
    assert os.listdir(folder) == ["in.csv"]


def test_more_groups_than_tasks_are_told_about(executors, folder, monkeypatch):
    del executors
    monkeypatch.setattr(register, "MOST_GROUPS", 30)
    asked = {"score": "y", "missing": "drop", "engine": "spark", "within": "area"}
    deciles(folder / "in.csv", f"{folder}/out/", **asked)
    with pytest.raises(UsageError, match=r"33 .* at most 30"):
        deciles(folder / "in.csv", f"{folder}/more/", groups=11, **asked)


def test_addresses_are_for_spark_alone(tmp_path):
    (tmp_path / "in.csv").write_text("y\n1\n")
    with pytest.raises(UsageError, match="--engine spark"):
        deciles(tmp_path / "in.csv", "s3://bucket/new/", score="y")


def test_scores_that_one_executor_must_hold_are_noted(executors, folder, monkeypatch):
    """From a number of rows with one score on."""
    del executors
    asked = {"score": "y", "missing": "drop", "engine": "spark", "overwrite": True}
    rows = duckdb.sql(
        f"SELECT y, count(*) FROM '{folder}/in.csv' WHERE y > 0 AND w >= 0 GROUP BY y"
    ).fetchall()
    most = max(count for _, count in rows)
    found = []
    for limit in (most, most - 1):
        monkeypatch.setattr(reading, "ROWS_OF_TIE", limit)
        answer = deciles(folder / "in.csv", f"{folder}/out/", weight="w", **asked)
        found.append([note.values for note in answer.notes if note.code == "large_tie"])
    assert found == [[], [{"column": "y", "rows": most}]]


def test_no_file_with_types_is_fetched_to_look_for_thousands(tmp_path, monkeypatch):
    """To ask a file at an address for its rows is to fetch them all."""
    duckdb.sql(f"COPY (SELECT 1.5 AS y) TO '{tmp_path}/in.parquet'")
    engine = Engine()
    table = open_table(engine, tmp_path / "in.parquet")
    monkeypatch.setattr(type(table.readers[0]), "query", None)
    assert columns_of_thousands(engine, table, ["y"]) == []
    engine.close()
