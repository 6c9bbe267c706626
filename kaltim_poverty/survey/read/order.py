"""Rows of a survey in order of welfare, equal ones in order of the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.survey.sample.blocks import ROWS_OF_PIECE
from kaltim_poverty.survey.sample.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.sample.blocks import Whole

FEW = 2**17  # rows that one core sorts as soon as two
ROWS_OF_PART = 2**19  # so that memory that one part gives back serves the next
PARTS = (2, 16)  # at least and at most
LOOKED_AT = 10_001  # rows among which bounds of parts are looked for
DIGIT = 16  # bits that numpy sorts by counting


def order_of(welfare: Array, *columns: NDArray[Any]) -> tuple[Whole, list[NDArray[Any]]]:
    """The places of rows in ascending order of finite welfare; welfare and other columns in this order.

    Two threads sort many rows.
    """
    given = [welfare, *columns]
    if len(welfare) < FEW:
        order = np.argsort(welfare, kind="stable")
        return order, [column[order] for column in given]
    order, found = np.empty(len(welfare), dtype=np.intp), [np.empty_like(column) for column in given]
    part, counts = parts_of(welfare)
    ends = np.cumsum(counts)
    owns = [slice(end - count, end) for end, count in zip(ends.tolist(), counts.tolist(), strict=True)]
    in_threads(
        [
            partial(sort_part, given, part, number, order[own], [column[own] for column in found])
            for number, own in enumerate(owns)
        ]
    )
    return order, found


def parts_of(welfare: Array) -> tuple[NDArray[np.uint8], Whole]:
    """The part of each row, of parts in order of welfare that are about as large, and their rows."""
    number = min(max(len(welfare) // ROWS_OF_PART, PARTS[0]), PARTS[1])
    some = np.sort(welfare[:: max(len(welfare) // LOOKED_AT, 1)])
    bounds = some[np.arange(1, number) * len(some) // number].tolist()
    part, counts = np.zeros(len(welfare), dtype=np.uint8), np.zeros(len(bounds) + 1, dtype=np.intp)
    for start in range(0, len(welfare), ROWS_OF_PIECE):
        own = slice(start, start + ROWS_OF_PIECE)
        for bound in bounds:
            part[own] += welfare[own] >= bound
        counts += np.bincount(part[own], minlength=len(counts))
    return part, counts


def sort_part(
    given: Sequence[NDArray[Any]],
    part: NDArray[np.uint8],
    number: int,
    order: Whole,
    found: Sequence[NDArray[Any]],
) -> None:
    """Put the places of the rows of a part in order of welfare into *order*, their columns into *found*."""
    if not len(order):
        return
    places = np.flatnonzero(part == number)
    ascending = sorted_by_digits(given[0].take(places))
    places.take(ascending, out=order, mode="clip")  # which unlike other modes needs no copy
    for column, own in zip(given, found, strict=True):
        column.take(places).take(ascending, out=own, mode="clip")


def sorted_by_digits(values: Array) -> Whole:
    """The order of finite values: by two digits, then the few that these do not tell apart one by one."""
    key = coarse(values)
    order = np.argsort(key.astype(np.uint16), kind="stable")
    key >>= np.uint64(DIGIT)
    order = order.take(np.argsort(key.astype(np.uint16).take(order), kind="stable"))
    untold = np.flatnonzero(descends(values.take(order)))
    if len(untold):
        tell_apart(order, untold, values)
    return order


def descends(values: Array) -> NDArray[np.bool_]:
    """Whether the next value is smaller."""
    return values[1:] < values[:-1]


def tell_apart(order: Whole, untold: Whole, values: Array) -> None:
    """Sort the runs of equal keys in which some places of the order are wrong."""
    key = coarse(values)
    wrong = np.unique(key[order[untold]])
    places = within_runs(*(np.searchsorted(key, wrong, side, sorter=order) for side in ("left", "right")))
    some = order[places]
    order[places] = some[np.lexsort((values[some], key[some]))]


def within_runs(starts: Whole, ends: Whole) -> Whole:
    """All places of runs that begin and end at some."""
    lengths = ends - starts
    return np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(lengths.sum())


def coarse(values: Array) -> NDArray[np.uint64]:
    """Numbers of two digits in the order of the values; close values can have the same."""
    bits = (values + 0.0).view(np.int64)  # without -0, which is written unlike 0
    if bits.min() < 0:
        bits ^= (bits >> 63) & np.int64(2**63 - 1)  # negative numbers are written in descending order
    bits -= bits.min()
    key: NDArray[np.uint64] = bits.view(np.uint64)
    key >>= np.uint64(max(0, int(key.max()).bit_length() - 2 * DIGIT))
    return key
