"""Conditions that cannot be computed: the sentence is ours, in both languages, whatever the engine says."""

from __future__ import annotations

import pytest

from kaltim_poverty.errors import KpovError
from kaltim_poverty.survey import estimate

ROWS = "y,i,t\n100,999999999999999999,a\n150,3,b\n200,4,1%\n"
WORDS_OF_THE_ENGINE = (
    "Error",
    "VARCHAR and",
    "BIGINT",
    "LITERAL",
    "explicit",
    "No function",
    "Unimplemented",
    "INT8",
)


def refusal(tmp_path, where):
    path = tmp_path / "s.csv"
    path.write_text(ROWS)
    with pytest.raises(KpovError) as refused:
        estimate(str(path), welfare="y", measure="mean", where=where)
    return refused.value


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("y like '1%'", "LIKE looks for a pattern in text and cannot be used with a number and a text"),
        ("y not ilike '1%'", "NOT ILIKE looks for"),
        ("upper(y) = 'A'", "upper cannot be used with a number: see"),
        ("y % 'a' = 1", "% cannot be used with a number and a text"),
        ("round(y::decimal(9, 2), 1, 1) > 2", "with a number, a number and a number"),
        ("abs() > 1", "abs() needs something between"),
        ("mod(y) > 1", "mod cannot be used with a number"),
        ("t > 1", "a text and a number cannot be compared or mixed"),
        ("coalesce(t, 1) = 1", "a text and a number cannot be compared or mixed"),
        ("greatest(t, 1) > 1", "a text and a number cannot be compared or mixed"),
        ("y = 'x'", "'x' is text and cannot be compared with a number"),
        ("cast(y as date) > date '2020-01-01'", "a number cannot become a date or time"),
        ("list_value(1) = 1", "a number cannot become a list"),
        ("date '2020-13-01' > date '2020-01-01'", "'2020-13-01' is not a date"),
        ("cast(t as date) > date '2020-01-01'", "'a' is not a date"),
        ("date_part('foo', date '2020-01-01') = 1", "'foo' is not a part of a date"),
        ("i * i > 0", "too large"),
        ("i::tinyint > 1", "too large"),
        ("i::decimal(4,2) > 1", "too large"),
        ("regexp_matches(t, '(')", "a pattern or an argument in it is not valid"),
        ("t ilike 'a' escape 'bb'", "ESCAPE takes a single character"),
        ("substr(t, 99999999999999) = 'a'", "does not fit the values"),
        ("t = 'a", "there is a syntax error"),
        ("y", "(it is a number)"),
        ("t", "(it is a text)"),
        ("list_value(y)", "(it is a list)"),
        ("date '2020-01-01'", "(it is a date or time)"),
    ],
)
def test_a_condition_that_cannot_be_computed_is_refused_in_our_words(tmp_path, where, said):
    error = refusal(tmp_path, where)
    assert said in error.text("en")
    for language in ("en", "id"):
        reason = error.text(language).replace(where, "")
        assert not [word for word in WORDS_OF_THE_ENGINE if word in reason]
    assert said not in error.text("id")
