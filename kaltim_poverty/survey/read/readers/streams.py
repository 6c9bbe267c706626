"""A survey from stdin or a pipe: copied first, as faults and most formats need a second look.

A file that is said to have another format than its ending tells is read by a link with the ending of that.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, KpovError, system_reason
from kaltim_poverty.inputs.steps import COPYING, READING, STEPS
from kaltim_poverty.inputs.streams import display_name, opened
from kaltim_poverty.records import Note
from kaltim_poverty.survey.read.readers.formats import packed_ending
from kaltim_poverty.survey.read.readers.stream_format import BYTES_OF_START, ending_of, ending_of_zip
from kaltim_poverty.survey.read.readers.wrapped_reader import WrappedReader
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine
    from kaltim_poverty.survey.read.reader import Query, Reader

BYTES_OF_PIECE = 2**20
ZIPPED = ".xlsx"


def copy_of(engine: Engine, file: str, named: str | None = None, *, is_text: bool) -> str:
    """The path of a copy of a stream, with the ending of its format.

    Args:
        engine: in whose private folder it lies.
        file: the name of the stream.
        named: the ending of the format that it is said to have.
        is_text: whether somebody said how its text is written.

    Raises:
        InputError: if it is empty, no table, or cannot be read.
        OutputError: if there is no room for it.
    """
    name = display_name(file)
    try:
        with opened(file) as stream:
            start = beginning = stream.read(BYTES_OF_START)
            ending = ending_of(start, name, is_text=is_text or named is not None)
            with engine.spill.new_file("") as copy:
                STEPS.begin(COPYING, copy.size)
                while start:
                    copy.write(start)
                    start = stream.read(BYTES_OF_PIECE)
    except OSError as error:
        raise InputError("unreadable", file=name, reason=system_reason(error)) from None
    STEPS.begin(READING)
    if named is not None:
        ending = packed_ending(named, beginning)
    elif ending == ZIPPED:
        ending = ending_of_zip(copy.path, name)
    os.rename(copy.path, copy.path + ending)
    return copy.path + ending


def link_to(engine: Engine, file: str, named: str) -> str:
    """The path of a link to a file, with the ending of the format that it is said to have.

    Args:
        engine: in whose private folder it lies.
        file: its path.
        named: the ending of that format.

    Raises:
        InputError: if the file cannot be read.
        OutputError: if there is no room for it.
    """
    try:
        with opened(file) as stream:
            ending = packed_ending(named, stream.read(2))
    except OSError as error:
        raise InputError("unreadable", file=file, reason=system_reason(error)) from None
    return engine.spill.new_link(file, ending)


@contextlib.contextmanager
def under_names(names: Mapping[str, str]) -> Iterator[None]:
    """Errors name streams, not their copies.

    Args:
        names: of streams, by the paths of their copies.

    Raises:
        KpovError: whatever the task raises.
    """
    try:
        yield
    except KpovError as error:
        error.message = Message(error.message.key, renamed(error.message.values, names))
        raise


def renamed(values: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """The values of a sentence with the names of streams for the paths of their copies."""
    changed = dict(values)
    for key, value in values.items():
        for path, name in names.items():
            if isinstance(value, str) and path in value:
                changed[key] = value.replace(path, name)
    return changed


class StreamReader(WrappedReader):
    """A reader of a copy, under the name of its stream.

    Args:
        reader: of the copy.
        path: of the copy.
        name: what messages call it.
    """

    def __init__(self, reader: Reader, path: str, name: str) -> None:
        super().__init__(reader, name)
        self.names = {path: name}

    @property
    def notes(self) -> Sequence[Note]:
        """The notes on how the stream was read."""
        return [Note(each.code, renamed(each.values, self.names)) for each in self.reader.notes]

    def type_of(self, column: str) -> str:
        """The SQL type of its cells."""
        with under_names(self.names):
            return self.reader.type_of(column)

    def query(self, columns: Sequence[str]) -> Query:
        """A query that selects columns."""
        with under_names(self.names):
            return self.reader.query(columns)
