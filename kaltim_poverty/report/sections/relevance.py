"""Relevance: the series of an area beside those of larger areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.report.sections.series import lines_picture
from kaltim_poverty.report.sections.shared import paragraph
from kaltim_poverty.report.sentences.relevance import relevance_sentences
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject


def relevance(subject: Subject, name: str) -> list[Block]:
    """A sentence for each larger area, and all lines in one chart; without a larger area only that."""
    if not subject.larger:
        return [paragraph(words("no_larger_area"))]
    return [
        paragraph(*relevance_sentences(subject, name)),
        *lines_picture(subject, name, (subject.area, *subject.larger)),
    ]


__all__ = ["relevance"]
