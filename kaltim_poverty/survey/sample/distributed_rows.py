"""Rows that stay where they are, on executors of a cluster: functions go to them, small results come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from numpy.typing import NDArray

from kaltim_poverty.measures.linear import IntArray

Found = TypeVar("Found")


class Distributed(NamedTuple):
    """A sample whose rows are distributed.

    Attributes:
        rows: the rows, with functions that go to them.
        lonely: the strata with one PSU in which the subpopulation has a row, ascending.
        psus_span_blocks: whether a PSU may have rows in several blocks. It cannot where each row is a PSU,
            and does not matter where variances come from replicate weights of the file.
    """

    rows: DistributedRows
    lonely: IntArray
    psus_span_blocks: bool


class DistributedRows(Protocol):
    """The rows of a survey by block.

    What is handed on is pickled: functions of modules and `partial`s of them, never closures.
    """

    @property
    def blocks(self) -> int:
        """How many blocks there are."""

    def each(self, task: Callable[[Any], Found], blocks: Sequence[int] | None = None) -> list[Found]:
        """What a task makes of each block.

        Args:
            task: of one `BlockRows`.
            blocks: the numbers of those that are wanted, ascending; None for all.

        Returns:
            in the order of the blocks.
        """

    def by_psu(
        self,
        emit: Callable[[Any], Mapping[str, NDArray[Any]]],
        gather: Callable[[Mapping[str, NDArray[Any]]], Found],
    ) -> list[Found]:
        """What a task makes of the columns of all rows of some PSUs, brought together from all blocks.

        A bucket holds all rows of its PSUs, in order of (block, order of emission). Which PSUs a bucket
        has follows from their keys and the number of PSUs alone, never from partitions.

        Args:
            emit: of one `BlockRows`: columns of equal length, the same names and types in all blocks; ``psu``
                the keys as in `BlockRows.psu`, others numbers. Perhaps of no rows.
            gather: of one bucket; a bucket without rows may be left out.

        Returns:
            in the order of the buckets.
        """

    def with_places(self) -> DistributedRows:
        """The same rows, whose blocks know the places of their PSUs, for a bootstrap.

        Raises:
            UsageError: if each row is a PSU, or there are more than a driver can order.
        """

    def by_ratio(self) -> DistributedRows:
        """The same rows in blocks by welfare over line, in order of (ratio, welfare, weight, PSU, the rest).

        Asked for only where rows have different lines, but then more than once: they are put in this order
        the first time.
        """

    def by_domain(
        self, blocks: Any, emit: Callable[[Any], Mapping[str, NDArray[Any]]] | None = None
    ) -> DistributedRows:
        """The rows of some domains in blocks of whole domains, ordered as those of other blocks are.

        Args:
            blocks: which rows belong to which, as `DomainBlocks`.
            emit: of one `BlockRows` of these rows here: ``psu`` keys, and ``t0``, whose sum over all blocks
                is given to the PSUs of the new blocks as their `line_totals`; None: nothing is.
        """
