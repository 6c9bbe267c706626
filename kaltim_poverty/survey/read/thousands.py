"""Numbers with three decimals, which may be thousands: read as they are, but never in silence.

They are where every number has three decimals, and where a file mixes whole numbers with some of three
decimals that end in 0: who writes 1.500 beside 2500 means no decimals, of which the last 0 is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.read.sql import identifier
from kaltim_poverty.survey.read.text_cells import NO_DECIMALS, THREE_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.table import Table


class Thousands(NamedTuple):
    """A column of numbers that may be thousands.

    Attributes:
        column: its name.
        file: that mixes them with whole numbers; None where every number of all files has three decimals.
        value: one of them in that file, as written.
    """

    column: str
    file: str | None = None
    value: str = ""


class Kinds(NamedTuple):
    """How many numbers of a column are written how, in one file.

    Attributes:
        three_decimals: with exactly three decimals.
        whole: without any.
        others: with others.
        ending_in_zero: the first with three decimals of which the last is 0, or None.
    """

    three_decimals: int
    whole: int
    others: int
    ending_in_zero: str | None

    @property
    def are_mixed(self) -> bool:
        """Whether plain whole numbers occur beside cells that look like thousands."""
        return not self.others and self.ending_in_zero is not None


def columns_of_thousands(engine: Engine, table: Table, columns: Sequence[str]) -> list[Thousands]:
    """The columns of numbers that may be thousands, among some.

    Args:
        engine: what reads the files.
        table: the survey.
        columns: of numbers.
    """
    found = (thousands_in(engine, table, column) for column in dict.fromkeys(columns))
    return [each for each in found if each is not None]


def thousands_in(engine: Engine, table: Table, column: str) -> Thousands | None:
    """The numbers of a column that may be thousands; the file is read only if a sample leaves that open."""
    if table.marks.certain:
        return None
    kinds = dict(kinds_of_numbers(engine, table, column))
    if not kinds:
        return None
    if all(file in kinds for file, _ in files_with(table, column)) and all(
        each.three_decimals and not each.whole and not each.others for each in kinds.values()
    ):
        return Thousands(column)
    mixed = ((file, each) for file, each in kinds.items() if each.are_mixed)
    file, first = next(mixed, (None, None))
    return None if first is None else Thousands(column, file, str(first.ending_in_zero))


def files_with(table: Table, column: str) -> Iterator[tuple[str, str]]:
    """The files that have a column, with the SQL of their rows."""
    for place, (file, rows) in enumerate(table.files_as_written([column])):
        if table.name_in(place, column) is not None:
            yield file, rows


def kinds_of_numbers(engine: Engine, table: Table, column: str) -> Iterator[tuple[str, Kinds]]:
    """How the numbers of a column are written, by file, where they may be thousands."""
    suspect = {reader.file for reader, name in table.readers_with(column) if reader.may_be_thousands(name)}
    if not suspect:  # a query alone would fetch a file at an address
        return
    cell = f"trim({identifier(column)})"
    filled = f"NOT ({cell} IS NULL OR {table.missing(column).in_text(cell)})"
    three = f"regexp_full_match({cell}, '{THREE_DECIMALS.pattern}')"
    whole = f"regexp_full_match({cell}, '{NO_DECIMALS.pattern}')"
    for file, rows in files_with(table, column):
        if file in suspect:
            counts = engine.one(
                f"SELECT count(*) FILTER ({three}), count(*) FILTER ({whole}), "
                f"count(*) FILTER (NOT {three} AND NOT {whole}), "
                f"first({cell}) FILTER ({three} AND {cell} LIKE '%0') FROM {rows} WHERE {filled}"
            )
            yield file, Kinds(*counts)
