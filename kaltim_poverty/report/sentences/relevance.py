"""Whether an area moves with the larger ones, in a sentence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.relevance import relevance

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.report.verdicts.relevance import Relevance
    from kaltim_poverty.words import Message


def relevance_sentences(subject: Subject, name: str) -> list[Message]:
    """A sentence on the country, and of a district one on its province."""
    return [relevance_sentence(subject, name, area) for area in reversed(subject.larger)]


def relevance_sentence(subject: Subject, name: str, larger: Area) -> Message:
    """Whether the area moved with a larger one, with the steps behind the verdict."""
    found = relevance(subject.rounds(name), subject.rounds(name, larger), indicator_of(name))
    return words(
        key_of(found),
        larger=larger,
        agreeing=str(found.agreeing),
        signed=str(found.signed),
        steps=str(found.steps),
        verdict=words(f"verdict.{found.verdict}"),
        against=words("against_overall" if agrees_in_steps_alone(found) else "nothing"),
    )


def key_of(found: Relevance) -> str:
    """The sentence for a verdict: steps within rounding are said where there are any."""
    if found.verdict == "cannot_be_judged":
        return "relevance_cannot_be_judged"
    return "relevance" if found.signed == found.steps else "relevance_of_signed"


def agrees_in_steps_alone(found: Relevance) -> bool:
    """Whether three quarters of the steps agree, but not the changes from first to last."""
    return found.verdict == "partly_relevant" and 4 * found.agreeing >= 3 * found.signed


__all__ = ["relevance_sentences"]
