"""Files that are not a table: what the engine says of them, as a sentence with the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.damaged import damaged_file
from kaltim_poverty.survey.read.sql import identifier

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table

LINE = re.compile(r"Line:? (\d+)")
WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
REASONS = {
    "Maximum line size of": "long_line",
    "unterminated quote": "quote_open",
    "not utf-8": "not_utf8_line",
    "Unexpected end of GZIP": "cut_short",
}


def malformed_table(engine: Engine, table: Table, column: str, error: Exception) -> InputError:
    """The error for a table of which the engine could not read a column.

    Args:
        engine: what read it.
        table: the survey.
        column: any column that is known to be in a file.
        error: what the engine said of the whole table.
    """
    for file, rows in table.files_as_written([column]):
        try:
            engine.run(f"SELECT count({identifier(column)}) FROM {rows}")
        except engine.errors as of_file:
            return malformed_file(file, of_file)
    return malformed_file(table.display_name, error)


def malformed_file(file: str, error: Exception) -> InputError:
    """The error for a file that the engine could not read."""
    text = str(error)
    line, width = LINE.search(text), WIDTH.search(text)
    if line is not None and width is not None and int(width[2]) > int(width[1]):  # it stops counting there
        return InputError("too_wide", file=file, line=line[1], expected=width[1])
    if line is not None and width is not None:
        return InputError("wrong_width", file=file, line=line[1], found=width[2], expected=width[1])
    for words, key in REASONS.items():
        if words in text:
            return InputError(key, file=file, line=line[1] if line else "1")
    if line is not None:
        return InputError("malformed_line", file=file, line=line[1])
    return damaged_file(file)
