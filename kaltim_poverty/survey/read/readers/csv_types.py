"""As what the columns of a CSV file can be read, by rows from several places in it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.readers.csv_dialect import BYTES_OF_START
from kaltim_poverty.survey.read.readers.formats import is_gzip
from kaltim_poverty.survey.read.sql import INTEGER, NUMBER, TEXT
from kaltim_poverty.survey.read.text_cells import MISSING, WHOLE_NUMBER, number_pattern

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.readers.csv_dialect import CsvDialect

SAMPLES = 12  # places in a file, after its beginning
BYTES_OF_SAMPLE = 2_048


def csv_types(dialect: CsvDialect, decimal: str) -> dict[str, str]:
    """The type of each column: whole numbers, numbers, or text, as all sampled rows allow."""
    rows = sampled_rows(dialect)
    return {
        column: type_of({row[place].strip() for row in rows if place < len(row)}, decimal)
        for place, column in enumerate(dialect.header)
    }


def sampled_rows(dialect: CsvDialect) -> Sequence[Sequence[str]]:
    """The rows at the beginning, whose last may be cut, and those further on; of a short file all."""
    start = list(csv.reader(io.StringIO(dialect.start, newline=""), delimiter=dialect.delimiter))[1:]
    return [*start[:-1], *later_rows(dialect)] or start


def later_rows(dialect: CsvDialect) -> Iterator[list[str]]:
    """Whole lines from places further on in the file."""
    size = os.path.getsize(dialect.file)
    if size <= BYTES_OF_START or is_gzip(dialect.file):
        return
    with open(dialect.file, "rb") as opened:
        for sample in range(1, SAMPLES + 1):
            opened.seek(max(BYTES_OF_START, (size - BYTES_OF_SAMPLE) * sample // SAMPLES))
            lines = opened.read(BYTES_OF_SAMPLE).decode("utf-8", errors="replace").splitlines()[1:-1]
            yield from csv.reader(lines, delimiter=dialect.delimiter)


def type_of(cells: set[str], decimal: str) -> str:
    """The type that holds the cells of a column."""
    filled = cells - set(MISSING)
    if filled and all(map(WHOLE_NUMBER.fullmatch, filled)):
        return INTEGER
    return NUMBER if filled and all(map(number_pattern(decimal).fullmatch, filled)) else TEXT
