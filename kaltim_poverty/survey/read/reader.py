"""What every reader offers, of files of any format and of tables in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

Labels = Mapping[str, Mapping[str, str]]


class Query(NamedTuple):
    """How to select columns in SQL.

    Attributes:
        relation: what follows FROM.
        expressions: the expression of each column that was asked for.
    """

    relation: str
    expressions: Mapping[str, str]


class Reader(Protocol):
    """A file or a table in memory that can be asked for some of its columns."""

    @property
    def file(self) -> str:
        """What messages call it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names as written."""

    @property
    def labels(self) -> Labels:
        """What values of a column are called, where the file says so."""

    def type_of(self, column: str) -> str:
        """As what a column is read where it makes groups or is part of a condition."""

    def query(self, types: Mapping[str, str]) -> Query:
        """How to select columns as these types."""
