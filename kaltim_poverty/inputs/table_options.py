"""How a table is written, where the user says so: its delimiter, its sheet, its decimal mark."""

from __future__ import annotations

from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import POINT, Marks

NAMED_DELIMITERS = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";"}
DECIMAL_MARKS = (".", ",")


class TableOptions(NamedTuple):
    """The user's options on a table; None where the file decides.

    Attributes:
        delimiter: between cells.
        sheet: of a workbook.
        marks: how numbers are written.
    """

    delimiter: str | None = None
    sheet: str | None = None
    marks: Marks | None = None


AS_THE_FILE_TELLS = TableOptions()


def table_options(delimiter: str | None, sheet: str | None, decimal: str | None) -> TableOptions:
    """The options as given.

    Raises:
        UsageError: for a delimiter or a decimal mark that cannot be one.
    """
    return TableOptions(delimiter_named(delimiter), sheet, None if decimal is None else marks_of(decimal))


def delimiter_named(given: str | None) -> str | None:
    r"""The delimiter that was given: one character, ``tab`` or ``\t``.

    Raises:
        UsageError: if it cannot separate cells.
    """
    if given is None:
        return None
    delimiter = NAMED_DELIMITERS.get(given.casefold(), given)
    if len(delimiter) != 1 or delimiter in '"\r\n' or delimiter.isalnum() or not delimiter.isascii():
        raise UsageError("delimiter", given=given)
    return delimiter


def marks_of(decimal: str | None) -> Marks:
    """How numbers are written in text.

    Raises:
        UsageError: if the decimal mark is neither a point nor a comma.
    """
    if decimal not in (None, *DECIMAL_MARKS):
        raise UsageError("unknown_choice", name="--decimal", given=decimal, choices=" ".join(DECIMAL_MARKS))
    return POINT if decimal is None else Marks(decimal, certain=True)


__all__ = ["AS_THE_FILE_TELLS", "TableOptions", "delimiter_named", "marks_of", "table_options"]
