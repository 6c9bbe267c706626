"""The table behind a survey: one file or several, that need only share the columns that are used."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, suggestion
from kaltim_poverty.survey.read.engine import name
from kaltim_poverty.survey.read.kinds import TEXT, common

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.parts import Part

FEW = 12


class Table:
    """Parts as one table, their columns in any order and any case.

    Attributes:
        parts: one a file.
        columns: of all parts, as the first that has one writes it.
        shown: what messages call it.
        decimal: the decimal mark of text files.
        decimal_given: whether somebody said so.
        doubtful: columns that are read as text because a cell further on was none of what others are.
    """

    def __init__(self, parts: Sequence[Part], *, decimal: str | None = None) -> None:
        self.parts, self.decimal, self.decimal_given = parts, decimal or ".", decimal is not None
        self.shown = shown([part.file for part in parts])
        self.columns = united([part.columns for part in parts])
        self.doubtful: set[str] = set()
        self.folded = [{column.casefold(): column for column in part.columns} for part in parts]

    def own(self, place: int, column: str) -> str | None:
        """How one part writes a column, or None if it lacks it."""
        if column in self.parts[place].columns:
            return column
        return self.folded[place].get(column.casefold())

    def having(self, column: str) -> list[tuple[Part, str]]:
        """The parts that have a column, with how they write it."""
        owned = ((part, self.own(place, column)) for place, part in enumerate(self.parts))
        return [(part, own) for part, own in owned if own is not None]

    def kind(self, column: str) -> str:
        """As what a column of groups or of a condition is read: what all parts can be."""
        if column in self.doubtful:
            return TEXT
        return common(part.kind(own) for part, own in self.having(column))

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """What values are called, by column; each by a name of its own."""
        found: dict[str, dict[str, str]] = {}
        for column in self.columns:
            for part, own in self.having(column):
                for value, label in part.labels.get(own, {}).items():
                    found.setdefault(column, {}).setdefault(value, label)
        return {column: told_apart(names) for column, names in found.items()}

    def lacking(self, column: str) -> list[str]:
        """The files without a column."""
        return [part.file for place, part in enumerate(self.parts) if self.own(place, column) is None]

    def twice(self) -> list[str]:
        """The files that were given more than once."""
        places: dict[str, list[str]] = {}
        for part in self.parts:
            places.setdefault(os.path.realpath(part.file), []).append(part.file)
        return [files[0] for files in places.values() if len(files) > 1]

    def sql(self, columns: Mapping[str, str]) -> str:
        """A table expression with these columns as these types.

        Raises:
            InputError: if a file lacks one of them, or files call a value differently.
        """
        for column in columns:
            check_everywhere(self, column)
            check_labels(self, column)
        return united_sql(self.each(columns))

    def as_written(self, columns: Sequence[str]) -> str:
        """A table expression with these columns as text, empty in files that lack one."""
        return united_sql(self.each(dict.fromkeys(columns, TEXT)))

    def each_as_written(self, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each file with its rows, these columns as text."""
        rows = self.each(dict.fromkeys(columns, TEXT))
        return zip((part.file for part in self.parts), (f"({each})" for each in rows), strict=True)

    def each(self, columns: Mapping[str, str]) -> Iterator[str]:
        """The query of each part."""
        for place, part in enumerate(self.parts):
            owned = {column: own for column in columns if (own := self.own(place, column)) is not None}
            source, cells = part.sql({own: columns[column] for column, own in owned.items()})
            chosen = [
                f"{cells[owned[column]] if column in owned else f'CAST(NULL AS {kind})'} AS {name(column)}"
                for column, kind in columns.items()
            ]
            yield f"SELECT {', '.join(chosen) or '1 AS nothing'} FROM {source}"


def united(columns: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All columns of several files, each once in whatever case."""
    found = dict.fromkeys(columns[0])
    folded = {column.casefold() for column in found}
    for column in (column for more in columns[1:] for column in more):
        if column.casefold() not in folded:
            folded.add(column.casefold())
            found[column] = None
    return tuple(found)


def united_sql(queries: Iterator[str]) -> str:
    """The rows of one query after those of another."""
    return f"({' UNION ALL '.join(queries)})"


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Labels with the value behind those that several values share, or that look like a value."""
    count = Counter(names.values())
    return {
        value: f"{label} ({value})" if count[label] > 1 or label in names.keys() - {value} else label
        for value, label in names.items()
    }


def check_everywhere(table: Table, column: str) -> None:
    """Refuse files of which only some have a column that is used.

    Raises:
        InputError: with the file and the column.
    """
    lacking = table.lacking(column)
    if lacking:
        other = table.having(column)[0][0].file
        raise InputError("column_only_in", file=lacking[0], column=column, other=other)


def check_labels(table: Table, column: str) -> None:
    """Refuse files that call a value of a column differently: 1 urban here, 1 rural there.

    Raises:
        InputError: with the file, the column and the value.
    """
    known: dict[str, tuple[str, str]] = {}
    for part, own in table.having(column):
        for value, label in part.labels.get(own, {}).items():
            first, file = known.setdefault(value, (label, part.file))
            if first.strip().casefold() != label.strip().casefold():
                raise InputError(
                    "labels_differ",
                    file=part.file,
                    column=column,
                    value=value,
                    label=label,
                    other=file,
                    first=first,
                )


def shown(files: Sequence[str]) -> str:
    """What messages call the files."""
    return files[0] if len(files) == 1 else f"{files[0]} (+{len(files) - 1})"


def find_column(table: Table, given: str, option: str) -> str:
    """The column that somebody named, in any case.

    Raises:
        InputError: if there is none, with what was probably meant.
    """
    if given in table.columns:
        return given
    folded = {column.casefold(): column for column in table.columns}
    found = folded.get(given.strip().casefold())
    if found is None:
        hint = suggestion(given, list(table.columns))
        raise InputError(
            "no_column",
            file=table.shown,
            column=given,
            option=option,
            columns=first_few(table.columns),
            hint=hint,
        )
    return found


def first_few(columns: Sequence[str]) -> str:
    """The columns, or the first of them where there are many."""
    return ", ".join(columns[:FEW]) + (", …" if len(columns) > FEW else "")
