"""Memory that is used again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.survey.sample import BufferPool
from kaltim_poverty.survey.sample.buffers import Lease

MANY = BufferPool().least // 4


def place(array):
    return array.__array_interface__["data"][0]


def test_memory_that_was_released_is_used_again():
    pool, old = BufferPool(), np.zeros(MANY)
    pool.release([old])
    new = pool.allocate(MANY, np.float64)
    assert (place(new), len(new), new.dtype) == (place(old), MANY, np.float64)
    assert place(pool.allocate(MANY, np.float64)) != place(old)


def test_the_smallest_that_fits_is_taken_and_the_rest_stays():
    pool, large, small = BufferPool(), np.zeros(4 * MANY), np.zeros(MANY)
    pool.release([large, small])
    assert place(pool.allocate(MANY, np.float64)) == place(small)
    halves = [pool.allocate(2 * MANY, np.float64), pool.allocate(4 * MANY, np.int32)]
    assert place(halves[0]) == place(large)
    assert place(halves[1]) == place(large) + halves[0].nbytes
    assert not np.shares_memory(*halves)


@pytest.mark.parametrize(
    "useless",
    [np.zeros(10), np.zeros((MANY, 2))[:, 0], np.broadcast_to(1.0, MANY), np.zeros(MANY).astype(">f8")[::2]],
)
def test_what_cannot_be_used_is_left(useless):
    pool = BufferPool()
    pool.release([useless])
    assert not pool.free


def test_a_lease_is_released_once():
    pool = BufferPool()
    lease = Lease(pool)
    first = lease.allocate(MANY, np.float64)
    lease.release()
    lease.release()
    assert len(pool.free) == 1
    assert place(lease.allocate(MANY, np.float64)) == place(first)


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 3 * MANY), st.sampled_from(["f8", "i4", "u1"])), max_size=12
    )
)
def test_arrays_in_use_never_share_memory(steps):
    pool, used = BufferPool(), []
    for releasing, size, kind in steps:
        if releasing and used:
            pool.release([used.pop(0)])
        else:
            used.append(pool.allocate(size, kind))
            assert (len(used[-1]), used[-1].dtype) == (size, np.dtype(kind))
    for number, one in enumerate(used):
        assert not any(np.shares_memory(one, other) for other in used[:number])
