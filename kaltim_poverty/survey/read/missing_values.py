"""Which cells are missing: one list of marks for all formats, and codes that are named."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.survey.read.sql import literal
from kaltim_poverty.survey.read.text_cells import number_in

MARKS = (
    *("NA", "N/A", "#N/A", "NaN", "NULL", "#NULL!", "."),
    *(f".{letter}" for letter in string.ascii_lowercase),
)
LISTED = ", ".join(map(literal, MARKS))


class MissingCells(NamedTuple):
    """Which cells of one column are missing besides empty ones.

    Attributes:
        marks: whether the marks of all formats mean missing here.
        codes: what means missing too; numbers by their value.
    """

    marks: bool = True
    codes: tuple[str, ...] = ()

    def numbers(self) -> list[float]:
        """The codes that are numbers."""
        return [value for value in map(number_in, self.codes) if value is not None]

    def in_text(self, cell: str) -> str:
        """SQL: whether a text is missing.

        What a mark cannot begin with is seen at once: most cells are digits.
        """
        marked = f"OR ({cell} BETWEEN 'N' AND 'O' OR {cell} < '0') AND trim({cell}) IN ({LISTED})"
        codes = ", ".join(map(literal, self.codes))
        own = f"OR {cell} IN ({codes})" if codes else ""
        return f"({cell} < '!' AND trim({cell}) = '' {marked if self.marks else ''} {own})"

    def in_number(self, number: str) -> str | None:
        """SQL: whether a number is a code for missing; None where there is no such code."""
        numbers = ", ".join(f"{value!r}" for value in self.numbers())
        return f"{number} IN ({numbers})" if numbers else None


class MissingValues(NamedTuple):
    """The codes for missing values, for all columns and for some.

    Attributes:
        everywhere: codes in all columns that have none of their own.
        by_column: the codes of single columns; an empty one leaves nothing but empty cells.
    """

    everywhere: tuple[str, ...] = ()
    by_column: Mapping[str, tuple[str, ...]] = {}

    def of(self, column: str) -> MissingCells:
        """Which cells of a column are missing."""
        own = self.by_column.get(column)
        if own is None:
            return MissingCells(codes=self.everywhere)
        return MissingCells(marks="" not in own, codes=tuple(filter(None, own)))


def missing_values(given: str | Iterable[str] | None) -> MissingValues:
    """The codes of ``99,COL=999``: those with a column hold there, the others everywhere else.

    Raises:
        UsageError: for an empty one.
    """
    everywhere: list[str] = []
    by_column: dict[str, tuple[str, ...]] = {}
    for item in [] if given is None else split_list(given):
        column, of_column, code = item.rpartition("=")
        if of_column and column.strip():
            by_column[column.strip()] = (*by_column.get(column.strip(), ()), code.strip())
        elif item.strip() and not of_column:
            everywhere.append(item.strip())
        else:
            raise UsageError("missing_code", given=excerpt(item))
    return MissingValues(tuple(everywhere), by_column)
