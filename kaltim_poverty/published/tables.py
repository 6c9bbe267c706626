"""Reading the small tables that come with the package."""

from __future__ import annotations

import csv
import os
from functools import cache

FOLDER = os.path.join(os.path.dirname(__file__), "data")
BUNDLES = (("2026-10-31", "b2bdd3cbc288623fbac190ef63e3fe3b"),)
"""When each bundle was released, and the first half of the SHA-256 of its figures, a line each."""
BUNDLE_RELEASED = BUNDLES[-1][0]  # what was received before is older than the bundle


def bundled(
    name: str, folder: str = FOLDER, *, of: str = "", with_cell: str = ""
) -> tuple[tuple[str, ...], ...]:
    """The rows of a bundled table, such as ``areas`` or ``figures/64``, without its header.

    With *of* only those whose first cell it is, with *with_cell* those that have such a cell further on;
    the others are not parsed.
    """
    lines = lines_of(name, folder)
    wanted = [line for line in lines if line.startswith(f"{of},")] if of else lines
    if with_cell:
        wanted = [line for line in wanted if f",{with_cell}," in line]
    return tuple(map(tuple, csv.reader(wanted)))


@cache
def lines_of(name: str, folder: str) -> list[str]:
    """The lines of a bundled table behind its header; none of their cells has a line end."""
    with open(os.path.join(folder, f"{name}.csv"), encoding="utf-8", newline="") as file:
        return file.read().splitlines()[1:]
