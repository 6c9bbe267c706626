"""Rows in blocks on executors, to which functions go."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kaltim_poverty.survey.distributed import pack, rows_in
from kaltim_poverty.survey.sample import SIZES, Sizes
from kaltim_poverty.survey.spark.block_pass import BLOCK, PART, block_in, block_of_parts, parts
from kaltim_poverty.survey.spark.buckets import bucket_of, places_by_number
from kaltim_poverty.survey.spark.histogram import Histogram, block_ends, blocks_of, histogram
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.distributed import BlockRows, DomainBlocks
    from kaltim_poverty.survey.sample import IntArray
    from kaltim_poverty.survey.spark.frames import Frame
    from kaltim_poverty.survey.spark.psu_places import PsuPlaces

Found = TypeVar("Found")
RESULT, EMITTED, COUNTED, WANTED, LINE_TOTALS = range(30, 35)  # kinds of records
PSUS_OF_BUCKET = 50_000
HISTOGRAMS = 16  # that the driver gets
Emit = Callable[[Any], Mapping[str, Any]]


class RowsOfFrame:
    """The rows of a survey by block.

    Args:
        frame: a record a block.
        blocks: how many there are.
        psus: of the whole survey, on which the number of buckets depends.
        rows_of_block: how many a block has about.
        sizes: of the steps in which rows are handled.
        made_of: what blocks are made of, which executors hold until they are made.
        places: finds the places of PSUs, for a bootstrap.
    """

    def __init__(
        self,
        frame: Frame,
        blocks: int,
        psus: int,
        rows_of_block: int,
        sizes: Sizes = SIZES,
        made_of: Frame | None = None,
        places: Callable[[], PsuPlaces] | None = None,
    ) -> None:
        self.made_of, self.places = made_of, places
        self.placed: PsuPlaces | None = None
        self.ranked: RowsOfFrame | None = None
        self.frame, self.number_of_blocks, self.psus = frame, blocks, psus
        self.rows_of_block, self.sizes = rows_of_block, sizes

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return self.number_of_blocks

    def each(self, task: Callable[[Any], Found], blocks: Sequence[int] | None = None) -> list[Found]:
        """The results of a task on each block, in their order.

        Args:
            task: of one `BlockRows`.
            blocks: the numbers of those that are wanted, ascending; None for all.
        """
        if blocks is not None and not len(blocks):
            return []
        frame = self.frame if blocks is None else self.frame.with_keys(blocks)
        done = frame.mapped(partial(results_of_blocks, task, self.sizes, self.placed)).collected()
        self.made_of = None
        return [unpacked(record.data) for record in done]

    def by_psu(self, emit: Emit, gather: Callable[[Mapping[str, NDArray[Any]]], Found]) -> list[Found]:
        """The results of a task on all rows of some PSUs, in the order of buckets.

        Args:
            emit: of one `BlockRows` columns of equal length; ``psu`` the keys, others numbers.
            gather: of the columns of one bucket, in order of blocks.
        """
        buckets = -(-self.psus // PSUS_OF_BUCKET)
        emitted = self.frame.mapped(partial(emitted_by_blocks, emit, buckets, self.sizes))
        done = emitted.gathered(partial(result_of_bucket, gather), buckets).collected()
        return [unpacked(record.data) for record in done]

    def with_places(self) -> RowsOfFrame:
        """The rows, in blocks that know the places of their PSUs.

        Raises:
            UsageError: if each row is a PSU, or there are too many of them.
        """
        assert self.places is not None  # noqa: S101 - asked of rows in order of welfare
        found = RowsOfFrame(self.frame, self.blocks, self.psus, self.rows_of_block, self.sizes, self.made_of)
        found.placed = self.places()
        return found

    def by_ratio(self) -> RowsOfFrame:
        """The rows in blocks by welfare over line, made once."""
        if self.ranked is None:
            self.ranked = self.ranked_by_ratio()
            self.ranked.placed = self.placed
        return self.ranked

    def by_domain(self, blocks: DomainBlocks, emit: Emit | None = None) -> RowsOfFrame:
        """The rows of some domains in blocks of whole domains.

        Args:
            blocks: which rows belong to which.
            emit: of one `BlockRows` ``psu`` and ``t0``, whose sums go to the PSUs of the new blocks.
        """
        frame = (
            self.frame.mapped(partial(parts_by_domain, blocks, self.sizes))
            .gathered(partial(block_of_parts, self.sizes), blocks.blocks)
            .persisted()
        )
        if emit is not None:
            frame = self.with_line_totals(frame, emit, blocks.blocks)
        found = RowsOfFrame(frame, blocks.blocks, self.psus, self.rows_of_block, self.sizes)
        found.placed = self.placed
        return found

    def with_line_totals(self, frame: Frame, emit: Emit, blocks: int) -> Frame:
        """Blocks of domains whose PSUs know their influence on a line.

        Args:
            frame: a record a block.
            emit: of a block of all rows ``psu``, and as ``t0`` the influence.
            blocks: how many blocks of domains there are.
        """
        buckets = -(-self.psus // PSUS_OF_BUCKET)
        emitted = self.frame.mapped(partial(emitted_by_blocks, emit, buckets, self.sizes))
        wanted = frame.mapped(partial(psus_by_bucket, buckets, self.sizes))
        known = emitted.with_others(wanted).gathered(line_totals_of_bucket, buckets).mapped(totals_by_block)
        return known.with_others(frame).gathered(partial(with_line_totals, self.sizes), blocks).persisted()

    def ranked_by_ratio(self) -> RowsOfFrame:
        """The rows in blocks by welfare over line."""
        counted = self.frame.mapped(partial(histograms_of_ratios, self.sizes))
        together = counted.gathered(histogram_of_all, HISTOGRAMS).collected()
        counts = added_histograms(unpacked(record.data) for record in together)
        ends = block_ends(counts, self.rows_of_block)
        frame = (
            self.frame.mapped(partial(parts_by_ratio, ends, self.sizes))
            .gathered(partial(block_of_parts, self.sizes, by_ratio=True), len(ends) + 1)
            .persisted()
        )
        return RowsOfFrame(frame, len(ends) + 1, self.psus, self.rows_of_block, self.sizes, self.frame)


def results_of_blocks(
    task: Callable[[BlockRows], Any], sizes: Sizes, placed: PsuPlaces | None, records: Iterator[Record]
) -> Iterator[Record]:
    """The results of a task on each block, which knows the places of its PSUs if given."""
    for record in records:
        block = block_in(record, sizes)
        yield Record(RESULT, record.key, packed(task(block if placed is None else placed.of(block))))


def emitted_by_blocks(
    emit: Callable[[BlockRows], Mapping[str, NDArray[Any]]],
    buckets: int,
    sizes: Sizes,
    records: Iterator[Record],
) -> Iterator[Record]:
    """The columns that each block emits, parted by bucket."""
    for record in records:
        columns = emit(block_in(record, sizes))
        bucket = bucket_of(columns["psu"], buckets)
        for number, places in places_by_number(bucket):
            own = {name: values[places] for name, values in columns.items()}
            yield Record(EMITTED, number, packed((record.key, own)))


def result_of_bucket(
    gather: Callable[[Mapping[str, NDArray[Any]]], Any], records: Iterator[Record]
) -> Record:
    """The result of a task on one bucket, with rows in order of blocks."""
    held = list(records)
    columns = [own for _, own in sorted((unpacked(record.data) for record in held), key=lambda part: part[0])]
    together = {name: np.concatenate([own[name] for own in columns]) for name in columns[0]}
    return Record(RESULT, held[0].key, packed(gather(together)))


def histograms_of_ratios(sizes: Sizes, records: Iterator[Record]) -> Iterator[Record]:
    """How many rows of each block have about which ratio of welfare to line."""
    for record in records:
        counts = histogram(ratios(rows_in(block_in(record, sizes))))
        yield Record(COUNTED, record.key % HISTOGRAMS, packed(counts))


def histogram_of_all(records: Iterator[Record]) -> Record:
    """The histograms with one key as one: the driver is not to get that of each block."""
    first = next(records)
    counts = (unpacked(record.data) for record in itertools.chain([first], records))
    return Record(COUNTED, first.key, packed(added_histograms(counts)))


def added_histograms(histograms: Iterable[Histogram]) -> Histogram:
    """The counts of all."""
    nothing = Histogram(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    return reduce(Histogram.added, histograms, nothing)


def parts_by_ratio(ends: IntArray, sizes: Sizes, records: Iterator[Record]) -> Iterator[Record]:
    """The rows of each block, parted by welfare over line."""
    for record in records:
        rows = rows_in(block_in(record, sizes))
        yield from parts(rows, blocks_of(ratios(rows), ends))


def parts_by_domain(blocks: DomainBlocks, sizes: Sizes, records: Iterator[Record]) -> Iterator[Record]:
    """The rows of each block, parted by block of domains."""
    for record in records:
        for number, rows in blocks.parts(block_in(record, sizes)):
            yield Record(PART, number, packed(rows))


def psus_by_bucket(buckets: int, sizes: Sizes, records: Iterator[Record]) -> Iterator[Record]:
    """The PSUs that each block of domains has, parted by bucket."""
    for record in records:
        keys = block_in(record, sizes).psu
        assert keys is not None  # noqa: S101 - PSUs are asked for where they span blocks
        for number, places in places_by_number(bucket_of(keys, buckets)):
            yield Record(WANTED, number, packed((record.key, keys[places])))


def line_totals_of_bucket(records: Iterator[Record]) -> Record:
    """The influence of each PSU of a bucket, by block of domains that has some; added in order of blocks."""
    held = list(records)
    emitted, wanted = (
        sorted((unpacked(each.data) for each in held if each.kind == kind), key=lambda part: part[0])
        for kind in (EMITTED, WANTED)
    )
    keys = np.concatenate([columns["psu"] for _, columns in emitted])
    values = np.concatenate([columns["t0"] for _, columns in emitted])
    psus, psu = np.unique(keys, return_inverse=True)
    totals = np.bincount(psu, values)
    found = [(block, own, totals[np.searchsorted(psus, own)]) for block, own in wanted]
    return Record(RESULT, held[0].key, packed(found))


def totals_by_block(records: Iterator[Record]) -> Iterator[Record]:
    """What buckets found, parted by block of domains."""
    for record in records:
        for block, keys, totals in unpacked(record.data):
            yield Record(LINE_TOTALS, block, packed((keys, totals)))


def with_line_totals(sizes: Sizes, records: Iterator[Record]) -> Record:
    """A block of domains whose PSUs know their influence on a line."""
    held = list(records)
    (own,) = (record for record in held if record.kind == BLOCK)
    block = block_in(own, sizes)
    assert block.psu is not None  # noqa: S101 - see `psus_by_bucket`
    keys, totals = (
        np.concatenate(parts)
        for parts in zip(*(unpacked(each.data) for each in held if each.kind == LINE_TOTALS), strict=True)
    )
    order = np.argsort(keys)
    place = order[np.searchsorted(keys, block.psu, sorter=order)]
    return Record(BLOCK, own.key, pack(block._replace(line_totals=totals[place])))


def ratios(rows: Any) -> NDArray[np.float64]:
    """Welfare over line of each row, (rows,)."""
    return np.asarray(rows.welfare / rows.line)
