"""A reader around another, which answers what that one answers unless it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.reader import Labels, Query, Reader


class WrappedReader:
    """A reader around another.

    Args:
        reader: the other one.
        file: what messages call it; as that one is called if None.
    """

    def __init__(self, reader: Reader, file: str | None = None) -> None:
        self.reader = reader
        self.file = reader.file if file is None else file

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns as written."""
        return self.reader.columns

    @property
    def labels(self) -> Labels:
        """The value labels of columns, where the file has them."""
        return self.reader.labels

    @property
    def notes(self) -> Sequence[Note]:
        """How it was read, where that is an assumption."""
        return self.reader.notes

    def may_be_thousands(self, column: str) -> bool:
        """Whether numbers of a column may be thousands."""
        return self.reader.may_be_thousands(column)

    def type_of(self, column: str) -> str:
        """The SQL type of its cells."""
        return self.reader.type_of(column)

    def rows_at_most(self) -> int:
        """How many rows it may have."""
        return self.reader.rows_at_most()

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""
        return self.reader.query(columns)
