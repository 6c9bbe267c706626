"""What an answer is: flat records, the notes that belong to them and the sources they rest on.

Each question defines its own kind of row beside its function (`published/compare.py` has `Comparison`):
a frozen dataclass whose fields are the columns of every format. What each field is stands on the field
(`fields.py`), how the rows are drawn in the ``charts`` of the class (`charts.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, overload

from kaltim_poverty.records.fields import (
    CALLED,
    GROUPS,
    UNIT,
    Declaration,
    attribute,
    columns,
    declarations,
    has_breakdown,
)
from kaltim_poverty.words import Message, say

if TYPE_CHECKING:
    from kaltim_poverty.records.charts import Chart, Level
    from kaltim_poverty.words import Language, Spoken

R_co = TypeVar("R_co", covariant=True)
COUNTED = ("rows", "count")  # values of a note that say how many


class Note(NamedTuple):
    """An assumption, a break, a row left out: a code that never changes, and the sentence for it."""

    code: str
    values: Mapping[str, object]

    def spoken(self, language: Language) -> str:
        """The sentence in *language*."""
        return say(language, f"note.{self.code}", **self.values)

    def spoken_fields(self, language: Language) -> Iterable[tuple[str, str]]:
        """Its code and its sentence, by the names that they have in JSON."""
        return (("code", self.code), ("text", self.spoken(language)))

    @property
    def counts_nothing(self) -> bool:
        """Whether all that it has to say, or the note that it quotes, is a count of 0."""
        quoted = self.values.get("text")
        values = quoted.values if isinstance(quoted, Message) else self.values
        return any(values.get(counted) == 0 for counted in COUNTED)

    def __str__(self) -> str:
        return self.spoken("en")


def note(code: str, **values: object) -> Note:
    """A `Note` with its values by keyword."""
    return Note(code, values)


class Source(NamedTuple):
    """Where a figure was read: one row of the source table.

    The last four are those of a table of BPS in the data folder: its number, when BPS last changed it, when
    it was received, and the checksum of the bytes.
    """

    source: str
    kind: str
    publisher: str
    title: str
    url: str
    released: str
    table: str = ""
    updated: str = ""
    received: str = ""
    sha256: str = ""

    def described(self) -> Iterable[tuple[str, str]]:
        """Its fields by name; of a bundled source those that every source has."""
        fields = self._asdict().items()
        return fields if self.received else list(fields)[: len(self._fields) - len(self._field_defaults)]


class ColumnName(NamedTuple):
    """How a column is headed that is named by a code: as what the code is called.

    Attributes:
        name: of the code.
        alone: whether that says all, as no other column is about the same code.
    """

    name: Spoken | str
    alone: bool


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
        head: what the numbers say in a sentence, which stands above a chart.
        focus: the codes of the areas or series that a chart is about.
        levels: numbers that stand across a chart: of larger areas, a target.
        drawn: the answer that a chart shows in place of this one, whose rows are no marks.
        opening: the sentence that answers the question, which stands before the rows.
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
    head: Message | None = None
    focus: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    drawn: Answer[Any] | None = None
    opening: Note | None = None

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
        if has_breakdown(self.kind):
            place = names.index(GROUPS)
            names[place : place + 1] = {group: None for row in self.rows for group in getattr(row, GROUPS)}
        return tuple(names)

    def is_group(self, field: str) -> bool:
        """Whether a column is one of a breakdown, whose name and values belong to the user's file."""
        return has_breakdown(self.kind) and field not in columns(self.kind)

    def declaration(self, field: str) -> Declaration:
        """What a column is; one of a breakdown is what the field of all of them is."""
        return declarations(self.kind)[GROUPS if self.is_group(field) else field]

    @property
    def unit_field(self) -> str:
        """The column with the unit of each row; empty if there is none."""
        return UNIT if UNIT in columns(self.kind) else ""

    def names_of(self, field: str) -> Mapping[str, Spoken]:
        """What the codes in a column are called."""
        declared = self.declaration(field)
        return self.names.get(declared.names or (field if declared.kind in CALLED else ""), {})

    def column_name(self, field: str) -> ColumnName | None:
        """How a column is headed whose name is a code; None for one that is named by a field."""
        del field
        return None

    def names_measure(self, field: str) -> bool:
        """Whether a column names what was measured, so that the unit of the row belongs beside it."""
        return bool(self.unit_field) and self.declaration(field).with_unit

    @property
    def charts(self) -> tuple[Chart, ...]:
        """How the answer can be drawn, the default first."""
        charts: tuple[Chart, ...] = getattr(self.kind, "charts", ())
        return charts

    @property
    def long(self) -> Answer[Any] | None:
        """The answer whose key became the columns of a wide one; None of any other."""
        return None

    @property
    def prose(self) -> str:
        """The field with the sentences of an answer that reads as a paragraph; empty for other answers."""
        field: str = getattr(self.kind, "prose", "")
        return field

    @property
    def remarks(self) -> tuple[Note, ...]:
        """The notes that people are shown: all but those that only count 0."""
        return tuple(note for note in self.notes if not note.counts_nothing)

    @property
    def told(self) -> tuple[Note, ...]:
        """All that is said in sentences: the one that answers the question, then the notes."""
        return (self.opening, *self.notes) if self.opening else self.notes

    @property
    def level(self) -> Decimal | None:
        """The confidence level of its intervals, if a level was chosen; of two surveys both have one."""
        after = self.arguments.get("after")
        asked = after if isinstance(after, Mapping) else self.arguments
        chosen = asked.get("level")
        return None if chosen is None else Decimal(str(chosen))


def cell(row: object, field: str) -> Any:
    """The value of a record in a column; of a group that its breakdown lacks, an empty text."""
    groups, name = getattr(row, GROUPS, None), attribute(field)
    if groups is not None and not hasattr(row, name):
        return groups.get(field, "")
    return getattr(row, name)


def unit_of(row: object) -> str:
    """The unit of a row; empty if it has none."""
    return str(getattr(row, UNIT, ""))


def is_behind_break(row: object, field: str) -> bool:
    """Whether a cell lies behind a break of its series."""
    return field in getattr(row, "behind_break", ())


def cells(row: object, of: Sequence[str] | None = None) -> list[Any]:
    """The values of a record in some columns, by default in all of its kind."""
    return [cell(row, column) for column in (columns(type(row)) if of is None else of)]


__all__ = [
    "Answer",
    "ColumnName",
    "Declaration",
    "Message",
    "Note",
    "Source",
    "cell",
    "cells",
    "columns",
    "is_behind_break",
    "note",
    "unit_of",
]
