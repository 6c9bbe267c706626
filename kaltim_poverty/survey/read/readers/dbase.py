"""Tables of dBase, as BPS has distributed its surveys: as many rows as the header says, text by code page."""

from __future__ import annotations

import os
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.packages import read_by_package
from kaltim_poverty.records import note
from kaltim_poverty.survey.read.damaged import damaged_file
from kaltim_poverty.survey.read.readers.package_files import PackageFile, missing_package, whole_table
from kaltim_poverty.survey.read.readers.text_encoding import BYTE_BY_BYTE, TextDecoder, codec
from kaltim_poverty.survey.read.readers.typed_columns import columns_of_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

END_OF_FILE = b"\x1a"
ROW, DELETED = b" *"
PADDING = b" \0\r\n"
BYTES_OF_NAME = 40  # of a code page


def dbase_file(file: str, encoding: str | None = None) -> PackageFile:
    """A table of dBase.

    Args:
        file: its path.
        encoding: of its text; as its header or a file ``.cpg`` beside it says if None.

    Raises:
        InputError: if it cannot be read, is cut short, or is longer than it says.
        MissingPackageError: without dbfread.
    """
    try:
        import dbfread

        from kaltim_poverty.survey.read.readers.dbase_cells import CellParser
    except ImportError:
        raise missing_package(".dbf", "dbfread") from None
    with read_by_package(lambda error, _: refusal(file, error)):
        table = dbfread.DBF(file, BYTE_BY_BYTE, parserclass=CellParser, recfactory=None)
        check_header(file, table)
        deleted = deleted_rows(file, table.header)
        rows = [[cell for _, cell in row] for row in table]
    decoder = TextDecoder(file, encoding, code_page(file, table.header.language_driver))
    names, cells = decoder.decode(table.field_names), map(decoder.decode, zip(*rows, strict=True))
    columns = columns_of_rows(file, [names, *zip(*cells, strict=True)])
    if deleted:
        decoder.add_note(note("deleted_rows", file=file, rows=Decimal(deleted)))
    return whole_table(columns, decoder.notes)


def refusal(file: str, error: BaseException) -> InputError:
    """The error for a table over which the package stumbled."""
    if isinstance(error, struct.error):
        return InputError("header_cut_short", file=file)
    return damaged_file(file)


def check_header(file: str, table: Any) -> None:
    """Refuse a table whose columns do not fill its rows: each row would begin elsewhere.

    Raises:
        InputError: with both lengths.
    """
    of_columns, of_row = 1 + sum(field.length for field in table.fields), table.header.recordlen
    if of_columns != of_row:
        raise InputError("row_length", file=file, columns=str(of_columns), row=str(of_row))


def deleted_rows(file: str, header: Any) -> int:
    """How many of the rows are deleted.

    Raises:
        InputError: if the file does not have as many rows as its header says, or one is damaged.
    """
    length, promised = header.recordlen, header.numrecords
    room = max(os.path.getsize(file) - header.headerlen, 0)
    held = room // length if length else 0
    if held < promised:
        raise InputError("rows_cut_short", file=file, promised=Decimal(promised), held=Decimal(held))
    if has_more(file, header.headerlen + promised * length):
        raise InputError("rows_too_many", file=file, promised=Decimal(promised), held=Decimal(held))
    marks = marks_of(file, header)
    damaged = np.flatnonzero((marks != ROW) & (marks != DELETED))
    if len(damaged):
        raise InputError("row_damaged", file=file, row=str(damaged[0] + 1))
    return int((marks == DELETED).sum())


def has_more(file: str, end: int) -> bool:
    """Whether there are rows beyond the last one, which a mark or padding may follow."""
    with open(file, "rb") as opened:
        opened.seek(end)
        rest = opened.read(BYTES_OF_NAME)
    return not rest.startswith(END_OF_FILE) and bool(rest.strip(PADDING))


def marks_of(file: str, header: Any) -> NDArray[np.uint8]:
    """The byte with which each row begins, (rows,)."""
    if header.numrecords == 0:
        return np.zeros(0, np.uint8)
    shape = (header.numrecords * header.recordlen,)
    rows = np.memmap(file, np.uint8, "r", offset=header.headerlen, shape=shape)
    return np.array(rows[:: header.recordlen])


def code_page(file: str, language: int) -> str | None:
    """How the text of a table is written, as a file beside it or its header says; None where neither does."""
    from dbfread.codepages import codepages

    beside = os.path.splitext(file)[0] + ".cpg"
    if os.path.isfile(beside):
        with open(beside, encoding=BYTE_BY_BYTE) as opened:
            name = opened.read(BYTES_OF_NAME).strip()
        for known in map(codec, (name, f"cp{name}", name.replace(" 8859", "-8859-"))):
            if known is not None:
                return known
    return codepages[language][0] if language and language in codepages else None
