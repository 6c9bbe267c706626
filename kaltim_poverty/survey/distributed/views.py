"""What a pass looks at in a block: domains of a breakdown, with weights as they are or of a replicate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.poverty import poor
from kaltim_poverty.survey.infer import Bootstrap, column_of, scaled_by
from kaltim_poverty.survey.moments import weight_of
from kaltim_poverty.survey.sample import (
    Breakdown,
    Chunks,
    domain_codes,
    domains,
    over_domains,
    slices,
    used_cells,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import Block, Design, Sample, Slice, Slices, Weights

NO_CELLS = np.empty(0, dtype=np.intp)


class Domains(NamedTuple):
    """The domains of one breakdown in the whole survey.

    Attributes:
        columns: that it groups by, none for everybody.
        spans: how many groups each column has.
        codes: of the domains (see `domain_codes`), ascending.
        everybody: whether rows outside the subpopulation belong.
    """

    columns: tuple[str, ...]
    spans: tuple[int, ...]
    codes: IntArray
    everybody: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def of_codes(self, codes: IntArray) -> Domains:
        """Some domains of the same columns."""
        return Domains(self.columns, self.spans, codes, self.everybody)


def domains_of(sample: Sample, columns: Sequence[str], *, everybody: bool = False) -> Domains:
    """The domains that columns make of a survey, from the combinations of its groups."""
    used = used_cells(sample.cells, columns, everybody=everybody)
    spans = tuple(len(sample.cells.labels[column]) for column in columns)
    codes = np.unique(domain_codes(sample.cells, columns, used, spans)) if columns else np.zeros(1, np.intp)
    return Domains(tuple(columns), spans, codes, everybody)


def without_cells(sample: Sample, own: Domains) -> Breakdown:
    """The breakdown in the whole survey, whose own cells nobody lists."""
    used = used_cells(sample.cells, own.columns, everybody=own.everybody)
    _, labels = domains(sample.cells, own.columns, used)
    starts = np.zeros(len(own) + 1, dtype=np.intp)
    return Breakdown(own.columns, labels, NO_CELLS, NO_CELLS, NO_CELLS, starts)


NO_CHUNKS = Chunks({}, NO_CELLS)


class Drawn(NamedTuple):
    """Bootstrap replicates, as executors draw them.

    Attributes:
        design: with the number of PSUs in each stratum.
        seed: of the random numbers.
        number: of replicates.
    """

    design: Design
    seed: int
    number: int


class View(NamedTuple):
    """Rows by the domains of one breakdown, with their line and weights.

    Attributes:
        domains: of the breakdown.
        line: one for all; None where rows have their own, or none.
        replicate: whose weights are taken; None for those as they are.
        drawn: how the weights of replicates are drawn; None where rows hold them.
        of_ratio: whether welfare over line takes the place of welfare.
    """

    domains: Domains
    line: float | None = None
    replicate: int | None = None
    drawn: Drawn | None = None
    of_ratio: bool = False


class BlockView(NamedTuple):
    """A view of the rows of one block.

    Attributes:
        sample: the block, its cells with the line of the view.
        over: the domains of the whole survey, with the own cells that have rows here.
        parts: the rows of each domain, in the order of the block.
        weights: of the rows of a slice.
    """

    sample: Sample
    over: Breakdown
    parts: Slices
    weights: Weights

    @property
    def line(self) -> float | None:
        """One line for all, if there is one."""
        line = self.sample.cells.line
        assert not isinstance(line, np.ndarray)  # noqa: S101 - blocks have lines of rows
        return line


def block_views(block: BlockRows, views: Sequence[View], *, with_psus: bool = False) -> Iterator[BlockView]:
    """Views of one block; what several have in common is made once.

    Args:
        block: the rows.
        views: what is looked at.
        with_psus: whether own cells are those of PSUs; else all rows of a domain are one.
    """
    sample = block.sample
    if not with_psus:
        cells = sample.cells._replace(psu=np.zeros_like(sample.cells.psu))
        sample = sample._replace(cells=cells, psus=1)
    known: dict[tuple[int, bool, float | None], tuple[Breakdown, Slices]] = {}
    factors: dict[int, Array] = {}
    for view in views:
        own = sample._replace(cells=sample.cells._replace(line=view.line))
        if view.of_ratio:
            own = own._replace(blocks=partial(ratios, own))
        key = id(view.domains), view.of_ratio, view.line if view.of_ratio else None
        if key not in known:
            over = breakdown_in_block(own, view.domains)
            known[key] = over, slices(own, over)
        yield BlockView(own, *known[key], weights_of(block, view, factors))


def ratios(sample: Sample) -> Iterator[Block]:
    """The rows of a sample with welfare over line in place of welfare."""
    for block in sample.blocks():
        line = sample.cells.line if block.line is None else block.line
        assert line is not None  # noqa: S101 - asked for where there is one
        yield block._replace(welfare=block.welfare / line)


def breakdown_in_block(sample: Sample, own: Domains) -> Breakdown:
    """The domains of the whole survey, with the own cells that have rows in a block."""
    used = used_cells(sample.cells, own.columns, everybody=own.everybody)
    codes = domain_codes(sample.cells, own.columns, used, own.spans)
    domain = np.searchsorted(own.codes, codes)
    among = own.codes[np.minimum(domain, len(own) - 1)] == codes  # a view may be of some domains alone
    if not among.all():
        used[np.flatnonzero(used)[~among]] = False
        domain = domain[among]
    return over_domains(sample, own.columns, [()] * len(own), used, domain)


def weights_of(block: BlockRows, view: View, factors: dict[int, Array]) -> Weights:
    """The weights of the rows of a slice.

    Args:
        block: the rows.
        view: says which weights.
        factors: of replicates that were drawn already, by their number.
    """
    if view.replicate is None:
        return weight_of
    if view.drawn is None:
        return partial(column_of, view.replicate)
    if view.replicate not in factors:
        assert block.place is not None  # noqa: S101 - asked for with a bootstrap
        bootstrap = Bootstrap(*view.drawn)
        (batch,) = (number for number, own in enumerate(bootstrap.batches) if view.replicate in own)
        drawn = bootstrap.factors(batch)[:, block.place]
        factors.clear()
        factors.update(zip(bootstrap.batches[batch], drawn, strict=True))
    return partial(scaled_by, factors[view.replicate][block.sample.cells.psu])


def poor_of(parts: Slices) -> Iterator[Slice]:
    """The poor of each domain in the order of the block, each with a line of its own."""
    for part in parts():
        line = part.line()
        assert line is not None  # noqa: S101 - asked for where rows have different lines
        chosen = np.flatnonzero(poor(part.welfare, line))
        if len(chosen):
            yield part.take(chosen)._replace(all_poor=True)
