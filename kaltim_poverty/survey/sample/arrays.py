"""Whole numbers that name groups: their sums, their codes, where runs of equal ones begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.measures.linear import Array, IntArray

Kind = TypeVar("Kind", bound=np.generic)
ROWS_AT_ONCE = 2**16  # that are looked up together
SPAN_OF_TABLE = 4  # times the number of values: a table over this span is faster than sorting


def summed(place: IntArray, values: Array, places: int) -> Array:
    """The sum of the values of each place."""
    return np.bincount(place, values, places).astype(np.float64, copy=False)


def factorize(values: NDArray[Any]) -> tuple[NDArray[Any], IntArray]:
    """The different values in their order, and the place of each among them."""
    if values.dtype.kind in "iu" and len(values):
        low, span = int(values.min()), int(values.max()) - int(values.min()) + 1
        if span <= SPAN_OF_TABLE * len(values):  # then nothing need be sorted
            place = values.astype(np.int64 if values.dtype.kind == "i" else values.dtype, copy=False)
            place = (place - low).astype(np.intp)
            there = np.zeros(span, dtype=bool)
            there[place] = True
            found = np.flatnonzero(there).astype(values.dtype) + values.dtype.type(low)
            return found, (np.cumsum(there) - 1).take(place)
    found, codes = np.unique(values, return_inverse=True)
    return found, codes


def first_occurrences(codes: IntArray) -> IntArray:
    """The first row of each code, of codes that are all there from 0 on, (codes,)."""
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return first


def ranks(order: IntArray) -> IntArray:
    """The place of each item in an order."""
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    return rank


def run_lengths(values: IntArray) -> tuple[IntArray, IntArray]:
    """Where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return starts, np.diff(np.append(starts, len(values)))


def pieces(start: int, end: int, rows: int = ROWS_AT_ONCE) -> Iterator[slice]:
    """Slices of at most so many rows, one after the other."""
    return (slice(first, min(first + rows, end)) for first in range(start, end, rows))


def take_in_pieces(values: NDArray[Kind], places: IntArray) -> NDArray[Kind]:
    """Values at some places, a piece at a time: numpy makes larger whole numbers of them first."""
    found = np.empty(len(places), dtype=values.dtype)
    for own in pieces(0, len(places)):
        values.take(places[own], out=found[own], mode="clip")  # which unlike other modes needs no copy
    return found


def put_in_pieces(target: NDArray[Kind], places: IntArray, values: NDArray[Kind]) -> None:
    """Put values at some places, a piece at a time as `take_in_pieces`."""
    for own in pieces(0, len(places)):
        target[places[own]] = values[own]
