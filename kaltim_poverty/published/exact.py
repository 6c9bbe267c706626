"""Arithmetic on published numbers: sums, differences and products are exact, quotients have 15 digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

EXACT = Context(prec=100)  # more digits than any sum or product of figures that `inputs` lets in
QUOTIENT = Context(prec=15)


def total(*values: Decimal) -> Decimal:
    """The exact sum."""
    result = Decimal(0)
    for value in values:
        result = EXACT.add(result, value)
    return result


def difference(after: Decimal, before: Decimal) -> Decimal:
    """Exactly *after* − *before*, with the decimals of the more precise of the two."""
    return EXACT.subtract(after, before)


def product(*factors: Decimal) -> Decimal:
    """The exact product."""
    result = Decimal(1)
    for factor in factors:
        result = EXACT.multiply(result, factor)
    return result


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """*numerator* ÷ *denominator* to 15 significant digits; None where the denominator is 0."""
    return QUOTIENT.divide(numerator, denominator) if denominator else None


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """100 × *part* ÷ *whole* to 15 significant digits; None where the whole is 0."""
    return quotient(product(Decimal(100), part), whole)


def significant(value: Decimal) -> Decimal:
    """*value* rounded to 15 significant digits."""
    return QUOTIENT.plus(value)


def half_up(value: Decimal) -> Decimal:
    """*value* rounded to a whole number, halves away from zero."""
    return value.quantize(Decimal(1), ROUND_HALF_UP, EXACT)


def within_rounding(one: Decimal, other: Decimal, step: Decimal | None = None) -> bool:
    """Whether two values that differ may have been the same before they were rounded for print.

    Each stands for all that lies within half a step of its last decimal, or of *step* where it is given.
    """
    steps = [step or unit_in_last_place(value) for value in (one, other)]
    off = abs(difference(one, other))
    return bool(off) and product(Decimal(2), off) <= total(*steps)


def is_coarser(value: Decimal, known: Decimal) -> bool:
    """Whether *value* has fewer decimals than *known* and is what that gives, rounded half up."""
    step = unit_in_last_place(value)
    if step <= unit_in_last_place(known) or value == known:
        return False
    return known.quantize(step, ROUND_HALF_UP, EXACT) == value


def unit_in_last_place(value: Decimal) -> Decimal:
    """One step of the last printed decimal: 0.01 for 5.78, 1 for 833955."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - figures are finite
    return Decimal(1).scaleb(min(exponent, 0))
