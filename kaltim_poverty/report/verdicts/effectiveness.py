"""Effectiveness: whether the recent trend is for the better, and holds whichever round is left out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from kaltim_poverty.report.series import Round, Sign, sign

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Indicator
    from kaltim_poverty.published.periods import Period

MOST_ROUNDS = 5
FEWEST_ROUNDS = 4

EffectivenessVerdict = Literal[
    "effective", "less_effective", "not_effective", "cannot_be_judged", "neither_better"
]


class Effectiveness(NamedTuple):
    """A verdict on the last rounds of a series, and the numbers that it rests on.

    Attributes:
        verdict: whether the trend is for the better; `neither_better` where no direction is.
        rounds: the rounds that the line goes through, in time order.
        slope: of the line of least squares, in the unit of the indicator a year.
        turned_by: the rounds without which the line no longer goes the same way.
        last: the sign of the last step.
        first_is_worst: whether no round since the last break was worse than the first of the line.
    """

    verdict: EffectivenessVerdict
    rounds: tuple[Round, ...]
    slope: Fraction = Fraction()
    turned_by: tuple[Period, ...] = ()
    last: Sign = 0
    first_is_worst: bool = False


def effectiveness(rounds: Sequence[Round], indicator: Indicator) -> Effectiveness:
    """Whether the trend of the last five rounds is for the better.

    It is effective if the slope of least squares is for the better, stays so whichever round is left out, and
    the last step is not for the worse; not effective the reverse; else less effective.

    Args:
        rounds: unbroken, a year apart, in time order, all since the last break.
        indicator: what is measured.
    """
    recent = tuple(rounds[-MOST_ROUNDS:])
    if len(recent) < FEWEST_ROUNDS:
        return Effectiveness("cannot_be_judged", recent)
    line = slope(recent)
    turned = tuple(left.period for left in recent if not same_way(line, slope(without(recent, left))))
    last = sign(recent[-2].value, recent[-1].value, indicator)
    found = Effectiveness("neither_better", recent, line, turned, last)
    if not indicator.direction:
        return found
    better = 1 if indicator.direction == "up" else -1
    return found._replace(
        verdict=verdict_of(way_of(line) * better, last * better, steady=not turned),
        first_is_worst=is_worst(recent[0].value, [each.value for each in rounds], better),
    )


def slope(rounds: Sequence[Round]) -> Fraction:
    """The exact slope a year of the line of least squares through rounds; they have two periods at least."""
    years = [Fraction(each.period.months, 12) for each in rounds]
    values = [Fraction(each.value) for each in rounds]
    mean = sum(years, Fraction()) / len(years)
    over = sum((year - mean) * value for year, value in zip(years, values, strict=True))
    return Fraction(over) / sum((year - mean) ** 2 for year in years)


def without(rounds: Sequence[Round], left: Round) -> list[Round]:
    """All rounds but one."""
    return [each for each in rounds if each is not left]


def way_of(line: Fraction) -> Sign:
    """Whether a line rises or falls."""
    return (line > 0) - (line < 0)


def same_way(one: Fraction, other: Fraction) -> bool:
    """Whether two lines both rise or both fall."""
    return way_of(one) == way_of(other) != 0


def verdict_of(way: Sign, last: Sign, *, steady: bool) -> EffectivenessVerdict:
    """The verdict on a line and a last step, 1 being for the better."""
    if steady and way > 0 and last >= 0:
        return "effective"
    if steady and way < 0 and last <= 0:
        return "not_effective"
    return "less_effective"


def is_worst(value: Decimal, values: Sequence[Decimal], better: Sign) -> bool:
    """Whether none of the values is worse."""
    return value == (min(values) if better > 0 else max(values))


__all__ = ["FEWEST_ROUNDS", "MOST_ROUNDS", "Effectiveness", "EffectivenessVerdict", "effectiveness", "slope"]
