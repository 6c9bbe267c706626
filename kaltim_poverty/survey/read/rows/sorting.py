"""Rows of a survey in order of welfare, equal ones in order of the files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.survey.read.rows.radix_sort import radix_argsort
from kaltim_poverty.survey.sample import SIZES, in_threads, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample import IntArray

ROWS_OF_PART = 2**19  # so that memory that one part gives back serves the next
PARTS = (2, 16)  # at least and at most
SAMPLE = 10_001  # rows, whose quantiles bound the parts


def sorted_rows(
    welfare: Array, *columns: NDArray[Any], rows_of_part: int = ROWS_OF_PART
) -> tuple[IntArray, list[NDArray[Any]]]:
    """Rows in ascending order of welfare; two threads sort many.

    Args:
        welfare: finite, (rows,).
        *columns: others, (rows,) each.
        rows_of_part: that one thread sorts at a time.

    Returns:
        the place of each row among those given, and welfare and the other columns in order.
    """
    given = [welfare, *columns]
    if len(welfare) < SIZES.rows_of_one_thread:
        order = np.argsort(welfare, kind="stable")
        return order, [column[order] for column in given]
    order, ordered = np.empty(len(welfare), dtype=np.intp), [np.empty_like(column) for column in given]
    part, counts = parts_by_welfare(welfare, rows_of_part)
    ends = np.cumsum(counts)
    slices = [slice(end - count, end) for end, count in zip(ends.tolist(), counts.tolist(), strict=True)]
    in_threads(
        [
            partial(sort_part, given, part, number, order[rows], [column[rows] for column in ordered])
            for number, rows in enumerate(slices)
        ]
    )
    return order, ordered


def parts_by_welfare(welfare: Array, rows_of_part: int) -> tuple[NDArray[np.uint8], IntArray]:
    """The part of each row, (rows,), and the rows of each part, (parts,), of parts about as large.

    Welfare in a part is below that in the next.
    """
    parts = min(max(len(welfare) // rows_of_part, PARTS[0]), PARTS[1])
    sample = np.sort(welfare[:: max(len(welfare) // SAMPLE, 1)])
    bounds = sample[np.arange(1, parts) * len(sample) // parts].tolist()
    part, counts = np.zeros(len(welfare), dtype=np.uint8), np.zeros(parts, dtype=np.intp)
    for piece in pieces(0, len(welfare), SIZES.rows_of_partition):
        for bound in bounds:
            part[piece] += welfare[piece] >= bound
        counts += np.bincount(part[piece], minlength=parts)
    return part, counts


def sort_part(
    given: Sequence[NDArray[Any]],
    part: NDArray[np.uint8],
    number: int,
    order: IntArray,
    ordered: Sequence[NDArray[Any]],
) -> None:
    """Sort the rows of one part.

    Args:
        given: welfare and the other columns, (rows,) each.
        part: the part of each row, (rows,).
        number: which part.
        order: where the places of its rows are written, (rows of the part,).
        ordered: where its columns are written, (rows of the part,) each.
    """
    if not len(order):
        return
    places = np.flatnonzero(part == number)
    welfare = given[0].take(places)
    ascending = radix_argsort(welfare)
    others = (column.take(places) for column in given[1:])
    for column, target in zip((places, welfare, *others), (order, *ordered), strict=True):
        column.take(ascending, out=target, mode="clip")  # which unlike other modes needs no copy
