"""What is said under a comparison of two surveys."""

from __future__ import annotations

from kaltim_poverty.survey.compare import compare


def test_what_both_surveys_have_to_say_is_said_once():
    first = {"y": [1.0, 2.0, 3.0, 4.0], "w": [1.0, 2.0, 1.0, 1.0]}
    second = {"y": [1.0, 2.0, 2.0, 5.0, 6.0], "w": [1.0, 1.0, 1.0, 2.0, 1.0]}
    said = [str(note) for note in compare(first, second, welfare="y", weight="w", line=2.5).notes]
    assert len(said) == len(set(said))
    assert [text for text in said if "rows read" in text] == [
        "Before: data: 4 rows read, 4 used.",
        "After: data: 5 rows read, 5 used.",
    ]
    assert [text.split(":")[0] for text in said if "Poverty line" in text] == ["Both"]


def test_a_comparison_does_not_speak_of_marks_that_its_table_lacks():
    few = {"y": [1.0, 2.0, 3.0, 4.0], "w": [1.0, 2.0, 1.0, 1.0]}
    said = [str(note) for note in compare(few, few, welfare="y", weight="w", line=2.5).notes]
    assert [text for text in said if "their changes call for caution" in text]
    assert not [text for text in said if "(*" in text]


def test_a_survey_may_lack_a_group_of_the_other():
    """Notes look at the rows of each survey alone, in the order of its own groups."""
    first = {"y": [1.0, 2.0, 3.0, 4.0], "g": ["b", "b", "c", "c"]}
    second = {"y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "g": ["a", "a", "b", "b", "c", "c"]}
    rows = compare(first, second, welfare="y", by="g", measure="mean").rows
    assert [(row.groups.get("g"), row.before, row.after) for row in rows] == [
        (None, 2.5, 3.5),
        ("b", 1.5, 3.5),
        ("c", 3.5, 5.5),
    ]
