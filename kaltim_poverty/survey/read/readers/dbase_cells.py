"""Cells of dBase as they are written: nothing is cut off them, and NUL is nothing."""

from __future__ import annotations

import re
from typing import Any

import dbfread

from kaltim_poverty.survey.read.readers.text_encoding import BYTE_BY_BYTE

EMPTY = b" \0"
WHOLE = re.compile(rb"[+-]?\d+")
NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class CellParser(dbfread.FieldParser):  # type: ignore[misc]
    """Reads the cells of a row, by the type of their column."""

    def parseN(self, field: Any, data: bytes) -> object:  # noqa: N802 - the name that dbfread looks for
        """A number, or its text where it is not one: asterisks stand for one that did not fit."""
        del field
        cell = data.strip(EMPTY)
        if WHOLE.fullmatch(cell):
            return int(cell)
        return float(cell) if NUMBER.fullmatch(cell) else cell.decode(BYTE_BY_BYTE) or None

    parseF = parseN  # noqa: N815

    def parseD(self, field: Any, data: bytes) -> object:  # noqa: N802
        """A date, or its text where it is not one."""
        cell = data.strip(EMPTY)
        try:
            return super().parseD(field, cell)
        except ValueError:
            return cell.decode(BYTE_BY_BYTE)

    def parseL(self, field: Any, data: bytes) -> object:  # noqa: N802
        """True, false, or the text where it is neither."""
        cell = data.replace(b"\0", b" ")
        try:
            return super().parseL(field, cell)
        except ValueError:
            return cell.decode(BYTE_BY_BYTE)
