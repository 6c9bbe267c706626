"""What every reader offers, of files of any format and of tables in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from kaltim_poverty.records import Note

Labels = Mapping[str, Mapping[str, str]]


class Reader(Protocol):
    """A file or a table in memory that can be asked for some of its columns."""

    @property
    def file(self) -> str:
        """The name of the file in messages."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns as written."""

    @property
    def labels(self) -> Labels:
        """The value labels of columns, where the file has them."""

    @property
    def notes(self) -> Sequence[Note]:
        """How it was read, where that is an assumption."""

    def may_be_thousands(self, column: str) -> bool:
        """Whether numbers of a column in text have three decimals or none, by a look at some or none."""

    def type_of(self, column: str) -> str:
        """The SQL type of its cells; of a file of text the strictest that a look at it leaves possible."""

    def rows_at_most(self) -> int:
        """How many rows it may have, without reading it for that: of text a row for two bytes."""

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""


class Query(NamedTuple):
    """How to select columns in SQL.

    Attributes:
        relation: what follows FROM.
        cells: each column that was asked for, with the SQL type that its cells have there.
        typed: the same with some of these columns as numbers, where text can be read so; else None.
    """

    relation: str
    cells: Mapping[str, tuple[str, str]]
    typed: Callable[[Collection[str]], Query] | None = None


class Need(NamedTuple):
    """A column that a question needs.

    Attributes:
        column: as the survey writes it.
        to: the SQL type to read it as; empty for the cells as written, whether missing or not.
        use: as what, for its name in SQL.
    """

    column: str
    to: str
    use: str = ""
