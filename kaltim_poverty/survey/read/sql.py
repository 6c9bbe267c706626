"""Names, texts and paths, quoted so that they can stand in SQL."""

import glob
import os


def identifier(column: str) -> str:
    """A column's name."""
    return '"' + column.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text."""
    return "'" + value.replace("'", "''") + "'"


def path_literal(file: str) -> str:
    """A file by its absolute path, so that ``~``, ``s3:`` and ``*`` in its name mean nothing.

    The engine knows no name that is not UTF-8: such a file is open, by its number, until the process ends.
    """
    path = os.path.abspath(file)
    try:
        path.encode()
    except UnicodeEncodeError:
        path = f"/dev/fd/{os.open(path, os.O_RDONLY)}"
    return literal(glob.escape(path))
