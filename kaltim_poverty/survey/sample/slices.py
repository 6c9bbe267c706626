"""The rows of one domain in one block, and what makes others of them: pieces, parts, another order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from kaltim_poverty.measures.linear import Array, IntArray
from kaltim_poverty.survey.sample.blocks import Block

Slices: TypeAlias = Callable[[], Iterator["Slice"]]
Weights: TypeAlias = Callable[["Slice"], Array]


class Slice(NamedTuple):
    """Rows of one domain in one block, in the order of the block; arrays of shape (rows,).

    Attributes:
        domain: its number.
        block: what they are part of.
        place: of each row in the block.
        welfare: of each row.
        weight: of each row.
        cell: of each row.
        all_poor: whether these are rows of the poor alone, each with a line of its own.
    """

    domain: int
    block: Block
    place: slice | IntArray
    welfare: Array
    weight: Array
    cell: IntArray
    all_poor: bool = False

    def line(self) -> Array | None:
        """The line of each row, where rows have their own."""
        return None if self.block.line is None else self.block.line[self.place]

    def column(self, name: str) -> Array:
        """One of the columns that the block carries."""
        return self.block.columns[name][self.place]

    def take(self, rows: slice | IntArray) -> Slice:
        """The rows at some places."""
        return self._replace(
            place=places_of(self.place, rows),
            welfare=self.welfare[rows],
            weight=self.weight[rows],
            cell=self.cell[rows],
        )


def places_of(place: slice | IntArray, rows: slice | IntArray) -> slice | IntArray:
    """The places of some of the rows that have places; a slice of places has no step."""
    if not isinstance(place, slice):
        return place[rows]
    first = place.start or 0
    if not isinstance(rows, slice):
        return rows + first
    return slice(first + (rows.start or 0), place.stop if rows.stop is None else first + rows.stop)
