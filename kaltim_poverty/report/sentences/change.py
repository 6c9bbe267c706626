"""Change over time, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.report.numbers import beside, brief_figure
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.change import change_over_time

if TYPE_CHECKING:
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.report.verdicts.change import Change
    from kaltim_poverty.words import Message


def change_sentence(subject: Subject, name: str) -> Message:
    """Whether the series falls, rises, stays or fluctuates, with the steps behind the verdict."""
    found = change_over_time(subject.rounds(name), indicator_of(name), subject.years)
    if found.verdict == "cannot_be_judged":
        return words("change_cannot_be_judged", steps=str(found.steps), period=subject.period)
    return spoken(found, name)


def spoken(found: Change, name: str) -> Message:
    """The sentence of a verdict."""
    indicator, rounds = indicator_of(name), found.rounds
    values = [each.value for each in rounds]
    within = found.steps - found.signed
    return words(
        found.verdict,
        it=words(f"it.{name}"),
        since=rounds[0].period,
        first=beside(values[0], indicator),
        last=brief_figure(values[-1], indicator),
        lowest=beside(min(values), indicator),
        highest=brief_figure(max(values), indicator),
        count=str(found.rises if found.verdict == "rising" else found.falls),
        signed=str(found.signed),
        rounding=words("steps_within_rounding" if within else "nothing", count=str(within)),
    )


__all__ = ["change_sentence"]
