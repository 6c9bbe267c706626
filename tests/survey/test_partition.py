"""The rows of a block by domain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.survey.sample import SIZES, Block, partition

MOST = 40
CELLS = st.lists(st.integers(0, 9), min_size=1, max_size=MOST)


def block_of(cells):
    """Rows whose welfare and weight say which they are."""
    place = np.arange(len(cells), dtype=np.float64)
    return Block(place * 10, place + 0.5, np.array(cells, dtype=np.int32), None, np.empty((0, 0)), 0, {})


@pytest.mark.parametrize("rows_of_one_thread", [0, MOST + 1], ids=["two threads", "one thread"])
@given(
    cells=CELLS,
    domain_of_cell=st.lists(st.integers(0, 3), min_size=10, max_size=10),
    piece=st.integers(1, MOST),
)
def test_each_domain_has_its_rows_in_their_order(rows_of_one_thread, cells, domain_of_cell, piece):
    sizes = SIZES._replace(rows_of_one_thread=rows_of_one_thread, rows_of_partition=piece, rows_of_domain=1)
    found = list(partition(block_of(cells), np.array(domain_of_cell, dtype=np.uint16), 3, sizes))
    domain = np.array(domain_of_cell)[cells]  # 3 for rows of none
    assert [part.domain for part in found] == [each for each in range(3) if each in domain]
    for part in found:
        rows = np.flatnonzero(domain == part.domain)
        assert part.place.tolist() == rows.tolist()
        assert part.welfare.tolist() == (rows * 10.0).tolist()
        assert part.weight.tolist() == (rows + 0.5).tolist()
        assert part.cell.tolist() == [cells[row] for row in rows]
