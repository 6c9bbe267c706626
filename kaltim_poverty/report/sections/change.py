"""Change over time: the series of an indicator, with the target that was set for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.published.target import target
from kaltim_poverty.report.numbers import change as change_in_words
from kaltim_poverty.report.sections.series import lines_picture
from kaltim_poverty.report.sections.shared import answered, paragraph, picture
from kaltim_poverty.report.sentences.change import change_sentence
from kaltim_poverty.report.sentences.effectiveness import way
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message, Spoken

TARGETED = "p0"
PACE_DECIMALS = 3


class Target(NamedTuple):
    """A rate to reach and when, as given."""

    rate: str
    year: str


def change(subject: Subject, name: str, aim: Target | None = None) -> list[Block]:
    """The sentence and the line; of the headline rate also the way to its target."""
    blocks = [paragraph(change_sentence(subject, name)), *lines_picture(subject, name, (subject.area,))]
    return blocks + (towards(subject, aim) if aim and name == TARGETED else [])


def towards(subject: Subject, aim: Target) -> list[Block]:
    """The pace that a target needs against the pace so far, and the paths that follow."""
    asked: dict[str, Any] = {"area": subject.area.area, "figures": subject.figures}
    paces = answered(target, aim.rate, aim.year, **asked)
    paths = answered(target, aim.rate, aim.year, path=True, **asked)
    if not paces or not paths:
        return []
    values: dict[str, Any] = {"indicator": indicator_of(TARGETED), "area": subject.named}
    return [paragraph(pace_sentence(paces)), picture(paths, "path", **values)]


def pace_sentence(paces: Answer[Any]) -> Message:
    """The sentence on the yearly change that the target needs, against the mean change so far."""
    needed, so_far = paces[0], paces[1]
    goal = paces.title.values["target"] if paces.title else paces.arguments["rate"]
    if not needed.pace:
        return words("target_reached", goal=goal, since=needed.reached)
    return words(
        "target",
        it=words(f"it.{TARGETED}"),
        goal=goal,
        due=paces.arguments["year"],
        needed=words(f"must_{way(needed.pace)}", slope=yearly(needed.pace)),
        so_far=words("nothing") if so_far.pace is None else mean_clause(so_far.pace, so_far.from_period),
    )


def mean_clause(pace: Decimal, since: Period | None) -> Message:
    """The mean change a year so far."""
    return words(f"so_far_{way(pace)}", slope=yearly(pace), since=since)


def yearly(pace: Decimal) -> Spoken:
    """A change a year in words, without its sign."""
    return change_in_words(rounded_to(pace, PACE_DECIMALS), indicator_of(TARGETED))


__all__ = ["Target", "change"]
