"""The extent of the sheets of .xls: records in a stream of a compound file, a file system of its own."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEADER = struct.Struct("<30xHH14xI4xII4xI")
ENTRIES_IN_HEADER = slice(76, 512)
ENTRY = 128  # bytes of an entry of the directory
STREAMS = ("Workbook", "Book")
LAST = 0xFFFFFFFA  # sectors above are marks
BEGIN = (0x0009, 0x0209, 0x0409, 0x0809)  # of a sheet
CELLS = frozenset((1, 2, 3, 4, 5, 6, 0xBD, 0xBE, 0xD6, 0xFD, *range(0x201, 0x207), 0x27E, 0x406))
SEVERAL = (0xBD, 0xBE)  # cells beside each other, the last column at the end


def cells_of_sheets(data: bytes) -> int:
    """The cells of the largest rectangle of a sheet from A1 to its last row and column.

    Args:
        data: a workbook.

    Raises:
        struct.error: if it is damaged.
    """
    most = rows = columns = 0
    for kind, payload in records(workbook_stream(data)):
        if kind in BEGIN:
            rows = columns = 0
        elif kind in CELLS and len(payload) >= 4:  # noqa: PLR2004 - a row and a column
            row, column = struct.unpack_from("<HH", payload)
            last = struct.unpack_from("<H", payload, len(payload) - 2)[0] if kind in SEVERAL else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, last + 1)
            most = max(most, rows * columns)
    return most


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a stream: their kinds and their bytes."""
    start = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def workbook_stream(data: bytes) -> bytes:
    """The stream of a compound file that holds the sheets; empty if there is none.

    Raises:
        struct.error: if the file is damaged.
    """
    shift, small_shift, directory, cutoff, small_table, further = HEADER.unpack_from(data)
    size = 1 << shift
    table = numbers(b"".join(sector(data, each, size) for each in sectors_of_table(data, further, size)))
    entries = joined(data, table, directory, size)
    found = dict(entry(entries, start) for start in range(0, len(entries), ENTRY))
    start, length = next((found[name] for name in STREAMS if name in found), (LAST, 0))
    if length >= cutoff:
        return joined(data, table, start, size)[:length]
    small_sectors = joined(data, table, found["Root Entry"][0], size) if found else b""
    small = numbers(joined(data, table, small_table, size))
    width = 1 << small_shift
    return b"".join(small_sectors[each * width : (each + 1) * width] for each in chain(small, start))[:length]


def sectors_of_table(data: bytes, further: int, size: int) -> Iterator[int]:
    """The sectors of the table of sectors: the first are named in the header, others in a list."""
    yield from (each for each in numbers(data[ENTRIES_IN_HEADER]) if each < LAST)
    for _ in range(len(data) // size):
        if further >= LAST:
            return
        *named, further = numbers(sector(data, further, size)) or (LAST,)
        yield from (each for each in named if each < LAST)


def entry(entries: bytes, start: int) -> tuple[str, tuple[int, int]]:
    """The name of an entry of the directory, where its stream begins, and its length."""
    (length,) = struct.unpack_from("<H", entries, start + 64)
    name = entries[start : start + max(length - 2, 0)].decode("utf-16-le", "replace")
    return name, struct.unpack_from("<II", entries, start + 116)


def joined(data: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    """The bytes of the sectors that follow each other from one on."""
    return b"".join(sector(data, each, size) for each in chain(table, start))


def chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors that follow each other; each sector once at most."""
    for _ in table:
        if start >= len(table):
            return
        yield start
        start = table[start]


def sector(data: bytes, place: int, size: int) -> bytes:
    """One sector."""
    return data[(place + 1) * size : (place + 2) * size]


def numbers(data: bytes) -> tuple[int, ...]:
    """The whole numbers of four bytes in a sector."""
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


__all__ = ["cells_of_sheets"]
