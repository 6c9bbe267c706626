"""Rows in order of welfare."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.survey.order import FEW, order_of


@pytest.mark.parametrize("rows", [1, 2, 1000, FEW + 7])
@pytest.mark.parametrize("values", [3, 10**9])
def test_welfare_ascends_and_no_row_is_lost(rows, values):
    welfare = np.random.default_rng(rows).integers(-values, values, rows).astype(float)
    order = order_of(welfare, np.arange(rows))
    assert (np.sort(order) == np.arange(rows)).all()
    assert (welfare[order] == np.sort(welfare)).all()


@pytest.mark.parametrize("rows", [50, FEW + 7])
def test_the_order_in_which_rows_arrive_does_not_matter(rows):
    random = np.random.default_rng(1)
    welfare = random.integers(0, 5, rows).astype(float)
    number = np.arange(0, 3 * rows, 3)  # rows in between were left out
    arrived = random.permutation(rows)
    first = number[order_of(welfare, number)]
    again = number[arrived][order_of(welfare[arrived], number[arrived])]
    assert (first == again).all()
