"""What is in a file, counted by executors: as one machine says. The passes run in this process."""

from __future__ import annotations

import duckdb
import local_frames
import pytest
from survey_rows import survey

from kaltim_poverty.errors import InputError, KpovError
from kaltim_poverty.survey import describe

DESIGN = {"welfare": "y", "weight": "w", "stratum": "s", "psu": "p"}


@pytest.fixture(autouse=True)
def _executors(monkeypatch):
    """Have them compute here, in small partitions."""
    local_frames.use(monkeypatch, rows=400)


def check_same(*files, **asked):
    """Rows and notes are the same, whichever engine counts."""
    one = describe(list(map(str, files)), **asked)
    two = describe(list(map(str, files)), engine="spark", **asked)
    assert two.rows == one.rows
    assert two.notes == one.notes
    return two


def test_columns_and_the_design_are_those_of_one_machine(tmp_path):
    (tmp_path / "s.csv").write_text(survey(1500))
    answer = check_same(tmp_path / "s.csv", **DESIGN, missing_values="h=99")
    assert {row.role for row in answer} >= {"welfare", "psus", "strata", "weights"}
    assert "problem.zero_weight" in {row.problem.key for row in answer if row.problem}


def test_without_a_design_every_row_is_a_psu(tmp_path):
    (tmp_path / "s.csv").write_text(survey(900))
    check_same(tmp_path / "s.csv", welfare="y")
    check_same(tmp_path / "s.csv")


def test_numbers_written_in_several_ways_and_codes_for_missing(tmp_path):
    cells = ["1", "1.0", "01", "999", "999.0", "-4", "x y", "", "NA", "7"] * 60
    lines = "\n".join(f"{cell},{place},{cell if place % 2 else 3}" for place, cell in enumerate(cells))
    (tmp_path / "s.csv").write_text(f"a,b,c\n{lines}\n")
    check_same(tmp_path / "s.csv", welfare="b", weight="a", size="c")
    check_same(tmp_path / "s.csv", welfare="b", missing_values="7,c=999")


def test_files_that_lack_a_column_and_parquet_with_types(tmp_path):
    duckdb.sql(
        "COPY (SELECT i AS y, i % 7 AS w, DATE '2020-01-01' + CAST(i AS INT) AS day, i / 3 AS third "
        f"FROM range(900) t(i)) TO '{tmp_path}/1.parquet'"
    )
    duckdb.sql(f"COPY (SELECT i AS y, 2 AS w, 'a' AS other FROM range(9) t(i)) TO '{tmp_path}/2.parquet'")
    answer = check_same(tmp_path / "1.parquet", tmp_path / "2.parquet", welfare="y", weight="w")
    assert "problem.not_in" in {row.problem.key for row in answer if row.problem}


@pytest.mark.parametrize(
    "content",
    ["y,w\n1,2\n1,2,3\n", "y,w\n1,2\n1\n", 'y,w\n1,2\n"1,2\n', "y,w\n", "y,w\nx,1\n", "y,w\n1,-1\n"],
)
def test_what_is_wrong_is_said_as_on_one_machine(tmp_path, content):
    (tmp_path / "s.csv").write_text(content)
    said = []
    for engine in ("duckdb", "spark"):
        try:
            said.append(describe(tmp_path / "s.csv", welfare="y", weight="w", engine=engine).rows)
        except KpovError as error:
            said.append((type(error), str(error)))
    assert said[0] == said[1]


def test_a_line_break_inside_quotes_and_a_header_among_rows(tmp_path):
    (tmp_path / "s.csv").write_text('y,w\n1,"2\n3"\n')
    with pytest.raises(InputError, match="line break"):
        describe(tmp_path / "s.csv", welfare="y", engine="spark")
    (tmp_path / "s.csv").write_text("y,w\n1,2\ny,w\n")
    with pytest.raises(InputError, match="header"):
        describe(tmp_path / "s.csv", welfare="y", engine="spark")


def test_a_cluster_that_fails_is_no_problem_of_the_design(tmp_path, monkeypatch):
    from kaltim_poverty.survey.spark import sources

    def lost(*given):
        raise InputError("spark_lost", log="spark.log")

    monkeypatch.setattr(sources, "frame_of", lost)
    (tmp_path / "s.csv").write_text("y\n1\n2\n")
    with pytest.raises(InputError, match=r"spark\.log"):
        describe(tmp_path / "s.csv", welfare="y", engine="spark")
