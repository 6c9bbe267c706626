"""Rows of a survey in order of welfare, equal ones in order of the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.survey.threads import in_threads

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.blocks import Whole

FEW = 2**17  # rows that one core sorts as soon as two
LOOKED_AT = 1001  # rows among which the middle is looked for
DIGIT = 16  # bits that numpy sorts by counting


def order_of(welfare: Array) -> Whole:
    """The places of rows in ascending order of welfare, all finite; two threads sort many."""
    if len(welfare) < FEW:
        return np.argsort(welfare, kind="stable")
    middle = np.median(welfare[:: len(welfare) // LOOKED_AT])
    poorer = welfare < middle
    return np.concatenate(in_threads([partial(part_sorted, welfare, half) for half in (poorer, ~poorer)]))


def part_sorted(welfare: Array, part: NDArray[np.bool_]) -> Whole:
    """The places of some rows in order of welfare."""
    places = np.flatnonzero(part)
    return places[sorted_by_digits(welfare[places])] if len(places) else places


def sorted_by_digits(values: Array) -> Whole:
    """The order of finite values: by two digits, then the few that these do not tell apart one by one."""
    key = coarse(values)
    order = np.argsort(key.astype(np.uint16), kind="stable")
    high = (key >> np.uint64(DIGIT)).astype(np.uint16)
    order = order[np.argsort(high[order], kind="stable")]
    untold = np.unique(key[order[np.flatnonzero(descends(values[order]))]])
    places = within_runs(*(np.searchsorted(key, untold, side, sorter=order) for side in ("left", "right")))
    some = order[places]
    order[places] = some[np.lexsort((values[some], key[some]))]
    return order


def descends(values: Array) -> NDArray[np.bool_]:
    """Whether the next value is smaller."""
    return values[1:] < values[:-1]


def within_runs(starts: Whole, ends: Whole) -> Whole:
    """All places of runs that begin and end at some."""
    lengths = ends - starts
    return np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(lengths.sum())


def coarse(values: Array) -> NDArray[np.uint64]:
    """Numbers of two digits in the order of the values; close values can have the same."""
    bits = (values + 0.0).view(np.int64)  # without -0, which is written unlike 0
    bits ^= (bits >> 63) & np.int64(2**63 - 1)  # negative numbers are written in descending order
    bits -= bits.min()
    key: NDArray[np.uint64] = bits.view(np.uint64)
    key >>= np.uint64(max(0, int(key.max()).bit_length() - 2 * DIGIT))
    return key
