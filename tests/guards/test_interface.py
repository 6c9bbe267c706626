"""What scripts rest on changes only where somebody meant it to."""

from __future__ import annotations

import pytest
from interface import advice, interface, read

OLD = ["exit 3 InputError", "fields survey Estimate: measure estimate", "option compare --area AREA"]


def test_the_interface_is_as_it_was_promised():
    before, now = read(), interface()
    assert not advice(before, now), advice(before, now)
    assert before == now


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ([*OLD, "option compare --areas AREA"], ["+ option compare --areas AREA"]),
        (OLD[:2], ["- option compare --area AREA", "deprecated.py"]),
        (
            [*OLD[:1], "fields survey Estimate: estimate measure", OLD[2]],
            ["- fields survey Estimate: measure"],
        ),
    ],
)
def test_a_change_is_told_what_to_do(now, said):
    """Something new, something gone, an order that is another one."""
    assert all(each in advice(OLD, now) for each in said)
    assert "python tests/interface.py" in advice(OLD, now)


def test_what_is_as_before_is_told_nothing():
    assert advice(OLD, list(OLD)) == ""


@pytest.mark.parametrize(
    "line",
    [
        "exit 69 ServiceError",
        "fields published Comparison: ",
        "note deprecated",
        "option explain --against VALUE",
        "public current.fetch(",
        "public survey.estimate(data, *, ",
    ],
)
def test_it_sees_each_kind_of_thing(line):
    """A guard that lists nothing would hold nothing."""
    assert any(each.startswith(line) for each in interface())
