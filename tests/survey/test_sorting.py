"""Rows in order of welfare."""

from __future__ import annotations

import numpy as np
import pytest

from kaltim_poverty.survey.read.rows.sorting import sorted_rows
from kaltim_poverty.survey.sample import SIZES

MANY = SIZES.rows_of_one_thread


@pytest.mark.parametrize("rows", [1, 2, 1000, MANY + 7])
@pytest.mark.parametrize("values", [3, 10**9])
def test_welfare_ascends_and_no_row_is_lost(rows, values):
    welfare = np.random.default_rng(rows).integers(-values, values, rows).astype(float)
    order, (ascending,) = sorted_rows(welfare)
    assert (ascending == welfare[order]).all()
    assert (np.sort(order) == np.arange(rows)).all()
    assert (welfare[order] == np.sort(welfare)).all()


def test_other_columns_come_along_in_many_parts():
    welfare = np.random.default_rng(5).integers(0, 40, MANY).astype(float)  # parts of one value, and of none
    order, (ascending, whole, text) = sorted_rows(
        welfare, np.arange(MANY, dtype=np.int32), welfare.astype("U3"), rows_of_part=1000
    )
    assert (order == np.argsort(welfare, kind="stable")).all()
    assert (whole == order).all()
    assert whole.dtype == np.int32
    assert (text == ascending.astype("U3")).all()


@pytest.mark.parametrize("rows", [50, MANY + 7])
def test_equal_welfare_stays_in_the_sorted_rows_the_file(rows):
    welfare = np.random.default_rng(1).integers(-2, 3, rows) * 0.1
    welfare[::7] = -0.0
    assert (sorted_rows(welfare)[0] == np.lexsort((np.arange(rows), welfare))).all()


@pytest.mark.parametrize(
    "odd", [[1e300, -1e300], [5e-324, -5e-324], [np.nextafter(1.0, 2.0), 1.0, -1.0, np.nextafter(-1.0, -2.0)]]
)
def test_values_that_two_digits_do_not_tell_apart(odd):
    """Many rows that agree in all but their last bits, beside one so large that these are left out."""
    random = np.random.default_rng(2)
    close = 1e6 * (1.0 + random.integers(0, 50, MANY) * 2.0**-52)
    welfare = random.permutation(np.concatenate([close, -close, np.repeat(odd, 3), [1e308]]))
    assert (sorted_rows(welfare)[0] == np.argsort(welfare, kind="stable")).all()
