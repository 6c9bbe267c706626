"""Blocks of whole domains: where there are too many of these, their rows are brought together by domain.

The driver keeps sums by block and domain, which for villages of a register are more numbers than it holds, of
a few rows each. So the rows of small domains are put into blocks of their own, in each of which the code of
one machine finds everything: neither prefixes nor parts of sums leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

from kaltim_poverty.survey.distributed.blocks import RangeRows, block_of, rows_at, rows_in
from kaltim_poverty.survey.distributed.rows import BlockRows
from kaltim_poverty.survey.distributed.views import Domains, View
from kaltim_poverty.survey.sample import domain_codes, run_lengths, used_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import IntArray
    from kaltim_poverty.survey.infer.statistic import Mask
    from kaltim_poverty.survey.sample import Cells, DistributedRows, Sample

Found = TypeVar("Found")
Emit: TypeAlias = "Callable[[Any], Mapping[str, NDArray[Any]]]"
DOMAINS_OF_BLOCK = 20_000


class DomainBlocks(NamedTuple):
    """Which rows belong to which block of domains.

    Attributes:
        columns: that domains are groups of.
        spans: how many groups each column has.
        firsts: the code of the first domain of each block, ascending, (blocks,).
        others: the codes of domains that are in none, ascending.
    """

    columns: tuple[str, ...]
    spans: tuple[int, ...]
    firsts: IntArray
    others: IntArray

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.firsts)

    def of_cells(self, cells: Cells) -> IntArray:
        """The block of each cell, -1 where it is in none, (cells,)."""
        used = used_cells(cells, self.columns)
        codes = domain_codes(cells, self.columns, used, self.spans)
        block = np.searchsorted(self.firsts, codes, side="right") - 1
        block[np.isin(codes, self.others)] = -1
        found = np.full(len(used), -1, dtype=np.intp)
        found[used] = block
        return found

    def parts(self, block: BlockRows) -> Iterator[tuple[int, RangeRows]]:
        """The rows of a block of welfare, by block of domains."""
        (own,) = block.sample.blocks()
        number = self.of_cells(block.sample.cells)[own.cell]
        order = np.argsort(number, kind="stable")
        starts, counts = run_lengths(number[order])
        rows = rows_in(block)
        for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
            places = order[start : start + count]
            if number[places[0]] >= 0:
                yield int(number[places[0]]), rows_at(rows, places)


class SmallDomains(NamedTuple):
    """The domains of one breakdown whose rows are brought together.

    Attributes:
        view: of these domains.
        places: of them among all domains of the breakdown, ascending.
        bounds: the first domain of each block, and at the end how many there are, (blocks + 1,).
        blocks: which rows belong to which.
    """

    view: View
    places: IntArray
    bounds: IntArray
    blocks: DomainBlocks


def are_small(rows: Sequence[IntArray], blocks: int, most: int) -> list[Mask]:
    """Which domains of each breakdown are brought together by domain.

    Breakdowns of few domains are kept as they are, as long as these are so few that the driver holds sums by
    block and domain. Of the others those domains are small that have no more rows than a block has on
    average: of larger ones there are fewer than blocks.

    Args:
        rows: of the domains of each breakdown.
        blocks: how many blocks of welfare there are.
        most: pairs of a block and a domain that the driver holds.
    """
    found: dict[int, Mask] = {}
    held = 0
    for place in sorted(range(len(rows)), key=lambda place: len(rows[place])):
        pairs = len(rows[place]) * blocks
        if held + pairs <= most:
            held += pairs
            found[place] = np.zeros(len(rows[place]), dtype=bool)
        else:
            found[place] = rows[place] * blocks <= rows[place].sum()
    return [found[place] for place in range(len(rows))]


def rows_of_domains(sample: Sample, domains: Domains) -> IntArray:
    """How many rows with a weight above 0 each domain of a survey has, (domains,)."""
    used = used_cells(sample.cells, domains.columns)
    codes = domain_codes(sample.cells, domains.columns, used, domains.spans)
    place = np.searchsorted(domains.codes, codes)
    found = np.bincount(place, sample.cells.rows[used], minlength=len(domains))
    return np.asarray(found.astype(np.intp))


def small_domains(view: View, rows: IntArray, small: Mask, rows_of_block: int) -> SmallDomains:
    """Small domains in blocks of about so many rows.

    Args:
        view: of all domains of a breakdown.
        rows: of each domain.
        small: which of them are brought together, one at least.
        rows_of_block: as many as one executor holds at a time.
    """
    places = np.flatnonzero(small)
    before = np.cumsum(rows[places]) - rows[places]
    number = np.stack([before // max(rows_of_block, 1), np.arange(len(places)) // DOMAINS_OF_BLOCK])
    firsts = np.flatnonzero(np.append(True, (np.diff(number) > 0).any(axis=0)))
    domains = view.domains
    codes = domains.codes[places]
    blocks = DomainBlocks(domains.columns, domains.spans, codes[firsts], domains.codes[~small])
    return SmallDomains(with_codes(view, codes), places, np.append(firsts, len(places)), blocks)


def with_codes(view: View, codes: IntArray) -> View:
    """A view of some of the domains."""
    return view._replace(domains=view.domains.of_codes(codes))


def parted(
    sample: Sample, views: Sequence[View], most: int
) -> tuple[list[IntArray], list[SmallDomains | None]]:
    """The domains of each view that stay in blocks of welfare, as places, and those brought together."""
    assert sample.distributed is not None  # noqa: S101 - whoever asks has looked
    blocks = sample.distributed.rows.blocks
    rows = [rows_of_domains(sample, view.domains) for view in views]
    small = are_small(rows, blocks, most)
    apart = [
        small_domains(view, own, chosen, -(-int(own.sum()) // max(blocks, 1))) if chosen.any() else None
        for view, own, chosen in zip(views, rows, small, strict=True)
    ]
    return [np.flatnonzero(~chosen) for chosen in small], apart


class RowsOfBlock:
    """The rows of one block of domains, as those of a survey of one block that is here.

    Args:
        block: the rows, in order of welfare.
    """

    def __init__(self, block: BlockRows) -> None:
        self.block = block._replace(number=0)

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return 1

    def each(self, task: Callable[[Any], Found], blocks: Sequence[int] | None = None) -> list[Found]:
        """What a task makes of the block, if it is wanted."""
        return [task(self.block)] if blocks is None or len(blocks) else []

    def by_psu(
        self,
        emit: Emit,
        gather: Callable[[Mapping[str, NDArray[Any]]], Found],
    ) -> list[Found]:
        """What a task makes of the columns of the only bucket."""
        return [gather(emit(self.block))]

    def with_places(self) -> DistributedRows:
        """The same, whose PSUs know their places if they ever do."""
        return self

    def by_ratio(self) -> DistributedRows:
        """The same in order of welfare over line."""
        block = block_of(0, rows_in(self.block), by_ratio=True, sizes=self.block.sample.sizes)
        return RowsOfBlock(block._replace(line_totals=self.block.line_totals))

    def by_domain(self, blocks: Any, emit: Emit | None = None) -> DistributedRows:
        """The same, as they are together already."""
        del blocks, emit
        return self


def view_in(block: BlockRows, view: View) -> View:
    """The view of the domains that a block of domains has, in order of their codes."""
    cells, domains = block.sample.cells, view.domains
    used = used_cells(cells, domains.columns)
    return with_codes(view, np.unique(domain_codes(cells, domains.columns, used, domains.spans)))
