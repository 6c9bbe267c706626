"""Numbers as the sentences of a report say them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.published.exact import EXACT
from kaltim_poverty.words import Printed, Quantity, Spoken
from kaltim_poverty.words.money import is_rupiah
from kaltim_poverty.words.numbers import decimals_printed, rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from kaltim_poverty.published.catalogue import Indicator

RUPIAH = "idr"  # as a unit without what it is for


def figure(value: Decimal, indicator: Indicator) -> Spoken:
    """A published figure with its unit: ``5.78 percent``."""
    return Quantity(value, indicator.unit)


def beside(value: Decimal, indicator: Indicator) -> Spoken:
    """A figure beside another that has the unit: ``5.78``; of money ``Rp833,955``."""
    return Quantity(value, RUPIAH) if indicator.is_nominal else Printed(value, indicator.unit)


def brief_figure(value: Decimal, indicator: Indicator) -> Spoken:
    """A figure with its unit where it is plain whose it is: ``Rp833,955``."""
    return Quantity(value, RUPIAH if indicator.is_nominal else indicator.unit)


def change(value: Decimal, indicator: Indicator) -> Spoken:
    """A difference between figures with its unit, without its sign: ``3.25 percentage points``."""
    return Quantity(abs(value), unit_of_change(indicator))


def unit_of_change(indicator: Indicator) -> str:
    """The unit of a difference."""
    if indicator.is_nominal:
        return RUPIAH
    return "point" if indicator.unit == "percent" else indicator.unit


def average_decimals(values: Iterable[Decimal], unit: str) -> int:
    """The decimals of an average: one more than printed, of rupiah none."""
    if is_rupiah(unit):
        return 0
    return 1 + max(decimals_printed(value, unit) for value in values)


def averaged(value: Fraction, values: Iterable[Decimal], unit: str) -> Decimal:
    """An average of published figures, rounded as it is printed."""
    exact = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return rounded_to(exact, average_decimals(values, unit))


__all__ = ["average_decimals", "averaged", "beside", "brief_figure", "change", "figure", "unit_of_change"]
