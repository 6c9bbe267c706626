"""Reading the small tables that come with the package."""

from __future__ import annotations

import csv
import os
from functools import cache

FOLDER = os.path.join(os.path.dirname(__file__), "data")


@cache
def bundled(name: str, folder: str = FOLDER) -> tuple[tuple[str, ...], ...]:
    """The rows of a bundled table, such as ``areas`` or ``figures/64``, without its header."""
    with open(os.path.join(folder, f"{name}.csv"), encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))[1:]
