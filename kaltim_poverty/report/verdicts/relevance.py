"""Relevance: whether an area moves with a larger one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from kaltim_poverty.report.series import Round, sign, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.published.catalogue import Indicator

MOST_STEPS = 5
FEWEST_SIGNED = 3

RelevanceVerdict = Literal["relevant", "partly_relevant", "not_relevant", "cannot_be_judged"]


class Relevance(NamedTuple):
    """A verdict on two series, and the numbers that it rests on.

    Attributes:
        verdict: whether they move together.
        steps: the last steps that both have.
        signed: those that exceed rounding in both.
        agreeing: those of them that go the same way in both.
        overall: whether the changes from the first to the last round go the same way too.
    """

    verdict: RelevanceVerdict
    steps: int
    signed: int
    agreeing: int
    overall: bool


def relevance(rounds: Sequence[Round], larger: Sequence[Round], indicator: Indicator) -> Relevance:
    """Whether an area moved with a larger one.

    It is relevant if three quarters of the last five steps of both agree in sign, and the changes from first
    to last do; not relevant if at most half of the steps agree.

    Args:
        rounds: those of the area, unbroken, a year apart, in time order.
        larger: those of the larger area.
        indicator: what is measured.
    """
    steps = max(common_steps(rounds, larger), 0)
    own, other = rounds[-steps - 1 :], larger[-steps - 1 :]
    pairs = list(zip(signs(own, indicator), signs(other, indicator), strict=True)) if steps else []
    signed = [pair for pair in pairs if all(pair)]
    agreeing = sum(one == two for one, two in signed)
    overall = bool(steps) and agree_overall(own, other, indicator)
    verdict = verdict_of(len(signed), agreeing, overall=overall)
    return Relevance(verdict, steps, len(signed), agreeing, overall)


def common_steps(rounds: Sequence[Round], larger: Sequence[Round]) -> int:
    """The number of last steps of both series; they end in the same round or have none in common."""
    if not rounds or not larger or rounds[-1].period != larger[-1].period:
        return 0
    return min(len(rounds) - 1, len(larger) - 1, MOST_STEPS)


def agree_overall(rounds: Sequence[Round], larger: Sequence[Round], indicator: Indicator) -> bool:
    """Whether both changed the same way from the first to the last round."""
    ways = {sign(each[0].value, each[-1].value, indicator) for each in (rounds, larger)}
    return len(ways) == 1 and 0 not in ways


def verdict_of(signed: int, agreeing: int, *, overall: bool) -> RelevanceVerdict:
    """The verdict on so many steps that agree of those that have a sign in both."""
    if signed < FEWEST_SIGNED:
        return "cannot_be_judged"
    if 2 * agreeing <= signed:
        return "not_relevant"
    return "relevant" if 4 * agreeing >= 3 * signed and overall else "partly_relevant"


__all__ = ["FEWEST_SIGNED", "MOST_STEPS", "Relevance", "RelevanceVerdict", "relevance"]
