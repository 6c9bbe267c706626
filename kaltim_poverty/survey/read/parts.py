"""One file of a survey, or one table in memory: its columns, their kinds, and the SQL that reads them."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.delimited import MISSING, look_at
from kaltim_poverty.survey.read.engine import name, text
from kaltim_poverty.survey.read.kinds import NUMBER, TEXT, WHOLE, cast, kind_of, with_point

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine


class Part(Protocol):
    """A file that can be asked for some of its columns."""

    @property
    def file(self) -> str:
        """What messages call it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names as written."""

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """What values of a column are called, where the file says so."""

    def kind(self, column: str) -> str:
        """As what a column of groups or of a condition is read."""

    def sql(self, columns: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """A table, and the expression of each column as the type asked for."""


class TextPart:
    """CSV or TSV; every cell of a type as it is read, which halves the time."""

    def __init__(self, file: str, decimal: str) -> None:
        self.written, self.decimal = look_at(file, decimal), decimal
        self.file = file
        self.columns = tuple(column for column in self.written.columns if column.strip())
        self.labels: Mapping[str, Mapping[str, str]] = {}

    def kind(self, column: str) -> str:
        """What the file holds wherever it was looked at."""
        if column in self.written.whole:
            return WHOLE
        return NUMBER if column in self.written.numeric else TEXT

    def sql(self, columns: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """The call that reads the file, with the types of all columns given."""
        if self.decimal == ".":
            return self.reader(columns), {column: name(column) for column in columns}
        return self.reader({}), {column: self.converted(column, kind) for column, kind in columns.items()}

    def reader(self, kinds: Mapping[str, str]) -> str:
        """The call that reads the file, columns without a kind as text."""
        named = [
            column if column.strip() else f" {place}" for place, column in enumerate(self.written.columns)
        ]
        types = ", ".join(f"{text(column)}: {text(kinds.get(column, TEXT))}" for column in named)
        missing = ", ".join(map(text, MISSING))
        packed = ", compression = 'gzip'" if self.file.casefold().endswith(".gz") else ""
        return (
            f"read_csv({text(glob.escape(self.file))}, auto_detect = false, header = true, "
            f"columns = {{{types}}}, delim = {text(self.written.delimiter)}, quote = '\"', escape = '\"', "
            f"nullstr = [{missing}], hive_partitioning = false{packed})"
        )

    def converted(self, column: str, kind: str) -> str:
        """A column whose numbers have a decimal comma, as the type asked for."""
        return name(column) if kind == TEXT else f"CAST({with_point(column, self.decimal)} AS {kind})"


class TypedPart:
    """A source whose columns have types: Parquet, a frame, arrays."""

    def __init__(
        self, engine: Engine, source: str, shown: str, labels: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.source, self.file = source, shown
        self.kinds = {column: kind_of(of) for column, of in described(engine, source, shown)}
        self.columns = tuple(self.kinds)
        self.labels = labels or {}

    def kind(self, column: str) -> str:
        """By its type."""
        return self.kinds[column]

    def sql(self, columns: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """The source, its columns cast."""
        return self.source, {column: cast(column, self.kinds[column], to) for column, to in columns.items()}


def parquet(engine: Engine, file: str) -> TypedPart:
    """A Parquet file; a folder named ``year=2024`` adds no column to it."""
    return TypedPart(engine, f"read_parquet({text(glob.escape(file))}, hive_partitioning = false)", file)


def in_memory(engine: Engine, given: Any, shown: str, known_as: str) -> TypedPart:
    """A frame or columns of numpy under a name of the engine."""
    engine.connection.register(known_as, given)
    return TypedPart(engine, known_as, shown)


def described(engine: Engine, source: str, shown: str) -> list[tuple[str, str]]:
    """The columns of a source with their types.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        return [(row[0], row[1]) for row in engine.rows(f"DESCRIBE SELECT * FROM {source}")]
    except engine.errors as error:
        raise InputError("unreadable", file=shown, reason=str(error).splitlines()[0]) from None
