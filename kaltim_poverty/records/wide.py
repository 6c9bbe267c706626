"""A wide table: one key of an answer becomes its columns, and the rows keep what else tells them apart.

A wide answer is an answer, so that every form writes it as it writes any other. Its columns are named by the
codes of the key (``64``, ``2024-03``, ``p0``), and where they hold several fields by both (``64.change``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from kaltim_poverty.records import Answer, ColumnName, cell, unit_of
from kaltim_poverty.records.fields import UNIT, Declaration
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from kaltim_poverty.words import Spoken

JOINT = "."  # between the code of a column and its field
RANGE = ".."  # between the periods of a comparison
MISSING = "–"
OWN = ("rows", "kind", "head", "focus", "levels")  # of the long answer and its charts


@dataclass(frozen=True)
class WideRow:
    """One row: its cells by column, the unit of its numbers, and the columns that lie behind a break."""

    groups: Mapping[str, Any]
    unit: str
    behind_break: frozenset[str]


@dataclass(frozen=True)
class WideAnswer(Answer[WideRow]):
    """An answer whose columns are the codes of a key.

    Attributes:
        columns: what each column is, in order.
        called: how the columns of the key are headed.
        long: the answer with a row for each number.
    """

    __hash__: ClassVar[None] = None

    columns: Mapping[str, Declaration] = field(default_factory=dict)
    called: Mapping[str, ColumnName] = field(default_factory=dict)
    long: Answer[Any] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(self.columns)

    def is_group(self, field: str) -> bool:
        """No column belongs to the user's file."""
        del field
        return False

    def declaration(self, field: str) -> Declaration:
        """The declaration of a column."""
        return self.columns[field]

    @property
    def unit_field(self) -> str:
        """The column with the unit of each row; empty where each column has its own."""
        return UNIT if UNIT in self.columns else ""

    def column_name(self, field: str) -> ColumnName | None:
        """How a column of the key is headed."""
        return self.called.get(field)


class TwiceError(Exception):
    """Two rows have the same place in a wide table."""


