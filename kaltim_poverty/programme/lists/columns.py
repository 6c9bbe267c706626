"""The cells of a list as numbers, codes, answers and sexes; what is none of these is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.programme.lists.identities import holds_identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.programme.lists.identities import Sex
    from kaltim_poverty.programme.lists.table import ListTable

YES = {"1", "1.0", "true", "yes", "y", "ya", "iya", "sudah", "v", "x", "✓", "✔", "√"}
NO = {"0", "0.0", "false", "no", "n", "tidak", "t", "tdk", "belum", "-"}
DATE = re.compile(
    r"\d{1,2}[-/. ](\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}|"  # 7/3/2024, 7 Maret 2024
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?( \d{1,2}:\d\d(:\d\d)?)?",  # 2024-03-07
    re.IGNORECASE,
)
SEXES: dict[str, Sex] = {
    **dict.fromkeys(("l", "lk", "laki", "laki-laki", "laki laki", "pria", "m", "male", "1", "1.0"), "male"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "f", "female", "2", "2.0"), "female"),
}
ONE_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)  # with a decimal comma it may be thousands


def numbers(table: ListTable, column: str, option: str) -> list[float]:
    """The numbers of a column, NaN where a cell is empty.

    Raises:
        InputError: for text where a number should be, one that may be read in two ways, or identity numbers,
            of which the mean of a few would say much.
    """
    from kaltim_poverty.survey.read import number_in, why_not_a_number

    check_shown(table, column, option)
    values = []
    for row, cell in enumerate(table.cells[column]):
        if table.marks.decimal == "," and ONE_POINT.fullmatch(cell):
            raise ambiguous(table, row, column)
        value = number_in(cell, table.marks) if cell else float("nan")
        if value is None:
            key = why_not_a_number(cell, table.marks)
            raise table.refuse(key if key == "survey_text" else "list_number", row, column)
        values.append(value)
    return values


def ambiguous(table: ListTable, row: int, column: str) -> InputError:
    """The error for a number whose point may part thousands, in a file with decimal commas."""
    cell = table.cells[column][row]
    meant, other = cell.replace(".", ""), cell.replace(".", ",", 1)
    return table.refuse("grouped_cell", row, column, meant=meant, other=other)


def codes(table: ListTable, column: str, option: str) -> list[str]:
    """The codes of a column that every row must have, and that may be shown.

    Raises:
        InputError: for an empty cell, or a column of identity numbers.
    """
    cells = list(table.cells[column])
    check_shown(table, column, option)
    if "" in cells:
        raise table.refuse("empty_cell", cells.index(""), column)
    return cells


def check_shown(table: ListTable, column: str, option: str) -> None:
    """Refuse a column whose values would be shown and look like identity numbers.

    Raises:
        InputError: with the column.
    """
    if any(map(holds_identity, set(table.cells[column]))):
        raise InputError("identities_shown", file=table.file, column=column, option=option)


def answers(table: ListTable, column: str) -> list[bool | None]:
    """Yes or no, in either language or as 1 and 0; a date is a yes, an empty cell no answer.

    Raises:
        InputError: for another cell.
    """
    return [answer(table, row, column) for row in range(table.rows)]


def answer(table: ListTable, row: int, column: str) -> bool | None:
    """The answer of one row."""
    cell = table.cells[column][row].casefold()
    if not cell:
        return None
    if cell in YES or DATE.fullmatch(cell):
        return True
    if cell in NO:
        return False
    raise table.refuse("yes_or_no_cell", row, column)


def sexes(table: ListTable, column: str) -> list[Sex | None]:
    """The sexes of a column: L and P, 1 and 2, or words in either language.

    Raises:
        InputError: for another cell.
    """
    found: list[Sex | None] = []
    for row, cell in enumerate(table.cells[column]):
        if cell and cell.casefold() not in SEXES:
            raise table.refuse("sex_cell", row, column)
        found.append(SEXES.get(cell.casefold()))
    return found


def numbered(values: Sequence[str]) -> tuple[list[int], list[str]]:
    """Codes as numbers from 0 on in the order of their text, with the codes in that order."""
    distinct = sorted(set(values))
    places = {value: place for place, value in enumerate(distinct)}
    return [places[value] for value in values], distinct


__all__ = ["answers", "check_shown", "codes", "numbered", "numbers", "sexes"]
