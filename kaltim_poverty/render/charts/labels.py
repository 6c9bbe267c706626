"""Texts in a picture, put where none lies on another before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from kaltim_poverty.render.charts.theme import LABEL, LEADING, TEXT
from kaltim_poverty.render.charts.widths import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Align = Literal["left", "center", "right"]
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}  # the part of a text that stands before its place
ASCENT = 0.78  # of the size of a text, from its baseline to the top of a capital with room above it
HEIGHT = 1.06  # of its box, in sizes
APART = 3  # units between texts beside one another, so that two numbers are not read as one


class Box(NamedTuple):
    """The room that something takes, in units from the upper left corner of a panel."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes have room in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Label(NamedTuple):
    """A line of text: where its baseline begins, ends or has its middle, and how it looks."""

    text: str
    x: float
    y: float
    align: Align = "left"
    size: int = LABEL
    bold: bool = False
    colour: str = TEXT

    @property
    def box(self) -> Box:
        """The bounding box of the text."""
        width = width_of(self.text, self.size, bold=self.bold)
        left = self.x - BEFORE[self.align] * width
        top = self.y - ASCENT * self.size
        return Box(left, top, left + width, top + HEIGHT * self.size)


class Block(NamedTuple):
    """Lines of text that stand together at a height that is wished for, such as the end of a line."""

    lines: tuple[str, ...]
    wished: float
    colour: str = TEXT
    bold: bool = False
    size: int = LABEL

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return len(self.lines) * self.size * LEADING


def moved_apart(blocks: Sequence[Block], top: float, bottom: float) -> list[float]:
    """The middle of each block, as near to where it is wished as the others allow.

    Blocks that would meet become one group, centred at the mean of what they wish, until none meets another.

    Args:
        blocks: what is to be placed, in any order.
        top: the upper end of the room, in units.
        bottom: the lower end.

    Returns:
        the middles, in the order of the blocks.
    """
    order = sorted(range(len(blocks)), key=lambda place: blocks[place].wished)
    groups: list[list[int]] = []
    for place in order:
        groups.append([place])
        while (
            len(groups) > 1
            and span(blocks, groups[-2], top, bottom)[1] > span(blocks, groups[-1], top, bottom)[0]
        ):
            last = groups.pop()
            groups[-1] += last
    middles = [0.0] * len(blocks)
    for group in groups:
        start = span(blocks, group, top, bottom)[0]
        for place in group:
            middles[place] = start + blocks[place].height / 2
            start += blocks[place].height
    return middles


def span(blocks: Sequence[Block], group: Sequence[int], top: float, bottom: float) -> tuple[float, float]:
    """Where a group of blocks starts and ends, within the room."""
    height = sum(blocks[place].height for place in group)
    before, wish = 0.0, 0.0
    for place in group:
        wish += blocks[place].wished - before - blocks[place].height / 2
        before += blocks[place].height
    start = max(top, min(wish / len(group), bottom - height))
    return start, start + height


def lines_of(block: Block, x: float, middle: float) -> list[Label]:
    """The lines of a block beside a place."""
    leading = block.size * LEADING
    first = middle - block.height / 2 + leading * 0.5 + block.size * 0.35
    return [
        Label(text, x, first + number * leading, "left", block.size, block.bold, block.colour)
        for number, text in enumerate(block.lines)
    ]


def rows_without_overlap(boxes: Sequence[tuple[float, float]]) -> list[int]:
    """The row of each of some texts, of which those that would meet stand in different rows.

    Args:
        boxes: where each text starts and ends, in units.

    Returns:
        the number of the row of each, 0 nearest to the panel.
    """
    ends: list[float] = []
    rows = [0] * len(boxes)
    for place in sorted(range(len(boxes)), key=lambda place: boxes[place]):
        start, end = boxes[place]
        row = next((row for row, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [end]
        rows[place] = row
    return rows


def with_room(wanted: Iterable[Sequence[Label]], taken: Iterable[Box], room: Box) -> list[Label]:
    """Of each text the first of its places that is free; a text without one is left out.

    Args:
        wanted: the places of each text, the best first; texts that matter most come first.
        taken: the room that others have already.
        room: what no text may leave.
    """
    boxes, placed = list(taken), []
    for places in wanted:
        for label in places:
            box = label.box
            apart = box._replace(left=box.left - APART, right=box.right + APART)
            if within(box, room) and not any(apart.meets(other) for other in boxes):
                boxes.append(box)
                placed.append(label)
                break
    return placed


def within(box: Box, room: Box) -> bool:
    """Whether a box lies in a room."""
    return (
        box.left >= room.left
        and box.right <= room.right
        and box.top >= room.top
        and box.bottom <= room.bottom
    )
