"""One answer as a document: its chart if it has one, its table, its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records.blocks import Document, Paragraph, Picture, Table
from kaltim_poverty.render import charts
from kaltim_poverty.render.captions import caption_fields, caption_of, constants
from kaltim_poverty.render.dates import date_of

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.words import Language


class About(NamedTuple):
    """The subject of an answer, as above its table."""

    answer: Answer[Any]

    def spoken(self, language: Language) -> str:
        """The question, and all that its rows have in common."""
        constant = constants(self.answer)
        return caption_of(self.answer, caption_fields(self.answer, constant), constant, language)


def of_answer(answer: Answer[Any], chart: Chart | None = None) -> Document:
    """The document of one answer.

    Args:
        answer: with its notes and sources.
        chart: how it is drawn; by default as its record declares first, if there is anything to draw.
    """
    about = About(answer)
    picture = (answer, chart) if chart else charts.picture_of(answer)
    said_above = picture is not None and said_of(answer.head) == said_of(answer.opening)
    blocks: list[Block] = [Paragraph((answer.opening,))] if answer.opening and not said_above else []
    blocks += [Picture(about, *picture)] if picture else []
    blocks.append(Table(about, answer))
    if answer.prose:
        blocks += [Paragraph((note,)) for note in answer.remarks]
    return Document(about, tuple(blocks), date_of(answer), answer.sources)


def said_of(sentence: object) -> str:
    """A sentence without its full stop, by which two that say the same are told."""
    return str(sentence or "").rstrip(".")
