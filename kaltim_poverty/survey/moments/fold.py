"""Rows to moments: features are computed and added up, a slice at a time.

A slice (the rows of one domain in one block) is folded from what came before it, its carry, and its sums are
added as a whole. So blocks can be folded anywhere and put together in their order: the digits are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.moments.accumulator import Accumulator, Folded, rows_together
from kaltim_poverty.survey.moments.carry import Carry, no_carry
from kaltim_poverty.survey.moments.cell_sums import cells_of_slice
from kaltim_poverty.survey.moments.moments import Moments
from kaltim_poverty.survey.moments.plan import Plan
from kaltim_poverty.survey.moments.poor import Lines
from kaltim_poverty.survey.moments.slice_sums import SliceSums, features_of
from kaltim_poverty.survey.sample import SIZES, Breakdown, Sizes, Slice, Weights, pieces


def weight_of(part: Slice) -> Array:
    """The weight of rows, unchanged."""
    return part.weight


def fold(
    parts: Iterable[Slice],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    start: Carry | None = None,
    with_cells: bool = True,
    weights: Weights = weight_of,
    sizes: Sizes = SIZES,
) -> Folded:
    """The moments of some rows.

    Args:
        parts: the rows of domains, block by block, in the order that features over pairs rank by.
        over: the breakdown.
        plan: what is wanted.
        constants: of its domains.
        lines: poverty lines of the sample.
        start: running sums of the blocks before; None if these are the first.
        with_cells: whether sums of own cells, and products, are wanted.
        weights: of the rows of a slice, if not their own.
        sizes: how many rows are looked at together.
    """
    accumulator = Accumulator(over, plan, constants, lines, start, with_cells=with_cells, sizes=sizes)
    for part in parts:
        accumulator.add(part, weights(part))
    return accumulator.result()


def fold_blocks(
    blocks: Iterable[Sequence[Slice]],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    start: Carry | None = None,
    with_cells: bool = True,
    sizes: Sizes = SIZES,
) -> list[Moments]:
    """The moments of each of some blocks that follow each other.

    Those of all blocks of a sample, added in their order, are the same to the last bit in however many pieces
    and wherever the blocks were folded.

    Args:
        blocks: the slices of each block.
        over: the breakdown.
        plan: what is wanted.
        constants: of its domains.
        lines: poverty lines of the sample.
        start: running sums of the blocks before these; None if there are none.
        with_cells: whether sums of own cells, and products, are wanted.
        sizes: how many rows are looked at together.
    """
    found = []
    for parts in blocks:
        folded = fold(
            parts, over, plan, constants, lines=lines, start=start, with_cells=with_cells, sizes=sizes
        )
        found.append(folded.moments)
        start = folded.carry
    return found


def running_sums(
    parts: Iterable[Slice],
    over: Breakdown,
    plan: Plan,
    constants: DomainConstants,
    *,
    lines: Lines = None,
    with_cells: bool = True,
    weights: Weights = weight_of,
    sizes: Sizes = SIZES,
) -> Carry:
    """The running sums of one block alone; those of all blocks before one, added up, are what it starts from.

    Args: as of `fold`.
    """
    features = features_of(plan, with_cells=with_cells)
    carry = no_carry(features.evaluated, len(over))
    for part in parts:
        own, weight = SliceSums(features, None, np.zeros((0, 0))), weights(part)
        cells = cells_of_slice(over, part) if with_cells else None
        for rows in pieces(0, len(weight), rows_together(cells, sizes)):
            own.skip(part.take(rows), weight[rows], constants.of(part.domain), lines)
        carry.add(part.domain, own.passed)
    return carry
