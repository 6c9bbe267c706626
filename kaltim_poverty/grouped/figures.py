"""Printed numbers: what is written in a cell, and how finely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import LONGEST, Fault, ascii_minus, read_number
from kaltim_poverty.inputs.tables import Row
from kaltim_poverty.words import Message

LONG = re.compile(r"[+-]?(\d{1,18}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?", re.ASCII)
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
HALF = Decimal("0.5")


class Cell(NamedTuple):
    """A number of a file, with the row and column that a sentence about it names."""

    value: Decimal
    row: Row
    column: str

    @property
    def three_decimals(self) -> bool:
        """Whether it may as well be thousands: ``833.955``."""
        return bool(THREE_DECIMALS.fullmatch(self.row.cells[self.column].rstrip(" %")))

    def refuse(self, key: str, *, hint: Message | None = None, **values: object) -> InputError:
        """The error about it."""
        return self.row.refuse(key, self.column, hint=hint, **values)


def read_cell(row: Row, column: str) -> Cell:
    """The number in a cell; a percent sign behind it is left out.

    Raises:
        InputError: if there is none, with what to write instead where that can be known.
    """
    text = row.cells[column].strip()
    bare = text[:-1].strip() if text.endswith("%") else text
    if not bare:
        raise row.refuse("empty_cell", column)
    marks = row.marks_of(column)
    value = read_amount(bare, marks) if marks.certain else read_number(bare, marks)
    long = ascii_minus(bare)
    if isinstance(value, Fault) and marks.decimal == "." and len(bare) <= LONGEST and LONG.fullmatch(long):
        value = Decimal(long)
    if isinstance(value, Fault):
        raise refusal(row, column, bare)
    return Cell(value, row, column)


def refusal(row: Row, column: str, text: str) -> InputError:
    """The error for a cell that is not a number."""
    fault = read_amount(text, row.marks_of(column))
    if isinstance(fault, Fault) and fault.kind == "grouped":
        return row.refuse("grouped_line", column, meant=fault.meant, other=fault.other)
    if isinstance(fault, Fault) and fault.kind == "comma":
        return row.refuse("comma_cell_option", column, meant=fault.meant)
    return row.refuse("grouped_value_cell", column)


def half_step(cells: Iterable[Cell]) -> Decimal:
    """Half of the last digit that a column prints; a zero that a cell dropped is restored."""
    exponents = [int(cell.value.as_tuple().exponent) for cell in cells]
    return HALF * Decimal(1).scaleb(min(exponents))
