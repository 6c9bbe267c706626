"""A number for each PSU, brought to the blocks that have rows of it: by bucket, and never to the driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaltim_poverty.survey.distributed import pack
from kaltim_poverty.survey.spark.block_frame import BlockFrame
from kaltim_poverty.survey.spark.block_pass import BLOCK, block_in
from kaltim_poverty.survey.spark.buckets import KeyBuckets, StratumBuckets, places_by_number
from kaltim_poverty.survey.spark.records import Record, narrowed, packed, unpacked

if TYPE_CHECKING:
    from kaltim_poverty.survey.distributed import BlockRows
    from kaltim_poverty.survey.sample import Sizes
    from kaltim_poverty.survey.spark.frames import Frame

EMITTED, WANTED, FOUND, NUMBERS = range(32, 36)  # kinds of records
Columns: TypeAlias = Mapping[str, NDArray[Any]]
Emit: TypeAlias = Callable[[Any], Columns]
Buckets: TypeAlias = "KeyBuckets | StratumBuckets"


def with_numbers_of_psus(
    blocks: BlockFrame, numbers: Frame, field: str, buckets: KeyBuckets, sizes: Sizes
) -> BlockFrame:
    """Blocks that know a number of each of their PSUs.

    Args:
        blocks: that do not know it.
        numbers: records of `by_bucket`, whose columns ``t0`` are added up by PSU.
        field: of `BlockRows`: ``place`` or ``line_totals``.
        buckets: that PSUs fall into, in both.
        sizes: of the steps in which rows are handled.
    """
    wanted = blocks.records.mapped(partial(psus_by_bucket, buckets, sizes))
    found = numbers.with_others(wanted).gathered(numbers_of_bucket, buckets.number).mapped(numbers_by_block)
    parts = found.with_others(blocks.records)
    return BlockFrame(parts, partial(with_numbers, field, sizes), blocks.blocks, [blocks])


def emitted_by_blocks(
    emit: Emit, buckets: Buckets, sizes: Sizes, records: Iterator[Record]
) -> Iterator[Record]:
    """The columns that each block emits, parted by bucket."""
    for record in records:
        yield from by_bucket(record.key, emit(block_in(record, sizes)), buckets)


def by_bucket(part: int, columns: Columns, buckets: Buckets) -> Iterator[Record]:
    """Columns of PSUs, parted by bucket.

    Args:
        part: the number of the rows among others, in whose order they are added up.
        columns: of equal length; ``psu`` the keys.
        buckets: that they fall into.
    """
    narrow = {name: narrowed(values) for name, values in columns.items()}
    for number, places in places_by_number(buckets.of(columns)):
        own = {name: values[places] for name, values in narrow.items()}
        yield Record(EMITTED, number, packed((part, own)))


def psus_by_bucket(buckets: KeyBuckets, sizes: Sizes, records: Iterator[Record]) -> Iterator[Record]:
    """The PSUs that each block has, parted by bucket."""
    for record in records:
        keys = block_in(record, sizes).psu
        assert keys is not None  # noqa: S101 - numbers are asked for of PSUs with keys
        for number, places in places_by_number(buckets.of({"psu": keys})):
            yield Record(WANTED, number, packed((record.key, keys[places])))


def numbers_of_bucket(records: Iterator[Record]) -> Record:
    """The number of each PSU of a bucket, by block that has some of them; added in the order of parts."""
    held = list(records)
    emitted, wanted = (
        sorted((unpacked(each.data) for each in held if each.kind == kind), key=lambda part: part[0])
        for kind in (EMITTED, WANTED)
    )
    keys = np.concatenate([columns["psu"] for _, columns in emitted])
    values = np.concatenate([columns["t0"] for _, columns in emitted])
    psus, psu = np.unique(keys, return_inverse=True)
    numbers = np.bincount(psu, values)
    found = [(block, own, numbers[np.searchsorted(psus, own)]) for block, own in wanted]
    return Record(FOUND, held[0].key, packed(found))


def numbers_by_block(records: Iterator[Record]) -> Iterator[Record]:
    """What buckets found, parted by block."""
    for record in records:
        for block, keys, numbers in unpacked(record.data):
            yield Record(NUMBERS, block, packed((keys, numbers)))


def with_numbers(field: str, sizes: Sizes, records: Iterator[Record]) -> Record:
    """A block that knows a number of each of its PSUs, in a field."""
    held = list(records)
    (own,) = (record for record in held if record.kind == BLOCK)
    block = block_in(own, sizes)
    assert block.psu is not None  # noqa: S101 - see `psus_by_bucket`
    parts = [unpacked(each.data) for each in held if each.kind == NUMBERS]
    keys = np.concatenate([part[0] for part in parts] or [block.psu])  # a block may have no rows
    numbers = np.concatenate([part[1] for part in parts] or [np.empty(0)])
    order = np.argsort(keys)
    place = order[np.searchsorted(keys, block.psu, sorter=order)]
    return Record(BLOCK, own.key, pack(with_field(block, field, numbers[place])))


def with_field(block: BlockRows, field: str, numbers: NDArray[np.float64]) -> BlockRows:
    """A block with a number of each of its PSUs in a field."""
    if field == "place":
        return block._replace(place=numbers.astype(np.intp))
    return block._replace(line_totals=numbers)
