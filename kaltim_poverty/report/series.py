"""The rounds of an indicator a year apart, and the steps between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import difference, within_rounding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Indicator
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period

Sign = int
"""1 for a rise, −1 for a fall, 0 for neither."""


class Round(NamedTuple):
    """A published value and its period."""

    period: Period
    value: Decimal


def unbroken_rounds(figures: Figures, area: str, indicator: str, period: Period) -> list[Round]:
    """The rounds a year apart that lead to *period* without a break or a gap, in time order.

    Args:
        figures: the published figures.
        area: a code.
        indicator: a name.
        period: the last round; there are none without a figure for it.
    """
    rounds: list[Round] = []
    value = figures.value(area, period, "total", indicator)
    while value is not None:
        rounds.insert(0, Round(period, value))
        earlier = period.earlier(1)
        if catalogue.break_between(area, indicator, earlier, period) is not None:
            break
        period, value = earlier, figures.value(area, earlier, "total", indicator)
    return rounds


def sign(before: Decimal, after: Decimal, indicator: Indicator) -> Sign:
    """Whether a value rose or fell; 0 where it did neither, or `compare` calls the change one of rounding."""
    if indicator.direction and within_rounding(before, after, indicator.step):
        return 0
    change = difference(after, before)
    return (change > 0) - (change < 0)


def signs(rounds: Sequence[Round], indicator: Indicator) -> list[Sign]:
    """The signs of the steps between rounds, one fewer than rounds."""
    return [sign(before.value, after.value, indicator) for before, after in pairwise(rounds)]


__all__ = ["Round", "Sign", "sign", "signs", "unbroken_rounds"]
