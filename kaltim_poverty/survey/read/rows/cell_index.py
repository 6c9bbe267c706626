"""Which cell a row belongs to, looked up by whole-number codes: faster than a join where codes are dense."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.survey.sample import take_in_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.sample import IntArray


class CellIndex(NamedTuple):
    """A table with a slot for every combination of codes between the smallest and the largest.

    Attributes:
        lows: the smallest code of each column.
        spans: how many whole numbers lie between the smallest and the largest code of each.
        cells: the cell of each slot, (slots,).
    """

    lows: Sequence[int]
    spans: Sequence[int]
    cells: NDArray[np.int32]

    def slot_expression(self, columns: Sequence[str]) -> str:
        """SQL: the slot of a row."""
        slot = "0"
        for column, low, span in zip(columns, self.lows, self.spans, strict=True):
            slot = f"({slot}) * {span} + (CAST({column} AS BIGINT) - {low})"
        return f"CAST({slot} AS INTEGER)"

    def cells_of(self, slots: IntArray) -> NDArray[np.int32]:
        """The cells of some slots, (rows,)."""
        return take_in_pieces(self.cells, slots)


def cell_index(columns: Sequence[NDArray[Any]], most_slots: int) -> CellIndex | None:
    """The index of cells numbered from 0 on in the order of their codes, or None if it does not pay.

    Args:
        columns: the codes of the cells, one array (cells,) a column.
        most_slots: how many slots it may have.

    Returns:
        None for codes that are not whole numbers, or that need more slots.
    """
    if any(codes.dtype.kind not in "iub" for codes in columns):
        return None
    lows = [int(codes.min()) for codes in columns]
    spans = [int(codes.max()) - low + 1 for codes, low in zip(columns, lows, strict=True)]
    if math.prod(spans) > most_slots:
        return None
    cells = np.zeros(math.prod(spans), dtype=np.int32)
    cells[slots_of(columns, lows, spans)] = np.arange(len(columns[0]))
    return CellIndex(lows, spans, cells)


def slots_of(columns: Sequence[NDArray[Any]], lows: Sequence[int], spans: Sequence[int]) -> IntArray:
    """The slot of each cell; the last column changes fastest."""
    slot = columns[0].astype(np.intp)
    slot -= lows[0]
    for codes, low, span in list(zip(columns, lows, spans, strict=True))[1:]:
        slot *= span
        slot += codes
        slot -= low
    return slot
