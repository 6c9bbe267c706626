"""The files that a question reads: none is written onto, no stream is read twice."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from kaltim_poverty.cli.files import is_special
from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.streams import identity

READ = (
    "file",
    "files",
    "data",
    "before",
    "after",
    "figures",
    "areas",
    "programmes",
    "design",
    "line_table",
    "survey",
    "template",
    "places",
    "plan",
    "score_table",
)
SURVEYS = ("files", "before", "after")


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


def check_not_read_inside(folder: str, question: Mapping[str, Any]) -> None:
    """Refuse to put a new folder in the place of one that holds what is read.

    Args:
        folder: that is written.
        question: the options that were given, by name.

    Raises:
        UsageError: with the name of the folder.
    """
    root = os.path.join(os.path.realpath(folder), "")
    for file in [*names_given(question), *files_read(question)]:
        if os.path.join(os.path.realpath(file), "").startswith(root):
            raise UsageError("written_is_read", file=folder)


def check_outputs(written: str | None, question: Mapping[str, Any]) -> None:
    """Refuse an answer that would take the place of the design, or become a part of the survey.

    Args:
        written: where the answer goes; None is stdout.
        question: the options that were given, by name.

    Raises:
        UsageError: with the name of the file.
    """
    if written is None or is_special(written):
        return
    design = question.get("write_design")
    if design is not None and os.path.realpath(design) == os.path.realpath(written):
        raise UsageError("written_twice", file=written)
    surveys = [path for name in SURVEYS for path in names_of(question, name) if not os.path.isfile(path)]
    if surveys:
        from kaltim_poverty.survey.read import input_holding

        survey = input_holding(surveys, written)
        if survey is not None:
            raise UsageError("written_into", file=written, survey=survey)


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
        yield from names_of(question, name)


def names_of(question: Mapping[str, Any], option: str) -> Sequence[str]:
    """The names of files that one option of a question gives."""
    given: str | Sequence[str] = question.get(option, ())
    return [given] if isinstance(given, str) else given
