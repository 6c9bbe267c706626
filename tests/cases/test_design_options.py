"""A design file says which column is what, and how the file is read; options win."""

from __future__ import annotations

import pandas as pd
import pytest

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey import compare, describe, estimate, simulate, targeting
from kaltim_poverty.survey.request import SurveyOptions
from kaltim_poverty.survey.study import design_text

DESIGN = """
welfare = "y"
missing_values = [99, "g=x"]
delimiter = ";"
encoding = "cp1252"
decimal = ","
"""


@pytest.fixture
def survey(write):
    return write("y;g;r\n1,5;Sé;1\n99;b;0\n2,5;x;1\n4,5;b;0\n".encode("cp1252"))


@pytest.fixture
def design(write):
    return write(DESIGN, "design.toml")


def means(answer):
    return {row.groups.get("g"): row.estimate for row in answer}


def test_every_question_reads_by_the_design(survey, design):
    options = {"design": design, "missing": "drop"}
    assert means(estimate(survey, **options, measure="mean", by="g")) == {None: 8.5 / 3, "Sé": 1.5, "b": 4.5}
    compared = compare(survey, survey, **options, measure="mean")
    assert (compared.rows[0].before, compared.rows[0].change) == (8.5 / 3, 0)
    described = {row.column: row for row in describe(survey, design=design)}
    assert (described["y"].missing, described["y"].largest) == (1, "4.5")
    assert targeting(survey, **options, received="r", line=3).rows[0].estimate is not None
    paid = simulate(
        survey, **options, line=3, amount="1", every="month", recipients=1, to="poorest", per="person"
    )
    assert paid.rows[0].before == pytest.approx(200 / 3)


def test_options_win(survey, design):
    options = {"design": design, "measure": "mean", "missing": "drop"}
    assert estimate(survey, **options, missing_values="1.5").rows[0].estimate == pytest.approx(106 / 3)
    with pytest.raises(InputError, match="byte"):
        estimate(survey, **options, encoding="utf-8")
    with pytest.raises(InputError, match="decimal comma"):
        estimate(survey, **options, decimal=".")


def test_each_survey_by_its_own_design(survey, design, write):
    other = write("y,g\n1.5,a\n3.5,a\n", "other.csv")
    plain = write('welfare = "y"\n', "plain.toml")
    answer = compare(survey, other, design=(design, plain), measure="mean", missing="drop")
    assert (answer.rows[0].before, answer.rows[0].after) == (8.5 / 3, 2.5)


def test_a_sheet_of_the_design(tmp_path, write):
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        for name, value in (("2023", 1.0), ("2024", 3.0)):
            pd.DataFrame({"y": [value, value]}).to_excel(book, sheet_name=name, index=False)
    design = write('welfare = "y"\nsheet = "2024"\n', "design.toml")
    assert estimate(str(tmp_path / "a.xlsx"), design=design, measure="mean").rows[0].estimate == 3


def test_a_design_is_written_and_read_back(survey, tmp_path):
    given = {
        "welfare": "y",
        "missing_values": ["99", '"g=x"'],
        "delimiter": ";",
        "encoding": "cp1252",
        "decimal": ",",
    }
    path = tmp_path / "written.toml"
    path.write_text(design_text(SurveyOptions(**given)), encoding="utf-8")
    answer = estimate(survey, design=str(path), measure="mean", by="g", missing="drop")
    assert means(answer) == {None: 8.5 / 3, "Sé": 1.5, "b": 4.5}
    assert design_text(SurveyOptions(welfare="y", missing_values=())).splitlines()[1:] == ['welfare = "y"']


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("missing_values = [[1]]", InputError),
        ('decimal = ["."]', InputError),
        ('decimal = ";"', UsageError),
        ('encoding = "utf-9"', UsageError),
        ('delimiter = "ab"', UsageError),
        ("sheets = 1", InputError),
    ],
)
def test_what_a_design_may_not_say(survey, write, line, error):
    with pytest.raises(error):
        estimate(survey, design=write(f'welfare = "y"\n{line}\n', "bad.toml"), measure="mean")


@pytest.mark.parametrize(("header", "delimiter"), [("y,w,size", ";"), ("y;w;size", ","), ("y;w;size", "tab")])
def test_a_header_that_is_one_cell_points_to_the_delimiter(tmp_path, header, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n1\n")
    with pytest.raises(InputError, match="has no column 'y'") as refused:
        estimate(str(path), welfare="y", measure="mean", delimiter=delimiter)
    assert "--delimiter" in str(refused.value)
    assert "Did you mean" not in str(refused.value)
    assert "--delimiter" in refused.value.text("id")
