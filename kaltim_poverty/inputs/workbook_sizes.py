"""How large a workbook is, before anything reads it: a few kilobytes may declare more than any memory holds.

A reader allocates the rectangle around all cells of a sheet, and a part of the archive may inflate to a
thousand times its size, or to more than it says.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.binary_sheets import BinaryExtent
from kaltim_poverty.inputs.compound_files import cells_of_sheets

ZIP = b"PK\x03\x04"  # how .xlsx begins, and .ods
OLE = b"\xd0\xcf\x11\xe0"  # how .xls begins
SHEETS = "xl/worksheets/"
BINARY = ".bin"  # of .xlsb
DOCUMENT = "content.xml"  # of .ods, with all sheets
BYTES_OF_PIECE = 2**20
LONGEST_ROW = 8 * BYTES_OF_PIECE  # no sheet that people fill has a longer one
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
ROW = b"<row"
CELLS = (b"<c ", b"<c>", b"<c/")
END_OF_ROW = re.compile(rb"</table:table-row>")
START_OF_SHEET = re.compile(rb"<table:table[\s>]")
REPEATED_ROW = re.compile(
    rb"""<table:table-row(?=[\s/>])(?:[^>]*?number-rows-repeated\s*=\s*["'](\d{1,7}))?"""
)
REPEATED_CELL = re.compile(
    rb"""<table:(?:covered-)?table-cell(?=[\s/>])"""
    rb"""(?=(?:[^>]*?number-columns-repeated\s*=\s*["'](\d{1,7}))?)(?=(?:[^>]*?(value-type))?)"""
)
CELL_WITHOUT_PLACE = re.compile(rb"<c(?=[\s/>])(?![^>]*?\br\s*=)")


class Bounds(NamedTuple):
    """The limits of a workbook, and the messages beyond them.

    Attributes:
        bytes: of all parts, unpacked.
        cells: of the rectangle around all cells of a sheet.
        too_long: the key of the sentence for too many bytes.
        too_wide: the key of the sentence for too many cells.
    """

    bytes: int
    cells: int
    too_long: str
    too_wide: str

    def refuse_bytes(self, file: str) -> InputError:
        """The error for too many bytes."""
        return InputError(self.too_long, file=file, most=f"{self.bytes // 2**20} MB")

    def refuse_cells(self, file: str) -> InputError:
        """The error for too many cells."""
        return InputError(self.too_wide, file=file, most=Decimal(self.cells))


def check_size(file: str, opened: IO[bytes], bounds: Bounds) -> None:
    """Refuse a workbook that is larger than its bounds; one that is no archive is as large as its file.

    Args:
        file: for sentences.
        opened: the workbook.
        bounds: what it may take.

    Raises:
        InputError: if its parts or the rectangle around its cells are too large.
        zipfile.BadZipFile: if it is damaged.
    """
    beginning = opened.read(len(ZIP))
    opened.seek(0, io.SEEK_SET)
    if beginning == OLE:
        check_compound(file, opened, bounds)
    if beginning != ZIP:
        return
    with zipfile.ZipFile(opened) as archive:
        if sum(part.file_size for part in archive.infolist()) > bounds.bytes:
            raise bounds.refuse_bytes(file)
        left = bounds.bytes
        for part in archive.infolist():
            extent = extent_of(part.filename)
            for piece in inflated(archive, part, left):
                left -= len(piece)
                if left < 0:
                    raise bounds.refuse_bytes(file)
                if extent is not None and extent.add(piece) > bounds.cells:
                    raise bounds.refuse_cells(file)


def check_compound(file: str, opened: IO[bytes], bounds: Bounds) -> None:
    """Refuse a workbook of .xls that is larger than its bounds.

    Raises:
        InputError: if the file or the rectangle around its cells is too large.
    """
    data = opened.read(bounds.bytes + 1)
    if len(data) > bounds.bytes:
        raise bounds.refuse_bytes(file)
    if cells_of_sheets(data) > bounds.cells:
        raise bounds.refuse_cells(file)


def extent_of(part: str) -> Extent | BinaryExtent | OpenDocumentExtent | None:
    """A counter of the cells of a part, if it holds some."""
    if part.startswith(SHEETS) and part.endswith(BINARY):
        return BinaryExtent()
    if part.startswith(SHEETS):
        return Extent()
    return OpenDocumentExtent() if part == DOCUMENT else None


def inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The bytes of a part in pieces: all that there are, or one more than the most, whatever it says.

    Raises:
        zipfile.BadZipFile: if it is damaged, or packed or locked in a way that is not known.
    """
    part.file_size = most + 1
    try:
        with archive.open(part) as opened:
            while piece := opened.read(BYTES_OF_PIECE):
                yield piece
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as error:
        raise zipfile.BadZipFile(str(error)) from None


class Extent:
    """The rectangle from A1 to the last row and column that a sheet has a cell in."""

    def __init__(self) -> None:
        self.rows = self.columns = self.counted_rows = 0
        self.rest = b""

    def add(self, piece: bytes) -> int:
        """The cells of the rectangle, with one more piece of a sheet."""
        text = self.rest + piece
        self.rest = text[max(text.rfind(ROW), 0) :]  # may go on in the next piece
        self.count(text)
        if len(self.rest) > LONGEST_ROW:
            return sys.maxsize
        return max(self.rows, self.counted_rows) * self.columns

    def count(self, text: bytes) -> None:
        """Take note of what is in some rows; cells and rows may come without their numbers."""
        references = set(REFERENCE.findall(text))
        self.rows = max([self.rows, *(int(row) for _, row in references)])
        letters = {letters for letters, _ in references}
        self.columns = max([self.columns, *map(column_number, letters), *cells_of_rows(text)])
        self.counted_rows += text.count(ROW) - self.rest.count(ROW)


class OpenDocumentExtent:
    """The largest rectangle of a sheet of .ods, whose rows and cells may say that they are repeated."""

    def __init__(self) -> None:
        self.rows = self.filled_rows = self.columns = 0
        self.rest = b""

    def add(self, piece: bytes) -> int:
        """The cells of the rectangle of the last sheet, with one more piece of the document."""
        *rows, self.rest = END_OF_ROW.split(self.rest + piece)
        if len(self.rest) > LONGEST_ROW:
            return sys.maxsize
        return max(map(self.count, rows), default=0)

    def count(self, row: bytes) -> int:
        """The cells of the rectangle, with one more row and the empty ones before it."""
        if START_OF_SHEET.search(row):
            self.rows = self.filled_rows = self.columns = 0
        self.rows += sum(int(times or 1) for times in REPEATED_ROW.findall(row))
        place = last = 0
        for times, kind in REPEATED_CELL.findall(row):
            place += int(times or 1)
            last = place if kind else last
        if last:
            self.filled_rows, self.columns = self.rows, max(self.columns, last)
        return self.filled_rows * self.columns


def cells_of_rows(text: bytes) -> Iterator[int]:
    """How many cells each row has, where some do not say in which column they are."""
    if CELL_WITHOUT_PLACE.search(text):
        yield from (sum(map(row.count, CELLS)) for row in text.split(ROW)[1:])


def column_number(letters: bytes) -> int:
    """The number of a column, from 1 for A."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


__all__ = ["OLE", "ZIP", "Bounds", "check_size"]
