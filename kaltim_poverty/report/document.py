"""A report put together: the sections of an outline, what is missing, methods and sources."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records.blocks import Document, Heading, Note, Page, Paragraph, Picture, Table
from kaltim_poverty.report.outlines import Section, heading
from kaltim_poverty.report.sections.methods import methods
from kaltim_poverty.report.sections.sources import sources
from kaltim_poverty.report.subject import words
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records import Answer, Source
    from kaltim_poverty.records import Note as AnswerNote
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Spoken

SUSENAS = ("caption.susenas", "caption.susenas_range")
DATE_PARTS = 3


class Written(NamedTuple):
    """A section with what stands below its heading; nothing where there are no figures for it."""

    section: Section
    blocks: list[Block]

    @property
    def is_missing(self) -> bool:
        """Whether it lacks figures."""
        return self.section.blocks is not None and not self.blocks


def document_of(
    subject: Subject, sections: Sequence[Section], advance: Callable[[int, int], None] | None = None
) -> Document:
    """The report as a document.

    Args:
        subject: the area and period.
        sections: those of its outline.
        advance: is told after each section how many are written, and of how many.
    """
    written: list[Written] = []
    for section in sections:
        written.append(Written(section, section.blocks() if section.blocks else []))
        if advance is not None:
            advance(len(written), len(sections))
    answers = [answer for each in written for answer in answers_in(each.blocks)]
    copies = copies_in(answers)
    blocks = [
        *missing_note(subject, written),
        *(block for each in in_pages(written) for block in each),
        Heading(1, heading("methods")),
        *methods(notes_for_methods(written), subject.years),
        Heading(1, heading("sources")),
        *sources(cited_in(answers), copies),
    ]
    return Document(title_of(subject), tuple(blocks), dated(copies, subject.period), copies)


def title_of(subject: Subject) -> Message:
    """The title of a report."""
    return words("title", area=subject.named, period=subject.period)


def missing_note(subject: Subject, written: Iterable[Written]) -> list[Block]:
    """The note at the top on the sections that lack figures."""
    missing: list[object] = [each.section.heading for each in written if each.is_missing]
    if not missing:
        return []
    return [Note((words("incomplete", area=subject.named, period=subject.period, sections=Series(missing)),))]


class Series(NamedTuple):
    """Headings one after the other; a comma may be part of one."""

    headings: list[object]

    def spoken(self, language: Any) -> str:
        """The headings in *language*."""
        return "; ".join(each.spoken(language) for each in self.headings)  # type: ignore[attr-defined]


def in_pages(written: Iterable[Written]) -> Iterable[list[Block]]:
    """The blocks of each section under its heading, upright again behind a page on its side."""
    landscape = False
    for section, blocks in written:
        page = section.page if blocks else None
        if page is None and landscape:
            page = Page()
        landscape = page.landscape if page else landscape
        below = blocks if blocks or section.blocks is None else [Paragraph((words("no_figures"),))]
        shown = below if section.keeps_notes else [without_notes(block) for block in below]
        yield [*([page] if page else []), Heading(section.level, section.heading), *shown]
    if landscape:
        yield [Page()]


def without_notes(block: Block) -> Block:
    """A block whose notes stand among the methods."""
    if isinstance(block, (Table, Picture)):
        return replace(block, answer=replace(block.answer, notes=()))
    return block


def answers_in(blocks: Iterable[Block]) -> list[Answer[Any]]:
    """The answers of tables and pictures."""
    return [block.answer for block in blocks if isinstance(block, (Table, Picture))]


def notes_for_methods(written: Iterable[Written]) -> list[AnswerNote]:
    """The notes of answers that do not stand below their tables."""
    return [
        note
        for each in written
        if not each.section.keeps_notes
        for answer in answers_in(each.blocks)
        for note in answer.notes
    ]


def copies_in(answers: Iterable[Answer[Any]]) -> tuple[Source, ...]:
    """Every source behind the answers once, official ones first, then by name."""
    found = {source.source: source for answer in answers for source in answer.sources}
    return tuple(sorted(found.values(), key=lambda source: (source.kind != "official", source.source)))


def cited_in(answers: Iterable[Answer[Any]]) -> list[Spoken | str]:
    """The published sources as tables cite them: the rounds of the survey as one range."""
    cited = [each for answer in answers for each in answer.cited]
    rounds = [
        each.values[end]
        for each in cited
        if isinstance(each, Message) and each.key in SUSENAS
        for end in ("first", "last")
    ]
    others: list[Spoken | str] = [*dict.fromkeys(each for each in cited if isinstance(each, str))]
    if not rounds:
        return others
    return [message(SUSENAS[1], first=min(rounds), last=max(rounds)), *others]  # type: ignore[type-var] # periods


def dated(copies: Iterable[Source], period: Period) -> date:
    """The newest day on which a source was released; the last day of the period where none is known."""
    released = [day for source in copies if (day := day_of(source.released)) is not None]
    last = calendar.monthrange(period.year, period.month)[1]
    return max(released, default=date(period.year, period.month, last))


def day_of(released: str) -> date | None:
    """A full date as written in the table of sources; None for less."""
    parts = released.split("-")
    return date(*map(int, parts)) if len(parts) == DATE_PARTS else None


__all__ = ["document_of"]
