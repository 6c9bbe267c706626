"""Codes of a table of lines meet those of the survey, with leading zeros or without."""

from __future__ import annotations

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.estimate import estimate


def estimated(tmp_path, codes, of_table):
    """P0 by code, of one poor and one other person in each; the line is 10 or 20."""
    survey, table = tmp_path / "survey.csv", tmp_path / "lines.csv"
    rows = [f"{code},{y}" for code, high in zip(codes, (15, 25), strict=True) for y in (high - 8, high)]
    survey.write_text("\n".join(["code,y", *rows]) + "\n", encoding="utf-8")
    lines = [f"{code},{line}" for code, line in zip(of_table, (10, 20), strict=True)]
    table.write_text("\n".join(["code,line", *lines]) + "\n", encoding="utf-8")
    answer = estimate(str(survey), welfare="y", measure="p0", line_table=str(table), by="code")
    return [row.estimate for row in answer]


@pytest.mark.parametrize(
    ("codes", "of_table"),
    [
        (("1", "2"), ("01", "02")),
        (("01", "02"), ("1", "2")),
        (("01", "02"), ("001", "2")),
        (("01", "X2"), ("1", "X2")),
        (("6401", "6402"), (" 6401", "6402 ")),
        (("0", "1"), ("00", "1")),
    ],
)
def test_leading_zeros_of_codes_do_not_matter(tmp_path, codes, of_table):
    assert estimated(tmp_path, codes, of_table) == [50, 50, 50]


@pytest.mark.parametrize(("codes", "of_table"), [(("1", "20"), ("1", "2")), (("X1", "X2"), ("X1", "X02"))])
def test_other_codes_are_others(tmp_path, codes, of_table):
    """A zero at the end counts, and so does one inside a code with letters."""
    with pytest.raises(InputError, match=f"code {codes[1]}"):
        estimated(tmp_path, codes, of_table)


def test_a_code_with_and_without_its_zero_appears_twice(tmp_path):
    with pytest.raises(InputError, match="line 3"):
        estimated(tmp_path, ("1", "2"), ("1", "01"))
