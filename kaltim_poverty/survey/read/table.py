"""A survey as one table: its files need only share the columns that are used, in any order and case."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, suggestion
from kaltim_poverty.inputs.lists import quoted_item
from kaltim_poverty.inputs.numbers import POINT, Marks, excerpt
from kaltim_poverty.survey.read.code_spellings import plain_text
from kaltim_poverty.survey.read.column_types import (
    AS_STORED,
    AS_WRITTEN,
    INTEGER,
    NUMBER,
    TEXT,
    common_type,
    converted,
    kind_of,
)
from kaltim_poverty.survey.read.missing_values import MissingCells, MissingValues
from kaltim_poverty.survey.read.reader import Need
from kaltim_poverty.survey.read.sql import IN_CONDITION, identifier
from kaltim_poverty.survey.read.value_labels import check_labels, merged_labels
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.reader import Reader

FEW = 12
NO_SINGLE_VALUES = ("STRUCT", "MAP", "UNION", "BLOB", "BIT")


class Table:
    """The files of a survey, one after the other.

    Args:
        readers: one a file.
        marks: how numbers are written in cells of text.
        missing: what means missing besides empty cells and the usual marks.
        notes: how the files were chosen.

    Attributes:
        columns: of all files, as the first that has one writes it.
        display_name: what messages call it.
        retyped: by column and use the type that every cell turned out to be, where a look at some misled.
        stored: by column the types that its cells have in the files, where these are not to be asked.

    Raises:
        InputError: if a column with missing values of its own is not there.
    """

    def __init__(
        self,
        readers: Sequence[Reader],
        marks: Marks = POINT,
        missing: MissingValues | None = None,
        notes: Sequence[Note] = (),
    ) -> None:
        self.readers, self.marks, self.notes_on_files = readers, marks, notes
        self.display_name = shortened([reader.file for reader in readers])
        self.columns = merged_columns([reader.columns for reader in readers])
        self.names_of_files = [frozenset(reader.columns) for reader in readers]  # there may be thousands
        self.retyped: dict[tuple[str, str], str] = {}
        self.stored: dict[str, set[str]] = {}
        missing = missing or MissingValues()
        named = {
            find_column(self, column, "--missing-values"): codes
            for column, codes in missing.by_column.items()
        }
        self.missing_values = missing._replace(by_column=named)

    def missing(self, column: str) -> MissingCells:
        """Which cells of a column are missing."""
        return self.missing_values.of(column)

    def name_in(self, place: int, column: str) -> str | None:
        """How the file at a place writes a column, or None if it lacks it."""
        if column in self.names_of_files[place]:
            return column
        other = only_match(self.readers[place].columns, column)
        return None if other in self.columns else other

    def readers_with(self, column: str) -> list[tuple[Reader, str]]:
        """The files that have a column, with how they write it."""
        names = ((reader, self.name_in(place, column)) for place, reader in enumerate(self.readers))
        return [(reader, name) for reader, name in names if name is not None]

    def files_without(self, column: str) -> list[str]:
        """The files that lack a column."""
        return [
            reader.file for place, reader in enumerate(self.readers) if self.name_in(place, column) is None
        ]

    def repeated_files(self) -> list[str]:
        """The files that were given more than once."""
        paths: dict[str, list[str]] = {}
        for reader in self.readers:
            paths.setdefault(os.path.realpath(reader.file), []).append(reader.file)
        return [files[0] for files in paths.values() if len(files) > 1]

    @property
    def notes(self) -> list[Note]:
        """How the files were chosen and read, where that is an assumption."""
        return [*self.notes_on_files, *(each for reader in self.readers for each in reader.notes)]

    def rows_at_most(self) -> int:
        """How many rows all files may have together."""
        return sum(reader.rows_at_most() for reader in self.readers)

    def type_of(self, column: str, use: str = "") -> str:
        """The SQL type that holds the cells of a column in all files."""
        seen = common_type(reader.type_of(name) for reader, name in self.readers_with(column))
        return self.retyped.get((column, use), seen)

    def code_type(self, column: str, use: str) -> str:
        """The type of codes: whole numbers where each is written as one, else text."""
        return INTEGER if kind_of(self.type_of(column, use)) == INTEGER else TEXT

    def copied_type(self, column: str) -> str:
        """The type of cells that are only copied: as stored, or text if files differ."""
        return AS_STORED if len(self.stored_types(column)) == 1 else AS_WRITTEN

    def stored_types(self, column: str) -> set[str]:
        """The SQL types that the cells of a column have in the files."""
        if column in self.stored:
            return self.stored[column]
        return {reader.query([name]).cells[name][1] for reader, name in self.readers_with(column)}

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """The value labels by column; no two values of a column share one."""
        labels = {
            column: merged_labels(reader.labels.get(name, {}) for reader, name in self.readers_with(column))
            for column in self.columns
        }
        return {column: names for column, names in labels.items() if names}

    def relation(self, needs: Sequence[Need], *, typed: bool = False) -> str:
        """SQL: the rows of all files, with columns as they are needed.

        Args:
            needs: what is needed.
            typed: whether the engine may read numbers in text by itself, where that is as strict.

        Raises:
            InputError: if a file lacks one of them, or files call a value differently.
        """
        for need in needs:
            if need.use != IN_CONDITION:
                check_single_values(self, need.column)
        for column in dict.fromkeys(need.column for need in needs):
            check_in_every_file(self, column)
            having = self.readers_with(column)
            check_labels(column, ((reader.file, reader.labels.get(name, {})) for reader, name in having))
        return f"({' UNION ALL '.join(self.queries(needs, typed=typed))})"

    def as_written(self, columns: Sequence[str]) -> str:
        """SQL: the rows of all files, with the text of columns, empty in files that lack one."""
        return f"({' UNION ALL '.join(self.queries([Need(column, AS_WRITTEN) for column in columns]))})"

    def files_as_written(self, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each file with the SQL of its rows, with the text of columns."""
        queries = self.queries([Need(column, AS_WRITTEN) for column in columns])
        return zip((reader.file for reader in self.readers), (f"({query})" for query in queries), strict=True)

    def queries(self, needs: Sequence[Need], *, typed: bool = False) -> Iterator[str]:
        """SQL: the query of each file."""
        numbers = {need.column for need in needs} - {need.column for need in needs if need.to != NUMBER}
        for place, reader in enumerate(self.readers):
            names = {need.column: self.name_in(place, need.column) for need in needs}
            query = reader.query([name for name in names.values() if name is not None])
            if typed and query.typed is not None:
                query = query.typed([name for column, name in names.items() if name and column in numbers])
            selected = [
                f"{self.value(need, names[need.column], query.cells)} AS {identifier(need.column, need.use)}"
                for need in needs
            ]
            yield f"SELECT {', '.join(selected) or '1 AS nothing'} FROM {query.relation}"

    def value(self, need: Need, name: str | None, cells: Mapping[str, tuple[str, str]]) -> str:
        """SQL: a column as it is needed."""
        if name is None:
            return f"CAST(NULL AS {need.to or TEXT})"
        return converted(*cells[name], need.to, self.marks, self.missing(need.column))


