"""The extent of a sheet of .xlsb, whose cells are records: a kind, a length, and so many bytes."""

from __future__ import annotations

import struct
import sys

ROW = 0  # the kind of a record with the number of a row
CELLS = range(1, 12)  # the kinds of records with a cell, which begin with its column
NUMBER = struct.Struct("<I")
LONGEST_RECORD = 2**24  # bytes: no cell that people fill is longer


class BinaryExtent:
    """The rectangle from A1 to the last row and column that a sheet has a cell in."""

    def __init__(self) -> None:
        self.row = self.rows = self.columns = 0
        self.rest = b""

    def add(self, piece: bytes) -> int:
        """The cells of the rectangle, with one more piece of a sheet."""
        text, start = self.rest + piece, 0
        while (found := record_at(text, start)) is not None:
            kind, begin, end = found
            if end > len(text):
                break
            self.count(kind, text[begin:end])
            start = end
        self.rest = text[start:]
        if len(self.rest) > LONGEST_RECORD:
            return sys.maxsize
        return self.rows * self.columns

    def count(self, kind: int, payload: bytes) -> None:
        """Take note of a record; a row counts once it has a cell."""
        if len(payload) < NUMBER.size:
            return
        (number,) = NUMBER.unpack_from(payload)
        if kind == ROW:
            self.row = number
        elif kind in CELLS:
            self.rows, self.columns = max(self.rows, self.row + 1), max(self.columns, number + 1)


def record_at(text: bytes, start: int) -> tuple[int, int, int] | None:
    """The kind of a record, and where its bytes begin and end; None where its head is incomplete."""
    kind = number_at(text, start, 2)
    length = None if kind is None else number_at(text, kind[1], 4)
    if kind is None or length is None:
        return None
    return kind[0], length[1], length[1] + length[0]


def number_at(text: bytes, start: int, most: int) -> tuple[int, int] | None:
    """A number in bytes of seven bits, the last without the eighth, and where it ends."""
    value = 0
    for place in range(most):
        if start + place >= len(text):
            return None
        byte = text[start + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80 or place == most - 1:  # noqa: PLR2004 - the eighth bit
            return value, start + place + 1
    return None


__all__ = ["BinaryExtent"]
