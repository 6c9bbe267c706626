"""Inequality by the share of the poorest 40 percent in all expenditure, in the classes of the World Bank."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

HIGH_BELOW = Decimal(12)
LOW_ABOVE = Decimal(17)

InequalityClass = Literal["high", "moderate", "low"]


def inequality_class(share: Decimal) -> InequalityClass:
    """The class of a share in percent: below 12 high, from 12 to 17 moderate, above 17 low."""
    if share < HIGH_BELOW:
        return "high"
    return "low" if share > LOW_ABOVE else "moderate"


__all__ = ["InequalityClass", "inequality_class"]
