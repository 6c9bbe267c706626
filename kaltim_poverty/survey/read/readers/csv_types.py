"""As what the columns of a CSV file can be read, by rows from several places in it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.column_types import INTEGER, NUMBER, TEXT
from kaltim_poverty.survey.read.missing_values import MARKS
from kaltim_poverty.survey.read.readers.csv_dialect import BYTES_OF_START
from kaltim_poverty.survey.read.readers.formats import is_gzip
from kaltim_poverty.survey.read.text_cells import NO_DECIMALS, THREE_DECIMALS, WHOLE_NUMBER, number_pattern

if TYPE_CHECKING:
    from kaltim_poverty.inputs.numbers import Marks
    from kaltim_poverty.survey.read.readers.csv_dialect import CsvDialect

SAMPLES = 12  # places in a file, after its beginning
BYTES_OF_SAMPLE = 2_048


def csv_types(columns: Mapping[str, Sequence[str]], marks: Marks) -> dict[str, str]:
    """The strictest type of each column that all sampled rows allow: whole numbers, numbers, or text."""
    return {column: type_of({cell.strip() for cell in cells}, marks) for column, cells in columns.items()}


def sampled_columns(dialect: CsvDialect) -> dict[str, Sequence[str]]:
    """A sample of the cells of each column."""
    columns = list(zip_longest(*sampled_rows(dialect), fillvalue=""))
    columns += [()] * (len(dialect.header) - len(columns))
    return dict(zip(dialect.header, columns, strict=False))


def sampled_rows(dialect: CsvDialect) -> Sequence[Sequence[str]]:
    """The rows at the beginning, whose last may be cut, and those further on; of a short file all."""
    start = list(csv.reader(io.StringIO(dialect.start, newline=""), delimiter=dialect.delimiter))[1:]
    if not is_gzip(dialect.file) and os.path.getsize(dialect.file) <= BYTES_OF_START:
        return start
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


def may_be_thousands(cells: Sequence[str]) -> bool:
    """Whether numbers among cells have three decimals, which may be thousands, and the others none."""
    filled = {cell.strip() for cell in cells} - {"", *MARKS}
    others = [cell for cell in filled if not THREE_DECIMALS.fullmatch(cell)]
    return len(others) < len(filled) and all(map(NO_DECIMALS.fullmatch, others))


def type_of(cells: set[str], marks: Marks) -> str:
    """The strictest type that can hold the cells of a column."""
    filled = cells - {"", *MARKS}
    if all(map(WHOLE_NUMBER.fullmatch, filled)):
        return INTEGER
    return NUMBER if all(map(number_pattern(marks).fullmatch, filled)) else TEXT
