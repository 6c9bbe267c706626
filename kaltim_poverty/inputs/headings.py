"""The columns of a small table by their headings, in English or Bahasa Indonesia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.not_tables import is_bps_table
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.words import LANGUAGES, known, lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CODE, AREA, AREA_NAME = "code", "area", "area_name"


def columns_of(
    file: str, line: int, headings: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    """The column that each heading names, in the order of the headings; empty where a heading is.

    Args:
        file: for sentences.
        line: of the headings.
        headings: as written.
        required: columns that must be there.
        optional: columns that may be there.

    Raises:
        InputError: if a column is missing, unknown, or there twice.
    """
    columns = named(headings, [*required, *optional])
    for column in required:
        if column not in columns and is_bps_table(headings, set(columns).intersection(required)):
            raise InputError("bps_table", file=file, columns=", ".join(required))
        if column not in columns:
            raise InputError(
                "missing_column", file=file, line=str(line), column=column, columns=", ".join(required)
            )
    for place, (column, heading) in enumerate(zip(columns, headings, strict=True)):
        if column and column not in (*required, *optional):
            raise InputError(
                "extra_column",
                file=file,
                line=str(line),
                column=excerpt(heading),
                columns=", ".join((*required, *optional)),
            )
        if column and column in columns[:place]:
            raise InputError("repeated_column", file=file, line=str(line), column=column)
    return columns


def named(headings: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The column of each heading; a heading that names none stays as it is, in lower case."""
    folded = [heading.strip().casefold() for heading in headings]
    if set(folded) <= {*columns, ""}:
        return folded
    meanings = dict(words_of(columns))
    found = [meanings.get(each) or meanings.get(without_unit(each), each) for each in folded]
    return codes_first(found) if CODE in found and AREA in columns else found


def codes_first(columns: Sequence[str]) -> list[str]:
    """The columns of a workbook of kpov, where the area is a code and a name."""
    meant = {CODE: AREA, AREA: AREA_NAME}
    return [meant.get(column, column) for column in columns]


def words_of(columns: Sequence[str]) -> Mapping[str, str]:
    """The meanings of a heading in either language."""
    found = {column.replace("_", " "): column for column in columns}
    for language in LANGUAGES:
        found[lookup(language, "caption.code").casefold()] = CODE
        for column in reversed(columns):
            if known(language, f"field.{column}"):
                found[lookup(language, f"field.{column}").casefold()] = column
    return {**found, **{column: column for column in columns}}


def without_unit(heading: str) -> str:
    """A heading such as ``value, %`` without its unit."""
    return heading.partition(",")[0].strip()


__all__ = ["columns_of", "named"]
