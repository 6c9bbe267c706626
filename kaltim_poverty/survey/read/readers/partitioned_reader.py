"""A file of a partitioned folder: its own columns, and those that stand in the names of its folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.survey.read.column_types import INTEGER, TEXT
from kaltim_poverty.survey.read.reader import Query
from kaltim_poverty.survey.read.readers.wrapped_reader import WrappedReader
from kaltim_poverty.survey.read.sql import literal
from kaltim_poverty.survey.read.text_cells import WHOLE_NUMBER

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.reader import Reader
    from kaltim_poverty.survey.read.readers.partitions import Partition


class PartitionedReader(WrappedReader):
    """A reader with the columns of the folders of its file, whose cells are text as those of CSV.

    Args:
        reader: of the file.
        partition: the value of each column, None where it is missing.
    """

    def __init__(self, reader: Reader, partition: Partition) -> None:
        super().__init__(reader)
        self.partition = partition

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file, then those of its folders from the outermost."""
        return (*self.reader.columns, *self.partition)

    def may_be_thousands(self, column: str) -> bool:
        """Whether numbers of a column may be thousands; nobody writes thousands into names of folders."""
        return column not in self.partition and self.reader.may_be_thousands(column)

    def type_of(self, column: str) -> str:
        """The SQL type of its cells: a whole number where it has no other spelling; 06 is text."""
        if column not in self.partition:
            return self.reader.type_of(column)
        value = self.partition[column]
        return INTEGER if value is None or WHOLE_NUMBER.fullmatch(value) else TEXT

    def query(self, columns: Sequence[str]) -> Query:
        """How to select columns; those of folders have one value in all rows."""
        relation, cells, _ = self.reader.query([column for column in columns if column not in self.partition])
        own = {column: (self.cell(column), TEXT) for column in columns if column in self.partition}
        return Query(relation, {**cells, **own})

    def cell(self, column: str) -> str:
        """SQL: the value of a column of folders."""
        value = self.partition[column]
        return f"CAST({'NULL' if value is None else literal(value)} AS {TEXT})"
