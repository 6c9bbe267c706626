"""``--against`` finds a combination of choices that was planted, or a shorter one with the same value."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kaltim_poverty.survey.explain import all_switches, explain, values_of
from kaltim_poverty.survey.peers.choices import CHOICES, Switch, choices_of

MEASURES = ("p0", "poor_count", "watts", "gini", "s80s20", "median", "quantile_20", "sen", "mean")
ROWS = st.lists(
    st.tuples(
        st.sampled_from((-50, 0, 1, 300, 699, 700, 700, 900, 1500, 4000)),
        st.sampled_from((1, 2, 4)),
        st.sampled_from((1, 2, 3)),
    ),
    min_size=6,
    max_size=25,
)
ASKED = {"welfare": "welfare", "weight": "weight", "size": "size", "line": 700}


def columns_of(rows):
    """Rows as columns."""
    return {name: [row[place] for row in rows] for place, name in enumerate(("welfare", "weight", "size"))}


@settings(max_examples=10, deadline=None)
@given(ROWS, st.sampled_from(MEASURES), st.data())
def test_a_planted_combination_is_found_or_a_shorter_one(rows, name, data):
    """Its value to twelve digits is given by the answer, with no more switches than were planted."""
    values, _ = values_of(columns_of(rows), [name], ASKED)
    planted = data.draw(st.sampled_from(all_switches(name, values)))
    value = values.of(name, planted)
    assume(value is not None)
    printed = f"{value:.12f}"
    answer = explain(columns_of(rows), name, against=printed, **ASKED)
    assert 1 <= len(answer) <= 3
    found = [combination(row) for row in answer]
    assert [len(each) for each in found] == sorted(len(each) for each in found)
    assert len(found[0]) <= len(planted)
    shorter = any(set(each) <= set(planted) for each in found)
    assert shorter or len(answer) == 3
    assert (() in found) == ("already_equal" in {note.code for note in answer.notes})
    for each, row in zip(found, answer, strict=True):
        assert values.of(name, each) == row.value_there
        assert row.value_there == pytest.approx(float(printed), abs=6e-13)


def combination(row):
    """The switches that a row of an answer names."""
    return tuple(
        Switch(choice, there)
        for choice, there in zip(row.choice.split(";"), row.there.split(";"), strict=True)
        if choice
    )


@settings(max_examples=3, deadline=None)
@given(ROWS, st.sampled_from(MEASURES))
def test_a_value_of_no_combination_is_said_to_be_of_none(rows, name):
    """Far from every value that any combination gives."""
    values, _ = values_of(columns_of(rows), [name], ASKED)
    given_values = [values.of(name, each) for each in all_switches(name, values)]
    beyond = max((abs(each) for each in given_values if each is not None), default=0) * 3 + 1
    answer = explain(columns_of(rows), name, against=f"{beyond:.6f}", **ASKED)
    assert answer.rows == ()
    assert [note.code for note in answer.notes] == ["no_combination"]


@pytest.mark.parametrize("name", MEASURES)
def test_all_combinations_are_tried_and_there_are_few(name):
    """Each choice in each of its ways, at most 256 in all."""
    values, _ = values_of(columns_of([(0, 1, 2), (700, 2, 1), (900, 1, 1)]), [name], ASKED)
    tried = all_switches(name, values)
    ways = [len(choice.alternatives) + 1 for choice in choices_of(name) if not choice.of_errors]
    assert len(set(tried)) == len(list(product(*(range(way) for way in ways)))) <= 256
    assert all(switch.there in CHOICES[switch.choice].alternatives for each in tried for switch in each)


def test_a_size_in_a_design_file_can_be_left_out_too(tmp_path):
    """By hand: 3 of 7 by the weight alone, and 4 of 12 people."""
    design = tmp_path / "design.toml"
    design.write_text('welfare = "welfare"\nweight = "weight"\nsize = "size"\n', encoding="utf-8")
    survey = tmp_path / "survey.csv"
    survey.write_text("welfare,weight,size\n300,2,1\n650,1,2\n900,4,2\n1500,0,9\n", encoding="utf-8")
    answer = explain(str(survey), "p0", against="42.857", design=str(design), line=700)
    assert [row.choice for row in answer] == ["persons"]
    assert answer[0].value == pytest.approx(100 * 4 / 12)
