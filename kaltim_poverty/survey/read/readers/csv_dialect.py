"""How a CSV or TSV file is written: its encoding, delimiter and header, seen from its beginning."""

from __future__ import annotations

import codecs
import csv
import io
import zlib
from typing import NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.formats import is_gzip

BYTES_OF_START = 32_768
DELIMITERS = ",;\t|"


class CsvDialect(NamedTuple):
    """How a file is written.

    Attributes:
        file: its path.
        start: its beginning as text.
        delimiter: between cells.
        header: the names of its columns; some may be empty.
    """

    file: str
    start: str
    delimiter: str
    header: tuple[str, ...]


def csv_dialect(file: str) -> CsvDialect:
    """How a file is written.

    Raises:
        InputError: if it cannot be read, is empty, names a column twice, or is not text in UTF-8.
    """
    start = decoded(file, start_of(file))
    first_line = start.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count) if any(map(first_line.count, DELIMITERS)) else ","
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    header = tuple(cell.strip() for cell in next(rows, ()))
    if not any(header):
        raise InputError("empty_survey", file=file)
    check_header(file, header)
    return CsvDialect(file, start, delimiter, header)


def check_header(file: str, header: tuple[str, ...], *, case_sensitive: bool = False) -> None:
    """Refuse a header that names a column twice.

    Columns without a name are left out: R and pandas write row numbers in one.

    Args:
        file: for the message.
        header: the names.
        case_sensitive: whether the format takes names that differ in case for different ones.

    Raises:
        InputError: with the column.
    """
    names = list(header) if case_sensitive else [column.casefold() for column in header]
    for place, name in enumerate(names):
        if name.strip() and name in names[:place]:
            raise InputError("repeated_column", file=file, line="1", column=header[place])


def start_of(file: str) -> bytes:
    """The first bytes of a file.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        if is_gzip(file):
            import gzip

            with gzip.open(file, "rb") as compressed:
                return compressed.read(BYTES_OF_START)
        with open(file, "rb") as opened:
            return opened.read(BYTES_OF_START)
    except EOFError:
        raise InputError("cut_short", file=file, line="1") from None
    except (OSError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("unreadable", file=file, reason=reason) from None


def decoded(file: str, start: bytes) -> str:
    """The first bytes of a file as text; the last character may be cut.

    Raises:
        InputError: if they are not text in UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(start, final=len(start) < BYTES_OF_START)
    except UnicodeDecodeError as error:
        line = start[: error.start].count(b"\n") + 1
        raise InputError("not_utf8", file=file, line=str(line), byte=f"0x{start[error.start]:02x}") from None
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise InputError("nul_byte", file=file, line=str(line))
    return text.replace("\r\n", "\n")
