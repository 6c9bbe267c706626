"""Inequality within and between groups: definitions over all pairs, derivatives, axioms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.test_public import table

from kaltim_poverty import measures

GROUPS = np.array(list("abcabbcacb") * 4)
PARTS = {
    "theil": measures.theil_decomposition,
    "mld": measures.mld_decomposition,
    "gini": measures.gini_decomposition,
}


def by_definition(name, y, w, groups):
    """Components from measures of the groups alone, and of everybody at the mean of the group."""
    names = np.unique(groups)
    people = np.array([w[groups == each].sum() for each in names])
    total = np.array([(w * y)[groups == each].sum() for each in names])
    means = total / people
    own = np.array([getattr(measures, name)(y[groups == each], w[groups == each]) for each in names])
    between = getattr(measures, name)(means, people)
    if name == "theil":
        return {"within": (total / total.sum() * own).sum(), "between": between}
    if name == "mld":
        return {"within": (people / people.sum() * own).sum(), "between": between}
    within = (people * total / people.sum() / total.sum() * own).sum()
    return {"within": within, "between": between, "overlap": measures.gini(y, w) - within - between}


@pytest.mark.parametrize("name", PARTS)
def test_components_are_those_of_groups_and_of_their_means(name):
    y, w, _ = table(31)
    found = PARTS[name](y, w, GROUPS)
    expected = by_definition(name, y, w, GROUPS)
    assert {part: each.value for part, each in found.items()} == pytest.approx(expected, rel=1e-12)
    assert sum(each.value for each in found.values()) == pytest.approx(
        getattr(measures, name)(y, w), rel=1e-13
    )
    influence = sum(each.influence for each in found.values())
    whole = getattr(measures, name)(y, w, influence=True).influence
    assert influence == pytest.approx(whole, rel=1e-9, abs=1e-12 * np.abs(whole).max())


@pytest.mark.parametrize("name", PARTS)
def test_influence_values_are_derivatives_in_the_weights(name):
    y, w, _ = table(32)
    found = PARTS[name](y, w, GROUPS)
    for row in range(0, 40, 6):
        step = np.eye(40)[row] * 1e-5 * w.mean()
        up, down = (PARTS[name](y, w + sign * step, GROUPS) for sign in (1, -1))
        for part, each in found.items():
            slope = (up[part].value - down[part].value) / (2 * step[row])
            scale = np.abs(each.influence).max()
            assert each.influence[row] == pytest.approx(slope, rel=1e-6, abs=1e-8 * scale), part


def test_groups_that_are_apart_do_not_overlap():
    """Lambert and Aronson (1993): the overlap is 0; with 1, 2 | 5, 7 all three by hand."""
    found = measures.gini_decomposition([1, 2, 5, 7], None, ["a", "a", "b", "b"])
    assert found["overlap"].value == pytest.approx(0, abs=1e-15)
    assert found["within"].value == pytest.approx((2 * 1 + 2 * 2) / (2 * 4 * 15))
    assert found["between"].value == pytest.approx(8 * 4.5 / (2 * 4 * 15))
    assert measures.gini_decomposition([1, 7, 2, 5], None, ["a", "a", "b", "b"])["overlap"].value > 0


def test_theil_of_two_people_in_two_groups_lies_between_them():
    found = measures.theil_decomposition([1, 3], [1, 1], [10, 20])
    assert found["within"].value == pytest.approx(0, abs=1e-16)
    assert found["between"].value == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5))


def test_welfare_of_zero_adds_nothing_to_theil():
    found = measures.theil_decomposition([0, 0, 4, 8], None, ["a", "a", "b", "b"])
    assert found["within"].value + found["between"].value == pytest.approx(measures.theil([0, 0, 4, 8]))
    with pytest.raises(measures.UndefinedMeasureError, match="not above 0 in 2 of 4 rows"):
        measures.mld_decomposition([0, 0, 4, 8], None, ["a", "a", "b", "b"])
    with pytest.raises(measures.UndefinedMeasureError, match="below 0 in 1 of 2 rows"):
        measures.theil_decomposition([-1, 4], None, ["a", "b"])
    with pytest.raises(ValueError, match="group has shape"):
        measures.gini_decomposition([1, 4], None, ["a"])


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 50), st.integers(1, 5), st.sampled_from("abc")), min_size=2, max_size=25
    ),
    factor=st.sampled_from([0.01, 3.0, 1e6]),
)
def test_axioms(rows, factor):
    """Parts add up and are not negative; the unit does not matter; one group has nothing between."""
    y, w, groups = (np.array(column) for column in zip(*rows, strict=True))
    y, w = y.astype(float), w.astype(float)
    for name, decomposed in PARTS.items():
        found = {part: each.value for part, each in decomposed(y, w, groups).items()}
        assert sum(found.values()) == pytest.approx(getattr(measures, name)(y, w), abs=1e-12)
        assert min(found.values()) > -1e-12
        scaled = {part: each.value for part, each in decomposed(factor * y, w, groups).items()}
        assert scaled == pytest.approx(found, abs=1e-11)
        alone = decomposed(y, w, np.zeros(len(y)))
        assert alone["between"].value == pytest.approx(0, abs=1e-12)
