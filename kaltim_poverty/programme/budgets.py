"""What a recipient costs, how many a budget pays, and what is left of it."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from kaltim_poverty.inputs.numbers import normalized, within
from kaltim_poverty.published.exact import EXACT, product, total

MOST_OVERHEAD = 1000  # percent of the amount


def parse_overhead(given: object) -> Decimal:
    """The cost of delivery, in percent of the amount.

    Raises:
        UsageError: if it is not a number from 0 to 1000.
    """
    return within("--overhead", given, at_least=0, at_most=MOST_OVERHEAD)


def factor(overhead: Decimal) -> Decimal:
    """1 + overhead."""
    return total(Decimal(1), product(overhead, Decimal("0.01")))


def affordable(budget: Decimal, price: Decimal, divisor: Decimal) -> Decimal:
    """The largest whole number that times *divisor* and *price* stays within the budget."""
    return EXACT.divide_int(budget, product(divisor, price))


def whole_rupiah(rest: Decimal) -> Decimal:
    """A rest without parts of a rupiah, never more than it is."""
    return normalized(rest.to_integral_value(ROUND_FLOOR)) if rest >= 1 else rest


__all__ = ["MOST_OVERHEAD", "affordable", "factor", "parse_overhead", "whole_rupiah"]
