"""What is said of the design behind standard errors."""

from __future__ import annotations

import pytest

from kaltim_poverty.survey.estimate import estimate


@pytest.mark.parametrize(
    ("roles", "english", "indonesian"),
    [
        ({"psu": "p"}, "4 PSUs (p) without strata", "4 PSU (p) tanpa strata"),
        (
            {"psu": "p", "stratum": "i"},
            "4 PSUs (p) in one stratum (i)",
            "4 PSU (p) dalam satu strata (i)",
        ),
        ({"psu": "p", "stratum": "two"}, "4 PSUs (p) in 2 strata (two)", "4 PSU (p) dalam 2 strata (two)"),
        ({"stratum": "two"}, "its own PSU, in 2 strata (two)", "PSU sendiri dalam 2 strata (two)"),
    ],
)
def test_the_strata_that_there_are_are_counted(roles, english, indonesian):
    data = {"y": [1.0, 2.0, 3.0, 4.0], "p": [1, 2, 3, 4], "i": [1, 1, 1, 1], "two": [1, 1, 2, 2]}
    notes = estimate(data, welfare="y", line=2.5, **roles).notes
    said = [note for note in notes if note.code.startswith("variance_")]
    assert len(said) == 1
    assert english in said[0].spoken("en")
    assert indonesian in said[0].spoken("id")
