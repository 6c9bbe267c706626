"""The units of numbers as people see them: which stand in headings, which are money, what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.words import known, lookup
from kaltim_poverty.words.money import OWN_UNIT, RUPIAH, currency_code, is_money, is_rupiah, word_key
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

PERCENT, POINT = "percent", "point"
NONE = ""
PURE = "ratio"  # a number that needs no unit beside it
UNSAID = (PURE, OWN_UNIT)
SHORT = (PERCENT, PURE)  # they stand in headings, longer ones in the caption
PER_UNIT, DENSITY = "per_", "density"  # one over an amount
OTHER_MONEY = "money"  # the decimals of amounts that are no rupiah


def with_unit(words: str, unit: str, language: Language) -> str:
    """Words with a unit behind them; ratios, columns and a currency that nobody named need none."""
    word = NONE if unit in UNSAID else unit_word(unit, language)
    return f"{words}, {word}" if word else words


def unit_word(unit: str, language: Language) -> str:
    """The short form of a unit, nothing for none; itself if the catalogue of words does not know it."""
    key = f"value.unit.{word_key(unit)}"
    return (
        lookup(language, key).format(currency=currency_code(unit)) if known(language, key) else visible(unit)
    )


def heading_unit(unit: str, *, of_change: bool) -> str:
    """The unit that a heading names: points of a changed percentage, a currency, or none of a longer unit."""
    if unit in SHORT:
        return POINT if unit == PERCENT and of_change else unit
    return RUPIAH if is_rupiah(unit) else currency_code(unit).lower()


def unit_of_decimals(unit: str) -> str:
    """The unit by which decimals are declared: rupiah has none, other amounts may."""
    if unit.startswith(PER_UNIT) and not is_money(unit):
        return DENSITY
    return OTHER_MONEY if is_money(unit) and not is_rupiah(unit) else unit
