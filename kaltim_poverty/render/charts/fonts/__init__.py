"""The typeface of charts and documents, which travels with the package so that they look the same everywhere.

It is Source Sans 3 of Adobe (SIL Open Font License 1.1, ``LICENSE-OFL.txt``), cut to Latin by ``cut.py`` and
renamed, as its licence asks.
"""

from __future__ import annotations

import os

FOLDER = os.path.dirname(os.path.abspath(__file__))
FAMILY = "Kpov Sans"
FAMILIES = f"{FAMILY}, 'Source Sans 3', Arial, sans-serif"
"""The families that a picture names, the one that it was laid out for first."""
FILES = {"regular": "KpovSans-Regular.ttf", "bold": "KpovSans-Semibold.ttf"}
WIDTHS = "widths.json"


def path_of(file: str) -> str:
    """Where one of its files lies."""
    return os.path.join(FOLDER, file)
