"""Numbers that the engine reads by itself are those that it reads as text and casts, or the text is read."""

from __future__ import annotations

import pytest

from kaltim_poverty import survey
from kaltim_poverty.errors import KpovError
from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.readers import csv_plain
from kaltim_poverty.survey.read.readers.typed_numbers import has_plain_numbers

CELLS = (
    *("7", "7.5", " 7 ", "+7", "+-7", "1_000", "inf", "-inf", "nan", "NaN", "NA", ".", "", '""', '"7"', "  "),
    *("1e999", "0x10", "1e5", "1e-400", ".5", "5.", "-0", "-7", '"1,5"', "1d5", "0.1", "123456789.123456789"),
)


def outcome(file, **options):
    """The rows of an answer, or the sentence of an error."""
    try:
        answer = survey.estimate(
            file, welfare="y", weight="w_1", line=1000, measure="mean,p1", by="g", **options
        )
    except KpovError as error:
        return str(error)
    return answer.rows


@pytest.fixture
def statements(monkeypatch):
    """What the engine is told."""
    told, run = [], Engine.run
    monkeypatch.setattr(Engine, "run", lambda engine, sql: (told.append(sql), run(engine, sql)))
    return told


def same_either_way(monkeypatch, file, **options):
    """Whether the answer or error is the same where every cell is text first."""
    typed = outcome(file, **options)
    with monkeypatch.context() as patched:
        patched.setattr(csv_plain, "has_plain_numbers", lambda *_, **__: False)
        return typed == outcome(file, **options)


def written(folder, *rows):
    """A file of thirty rows and some more."""
    file = folder / "s.csv"
    plain = (f"{row}.25,{row % 2},2" for row in range(30))
    file.write_text("\n".join(["y,g,w_1", *plain, *rows]) + "\n")
    return str(file)


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_is_read_as_its_text_would_be(tmp_path, monkeypatch, cell):
    assert same_either_way(monkeypatch, written(tmp_path, f"{cell},1,2"))


@pytest.mark.parametrize("cell", ["7", "NA", "inf", "-0", "1_000"])
@pytest.mark.parametrize("options", [{"missing": "drop", "missing_values": "7"}, {"decimal": "."}])
def test_so_with_options_and_in_weights(tmp_path, monkeypatch, cell, options):
    assert same_either_way(monkeypatch, written(tmp_path, f"{cell},1,2", f"5,1,{cell}"), **options)


@pytest.mark.parametrize(("end", "typed"), [("", True), ("1_0,1,2\n", False), ("+1,1,2\n", False)])
def test_columns_of_numbers_are_typed_in_a_file_without_lenient_marks(tmp_path, statements, end, typed):
    (tmp_path / "s.csv").write_text("y,g,w_1\n1,1,2\n2,0,2\n" + end)
    outcome(str(tmp_path / "s.csv"))
    [made] = [sql for sql in statements if "read_csv" in sql]
    assert ("c0: 'DOUBLE', c1: 'VARCHAR', c2: 'DOUBLE'" in made) is typed


def test_the_first_line_alone_may_have_the_marks():
    assert has_plain_numbers(b"a_b,c+\n1,2\n", first=True)
    assert not has_plain_numbers(b"a_b,c+\n1,2\n", first=False)
    assert not has_plain_numbers(b"a\n1,+2\n", first=True)
