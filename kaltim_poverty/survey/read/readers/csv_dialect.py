"""How a CSV or TSV file is written: its encoding, line ends, delimiter and header."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple, cast

from kaltim_poverty.errors import InputError, system_reason
from kaltim_poverty.inputs.not_tables import kind_of_text
from kaltim_poverty.survey.read.readers.formats import is_gzip

BYTES_OF_START = 32_768
LONGEST_LINE = 2_000_000  # bytes
DELIMITERS = ",;\t|"
QUOTED = re.compile(r'"(?:[^"]|"")*"')
BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*(?:\n|$)', re.IGNORECASE)
UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class CsvDialect(NamedTuple):
    """How a file is written.

    Attributes:
        file: its path.
        start: its beginning as text, from the header on.
        skipped: lines before the header.
        delimiter: between cells.
        header: the names of its columns; some may be empty.
        before: the lines before the header.
    """

    file: str
    start: str
    skipped: int
    delimiter: str
    header: tuple[str, ...]
    before: tuple[str, ...] = ()


def csv_dialect(
    file: str, display_name: str, delimiter: str | None = None, usual: str | None = None
) -> CsvDialect:
    """How a file in UTF-8 with line feeds is written.

    Args:
        file: its path.
        display_name: what messages call it.
        delimiter: between cells, where that is known.
        usual: what is taken for it if the header has one.

    Raises:
        InputError: if it cannot be read, is empty, names a column twice, is not text in UTF-8, or its
            header is too long.
    """
    for size in (BYTES_OF_START, LONGEST_LINE):  # few headers are long
        text, complete = start_of(file, display_name, size)
        dialect = dialect_of(file, display_name, text, delimiter, usual, complete=complete)
        if dialect is not None:
            return dialect
    raise InputError("long_line", file=display_name, line="1")


def dialect_of(
    file: str, display_name: str, text: str, delimiter: str | None, usual: str | None, *, complete: bool
) -> CsvDialect | None:
    """How a file with this beginning is written, or None if its header does not end there."""
    blank = BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    declared = SEPARATOR.match(text, start)
    start = declared.end() if declared else start
    beginning = text[start:]
    kind = kind_of_text(beginning)
    if kind is not None:
        raise InputError(f"survey_{kind}", file=display_name)
    first_line = QUOTED.sub("", beginning).partition("\n")
    if not first_line[1] and not complete:
        return None
    delimiter = delimiter or (declared[1] if declared else delimiter_of(first_line[0], usual))
    rows = csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)
    header = tuple(cell.strip() for cell in header_of(rows, display_name))
    if not any(header):
        raise InputError("empty_survey", file=display_name)
    check_header(display_name, header)
    before = text[:start]
    return CsvDialect(file, beginning, before.count("\n"), delimiter, header, tuple(before.split("\n")[:-1]))


def header_of(rows: Iterator[list[str]], display_name: str) -> list[str]:
    """The first row.

    Raises:
        InputError: if it is no CSV.
    """
    try:
        return next(rows, [])
    except csv.Error:
        raise InputError("long_line", file=display_name, line="1") from None


def delimiter_of(first_line: str, usual: str | None = None) -> str:
    """The delimiter of a line outside quotes: the usual mark if it has one; else a comma."""
    if usual is not None and usual in first_line:
        return usual
    return max(DELIMITERS, key=first_line.count)


def check_header(file: str, header: tuple[str, ...]) -> None:
    """Refuse a header that names a column twice; names that differ in case are different.

    Columns without a name are left out: R and pandas write row numbers in one.

    Args:
        file: for the message.
        header: the names.

    Raises:
        InputError: with the column.
    """
    seen: set[str] = set()
    for name in header:
        if name.strip() and name in seen:
            raise InputError("repeated_column", file=file, line="1", column=name)
        seen.add(name)


@contextmanager
def opened(file: str, display_name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, which may be compressed.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        if is_gzip(file):
            import gzip

            with gzip.open(file, "rb") as compressed:
                yield cast("IO[bytes]", compressed)
        else:
            with open(file, "rb") as plain:
                yield plain
    except EOFError:
        raise InputError("cut_short", file=display_name, line="1") from None
    except OSError as error:
        if error.errno is None:  # it is not compressed, in words of the package
            raise InputError("malformed_gzip", file=display_name) from None
        raise InputError("unreadable", file=display_name, reason=system_reason(error)) from None
    except zlib.error:
        raise InputError("malformed_gzip", file=display_name) from None


def start_of(file: str, display_name: str, size: int) -> tuple[str, bool]:
    """The first bytes of a file as text, and whether that is all; the last character may be cut.

    Raises:
        InputError: if it cannot be read, or is not text in UTF-8.
    """
    with opened(file, display_name) as stream:
        start = stream.read(size)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(start, final=len(start) < size)
    except UnicodeDecodeError as error:
        line = start[: error.start].count(b"\n") + 1
        raise InputError(
            "survey_not_utf8", file=display_name, line=str(line), byte=f"0x{start[error.start]:02x}"
        ) from None
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise InputError("nul_byte", file=display_name, line=str(line))
    return text.replace("\r\n", "\n"), len(start) < size
