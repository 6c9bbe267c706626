"""Numbers as people write them: ``1,234.56`` in English, ``1.234,56`` in Bahasa Indonesia."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

MARKS = {"en": (",", "."), "id": (".", ",")}  # (thousands, decimals)
LEAST = 2  # decimals of a published rate, count or index, so that a dropped zero is restored
WHOLE = ("idr", "households")  # how units begin whose numbers people see without decimals
WIDE = Context(prec=120)  # so that rounding never meets the limit of the default 28 digits


def number(value: Decimal, language: str, digits: int | None = None) -> str:
    """*value* with grouped thousands and the decimal mark of *language*.

    Args:
        value: a finite number; all its decimals are shown unless *digits* is given.
        language: ``en`` or ``id``.
        digits: decimals to round to, half away from zero.
    """
    thousands, mark = MARKS[language]
    rounded = value if digits is None else rounded_to(value, digits)
    whole, _, decimals = f"{rounded:,f}".partition(".")
    return whole.replace(",", thousands) + (mark + decimals if decimals else "")


def decimals_printed(value: Decimal, unit: str) -> int:
    """The decimals that people see of a published figure: as printed, at least two; of rupiah none."""
    if unit.startswith(WHOLE):
        return 0
    return max(LEAST, decimals_of_figure(value))


def decimals_of_figure(value: Decimal) -> int:
    """The decimals with which a number is written."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def without_zeros(value: Decimal) -> Decimal:
    """The same number without zeros at the end of its decimals."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def exact(value: Decimal | float) -> Decimal:
    """A number with all its digits; of a float the shortest that read back as the same."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def rounded_to(value: Decimal, digits: int) -> Decimal:
    """*value* with *digits* decimals, halves away from zero; a zero has no sign."""
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, WIDE)
    return abs(rounded) if rounded.is_zero() else rounded
