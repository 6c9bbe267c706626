"""Paths in SQL, which mean the file of that name and nothing else."""

from __future__ import annotations

import glob
import os

from kaltim_poverty.survey.read.engine import DESCRIPTORS
from kaltim_poverty.survey.read.sql import is_utf8, literal


def path_literal(file: str) -> str:
    """SQL: a file by its absolute path, so that ``~``, ``s3:`` and ``*`` in its name mean nothing.

    The engine knows no name that is not UTF-8: such a file is open, by its number, until the process ends.
    """
    path = os.path.abspath(file)
    if not is_utf8(path):
        path = f"{DESCRIPTORS}{os.open(path, os.O_RDONLY)}"
    return literal(glob.escape(path))
