"""The rows of blocks in memory by chunk of PSUs, put in this order once for all breakdowns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import TypeAlias

import numpy as np

from kaltim_poverty.measures.linear import IntArray
from kaltim_poverty.survey.sample.blocks import Block
from kaltim_poverty.survey.sample.partition import partition
from kaltim_poverty.survey.sample.sizes import SIZES, Sizes
from kaltim_poverty.survey.sample.slices import Slice

RowsByChunk: TypeAlias = Mapping[int, list[Slice]]


def rows_by_chunk(
    blocks: Callable[[], Iterable[Block]], psu: IntArray, sizes: Sizes = SIZES
) -> Callable[[], RowsByChunk]:
    """A function that sorts rows by chunk of PSUs when it is first called.

    Args:
        blocks: the rows.
        psu: of each cell, (cells,).
        sizes: how many PSUs a chunk has.
    """
    return cache(partial(in_order_of_chunks, blocks, psu, sizes))


def in_order_of_chunks(blocks: Callable[[], Iterable[Block]], psu: IntArray, sizes: Sizes) -> RowsByChunk:
    """The rows of each chunk, those of each block in their order."""
    chunk = (psu // sizes.psus_of_chunk).astype(np.uint16)
    found: dict[int, list[Slice]] = defaultdict(list)
    for block in blocks():
        for part in partition(block, chunk, int(chunk.max(initial=0)) + 1, sizes):
            found[part.domain].append(part)
    return found
