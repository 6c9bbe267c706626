"""Units of money: of rupiah, of another currency by its code, or of one that nobody named."""

from __future__ import annotations

RUPIAH = "idr"
OWN_UNIT = "own"  # of a column of the user's: no currency, though it has as many letters
UNNAMED = ("per_capita", "total", "total_per_year")
OF_WHAT = ("", "_per_capita", "_per_year")
LETTERS = 3  # of the code of a currency


def is_rupiah(unit: str) -> bool:
    """Whether a unit is an amount of rupiah, of whomever and however often."""
    return unit.startswith(RUPIAH)


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money, in whatever currency."""
    return is_rupiah(unit) or unit in UNNAMED or bool(currency_code(unit))


def currency_code(unit: str) -> str:
    """The code of a currency other than the rupiah, in capitals; empty where none is named."""
    code, of_what = unit[:LETTERS], unit[LETTERS:]
    if unit == OWN_UNIT:
        return ""
    return code.upper() if of_what in OF_WHAT and code.isalpha() and not is_rupiah(unit) else ""


def word_key(unit: str) -> str:
    """The unit as the catalogues of words have it: currencies by code share their words."""
    return f"currency{unit[LETTERS:]}" if currency_code(unit) else unit
