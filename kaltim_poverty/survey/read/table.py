"""A survey as one table: its files need only share the columns that are used, in any order and case."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, suggestion
from kaltim_poverty.survey.read.sql import TEXT, common_type, identifier
from kaltim_poverty.survey.read.value_labels import check_labels, merged_labels

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.reader import Reader

FEW = 12


class Table:
    """The files of a survey, one after the other.

    Attributes:
        readers: one a file.
        columns: of all files, as the first that has one writes it.
        shown: what messages call it.
        decimal: the decimal mark of text files.
        decimal_given: whether somebody said so.
        retyped: columns to read as text, because a cell that no sample saw is not the number that others are.
    """

    def __init__(self, readers: Sequence[Reader], *, decimal: str | None = None) -> None:
        self.readers, self.decimal, self.decimal_given = readers, decimal or ".", decimal is not None
        self.shown = shortened([reader.file for reader in readers])
        self.columns = merged_columns([reader.columns for reader in readers])
        self.retyped: set[str] = set()
        self.by_folded_name = [{column.casefold(): column for column in reader.columns} for reader in readers]

    def name_in(self, place: int, column: str) -> str | None:
        """How the file at a place writes a column, or None if it lacks it."""
        if column in self.readers[place].columns:
            return column
        return self.by_folded_name[place].get(column.casefold())

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

    def type_of(self, column: str) -> str:
        """As what a column is read where it makes groups or is part of a condition: what all files can be."""
        if column in self.retyped:
            return TEXT
        return common_type(reader.type_of(name) for reader, name in self.readers_with(column))

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """What values are called, by column; no two values of a column share a label."""
        labels = {
            column: merged_labels(reader.labels.get(name, {}) for reader, name in self.readers_with(column))
            for column in self.columns
        }
        return {column: names for column, names in labels.items() if names}

    def relation(self, types: Mapping[str, str]) -> str:
        """SQL: the rows of all files, with columns as these types.

        Raises:
            InputError: if a file lacks one of them, or files call a value differently.
        """
        for column in types:
            check_in_every_file(self, column)
            having = self.readers_with(column)
            check_labels(column, ((reader.file, reader.labels.get(name, {})) for reader, name in having))
        return f"({' UNION ALL '.join(self.queries(types))})"

    def as_text(self, columns: Sequence[str]) -> str:
        """SQL: the rows of all files, with columns as text, empty in files that lack one."""
        return f"({' UNION ALL '.join(self.queries(dict.fromkeys(columns, TEXT)))})"

    def files_as_text(self, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each file with the SQL of its rows, with columns as text."""
        queries = self.queries(dict.fromkeys(columns, TEXT))
        return zip((reader.file for reader in self.readers), (f"({query})" for query in queries), strict=True)

    def queries(self, types: Mapping[str, str]) -> Iterator[str]:
        """SQL: the query of each file."""
        for place, reader in enumerate(self.readers):
            names = {column: name for column in types if (name := self.name_in(place, column)) is not None}
            relation, cells = reader.query({name: types[column] for column, name in names.items()})
            values = {
                column: cells[names[column]] if column in names else f"CAST(NULL AS {to})"
                for column, to in types.items()
            }
            selected = [f"{value} AS {identifier(column)}" for column, value in values.items()]
            yield f"SELECT {', '.join(selected) or '1 AS nothing'} FROM {relation}"


def merged_columns(columns: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All columns of several files, each once whatever its case."""
    merged = dict.fromkeys(columns[0])
    folded = {column.casefold() for column in merged}
    for column in (column for more in columns[1:] for column in more):
        if column.casefold() not in folded:
            folded.add(column.casefold())
            merged[column] = None
    return tuple(merged)


def check_in_every_file(table: Table, column: str) -> None:
    """Refuse a column that only some files have.

    Raises:
        InputError: with the file and the column.
    """
    lacking = table.files_without(column)
    if lacking:
        other = table.readers_with(column)[0][0].file
        raise InputError("column_only_in", file=lacking[0], column=column, other=other)


def shortened(files: Sequence[str]) -> str:
    """What messages call several files."""
    return files[0] if len(files) == 1 else f"{files[0]} (+{len(files) - 1})"


def find_column(table: Table, given: str, option: str) -> str:
    """The column that somebody named, in any case.

    Args:
        table: the survey.
        given: the name.
        option: where it was named, for the message.

    Raises:
        InputError: if there is none, with what was probably meant.
    """
    if given in table.columns:
        return given
    by_folded_name = {column.casefold(): column for column in table.columns}
    column = by_folded_name.get(given.strip().casefold())
    if column is None:
        raise InputError(
            "no_column",
            file=table.shown,
            column=given,
            option=option,
            columns=first_few(table.columns),
            hint=suggestion(given, list(table.columns)),
        )
    return column


def first_few(columns: Sequence[str]) -> str:
    """The columns, or the first of them where there are many."""
    return ", ".join(columns[:FEW]) + (", …" if len(columns) > FEW else "")
