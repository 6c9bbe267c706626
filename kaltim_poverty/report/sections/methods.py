"""Methods and conventions: the rules behind the words, and the notes that were met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.published.figures import gathered
from kaltim_poverty.records.blocks import Heading, Paragraph
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.records import Note
    from kaltim_poverty.records.blocks import Block

RULES = (
    "steps",
    "position",
    "change",
    "relevance",
    "effectiveness",
    "quadrants",
    "inequality",
    "decimals",
    "significance",
)
BREAK = "series_break"
OF_COMMANDS = (
    "absent",
    "areas_left_out",
    "area_left_out",
    "area_without",
    "focus_unranked",
    "lacks_figures",
    "left_out",
    "mean_since",
    "means_since",
    "no_se",
    "no_se_each",
    "no_se_many",
    "nominal_many",
    "not_said",
    "not_split",
    "one_period_only",
    "several_rounds",
)
"""Notes of questions whose content a report says itself, in its text or on top."""


def methods(notes: Iterable[Note], years: int) -> list[Block]:
    """The section.

    Args:
        notes: those of all answers in the report.
        years: the yearly changes that change over time is judged over at most.
    """
    met = [note for note in gathered(notes) if note.code not in OF_COMMANDS and not note.counts_nothing]
    breaks = [note for note in met if note.code == BREAK]
    others = [note for note in met if note.code != BREAK]
    return [
        Heading(2, words("heading.rules")),
        *(Paragraph((words(f"rule.{rule}", years=str(years)),)) for rule in RULES),
        *notes_under("breaks", breaks),
        *notes_under("notes", others),
    ]


def notes_under(heading: str, notes: list[Note]) -> list[Block]:
    """Notes under a heading of their own, a paragraph each."""
    if not notes:
        return []
    return [Heading(2, words(f"heading.{heading}")), *(Paragraph((note,)) for note in notes)]


__all__ = ["methods"]
