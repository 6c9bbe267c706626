"""An answer is never written onto a file that its question reads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from kaltim_poverty.errors import UsageError

READ = ("files", "before", "after", "figures", "areas", "programmes", "design", "line_table")


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


def files_read(question: Mapping[str, Any]) -> Iterator[str]:
    """All files that a question reads: those in folders and those that a pattern finds, too."""
    import glob

    for name in READ:
        given = question.get(name, ())
        for path in [given] if isinstance(given, str) else given:
            if os.path.isdir(path):
                yield from (os.path.join(path, file) for file in os.listdir(path))
            else:
                yield from [path, *glob.glob(path, recursive=True)]
