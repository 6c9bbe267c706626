"""How many rows have about which welfare, counted exactly: blocks follow from this, so from the data alone.

A class is all numbers with the same sign, exponent and first 12 bits of mantissa, so that it is about 0.02
percent wide. Counts are whole numbers: their sum is the same in any order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample import factorize

BITS = 12  # of the mantissa
DROPPED = 52 - BITS
WITHOUT_SIGN = np.int64(2**63 - 1)


class Histogram(NamedTuple):
    """Counts by class, of classes with a row; arrays of shape (classes,).

    Attributes:
        classes: ascending.
        rows: in each.
    """

    classes: IntArray
    rows: IntArray

    def added(self, other: Histogram) -> Histogram:
        """The counts of both together."""
        classes, place = np.unique(np.concatenate([self.classes, other.classes]), return_inverse=True)
        rows = np.zeros(len(classes), dtype=np.int64)
        np.add.at(rows, place, np.concatenate([self.rows, other.rows]))
        return Histogram(classes, rows)


def classes_of(numbers: Array) -> IntArray:
    """The class of each number, ascending with them; that of NaN is the last."""
    bits = (numbers + 0.0).view(np.int64)  # -0.0 + 0.0 is 0.0
    bits = np.where(np.isnan(numbers), WITHOUT_SIGN, bits)
    return np.asarray((bits ^ ((bits >> 63) & WITHOUT_SIGN)) >> DROPPED)


def histogram(numbers: Array) -> Histogram:
    """How many of some numbers are in each class."""
    classes, place = factorize(classes_of(numbers))
    return Histogram(classes, np.bincount(place, minlength=len(classes)))


def block_ends(counts: Histogram, rows_of_block: int) -> IntArray:
    """The last class of each block but the last, (blocks - 1,).

    A block takes one class after the other until it has enough rows: it has fewer than so many besides the
    rows of its last class, and only the last block of all may have less.

    Args:
        counts: of all rows.
        rows_of_block: how many are enough.
    """
    ends: list[int] = []
    rows = 0
    for place, count in enumerate(counts.rows.tolist()):
        rows += count
        if rows >= rows_of_block and place + 1 < len(counts.rows):
            ends.append(place)
            rows = 0
    return counts.classes[ends]


def blocks_of(numbers: Array, ends: IntArray) -> IntArray:
    """The block of each number."""
    return np.searchsorted(ends, classes_of(numbers), side="left").astype(np.int32)
