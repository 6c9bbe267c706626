"""The size of SAS transport files: what was cut off one leaves no other trace.

Records of 80 bytes: headers, a description of each column, rows one after the other, blanks up to the end of
the last record. Version 8 also says how many rows there are.
https://support.sas.com/content/dam/SAS/support/en/technical-papers/record-layout-of-a-sas-version-5-or-6-data-set-in-sas-transport-xport-format.pdf
"""

from __future__ import annotations

import os
import struct
from decimal import Decimal
from typing import BinaryIO, NamedTuple

from kaltim_poverty.errors import InputError, system_reason

RECORD = 80  # bytes
HEADER = b"HEADER RECORD*******"
COLUMNS, ROWS, DATA_SET = HEADER + b"NAM", HEADER + b"OBS", HEADER + b"MEMB"
COLUMN_COUNT, DESCRIPTION_SIZE, ROW_COUNT = slice(54, 58), slice(74, 78), slice(48, 63)
LENGTH_OF_COLUMN = struct.Struct(">4xH")
RECORDS_OF_PIECE = 13_107


class Layout(NamedTuple):
    """Where the rows of a file are.

    Attributes:
        start: the byte at which they begin.
        length: of a row, in bytes.
        promised: how many there are, where the file says so.
    """

    start: int
    length: int
    promised: int | None


def check_transport(file: str) -> None:
    """Refuse a transport file that is cut short, or has a second data set, which would be read as rows.

    Raises:
        InputError: with what is wrong.
    """
    try:
        with open(file, "rb") as opened:
            layout = layout_of(opened)
            if layout is None:
                raise InputError("transport_cut_short", file=file)
            check_end(file, opened, layout)
            opened.seek(layout.start)
            if has_second_data_set(opened):
                raise InputError("transport_data_sets", file=file)
    except OSError as error:
        raise InputError("unreadable", file=file, reason=system_reason(error)) from None


def layout_of(opened: BinaryIO) -> Layout | None:
    """Where the rows are; None if the headers do not lead there."""
    size = columns = 0
    while len(record := opened.read(RECORD)) == RECORD:
        if record.startswith(DATA_SET):
            size = number_in(record[DESCRIPTION_SIZE])
        elif record.startswith(COLUMNS):
            columns = number_in(record[COLUMN_COUNT])
            descriptions = opened.read(-(-columns * size // RECORD) * RECORD)
        elif record.startswith(ROWS):
            lengths = [length_at(descriptions, place * size) for place in range(columns)]
            count = record[ROW_COUNT].strip()
            promised = int(count) if count.isdigit() and int(count) else None
            return Layout(opened.tell(), sum(lengths), promised)
    return None


def number_in(digits: bytes) -> int:
    """A number in a header, 0 where there is none."""
    return int(digits) if digits.isdigit() else 0


def length_at(descriptions: bytes, start: int) -> int:
    """The bytes of a column in a row, by the place of its description."""
    of_column = descriptions[start : start + LENGTH_OF_COLUMN.size]
    return int(LENGTH_OF_COLUMN.unpack(of_column)[0]) if len(of_column) == LENGTH_OF_COLUMN.size else 0


def check_end(file: str, opened: BinaryIO, layout: Layout) -> None:
    """Refuse a file that does not end with a whole row and blanks up to the end of a record.

    Raises:
        InputError: with the numbers of rows where they are known.
    """
    size = os.fstat(opened.fileno()).st_size
    held, rest = divmod(size - layout.start, layout.length) if layout.length else (0, 0)
    if layout.promised is not None and held < layout.promised:
        promised = Decimal(layout.promised)
        raise InputError("rows_cut_short", file=file, promised=promised, held=Decimal(held))
    opened.seek(size - rest)
    if size % RECORD or rest >= RECORD or opened.read(rest).strip(b" "):
        raise InputError("transport_cut_short", file=file)


def has_second_data_set(opened: BinaryIO) -> bool:
    """Whether a record among the rows is the header of another data set."""
    while piece := opened.read(RECORD * RECORDS_OF_PIECE):
        place = piece.find(DATA_SET)
        while place >= 0:
            if place % RECORD == 0:
                return True
            place = piece.find(DATA_SET, place + 1)
    return False
