"""A scale of numbers: round ticks, and whether it has to start at 0."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
UPPER = Decimal("0.6")  # values above this part of the largest all lie in the upper 40 percent
TICKS = 6


class Scale(NamedTuple):
    """Numbers from *low* to *high* along a length of units; ticks a *step* apart."""

    low: Decimal
    high: Decimal
    step: Decimal
    length: float

    @property
    def ticks(self) -> list[Decimal]:
        """The numbers at the axis."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]

    @property
    def decimals(self) -> int:
        """How many the numbers at the axis need."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def starts_late(self) -> bool:
        """Whether it starts above 0, which a zigzag has to say."""
        return self.low > 0

    @property
    def domain(self) -> list[float]:
        """Both ends, as a specification has them."""
        return [float(self.low), float(self.high)]

    def along(self, value: Decimal) -> float:
        """How far from its start a number lies, in units."""
        return float((value - self.low) / (self.high - self.low)) * self.length

    def down(self, value: Decimal) -> float:
        """How far below its upper end a number lies, in units."""
        return self.length - self.along(value)


def scale_of(
    values: Sequence[Decimal], length: float, *, from_zero: bool = False, ticks: int = TICKS
) -> Scale:
    """The scale on which some numbers are drawn.

    It starts at 0, unless all numbers lie in the upper 40 percent of what it would hold.

    Args:
        values: all numbers that are drawn; at least one.
        length: of the axis, in units.
        from_zero: whether it starts at 0 in any case.
        ticks: how many numbers stand at the axis at most.
    """
    low, high = min(values), max(values)
    late = not from_zero and low > 0 and low >= UPPER * high
    if not late:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = (low * UPPER, high) if late else (low, high + 1)
    step = step_of(high - low, ticks)
    return Scale(floor(low, step), ceil(high, step), step, length)


def close_scale(values: Sequence[Decimal], length: float, *, ticks: int = TICKS) -> Scale:
    """A scale that begins near the smallest number: of dots and steps, whose length means nothing."""
    low, high = min(values), max(values)
    if low == high:
        margin = abs(low) / 10 or Decimal(1)
        low, high = low - margin, high + margin
    step = step_of(high - low, ticks)
    return Scale(floor(low, step), ceil(high, step), step, length)


def step_of(span: Decimal, ticks: int) -> Decimal:
    """The smallest round step with which at most so many ticks cover a span."""
    power = Decimal(1).scaleb(math.floor(float((span / ticks).log10())))
    return next(power * step for step in STEPS if power * step * (ticks - 1) >= span or step == STEPS[-1])


def floor(value: Decimal, step: Decimal) -> Decimal:
    """The largest multiple of *step* that is not above a number."""
    return Decimal(math.floor(value / step)) * step


def ceil(value: Decimal, step: Decimal) -> Decimal:
    """The smallest multiple of *step* that is not below a number."""
    return Decimal(math.ceil(value / step)) * step
