"""The units of amounts: rupiah, those of a named currency, or of none."""

from __future__ import annotations

RUPIAH = "IDR"
PER_CAPITA, SUM, PER_YEAR = "idr_per_capita_month", "idr", "idr_per_year"
"""The units of amounts as measures know them, of welfare, of sums and payments, of those of a year."""
OF_NONE = {PER_CAPITA: "per_capita", SUM: "total", PER_YEAR: "total_per_year"}
OF_ANY = {PER_CAPITA: "{}_per_capita", SUM: "{}", PER_YEAR: "{}_per_year"}


def unit_in(currency: str | None, unit: str) -> str:
    """A unit, of money in a currency."""
    if currency == RUPIAH or unit not in OF_NONE:
        return unit
    return OF_NONE[unit] if currency is None else OF_ANY[unit].format(currency.lower())


__all__ = ["PER_CAPITA", "PER_YEAR", "RUPIAH", "SUM", "unit_in"]
