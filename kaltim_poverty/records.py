"""What an answer is: flat records, the notes that belong to them and the sources they rest on.

Each question defines its own kind of row beside its function (`published/compare.py` has `Comparison`):
a frozen dataclass whose fields are the columns of every format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, overload

from kaltim_poverty.words import Message, say

if TYPE_CHECKING:
    from kaltim_poverty.words import Language, Spoken

R_co = TypeVar("R_co", covariant=True)
COUNTED = ("rows", "count")  # values of a note that say how many
GROUPS = "groups"  # the field of a record that is spread into columns


class Note(NamedTuple):
    """An assumption, a break, a row left out: a code that never changes, and the sentence for it."""

    code: str
    values: Mapping[str, object]

    def spoken(self, language: Language) -> str:
        """The sentence in *language*."""
        return say(language, f"note.{self.code}", **self.values)

    @property
    def counts_nothing(self) -> bool:
        """Whether all that it has to say is a count of 0."""
        return any(self.values.get(counted) == 0 for counted in COUNTED)

    def __str__(self) -> str:
        return self.spoken("en")


def note(code: str, **values: object) -> Note:
    """A `Note` with its values by keyword."""
    return Note(code, values)


class Source(NamedTuple):
    """Where a figure was read: one row of the source table."""

    source: str
    kind: str
    publisher: str
    title: str
    url: str
    released: str


@dataclass(frozen=True)
class Answer(Sequence[R_co], Generic[R_co]):
    """The rows that answer a question, with all that must be said beside them.

    An answer is a sequence of its rows: ``for row in answer``, ``answer[0].change``.

    Attributes:
        question: the command that asks it, such as ``compare``.
        arguments: what was asked, with every default and ``latest`` resolved.
        rows: the records, in the order in which they are written.
        notes: assumptions, breaks, what was left out.
        sources: where the figures behind the rows were read.
        names: what a code in a field is called, by field and code (``names["area"]["64"]``).
        kind: the class of the rows, which tells the columns even if there are none.
        title: what stands above a table in place of the usual title of the question.
        cited: how the sources are cited below a table, in place of their publishers.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment] # arguments and names are mappings

    question: str
    arguments: Mapping[str, Any]
    rows: tuple[R_co, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    names: Mapping[str, Mapping[str, Spoken]]
    kind: type[R_co]
    title: Message | None = None
    cited: tuple[Spoken | str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> R_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R_co]: ...
    def __getitem__(self, index: int | slice) -> R_co | Sequence[R_co]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns, in order; the groups of a breakdown are a column each."""
        names = list(columns(self.kind))
        if GROUPS in names:
            place = names.index(GROUPS)
            names[place : place + 1] = {group: None for row in self.rows for group in getattr(row, GROUPS)}
        return tuple(names)

    @property
    def remarks(self) -> tuple[Note, ...]:
        """The notes that people are shown: all but those that only count 0."""
        return tuple(note for note in self.notes if not note.counts_nothing)

    def is_group(self, field: str) -> bool:
        """Whether a column is one of a breakdown, whose name and values belong to somebody's file."""
        return field not in columns(self.kind)

    def name(self, field: str, code: str) -> Spoken | None:
        """What *code* is called in the column *field*, if it has a name."""
        of_field = self.names.get(field)
        return of_field.get(code) if of_field else None


class Chart(NamedTuple):
    """How `--chart` draws an answer; a kind of record that can be drawn has one as its ``chart``.

    Attributes:
        panel: the field that tells panels apart.
        shown: its values that are drawn, in order.
        value: the field that the bars of a panel are as long as, one for each row.
        interval: the fields with the ends of the interval of that value.
        alone: the fields that are drawn instead, a bar each, in a panel of one row.
    """

    panel: str
    shown: tuple[str, ...]
    value: str
    interval: tuple[str, str]
    alone: tuple[str, ...]


def columns(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record, a dataclass or a named tuple, in order."""
    named: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return named or tuple(field.name for field in fields(kind))


def cell(row: object, field: str) -> Any:
    """The value of a record in a column; of a group that its breakdown lacks, an empty text."""
    groups = getattr(row, GROUPS, None)
    return getattr(row, field) if groups is None or hasattr(row, field) else groups.get(field, "")


def cells(row: object, of: Sequence[str] | None = None) -> list[Any]:
    """The values of a record in some columns, by default in all of its kind."""
    return [cell(row, column) for column in (columns(type(row)) if of is None else of)]


__all__ = ["Answer", "Chart", "Message", "Note", "Source", "cell", "cells", "columns", "note"]
