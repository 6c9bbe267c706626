"""Which bucket a PSU falls into: it follows from its key and stratum, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.sample import IntArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST, SECOND, THIRD = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)


class KeyBuckets(NamedTuple):
    """So many buckets, which PSUs of all strata fall into.

    Attributes:
        number: how many.
    """

    number: int

    def of(self, columns: Mapping[str, NDArray[Any]]) -> IntArray:
        """The bucket of each row, from its column ``psu``."""
        return bucket_of(columns["psu"], self.number)


class StratumBuckets(NamedTuple):
    """Buckets that have some strata each, or a part of one: sums by stratum are in few of them.

    Attributes:
        first: the first bucket of each stratum, (strata,).
        parts: how many it has, (strata,).
    """

    first: IntArray
    parts: IntArray

    @property
    def number(self) -> int:
        """How many there are."""
        return int((self.first + self.parts).max())

    def of(self, columns: Mapping[str, NDArray[Any]]) -> IntArray:
        """The bucket of each row, from its columns ``psu`` and ``stratum``."""
        stratum = columns["stratum"]
        return np.asarray(self.first[stratum] + bucket_of(columns["psu"], self.parts[stratum]))


def buckets_of_strata(psus: IntArray, most: int) -> StratumBuckets:
    """Buckets of less than twice so many PSUs.

    Args:
        psus: how many each stratum has, (strata,).
        most: PSUs of a stratum that has a bucket of its own or shares it; larger ones have several.
    """
    parts = np.maximum(-(-psus // most), 1)
    before = np.cumsum(np.where(parts == 1, psus, 0)) - psus
    shared = np.where(parts == 1, before // most, -1)
    own = np.cumsum(np.where(parts > 1, parts, 0)) - parts
    return StratumBuckets(np.where(parts == 1, shared, shared.max() + 1 + own), parts)


def bucket_of(keys: NDArray[Any], buckets: int | IntArray) -> IntArray:
    """The bucket of each key, a whole number, from 0 on, (keys,).

    The finaliser of SplitMix64 spreads numbers that follow one another (Steele, Lea and Flood 2014,
    doi:10.1145/2714064.2660195).
    """
    mixed = keys.astype(np.int64).view(np.uint64) + FIRST
    mixed = (mixed ^ (mixed >> np.uint64(30))) * SECOND
    mixed = (mixed ^ (mixed >> np.uint64(27))) * THIRD
    mixed ^= mixed >> np.uint64(31)
    return (mixed % np.asarray(buckets, dtype=np.uint64)).astype(np.int32)


def places_by_number(numbers: IntArray) -> Iterator[tuple[int, IntArray]]:
    """The places of each number, ascending."""
    if not len(numbers):
        return
    narrow = numbers.astype(np.min_scalar_type(int(numbers.max())))  # two bytes are sorted ten times as fast
    order = np.argsort(narrow, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    for number, start, end in zip(found, starts, [*starts[1:], len(order)], strict=True):
        yield int(number), order[start:end]
