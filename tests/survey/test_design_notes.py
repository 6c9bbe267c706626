"""What is said of the design behind standard errors."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.describe import describe
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


def test_notes_about_one_thing_are_in_the_singular_and_name_what_there_is():
    answer = estimate({"y": np.array([5.0])}, welfare="y", measure="mean")
    said = " ".join(map(str, answer.notes))
    assert "1 row read, 1 used" in said
    assert "as if the 1 row were" in said
    assert "1 stratum has one PSU (the whole sample)" in said
    assert "()" not in said
    assert "(seluruh sampel)" in " ".join(note.spoken("id") for note in answer.notes)
    problems = [
        str(row.problem) for row in describe({"welfare": np.array([5.0])}) if row.role == "lonely_strata"
    ]
    assert problems == ["one PSU in the whole sample"]
    with pytest.raises(InputError, match=r"1 stratum has one PSU \(the whole sample\)"):
        estimate({"y": np.array([5.0])}, welfare="y", measure="mean", lonely_psu="fail")


def test_a_long_list_of_strata_ends_in_dots():
    data = {"welfare": np.arange(7.0), "s": np.array(list("abcdefg"))}
    assert "(a, b, c, d, e, …)" in " ".join(map(str, estimate(data, stratum="s", measure="mean").notes))
    with pytest.raises(InputError, match=r"\(a, b, c, d, e, …\)"):
        estimate(data, stratum="s", measure="mean", lonely_psu="fail")
