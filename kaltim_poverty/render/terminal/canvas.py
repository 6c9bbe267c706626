"""A canvas of characters, with a scale in each direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaltim_poverty.render.charts.scale import Scale

BLANK = " "


class Canvas:
    """Cells in rows and columns, counted from the upper left.

    Args:
        width: columns.
        height: rows.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.cells = [[BLANK] * width for _ in range(height)]

    def put(self, column: int, row: int, character: str, *, over: bool = True) -> None:
        """Write a character into a cell, unless it is taken and must not be written *over*."""
        if 0 <= column < self.width and 0 <= row < self.height and (over or self.is_free(column, row)):
            self.cells[row][column] = character

    def is_free(self, column: int, row: int) -> bool:
        """Whether nothing stands in a cell."""
        return self.cells[row][column] == BLANK

    def write(self, column: int, row: int, text: str) -> None:
        """Write a text from a cell to the right."""
        for place, character in enumerate(text):
            self.put(column + place, row, character)

    def fits(self, column: int, row: int, text: str) -> bool:
        """Whether the cells of a text are free, and one before and behind it."""
        if not (column >= 0 and column + len(text) <= self.width and 0 <= row < self.height):
            return False
        around = range(max(column - 1, 0), min(column + len(text) + 1, self.width))
        return all(self.is_free(place, row) for place in around)

    def lines(self) -> Iterator[str]:
        """The rows as text, without blanks at their ends."""
        return ("".join(row).rstrip() for row in self.cells)


def nearest(share: float, cells: int) -> int:
    """The cell in which a share of a length lies, from 0 at its start to 1 at its end."""
    return min(max(int(share * (cells - 1) + 0.5), 0), cells - 1)


def row_of(scale: Scale, value: object, height: int) -> int:
    """The row of a number on a scale that leads upwards."""
    return nearest(1 - share_of(scale, value), height)


def share_of(scale: Scale, value: object) -> float:
    """How far along a scale a number lies, from 0 to 1."""
    span = float(scale.high - scale.low) or 1.0
    return (float(value) - float(scale.low)) / span  # type: ignore[arg-type]


def spread(ticks: Iterable[tuple[int, str]], width: int) -> str:
    """The words at some columns, each in the middle of its own; only every second or third without room.

    Args:
        ticks: columns and words, from left to right.
        width: of the line.
    """
    backwards = list(ticks)[::-1]
    for stride in range(1, len(backwards) + 1):
        canvas = Canvas(width, 1)
        for column, word in backwards[::stride]:
            start = min(max(column - len(word) // 2, 0), width - len(word))
            if not canvas.fits(start, 0, word):
                break
            canvas.write(start, 0, word)
        else:
            return next(canvas.lines())
    return ""


def apart(wished: Sequence[int], height: int) -> list[int] | None:
    """A row for each of some texts, near to the one that it wishes; None if there are too few rows.

    Args:
        wished: rows, in any order.
        height: how many there are.
    """
    if len(wished) > height:
        return None
    order = sorted(range(len(wished)), key=lambda place: wished[place])
    rows = [0] * len(wished)
    below = -1
    for place in order:
        rows[place] = below = max(wished[place], below + 1)
    limit = height
    for place in reversed(order):
        rows[place] = limit = min(rows[place], limit - 1)
    return rows
