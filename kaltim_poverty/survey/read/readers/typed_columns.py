"""Columns of Python values as typed arrays: whole numbers, numbers, or text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.csv_dialect import check_header

if TYPE_CHECKING:
    from numpy.typing import NDArray

Columns = dict[str, "NDArray[Any]"]
NUMBERS = {int, float, Decimal}
UNITS_OF_TIME = {dt.date: "D", dt.datetime: "us"}
EXACT_INTEGERS = 2**53  # below this a float holds every whole number


def columns_of_rows(file: str, rows: Sequence[Sequence[Any]], decimal: str = ".") -> Columns:
    """The columns of rows whose first is a header.

    Args:
        file: for sentences.
        rows: of cells of any kind.
        decimal: the mark of numbers among text.

    Raises:
        InputError: if there is no header, or it names a column twice.
    """
    if not rows or not any(str(cell).strip() for cell in rows[0]):
        raise InputError("empty_survey", file=file)
    header = [as_written(cell) for cell in rows[0]]
    check_header(file, tuple(column for column in header if column.strip()))
    return {
        column: typed(np.array([row[place] for row in rows[1:]], dtype=object), decimal)
        for place, column in enumerate(header)
        if column.strip()
    }


def typed_columns(columns: Mapping[str, Any]) -> Columns:
    """Columns as whole numbers, numbers or text."""
    return {column: typed(values) for column, values in columns.items()}


def typed(values: Any, decimal: str = ".") -> NDArray[Any]:
    """A column as whole numbers, numbers, dates, times or text.

    Args:
        values: its cells.
        decimal: the mark of numbers among text.
    """
    array = np.asarray(values)
    if array.dtype.kind == "f":
        return array.astype(np.int64) if len(array) and all_whole(array) else array
    if array.dtype.kind in "iub":
        return array
    cells = [None if is_missing(cell) else cell for cell in array.tolist()]
    kinds = {type(cell) for cell in cells if cell is not None}
    if len(kinds) == 1 and (unit := UNITS_OF_TIME.get(*kinds)):
        return np.array(cells, dtype=f"M8[{unit}]")
    if kinds <= NUMBERS and not (int in kinds and any(map(is_inexact, cells))):
        return typed(np.array([np.nan if cell is None else float(cell) for cell in cells]))
    return np.array([None if cell is None else as_written(cell, decimal) for cell in cells], dtype=object)


def all_whole(numbers: NDArray[Any]) -> bool:
    """Whether all numbers are whole, none is missing, and whole numbers hold them exactly."""
    return bool(
        np.isfinite(numbers).all()
        and (numbers == np.floor(numbers)).all()
        and (abs(numbers) < EXACT_INTEGERS).all()
    )


def is_inexact(cell: object) -> bool:
    """Whether a cell is a whole number that changes as a float: codes of 17 digits stay text."""
    return isinstance(cell, int) and abs(cell) >= EXACT_INTEGERS


def is_missing(cell: object) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def as_written(value: object, decimal: str = ".") -> str:
    """A value as a code is written: a whole number without decimals."""
    if not isinstance(value, float):
        return str(value)
    return str(int(value)) if value.is_integer() else str(value).replace(".", decimal)
