"""The blocks of a survey where executors hold them: made once, by the first task that goes to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kaltim_poverty.survey.spark.block_pass import BLOCK, RESULT

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.frames import Frame, Gathering, Mapping
    from kaltim_poverty.survey.spark.records import Record


class BlockFrame:
    """Blocks, a record each.

    Args:
        parts: what they are made of, records with the key of their block.
        make: makes a block of its parts.
        blocks: how many there are.
        held: frames that executors hold for the parts, until there are blocks.
    """

    def __init__(self, parts: Frame, make: Gathering, blocks: int, held: Sequence[object] = ()) -> None:
        self.parts, self.make, self.blocks = parts, make, blocks
        self.held = held
        self.made: Frame | None = None

    @property
    def records(self) -> Frame:
        """The records of the blocks."""
        if self.made is None:
            self.made = self.parts.gathered(self.make, self.blocks).persisted()
        return self.made.of_kind(BLOCK)

    def results(self, function: Mapping, blocks: Sequence[int] | None = None) -> list[Record]:
        """What a function makes of blocks; the first one that is applied to all is so as they are made.

        Args:
            function: of records of blocks, to records of the kind `RESULT`.
            blocks: the numbers of those that are wanted; None for all.
        """
        if self.made is None and blocks is None:
            make = partial(made_with_results, self.make, function)
            self.made = self.parts.grouped(make, self.blocks).persisted()
            found = self.made.of_kind(RESULT).collected()
        else:
            frame = self.records if blocks is None else self.records.with_keys(blocks)
            found = frame.mapped(function).collected()
        self.held = ()
        return found


def made_with_results(make: Gathering, function: Mapping, parts: Iterator[Record]) -> Iterable[Record]:
    """A block, and what a function makes of it."""
    block = make(parts)
    return [block, *function(iter([block]))]
