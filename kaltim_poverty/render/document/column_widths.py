"""Widths of columns as wide as their contents, where a program does not find them itself.

Widths are counted in halves of the size of the letters, about an average character each.
"""

from __future__ import annotations

import re
from itertools import permutations
from math import ceil
from typing import TYPE_CHECKING

from kaltim_poverty.render.charts.widths import ROOM, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.render.layout import Column

HALF = 0.5
MOST = 60  # of a column that has room enough
PADDING = 2.4  # between columns
MOST_MOVED = 12  # what goes from one column to another at once
LONGEST_WORD = 20  # of what no line breaks; more has an address
BEHIND_A_MARK = re.compile(r"(?<=[-/])")


def shares(columns: Sequence[Column], room: float) -> list[float]:
    """The widths of columns, no wider than their contents and together than the room.

    Words are folded before numbers, no word is broken as long as all find room, and what room is left goes
    to the columns that make rows high.

    Args:
        columns: with their headings and cells.
        room: of a line.
    """
    natural = [min(longest(column), MOST) + PADDING for column in columns]
    least = [min(longest_word(column), MOST) + PADDING for column in columns]
    if sum(natural) <= room:
        return natural
    if sum(least) >= room:
        return levelled(least, room)
    lengths = [[length(text) for text in (column.heading, *column.cells)] for column in columns]
    widths = grown(lengths, least, natural, int(room - sum(least)))
    return exchanged(lengths, widths, least)


def grown(
    lengths: Sequence[Sequence[float]], least: Sequence[float], most: Sequence[float], spare: int
) -> list[float]:
    """Widths that grow step by step where a column makes most rows high."""
    widths = [*least]
    for _ in range(spare):
        lines = [lines_of(column, width) for column, width in zip(lengths, widths, strict=True)]
        heights = heights_of(lines)
        growing = [place for place, width in enumerate(widths) if width < most[place]]
        widths[max(growing, key=lambda place: rows_determined(lines[place], heights))] += 1
    return widths


def rows_determined(lines: Sequence[int], heights: Sequence[int]) -> int:
    """The number of rows whose height this column determines, counting only folded cells."""
    return sum(own == height > 1 for own, height in zip(lines, heights, strict=True))


def exchanged(lengths: Sequence[Sequence[float]], widths: list[float], least: Sequence[float]) -> list[float]:
    """Widths of which some is moved between columns as long as the table gets lower by it."""
    lines = [lines_of(column, width) for column, width in zip(lengths, widths, strict=True)]
    height = sum(heights_of(lines))
    for giver, taker in permutations(range(len(lengths)), 2):
        if max(lines[taker]) == 1:
            continue
        for moved in range(1, min(int(widths[giver] - least[giver]), MOST_MOVED) + 1):
            lines_then, widths_then = [*lines], [*widths]
            for place, width in ((giver, widths[giver] - moved), (taker, widths[taker] + moved)):
                lines_then[place], widths_then[place] = lines_of(lengths[place], width), width
            if sum(heights_of(lines_then)) < height:
                return exchanged(lengths, widths_then, least)
    return widths


def lines_of(lengths: Sequence[float], width: float) -> list[int]:
    """How many lines the heading and each cell of a column take."""
    room = max(width - PADDING, 1)
    return [ceil(each / room) for each in lengths]


def heights_of(lines: Sequence[Sequence[int]]) -> list[int]:
    """The lines of each row, given those of the cells of each column."""
    return [max(row) for row in zip(*lines, strict=True)]


def height_of(columns: Sequence[Column], room: float) -> int:
    """The lines of a table that shares out this room."""
    lengths = [[length(text) for text in (column.heading, *column.cells)] for column in columns]
    lines = [lines_of(each, width) for each, width in zip(lengths, shares(columns, room), strict=True)]
    return sum(heights_of(lines))


def size_of(columns: Sequence[Column], width: float, sizes: Sequence[float], wider: float = 1) -> float:
    """The largest letters that fold no cell; else those that break no word and make the table lowest.

    Args:
        columns: with their headings and cells.
        width: of a line, in points.
        sizes: of the letters to choose from, in points.
        wider: how much wider letters are than those of Source Sans.

    Returns:
        points.
    """
    rooms = {size: room_of(width, size, wider) for size in sizes}
    whole = [size for size, room in rooms.items() if fits_whole(columns, room)]
    folded = [size for size, room in rooms.items() if fits(columns, room)]
    lowest = min(folded, key=lambda size: size * height_of(columns, rooms[size]), default=min(sizes))
    return max(whole, default=lowest)


def room_of(width: float, size: float, wider: float = 1) -> float:
    """The room of a line: of its width in points, for letters of a size in points."""
    return width / (size * HALF * wider)


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


def longest(column: Column) -> float:
    """The width that folds no cell, and the heading once."""
    return max([longest_word(column), length(column.heading) / 2 + 3, *map(length, column.cells)])


def longest_word(column: Column) -> float:
    """The width that breaks no word and no number."""
    words = column.heading.split()
    for cell in column.cells:
        words += [cell] if column.numeric else [piece for word in cell.split() for piece in pieces(word)]
    return max(map(length, words), default=0)


def pieces(word: str) -> list[str]:
    """Where a word may be folded: an address, and what else is too long for a word, behind its marks."""
    return BEHIND_A_MARK.split(word) if len(word) > LONGEST_WORD else [word]


def length(text: str) -> float:
    """The width of a text."""
    return width_of(text, 1) / (ROOM * HALF)
