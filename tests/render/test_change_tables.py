"""`survey compare` stays a table on a page of 80 characters, in both languages."""

from __future__ import annotations

import pytest

from kaltim_poverty.records import Answer
from kaltim_poverty.render import Style, render
from kaltim_poverty.survey.compare import AdjustedChange, Change
from kaltim_poverty.words import LANGUAGES, lookup

NUMBERS = {
    "p0": ("percent", 1.873, 1.103, -0.77, 0.509),
    "p1": ("percent", 0.341, 0.153, -0.188, 0.089),
    "p2": ("percent", 0.082, 0.038, -0.044, 0.025),
    "gini": ("ratio", 0.3094, 0.3217, 0.0123, 0.0106),
    "poor_count": ("people", 26755.0, 15825.0, -10930.0, 7278.0),
}


def page(language, *, by=(), holm=False, measures=tuple(NUMBERS)):
    """The lines of the table, and the one that names the columns without room."""
    kind, adjusted = (AdjustedChange, [0.918]) if holm else (Change, [])
    tail = [-1.7, 0.2, -1.51, 354.0, 0.131, *adjusted, "not_significant", None]
    rows = [
        kind(dict.fromkeys(by, place), measure, *NUMBERS[measure], *tail)
        for place in ("1", "2")
        for measure in measures
    ]
    answer = Answer("survey compare", {}, tuple(rows), (), (), {}, kind)
    text = "".join(render(answer, "table", Style(language, width=80)))
    assert max(map(len, text.splitlines())) <= 80
    return text.splitlines()


def headings(language, lines, *fields):
    """Whether one line heads columns of all these fields."""
    words = [lookup(language, f"field.{field}") for field in fields]
    return any(all(word in line for word in words) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("holm", [False, True])
@pytest.mark.parametrize("by", [(), ("urban",)])
@pytest.mark.parametrize("measures", [("p0", "p1", "p2", "gini"), tuple(NUMBERS)])
def test_a_comparison_is_a_table_on_a_narrow_page(language, holm, by, measures):
    lines = page(language, by=by, holm=holm, measures=measures)
    assert headings(language, lines, "measure", "before", "after", "change", "verdict")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_comparison_keeps_its_standard_errors(language):
    """They give way last of all, and the page says so."""
    lines = page(language, measures=("p0", "p1", "p2", "gini"))
    assert headings(language, lines, "p_value", "verdict")
    assert any("0.509" in line or "0,509" in line for line in lines)
    crowded = page(language, by=("urban",), holm=True)
    [said] = [line for line in crowded if line.startswith("(")]
    start = crowded.index(said)
    assert lookup(language, "field.survey compare.se") in " ".join(crowded[start:])
