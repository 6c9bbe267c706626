"""Change over time: whether a series falls, rises, stays or fluctuates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from kaltim_poverty.report.series import Round, sign, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.published.catalogue import Indicator

FEWEST_STEPS = 3
MOST_STEPS = 10

ChangeVerdict = Literal["falling", "rising", "unchanged", "fluctuating", "cannot_be_judged"]


class Change(NamedTuple):
    """A verdict on a series, and the numbers that it rests on.

    Attributes:
        verdict: what is said of the series.
        rounds: the rounds that were looked at, in time order.
        falls: the steps that were falls.
        rises: the steps that were rises.
    """

    verdict: ChangeVerdict
    rounds: tuple[Round, ...]
    falls: int = 0
    rises: int = 0

    @property
    def steps(self) -> int:
        """The steps between the rounds."""
        return max(len(self.rounds) - 1, 0)

    @property
    def signed(self) -> int:
        """The steps that exceed rounding."""
        return self.falls + self.rises


def change_over_time(rounds: Sequence[Round], indicator: Indicator, most: int = MOST_STEPS) -> Change:
    """Whether a series falls, rises, stays unchanged or fluctuates.

    It falls (rises) if it does from first to last and in at least two thirds of the steps with a sign; it is
    unchanged if not even the lowest and the highest value differ by more than rounding.

    Args:
        rounds: unbroken, a year apart, in time order.
        indicator: what is measured.
        most: the number of last steps that count.
    """
    recent = tuple(rounds[-most - 1 :])
    if len(recent) <= FEWEST_STEPS:
        return Change("cannot_be_judged", recent)
    steps = signs(recent, indicator)
    falls, rises = steps.count(-1), steps.count(1)
    return Change(verdict_of(recent, indicator, falls, rises), recent, falls, rises)


def verdict_of(rounds: Sequence[Round], indicator: Indicator, falls: int, rises: int) -> ChangeVerdict:
    """The verdict on at least three steps."""
    overall = sign(rounds[0].value, rounds[-1].value, indicator)
    signed = falls + rises
    if overall < 0 and 3 * falls >= 2 * signed:
        return "falling"
    if overall > 0 and 3 * rises >= 2 * signed:
        return "rising"
    values = [each.value for each in rounds]
    return "fluctuating" if sign(min(values), max(values), indicator) else "unchanged"


__all__ = ["FEWEST_STEPS", "MOST_STEPS", "Change", "ChangeVerdict", "change_over_time"]
