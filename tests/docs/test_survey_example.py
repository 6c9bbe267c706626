"""The survey in examples/ is what its recipe says."""

from __future__ import annotations

from shell import ROOT

from kaltim_poverty.survey.example import csv_text, example

FILE = ROOT / "examples" / "survey.csv"


def test_the_survey_is_what_its_recipe_writes():
    """600 households of seed 1, byte for byte: whoever follows the README has the same file."""
    assert FILE.read_text(encoding="utf-8") == csv_text(example(households=600, seed=1))


def test_every_row_of_the_survey_says_that_it_is_synthetic():
    """A row that is copied elsewhere still says so."""
    head, *rows = FILE.read_text(encoding="utf-8").splitlines()
    assert head.endswith(",pkh,pkh_idr,synthetic")
    assert len(rows) == 600
    assert all(row.endswith(",yes") for row in rows)
