"""Texts of the bundled tables in both languages, and where the tables are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

FOLDER = os.path.join(os.path.dirname(__file__), "data")


class Wording(NamedTuple):
    """A text of a table in both languages."""

    en: str
    id: str

    def spoken(self, language: Language) -> str:
        """The text."""
        return self.en if language == "en" else self.id


__all__ = ["FOLDER", "Wording"]
