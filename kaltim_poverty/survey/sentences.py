"""What numbers with standard errors say in a sentence, which stands before an answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.survey.infer.significance import SIGNIFICANT_BELOW
from kaltim_poverty.words import Message, Quantity, Spoken, known, message
from kaltim_poverty.words.numbers import rounded_to

FEWEST_DECIMALS, DIGITS = 2, 2  # of a number in a sentence: two decimals, more where it is small


class Said(NamedTuple):
    """A number and its standard error, formatted for a sentence.

    Attributes:
        name: what it is.
        value: the number.
        se: its standard error.
        p_value: of the test that it is 0.
    """

    name: Spoken
    value: float
    se: float | None
    p_value: float | None


def quantity(value: float, unit: str, *, signed: bool = False) -> Quantity:
    """A number with its unit: two decimals, more where it is smaller than one tenth.

    Args:
        value: the number.
        unit: of it.
        signed: whether its sign counts; else only its size.
    """
    return Quantity(decimals_for(value if signed else abs(value)), unit)


def decimals_for(value: float) -> Decimal:
    """A number rounded so that two digits of it can be seen."""
    size = abs(value)
    places = FEWEST_DECIMALS if size >= 0.1 or size == 0 else DIGITS - 1 - math.floor(math.log10(size))  # noqa: PLR2004
    return rounded_to(Decimal(repr(float(value))), min(places, 6))


def in_sentence(measure: str) -> Spoken | str:
    """The name of a measure inside a sentence; its code if it has no such name."""
    key = f"value.in_sentence.{measure}"
    return message(key) if known("en", key) else measure


def part_of(said: Said, *, signed: bool) -> Message:
    """The contribution of one component: ``0.48 (SE 0.31) with growth``."""
    value = decimals_for(said.value if signed else abs(said.value))
    if said.se is None:
        return message("value.part_without_error", value=value, name=said.name)
    return message("value.part_with_error", value=value, se=decimals_for(said.se), name=said.name)


def significant_parts(parts: Sequence[Said]) -> Message:
    """The parts that differ significantly from zero at 5 percent."""
    sure = [part for part in parts if part.p_value is not None and part.p_value < SIGNIFICANT_BELOW]
    several = len(parts) > 2  # noqa: PLR2004 - else neither, or both
    if not sure:
        return message("value.told_none_of_several" if several else "value.told_none_of_two")
    if len(sure) == len(parts):
        return message("value.told_all_of_several" if several else "value.told_all_of_two")
    return message("value.told_some", names=[part.name for part in sure])


def with_error(value: float, se: float | None, unit: str) -> Spoken:
    """A number with its unit, and its standard error in brackets where that is known."""
    shown = quantity(value, unit, signed=True)
    return shown if se is None else message("value.with_error", value=shown, se=decimals_for(se))
