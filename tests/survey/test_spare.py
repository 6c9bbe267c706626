"""Memory that is used again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.survey.sample.spare import LEAST, Loan, Spare

MANY = LEAST // 4


def place(array):
    return array.__array_interface__["data"][0]


def test_memory_that_was_given_is_used_again():
    spare, old = Spare(), np.zeros(MANY)
    spare.give([old])
    new = spare.empty(MANY, np.float64)
    assert (place(new), len(new), new.dtype) == (place(old), MANY, np.float64)
    assert place(spare.empty(MANY, np.float64)) != place(old)


def test_the_smallest_that_fits_is_taken_and_the_rest_stays():
    spare, large, small = Spare(), np.zeros(4 * MANY), np.zeros(MANY)
    spare.give([large, small])
    assert place(spare.empty(MANY, np.float64)) == place(small)
    halves = [spare.empty(2 * MANY, np.float64), spare.empty(4 * MANY, np.int32)]
    assert place(halves[0]) == place(large)
    assert place(halves[1]) == place(large) + halves[0].nbytes
    assert not np.shares_memory(*halves)


@pytest.mark.parametrize(
    "useless",
    [np.zeros(10), np.zeros((MANY, 2))[:, 0], np.broadcast_to(1.0, MANY), np.zeros(MANY).astype(">f8")[::2]],
)
def test_what_cannot_be_used_is_left(useless):
    spare = Spare()
    spare.give([useless])
    assert not spare.free


def test_a_loan_is_given_back_once():
    spare = Spare()
    loan = Loan(spare)
    first = loan.empty(MANY, np.float64)
    loan.end()
    loan.end()
    assert len(spare.free) == 1
    assert place(loan.empty(MANY, np.float64)) == place(first)


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 3 * MANY), st.sampled_from(["f8", "i4", "u1"])), max_size=12
    )
)
def test_arrays_in_use_never_share_memory(steps):
    spare, used = Spare(), []
    for giving, size, kind in steps:
        if giving and used:
            spare.give([used.pop(0)])
        else:
            used.append(spare.empty(size, kind))
            assert (len(used[-1]), used[-1].dtype) == (size, np.dtype(kind))
    for number, one in enumerate(used):
        assert not any(np.shares_memory(one, other) for other in used[:number])
