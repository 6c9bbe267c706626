"""How many rows and PSUs are handled at a time: chosen by measurement, the same results with any."""

from __future__ import annotations

from typing import NamedTuple


class Sizes(NamedTuple):
    """Sizes of steps; small ones show in tests what otherwise only a survey of millions shows.

    Attributes:
        rows_of_block: None: all that fit in memory, or else 2**20.
        share_in_memory: of the memory that is allowed, which rows may fill between two readings.
        rows_of_fetch: rows that the engine hands on at a time, four of its groups of rows.
        rows_of_partition: rows that are put in order of domains together.
        rows_of_domain: of each domain among these, on average and at least.
        rows_of_one_thread: rows that one core puts in order as soon as two, at most.
        rows_of_fold: rows whose features are computed together, so that they stay in the processor's cache.
        rows_of_step: rows whose cumulated weight is summed up before a quantile is looked for.
        psus_of_chunk: PSUs whose cells are handled together.
        rows_of_worker: rows from which on a forked worker is worth its start.
        rows_of_boundary: rows that stand for those at the boundary of a random choice, at least; standard
            errors of ``survey simulate`` depend on it a little: 100,000 move none by 0.05 percent.
        pairs_of_driver: of a block and a domain, of which the driver of a cluster keeps sums; rows of more
            domains are brought together by domain.
    """

    rows_of_block: int | None = None
    share_in_memory: float = 0.4
    rows_of_fetch: int = 4 * 122_880
    rows_of_partition: int = 2**16
    rows_of_domain: int = 2**9
    rows_of_one_thread: int = 2**17
    rows_of_fold: int = 2**15
    rows_of_step: int = 2**11
    psus_of_chunk: int = 2**14
    rows_of_worker: int = 100_000
    rows_of_boundary: int = 5_000
    pairs_of_driver: int = 5_000_000

    def with_blocks(self, rows: int | None) -> Sizes:
        """The sizes with another number of rows in a block, if that is given."""
        return self if rows is None else self._replace(rows_of_block=rows)


SIZES = Sizes()
