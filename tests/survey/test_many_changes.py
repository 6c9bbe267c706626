"""What `survey compare` says besides its numbers: reasons, many tests, codes that look alike."""

from __future__ import annotations

import pytest

from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.infer.holm import holm
from kaltim_poverty.survey.read.code_spellings import alike

DESIGN = {"welfare": "y", "psu": "p"}


def codes_of(answer):
    return {
        said.values["text"].key.removeprefix("note.") if said.code == "of_period" else said.code: said
        for said in answer.notes
    }


def groups(count, seed):
    """Welfare in so many groups, each of them four PSUs."""
    rows = [(group, psu) for group in range(count) for psu in range(4)]
    return {
        "y": [20 + (seed * 7 + 13 * group + 5 * psu * psu) % 17 for group, psu in rows],
        "p": [f"{group}-{psu}" for group, psu in rows],
        "g": [f"g{group}" for group, _ in rows],
    }


def test_p_values_of_holm_by_hand():
    """.01·4, .02·3, .03·2 but not below .06, .5: and a missing one does not count."""
    assert holm([0.03, None, 0.01, 0.5, 0.02]) == pytest.approx([0.06, None, 0.04, 0.5, 0.06])
    assert holm([0.4, 0.9]) == [0.8, 0.9]
    assert holm([None]) == [None]


def test_holm_stands_after_the_p_value_and_the_verdict_goes_by_it():
    data = groups(3, 1), groups(3, 2)
    plain = compare(*data, by="g", measure="mean", **DESIGN)
    adjusted = compare(*data, by="g", measure="mean", holm=True, **DESIGN)
    names = [field.name for field in adjusted.columns] if hasattr(adjusted, "columns") else None
    assert names is None or names.index("p_holm") == names.index("p_value") + 1
    assert [row.p_holm for row in adjusted] == pytest.approx(holm([row.p_value for row in plain]))
    for row in adjusted:
        assert row.verdict == ("significant" if row.p_holm < 0.05 else "not_significant")
    assert "holm" in codes_of(adjusted)
    assert not hasattr(plain[0], "p_holm")


@pytest.mark.parametrize(("count", "said"), [(9, False), (10, True)])
def test_with_ten_groups_the_number_of_differences_by_chance_is_named(count, said):
    """Eleven tests with that of everybody: .05·11 rounded to a decimal."""
    answer = compare(groups(count, 1), groups(count, 2), by="g", measure="mean", **DESIGN)
    found = codes_of(answer)
    assert ("many_tests" in found) is said
    if said:
        assert (str(found["many_tests"].values["count"]), str(found["many_tests"].values["expected"])) == (
            "11",
            "0.6",
        )


def test_every_missing_number_has_its_reason():
    negative = {"y": [-10, 0, 13, 40], "p": [1, 2, 3, 4]}
    positive = {"y": [10, 5, 13, 40], "p": [1, 2, 3, 4]}
    (before,) = compare(negative, positive, measure="theil", **DESIGN)
    (after,) = compare(positive, negative, measure="theil", **DESIGN)
    (alone,) = estimate(negative, measure="theil", **DESIGN)
    assert before.note == after.note == alone.note
    (fine,) = compare(positive, positive, measure="theil", **DESIGN)
    assert fine.note is None
    (one_psu,) = compare(positive, {**positive, "p": [1, 1, 1, 1]}, measure="mean", **DESIGN)
    assert one_psu.note.key == "reason.one_psu"


def test_without_a_line_poverty_is_said_to_be_left_out():
    data = groups(2, 1), groups(2, 2)
    assert "poverty_left_out" in codes_of(compare(*data, **DESIGN))
    assert "poverty_left_out" not in codes_of(compare(*data, measure="gini", **DESIGN))
    assert "poverty_left_out" not in codes_of(compare(*data, line=25, **DESIGN))


def test_amounts_of_two_surveys_are_said_to_be_nominal():
    data = groups(2, 1), groups(2, 2)
    said = codes_of(compare(*data, measure="mean,gini,quantile_10", **DESIGN))["nominal_amounts"]
    assert list(map(str, said.values["measures"])) == ["Mean", "Quantile 10"]
    assert "nominal_amounts" not in codes_of(compare(*data, measure="gini", **DESIGN))


@pytest.mark.parametrize(
    ("codes", "groups_alike"),
    [
        (["1", "1.0", "01", "2"], [("01", "1", "1.0")]),
        (["A", "A ", "a", "B"], [("A", "A ", "a")]),
        (["10", "100", "1.5", "15", "0", "00"], [("0", "00")]),
        (["1", "2"], []),
    ],
)
def test_codes_that_look_alike(codes, groups_alike):
    assert alike(codes) == groups_alike


@pytest.mark.parametrize("role", ["psu", "stratum"])
def test_codes_that_look_alike_are_named_but_stay_apart(role):
    data = {"y": [1, 2, 3, 4, 5, 6, 7, 8], "c": ["x", "x", "X ", "X ", "b", "b", "d", "d"]}
    said = {note.code: note for note in estimate(data, welfare="y", measure="mean", **{role: "c"}).notes}
    assert said["codes_alike"].values["codes"] == "'X ' / 'x'"


def test_codes_of_breakdowns_that_look_alike_are_named_whatever_files_they_are_in(tmp_path):
    for name, codes in (("one", ("1", "A ", "2")), ("two", ("01", "A", "1.0"))):
        (tmp_path / f"{name}.csv").write_text(
            "y,c\n" + "".join(f"{place},{code}\n" for place, code in enumerate(codes))
        )
    said = codes_of(estimate(str(tmp_path), welfare="y", measure="mean", by="c"))["codes_alike"]
    assert said.values["codes"] == "'01' / '1' / '1.0', 'A' / 'A '"
    assert "codes_alike" not in codes_of(estimate(str(tmp_path), welfare="y", measure="mean"))


def test_groups_of_a_panel_that_look_alike_are_named():
    before = {"id": [1, 2, 3, 4], "y": [10, 12, 13, 40], "g": ["1", "1", "2", "2"]}
    after = {"id": [1, 2, 3, 4], "y": [11, 15, 11, 44], "g": ["01", "1", "2", "2"]}
    answer = compare(before, after, welfare="y", panel="id", measure="mean", by="g")
    assert codes_of(answer)["codes_alike"].values["text"].values["codes"] == "'01' / '1'"


def test_codes_of_a_panel_that_look_alike_are_named():
    before = {"id": [1, 2, 3, 4], "y": [10, 12, 13, 40], "p": ["1", "1", "2", "2"]}
    after = {"id": [1, 2, 5, 6], "y": [11, 15, 11, 44], "p": ["1.0", "1.0", "2.0", "2.0"]}
    answer = compare(before, after, panel="id", measure="mean", **DESIGN)
    said = codes_of(answer)["codes_alike"].values["text"].values["codes"]
    assert said == "'1' / '1.0', '2' / '2.0'"
