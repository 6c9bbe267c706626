"""How the files of a survey are read, where people say so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from kaltim_poverty.inputs.numbers import POINT, Marks


class ReadOptions(NamedTuple):
    """How files are read.

    Attributes:
        marks: of numbers in text.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of a workbook; the first visible one with the columns that are needed if None.
        needed: columns to read at once: a package reads the whole file each time that it is asked.
        memory: bytes that a whole table may take.
        on_cluster: whether a cluster reads the rows.
    """

    marks: Marks = POINT
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    needed: Sequence[str] = ()
    memory: int = 1_000_000_000
    on_cluster: bool = False

    def without(self, columns: Collection[str]) -> ReadOptions:
        """The options for files that lack some columns."""
        return self._replace(needed=[column for column in self.needed if column not in columns])
