"""Widths of columns as wide as their contents, where a program does not find them itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.layout import Column

MOST = 60  # characters of a column that has room enough
PADDING = 1.5  # characters between columns


def shares(columns: Sequence[Column], room: float) -> list[float]:
    """The widths of columns in characters, no wider than their contents and together than the room.

    Words are folded before numbers, and no word is broken as long as all find room.

    Args:
        columns: with their headings and cells.
        room: characters of a line.
    """
    natural = [min(longest(column), MOST) + PADDING for column in columns]
    least = [min(longest_word(column), MOST) + PADDING for column in columns]
    if fits_whole(columns, room):
        return natural
    if sum(least) >= room:
        return levelled(least, room)
    spare = (room - sum(least)) / sum(whole - narrow for whole, narrow in zip(natural, least, strict=True))
    return [narrow + (whole - narrow) * spare for whole, narrow in zip(natural, least, strict=True)]


def levelled(widths: Sequence[float], room: float) -> list[float]:
    """Widths of which the largest are cut to one level, so that together they have room."""
    left, level = room, 0.0
    for place, width in enumerate(ordered := sorted(widths)):
        level = left / (len(ordered) - place)
        if width > level:
            break
        left -= width
    return [min(width, level) for width in widths]


def fits_whole(columns: Sequence[Column], room: float) -> bool:
    """Whether no cell need be folded."""
    return sum(min(longest(column), MOST) + PADDING for column in columns) <= room


def fits(columns: Sequence[Column], room: float) -> bool:
    """Whether no word need be broken."""
    return sum(min(longest_word(column), MOST) + PADDING for column in columns) <= room


def longest(column: Column) -> int:
    """The width that folds no cell, and the heading once."""
    return max([longest_word(column), len(column.heading) // 2 + 3, *map(len, column.cells)])


def longest_word(column: Column) -> int:
    """The width that breaks no word and no number."""
    words = column.heading.split()
    for cell in column.cells:
        words += [cell] if column.numeric else cell.split()
    return max(map(len, words), default=0)
