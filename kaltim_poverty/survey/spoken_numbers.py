"""Numbers of a survey as a sentence says them: with digits that can be read, and their standard error."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from kaltim_poverty.words import Spoken

FEWEST_DECIMALS, MOST_DECIMALS, DIGITS, SMALL = 2, 6, 2, 0.1


def spoken(value: float, unit: str) -> Spoken:
    """A number with its unit: two decimals, more where it is smaller than one tenth."""
    return Quantity(rounded(value), unit)


def rounded(value: float) -> Decimal:
    """A number rounded so that two digits of it can be seen."""
    size = abs(value)
    places = FEWEST_DECIMALS if size >= SMALL or size == 0 else DIGITS - 1 - math.floor(math.log10(size))
    return rounded_to(Decimal(repr(float(value))), min(places, MOST_DECIMALS))


def with_error(value: float, se: float | None, unit: str) -> Spoken:
    """A number with its standard error in brackets; alone where that is not known."""
    shown = spoken(value, unit)
    return shown if se is None else message("value.with_error", value=shown, se=rounded(se))
