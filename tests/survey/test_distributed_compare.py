"""Changes between two surveys whose rows are distributed: those of one machine."""

import math

import numpy as np
import pytest
from survey.test_distributed_estimates import DESIGN, survey

from kaltim_poverty.survey import compare


def later():
    """A second survey, in which one region is missing and another is new."""
    data = survey(400, seed=3)
    region = np.where(data["region"] == "s", "w", data["region"])
    return {**data, "y": data["y"] * 1.1, "region": region}


@pytest.mark.parametrize(
    "options",
    [
        {"line": "80,90", "measure": "all", "by": ["region", "sex"], "holm": True},
        {"relative_line": 0.6, "by": "region", "where": "sex = 1"},
        {"line_column": "z", "measure": "p1,sen,sst,watts"},
        {"line": 80, "bootstrap": 8, "measure": "p0,gini,median"},
    ],
)
def test_changes_are_those_of_one_machine(distribute, options):
    here = compare(survey(), later(), **DESIGN, **options)
    distribute(blocks=4)
    there = compare(survey(), later(), **DESIGN, **options)
    assert len(here.rows) == len(there.rows)
    for row, own in zip(here.rows, there.rows, strict=True):
        for name in ("groups", "measure", "unit", "verdict", "note"):
            assert getattr(row, name) == getattr(own, name), (row, own)
        for name in ("before", "after", "change", "se", "ci_low", "ci_high", "t", "df", "p_value"):
            a, b = getattr(row, name), getattr(own, name)
            assert (a is None) == (b is None), (name, row, own)
            scale = (
                max(abs(row.before or 0), abs(row.after or 0))
                if name in ("change", "ci_low", "ci_high")
                else 0
            )
            near = max(1e-12, 1e-12 * scale)
            assert a is None or math.isclose(a, b, rel_tol=1e-10, abs_tol=near), (name, row, own)
    assert here.notes == there.notes
