"""CSV and TSV: how a file is written, seen from its first lines and a few samples further on."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEEN = 32_768  # bytes of the first sample
SEEN_FURTHER = 2_048  # bytes of each other one
SAMPLES = 12  # places in a file where the kind of a column is looked at
DELIMITERS = ",;\t|"
WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
MISSING = ("", " ", "NA", "N/A", "#N/A", "NULL", ".")


class Delimited(NamedTuple):
    """How a file is written.

    Attributes:
        file: its path.
        delimiter: between cells.
        columns: its header.
        whole: the columns that hold plain whole numbers wherever they were looked at.
        numeric: the columns that hold numbers wherever they were looked at.
    """

    file: str
    delimiter: str
    columns: tuple[str, ...]
    whole: frozenset[str]
    numeric: frozenset[str]


def look_at(file: str, decimal: str) -> Delimited:
    """How a file is written.

    Raises:
        InputError: if it cannot be read, is empty, or is no text in UTF-8.
    """
    start = beginning(file)
    first = start.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count) if any(map(first.count, DELIMITERS)) else ","
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    header = tuple(cell.strip() for cell in next(rows, ()))
    if not any(header):
        raise InputError("empty_survey", file=file)
    check_header(file, header)
    sampled = [*list(rows)[:-1], *further(file, delimiter)] or list(
        csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    )[1:]
    return Delimited(file, delimiter, header, *kinds(header, sampled, decimal))


def check_header(file: str, header: tuple[str, ...], *, cased: bool = False) -> None:
    """Refuse a header that names a column twice, in any case unless the format tells cases apart.

    Columns without a name, such as the row numbers that R and pandas write first, are nobody's.

    Raises:
        InputError: with the column.
    """
    folded = [column if cased else column.casefold() for column in header]
    for place, column in enumerate(folded):
        if column.strip() and column in folded[:place]:
            raise InputError("repeated_column", file=file, line="1", column=header[place])


def beginning(file: str) -> str:
    """The first part of a file as text.

    Raises:
        InputError: if it cannot be read or is no text in UTF-8.
    """
    try:
        if file.casefold().endswith(".gz"):
            import gzip

            with gzip.open(file, "rb") as packed:
                data = packed.read(SEEN)
        else:
            with open(file, "rb") as opened:
                data = opened.read(SEEN)
    except EOFError:
        raise InputError("cut_short", file=file, line="1") from None
    except (OSError, zlib.error) as error:
        raise InputError(
            "unreadable", file=file, reason=getattr(error, "strerror", None) or str(error)
        ) from None
    return text_of(file, data)


def text_of(file: str, data: bytes) -> str:
    """The first part of a file as text; its last character may be cut.

    Raises:
        InputError: if it is no text in UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        found = decoder.decode(data, final=len(data) < SEEN)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("not_utf8", file=file, line=str(line), byte=f"0x{data[error.start]:02x}") from None
    if "\0" in found:
        line = found.partition("\0")[0].count("\n") + 1
        raise InputError("nul_byte", file=file, line=str(line))
    return found.replace("\r\n", "\n")


def further(file: str, delimiter: str) -> Iterator[list[str]]:
    """Whole lines from places further on in the file."""
    size = os.path.getsize(file)
    if size <= SEEN or file.casefold().endswith(".gz"):
        return
    with open(file, "rb") as opened:
        for place in range(1, SAMPLES + 1):
            opened.seek(max(SEEN, (size - SEEN_FURTHER) * place // SAMPLES))
            lines = opened.read(SEEN_FURTHER).decode("utf-8", errors="replace").splitlines()[1:-1]
            yield from csv.reader(lines, delimiter=delimiter)


def kinds(
    header: tuple[str, ...], rows: list[list[str]], decimal: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The columns that hold whole numbers, and those that hold numbers, in all rows."""
    cells: Mapping[str, set[str]] = {
        column: {row[place].strip() for row in rows if place < len(row)} - set(MISSING)
        for place, column in enumerate(header)
    }
    whole = {column for column, found in cells.items() if found and all(map(WHOLE.fullmatch, found))}
    number = number_pattern(decimal)
    numeric = {column for column, found in cells.items() if found and all(map(number.fullmatch, found))}
    return frozenset(whole), frozenset(numeric)


def number_pattern(decimal: str) -> re.Pattern[str]:
    """What a number looks like; beside a decimal comma dots may part the thousands."""
    mark = re.escape(decimal)
    whole = r"(\d{1,3}(\.\d{3})+|\d+)" if decimal == "," else r"\d+"
    return re.compile(rf"[+-]?({whole}({mark}\d*)?|{mark}\d+)([eE][+-]?\d+)?", re.ASCII)
