"""Rows in blocks on executors, to which functions go."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kaltim_poverty.survey.distributed import rows_in
from kaltim_poverty.survey.sample import SIZES, Sizes
from kaltim_poverty.survey.spark.block_frame import BlockFrame
from kaltim_poverty.survey.spark.block_pass import PART, RESULT, block_in, block_of_parts, parts
from kaltim_poverty.survey.spark.buckets import KeyBuckets, buckets_of_strata
from kaltim_poverty.survey.spark.histogram import Histogram, block_ends, blocks_of, histogram
from kaltim_poverty.survey.spark.psu_numbers import Buckets, Emit, emitted_by_blocks, with_numbers_of_psus
from kaltim_poverty.survey.spark.records import Record, packed, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.distributed import BlockRows, DomainBlocks
    from kaltim_poverty.survey.sample import IntArray
    from kaltim_poverty.survey.spark.frames import Frame

Found = TypeVar("Found")
COUNTED = 31  # a kind of records
PSUS_OF_BUCKET = 50_000
HISTOGRAMS = 16  # that the driver gets


class RowsOfFrame:
    """The rows of a survey by block.

    Args:
        block_frame: where executors hold them.
        psus: of each stratum in the whole survey, (strata,), on which buckets depend.
        rows_of_block: how many a block has about.
        sizes: of the steps in which rows are handled.
        places: finds the places of PSUs, for a bootstrap: records of `psu_numbers` by one of so many buckets.
    """

    def __init__(
        self,
        block_frame: BlockFrame,
        psus: IntArray,
        rows_of_block: int,
        sizes: Sizes = SIZES,
        places: Callable[[int], Frame] | None = None,
    ) -> None:
        self.block_frame, self.psus, self.places = block_frame, psus, places
        self.rows_of_block, self.sizes = rows_of_block, sizes
        self.ranked: RowsOfFrame | None = None

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return self.block_frame.blocks

    @property
    def buckets(self) -> KeyBuckets:
        """The buckets that PSUs fall into by their keys."""
        return KeyBuckets(-(-int(self.psus.sum()) // PSUS_OF_BUCKET))

    def each(self, task: Callable[[Any], Found], blocks: Sequence[int] | None = None) -> list[Found]:
        """The results of a task on each block, in their order.

        Args:
            task: of one `BlockRows`.
            blocks: the numbers of those that are wanted, ascending; None for all.
        """
        if blocks is not None and not len(blocks):
            return []
        some = None if blocks is None or len(blocks) == self.blocks else blocks
        done = self.block_frame.results(partial(results_of_blocks, task, self.sizes), some)
        return [unpacked(record.data) for record in done]

    def by_psu(self, emit: Emit, gather: Callable[[Mapping[str, NDArray[Any]]], Found]) -> list[Found]:
        """The results of a task on all rows of some PSUs, in the order of buckets.

        Args:
            emit: of one `BlockRows` columns of equal length; ``psu`` the keys, others numbers.
            gather: of the columns of one bucket, in order of blocks.
        """
        buckets = buckets_of_strata(self.psus, PSUS_OF_BUCKET)
        done = self.emitted(emit, buckets).gathered(partial(result_of_bucket, gather), buckets.number)
        return [unpacked(record.data) for record in done.collected()]

    def emitted(self, emit: Emit, buckets: Buckets) -> Frame:
        """The columns that blocks emit, by bucket of their PSUs."""
        return self.block_frame.records.mapped(partial(emitted_by_blocks, emit, buckets, self.sizes))

    def with_places(self) -> RowsOfFrame:
        """The rows, in blocks that know the places of their PSUs.

        Raises:
            UsageError: if each row is a PSU, or there are too many of them.
        """
        assert self.places is not None  # noqa: S101 - asked of rows in order of welfare
        numbers = self.places(self.buckets.number)
        return self.elsewhere(
            with_numbers_of_psus(self.block_frame, numbers, "place", self.buckets, self.sizes)
        )

    def elsewhere(self, block_frame: BlockFrame) -> RowsOfFrame:
        """The rows in other blocks."""
        return RowsOfFrame(block_frame, self.psus, self.rows_of_block, self.sizes)

    def by_ratio(self) -> RowsOfFrame:
        """The rows in blocks by welfare over line, made once."""
        if self.ranked is None:
            self.ranked = self.ranked_by_ratio()
        return self.ranked

    def by_domain(self, blocks: DomainBlocks, emit: Emit | None = None) -> RowsOfFrame:
        """The rows of some domains in blocks of whole domains.

        Args:
            blocks: which rows belong to which.
            emit: of one `BlockRows` ``psu`` and ``t0``, whose sums go to the PSUs of the new blocks.
        """
        parts = self.block_frame.records.mapped(partial(parts_by_domain, blocks, self.sizes))
        held = BlockFrame(parts, partial(block_of_parts, self.sizes), blocks.blocks, [self.block_frame])
        if emit is not None:
            totals = self.emitted(emit, self.buckets)
            held = with_numbers_of_psus(held, totals, "line_totals", self.buckets, self.sizes)
        return self.elsewhere(held)

    def ranked_by_ratio(self) -> RowsOfFrame:
        """The rows in blocks by welfare over line."""
        counted = self.block_frame.records.mapped(partial(histograms_of_ratios, self.sizes))
        together = counted.gathered(histogram_of_all, HISTOGRAMS).collected()
        counts = added_histograms(unpacked(record.data) for record in together)
        ends = block_ends(counts, self.rows_of_block)
        parts = self.block_frame.records.mapped(partial(parts_by_ratio, ends, self.sizes))
        make = partial(block_of_parts, self.sizes, by_ratio=True)
        return self.elsewhere(BlockFrame(parts, make, len(ends) + 1, [self.block_frame]))


def results_of_blocks(
    task: Callable[[BlockRows], Any], sizes: Sizes, records: Iterator[Record]
) -> Iterator[Record]:
    """The results of a task on each block."""
    for record in records:
        yield Record(RESULT, record.key, packed(task(block_in(record, sizes))))


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


def ratios(rows: Any) -> NDArray[np.float64]:
    """Welfare over line of each row, (rows,)."""
    return np.asarray(rows.welfare / rows.line)
