"""The files that a question reads: none is written onto, no stream is read twice."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.streams import identity

READ = (
    "files",
    "before",
    "after",
    "figures",
    "areas",
    "programmes",
    "design",
    "line_table",
    "survey",
    "template",
)


def check_not_read(written: str | None, question: Mapping[str, Any]) -> None:
    """Refuse to write onto a file that is read.

    Args:
        written: where an answer or a design goes; None is stdout.
        question: the options that were given, by name.

    Raises:
        UsageError: with the name of the file.
    """
    if written is None or not os.path.isfile(written):
        return
    for file in files_read(question):
        if os.path.exists(file) and os.path.samefile(file, written):
            raise UsageError("written_is_read", file=written)


def check_read_once(question: Mapping[str, Any]) -> None:
    """Refuse to read stdin or a pipe twice: the second time there would be nothing.

    Args:
        question: the options that were given, by name.

    Raises:
        UsageError: with the name of the stream.
    """
    seen: set[Hashable] = set()
    for file in names_given(question):
        stream = identity(file)
        if stream in seen:
            key = "stdin_twice" if stream == 0 else "stream_twice"
            raise UsageError(key, file=file)
        if stream is not None:
            seen.add(stream)


def files_read(question: Mapping[str, Any]) -> Iterator[str]:
    """All files that a question reads: those in folders and those that a pattern finds, too."""
    import glob

    for path in names_given(question):
        if os.path.isdir(path):
            yield from (os.path.join(path, file) for file in os.listdir(path))
        else:
            yield from [path, *glob.glob(path, recursive=True)]


def names_given(question: Mapping[str, Any]) -> Iterator[str]:
    """The names of files and folders among the options of a question."""
    for name in READ:
        given = question.get(name, ())
        yield from [given] if isinstance(given, str) else given
