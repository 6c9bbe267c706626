"""The units of numbers as people see them: which stand in headings, which are money, what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.words import known, lookup
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

PERCENT, POINT = "percent", "point"
NONE = ""
PURE = "ratio"  # a number that needs no unit beside it
MONEY = "idr"  # how the units of money begin, and the short form of all of them
SHORT = (PERCENT, PURE)  # they stand in headings, longer ones in the caption


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of rupiah, of whomever and however often."""
    return unit.startswith(MONEY)


def with_unit(words: str, unit: str, language: Language) -> str:
    """Words with a unit behind them; a ratio needs none."""
    return words if unit == PURE else f"{words}, {unit_word(unit, language)}"


def unit_word(unit: str, language: Language) -> str:
    """The short form of a unit, nothing for none; itself if the catalogue of words does not know it."""
    key = f"value.unit.{unit}"
    return lookup(language, key) if known(language, key) else visible(unit)


def heading_unit(unit: str, *, of_change: bool) -> str:
    """The unit that a heading names: points of a changed percentage, rupiah, or none of a longer unit."""
    if unit in SHORT:
        return POINT if unit == PERCENT and of_change else unit
    return MONEY if is_money(unit) else NONE