def merged_columns(columns: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All columns of several files; one that a later file writes in another case is the same."""
    merged = dict.fromkeys(columns[0])
    for own in columns[1:]:
        for column in own:
            known = only_match(tuple(merged), column)
            if column not in merged and (known is None or known in own):
                merged[column] = None
    return tuple(merged)


def only_match(columns: Sequence[str], given: str) -> str | None:
    """The only column of a name in any case, or None."""
    folded = plain_text(given).casefold()
    found = [column for column in columns if plain_text(column).casefold() == folded]
    return found[0] if len(found) == 1 else None


def check_in_every_file(table: Table, column: str) -> None:
    """Refuse a column that only some files have.

    Raises:
        InputError: with the file and the column.
    """
    lacking = table.files_without(column)
    if lacking:
        other = table.readers_with(column)[0][0].file
        raise InputError("column_only_in", file=lacking[0], column=column, other=other)


def check_single_values(table: Table, column: str) -> None:
    """Refuse a column of lists, structures or bytes.

    Raises:
        InputError: with the file and the column.
    """
    for reader, name in table.readers_with(column):
        of = reader.type_of(name)
        if of.endswith("]") or of.startswith(NO_SINGLE_VALUES):
            raise InputError("column_nested", file=reader.file, column=column, type=excerpt(of))


def shortened(files: Sequence[str]) -> str:
    """The name of several files in messages."""
    return files[0] if len(files) == 1 else f"{files[0]} (+{len(files) - 1})"


def find_column(table: Table, given: str, option: str) -> str:
    """The column that was named: as written, else without blanks around, else in any case.

    Args:
        table: the survey.
        given: the name.
        option: where it was named, for the message.

    Raises:
        InputError: if there is none, with what was probably meant, or several fit.
    """
    if given in table.columns:
        return given
    fitting = columns_fitting(table.columns, given)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise InputError(
            "ambiguous_column",
            file=table.display_name,
            column=given,
            option=option,
            columns=first_few(fitting),
        )
    raise InputError(
        "no_column",
        file=table.display_name,
        column=given,
        option=option,
        columns=first_few(table.columns),
        hint=column_hint(given, list(table.columns)),
    )


def column_hint(given: str, columns: list[str]) -> Message | None:
    """The likely intended column, or another delimiter where the header is one cell."""
    if len(columns) == 1 and any(mark in columns[0] for mark in ",;\t|"):
        return message("error.one_column")
    return suggestion(given, columns)


def has_column(table: Table, name: str) -> bool:
    """Whether a name fits one column or several."""
    return name in table.columns or bool(columns_fitting(table.columns, name))


def columns_fitting(columns: Sequence[str], given: str) -> list[str]:
    """The columns that a name may mean, of the closest way in which any fits."""
    trimmed = plain_text(given)
    same = [column for column in columns if plain_text(column) == trimmed]
    return same or [column for column in columns if plain_text(column).casefold() == trimmed.casefold()]


def first_few(columns: Sequence[str]) -> str:
    """The columns as a list takes them, or the first of them where there are many."""
    return ", ".join(map(quoted_item, columns[:FEW])) + (", …" if len(columns) > FEW else "")
