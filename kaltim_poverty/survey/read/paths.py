"""Paths in SQL, which mean the file of that name and nothing else."""

from __future__ import annotations

import glob
import os

from kaltim_poverty.survey.read.sql import is_utf8, literal

DESCRIPTORS = "/dev/fd/"


def path_literal(file: str) -> str:
    """SQL: a file by its absolute path, so that ``~``, ``s3:`` and ``*`` in its name mean nothing."""
    return literal(glob.escape(engine_path(file)))


def engine_path(path: str) -> str:
    """The absolute path of a file or folder.

    The engine knows no name that is not UTF-8: what has one is open, by its number, until the process ends.
    """
    path = os.path.abspath(path)
    return path if is_utf8(path) else f"{DESCRIPTORS}{os.open(path, os.O_RDONLY)}"