def spread(
    answer: Answer[Any],
    by: Sequence[str],
    cells: Sequence[str],
    behind_break: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> WideAnswer:
    """The answer with a column for each value of a key.

    Args:
        answer: in which each row is told apart by its keys.
        by: the fields of that key; of a comparison both periods.
        cells: the fields that fill the table, one column each.
        behind_break: of a row, by its number, the fields that lie behind a break of its series.

    Raises:
        TwiceError: if two rows have the same place.
    """
    keys = row_keys(answer, by)
    columns: dict[str, Declaration] = {name: answer.declaration(name) for name in keys}
    called: dict[str, ColumnName] = {}
    own_units = has_own_units(answer, by)
    if UNIT in answer.fields and not own_units:
        columns[UNIT] = answer.declaration(UNIT)
    for code, row in first_of_each(answer, by).items():
        for each in cells:
            name = column_of(code, each, cells)
            columns[name] = declared(answer, each, unit_of(row) if own_units else "")
            called[name] = ColumnName(name_of(answer, row, by), alone=len(cells) == 1)
    shared = {each.name: getattr(answer, each.name) for each in fields(Answer) if each.name not in OWN}
    rows = rows_of(answer, by, keys, cells, behind_break)
    return WideAnswer(**shared, rows=tuple(rows), kind=WideRow, columns=columns, called=called, long=answer)


def widened(answer: Answer[Any], by: str) -> WideAnswer:
    """The answer with a column for each value of one key, filled with the number that it is about.

    Raises:
        TwiceError: if two rows have the same place.
    """
    value = next(name for name in answer.fields if answer.declaration(name).kind == "value")
    return spread(answer, [by], [value])


def row_keys(answer: Answer[Any], by: Sequence[str]) -> list[str]:
    """The fields that tell the rows of the wide table apart, and the names of what is among them."""
    declared = {name: answer.declaration(name) for name in answer.fields}
    keys = [
        name for name, what in declared.items() if (what.kind == "key" or what.subject) and name not in by
    ]
    return [name for name, what in declared.items() if name in keys or what.repeats in keys]


def has_own_units(answer: Answer[Any], by: Sequence[str]) -> bool:
    """Whether the unit follows from the column: of a key that says what was measured."""
    return any(answer.names_measure(name) for name in by)


def first_of_each(answer: Answer[Any], by: Sequence[str]) -> dict[str, Any]:
    """The codes of the columns, in order, with a row of each."""
    found = {code_of(row, by): row for row in answer}
    order = in_order(answer, by)
    return dict(sorted(found.items(), key=lambda item: order(item[1])))


def in_order(answer: Answer[Any], keys: Sequence[str]) -> Callable[[object], list[Any]]:
    """The sort key of rows: periods in time, indicators as in the catalogue, others by appearance."""
    places = {key: places_of(answer, key) for key in keys}
    return lambda row: [places[key][cell(row, key)] for key in keys]


def places_of(answer: Answer[Any], key: str) -> dict[Any, int]:
    """The place of each value of a key."""
    values = list(dict.fromkeys(cell(row, key) for row in answer))
    if all(isinstance(value, tuple) for value in values):
        values.sort()
    elif answer.names_measure(key):
        catalogue = list(answer.names_of(key))
        values.sort(key=lambda value: catalogue.index(value) if value in catalogue else len(catalogue))
    return {value: place for place, value in enumerate(values)}


def code_of(row: object, by: Sequence[str]) -> str:
    """The code of a column."""
    return RANGE.join(str(cell(row, name)) for name in by)


def column_of(code: str, field: str, cells: Sequence[str]) -> str:
    """The name of a column: the code, and its field where there are several."""
    return code if len(cells) == 1 else f"{code}{JOINT}{field}"


def declared(answer: Answer[Any], field: str, unit: str) -> Declaration:
    """The declaration of a column: that of its field, with its own unit and mark for missing values."""
    return answer.declaration(field)._replace(of_unit=unit, origin=field, missing=MISSING, gives_way=0)


def name_of(answer: Answer[Any], row: object, by: Sequence[str]) -> Spoken | str:
    """The name of a column: the name of its code, or both periods of a comparison."""
    named = [answer.names_of(name).get(str(cell(row, name)), cell(row, name)) for name in by]
    return named[0] if len(named) == 1 else message("caption.from_to", start=named[0], end=named[-1])


def rows_of(
    answer: Answer[Any],
    by: Sequence[str],
    keys: Sequence[str],
    cells: Sequence[str],
    behind_break: Mapping[int, Collection[str]],
) -> Iterator[WideRow]:
    """The rows, in order of first appearance; None where there is nothing.

    Raises:
        TwiceError: if two rows have the same place.
    """
    empty = {column_of(code, each, cells): None for code in first_of_each(answer, by) for each in cells}
    numbers: dict[tuple[Any, ...], dict[str, int]] = {}
    order = in_order(answer, keys)
    for number, row in sorted(enumerate(answer), key=lambda item: order(item[1])):
        placed = numbers.setdefault(tuple(cell(row, key) for key in keys), {})
        if placed.setdefault(code_of(row, by), number) != number:
            raise TwiceError
    for key, placed in numbers.items():
        filled = {
            column_of(code, each, cells): cell(answer[number], each)
            for code, number in placed.items()
            for each in cells
        }
        behind = {
            column_of(code, each, cells)
            for code, number in placed.items()
            for each in behind_break.get(number, ())
        }
        unit = unit_of(answer[min(placed.values())])
        yield WideRow({**dict(zip(keys, key, strict=True)), **empty, **filled}, unit, frozenset(behind))


__all__ = ["TwiceError", "WideAnswer", "WideRow", "spread", "widened"]
