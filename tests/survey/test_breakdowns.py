"""Several breakdowns asked for together, against each asked for by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import survey
from tests.survey.example_of import some_survey

ROLES = {"welfare": "y", "weight": "w", "stratum": "h", "psu": "c"}
NUMBERS = ("estimate", "se", "ci_low", "ci_high", "df", "deff", "n", "population")
WAYS = [["a", "b", "a,b"], ["a,b", "b"], ["b", "a"]]


def rows_of(data, by, **asked):
    """The rows of an answer by group and measure."""
    answer = survey.estimate(data, by=by, **ROLES, **asked)
    return {(tuple(sorted(row.groups.items())), row.measure): row for row in answer}


def agree(one, two):
    """Whether two rows say the same, but for rounding."""
    for name in NUMBERS:
        own, same = getattr(one, name), getattr(two, name)
        assert own == same or own == pytest.approx(same, rel=1e-9, abs=0), (name, one, two)
    assert one.note == two.note


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("line", [{"line": 60.0}, {"line_column": "z"}, {"relative_line": 0.6}])
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10**6), lowest=st.sampled_from([1.0, 0.0, -30.0]))
def test_together_and_alone_are_the_same(by, line, seed, lowest):
    data = some_survey(seed, lowest)
    together = rows_of(data, by, measure="all", **line)
    alone = [rows_of(data, [each], measure="all", **line) for each in by]
    for each in alone:
        for key, row in each.items():
            agree(together[key], row)


def test_a_domain_without_any_welfare_spoils_no_other():
    data = some_survey(3, 1.0)
    data["y"] = np.where(data["a"] == 1, 0.0, data["y"])
    together = rows_of(data, ["a", "a,b"], measure="theil,gini,atkinson_0.5")
    for key, row in rows_of(data, ["a"], measure="theil,gini,atkinson_0.5").items():
        agree(together[key], row)
        assert (row.estimate is None) == (dict(key[0]).get("a") == "1")


def test_equal_welfare_in_every_domain_has_no_inequality_inside_them():
    data = some_survey(5, 1.0)
    data["y"] = 10.0 * (1 + data["a"])
    found = rows_of(data, ["a", "a,b"], measure="theil,mld,ge2,atkinson_1,gini")
    for (groups, _), row in found.items():
        assert row.estimate == 0.0 if groups else row.estimate > 0
