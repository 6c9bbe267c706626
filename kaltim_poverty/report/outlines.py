"""Outlines: which sections a report has, in which order and under which headings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.records.blocks import Page, Paragraph
from kaltim_poverty.report.sections.annex import annex
from kaltim_poverty.report.sections.household import household
from kaltim_poverty.report.sections.indicator import indicator_section
from kaltim_poverty.report.sections.inequality import inequality
from kaltim_poverty.report.sections.main_indicators import main_indicators
from kaltim_poverty.report.sections.origin import origin
from kaltim_poverty.report.sections.priority import priority
from kaltim_poverty.report.sections.programmes import programmes
from kaltim_poverty.report.sections.summary import summary
from kaltim_poverty.report.sections.survey import survey
from kaltim_poverty.report.sections.urban_rural import urban_rural
from kaltim_poverty.report.subject import MAIN, indicator_of, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.request import Request
    from kaltim_poverty.report.sections.indicator import Part
    from kaltim_poverty.words import Spoken


class Section(NamedTuple):
    """A heading and what stands below it.

    Attributes:
        heading: what it is called.
        blocks: makes what stands below; None for a heading alone.
        level: of the heading.
        page: the page that it begins, if it begins one.
        keeps_notes: whether notes stand below its tables, and not among the methods.
    """

    heading: Spoken
    blocks: Callable[[], list[Block]] | None
    level: int = 1
    page: Page | None = None
    keeps_notes: bool = False


CHAPTER_PARTS: Mapping[Part, str] = {
    "position": "position",
    "change": "change",
    "relevance": "relevance",
    "effectiveness": "effectiveness",
}
SPKD_PARTS: Mapping[Part, str] = {
    "change": "development",
    "position": "comparison",
    "relevance": "relevance",
    "effectiveness": "effectiveness",
}
PARTS_ALONE: Mapping[Part, str] = dict.fromkeys(CHAPTER_PARTS, "")


def heading(key: str) -> Spoken:
    """A heading of the catalogue."""
    return words(f"heading.{key}")


def chapter(request: Request) -> list[Section]:
    """The chapter on poverty: all sections."""
    subject = request.subject
    return [
        Section(heading("summary"), partial(summary, subject), page=Page()),
        Section(heading("main"), partial(main_indicators, subject), page=Page()),
        *indicators(request, CHAPTER_PARTS),
        *profile(request),
        Section(heading("priority"), partial(priority, subject)),
        *programme(request),
        *of_survey(request),
        Section(heading("annex"), partial(annex, subject), page=Page(landscape=True)),
    ]


def spkd(request: Request) -> list[Section]:
    """A status document: each indicator in the order of its rules, then priority areas."""
    return [
        *indicators(request, SPKD_PARTS),
        Section(heading("priority"), partial(priority, request.subject)),
        *of_survey(request),
        Section(heading("annex"), partial(annex, request.subject), page=Page(landscape=True)),
    ]


def rpkd(request: Request) -> list[Section]:
    """A plan by Permendagri 53/2020; what figures cannot fill is left to its authors."""
    subject = request.subject
    return [
        Section(heading("introduction"), partial(for_authors, "introduction")),
        Section(heading("conditions"), partial(for_authors, "conditions")),
        Section(heading("profile"), None),
        Section(heading("summary"), partial(summary, subject), level=2),
        Section(heading("main"), partial(main_indicators, subject), level=2),
        *indicators(request, PARTS_ALONE, level=2),
        *profile(request, level=2),
        *of_survey(request, level=2),
        Section(heading("programme_priorities"), partial(for_authors, "programme_priorities")),
        *programme(request, level=2),
        Section(heading("locations"), None),
        Section(heading("priority"), partial(priority, subject), level=2),
        Section(heading("annex"), partial(annex, subject), level=2, page=Page(landscape=True)),
    ]


OUTLINES: Mapping[str, Callable[[Request], list[Section]]] = {"chapter": chapter, "spkd": spkd, "rpkd": rpkd}


def indicators(request: Request, parts: Mapping[Part, str], level: int = 1) -> list[Section]:
    """A section for each main indicator."""
    subject, aim = request.subject, request.target
    return [
        Section(indicator_of(name), partial(indicator_section, subject, name, parts, aim), level)
        for name in MAIN
    ]


def profile(request: Request, level: int = 1) -> list[Section]:
    """Between the indicators and the priorities: parts of the population, needs, inequality."""
    sections = {
        "urban_rural": urban_rural,
        "origin": origin,
        "household": household,
        "inequality": inequality,
    }
    return [
        Section(heading(key), partial(section, request.subject), level) for key, section in sections.items()
    ]


def programme(request: Request, level: int = 1) -> list[Section]:
    """The transfer, if one was described."""
    if request.transfer is None:
        return []
    blocks = partial(programmes, request.subject, request.transfer)
    return [Section(heading("programmes"), blocks, level, keeps_notes=True)]


def of_survey(request: Request, level: int = 1) -> list[Section]:
    """The survey, if there is one."""
    if request.survey is None:
        return []
    return [Section(heading("survey"), partial(survey, request.survey), level, keeps_notes=True)]


def for_authors(key: str) -> list[Block]:
    """The placeholder for what the authors of a plan must write themselves."""
    return [Paragraph((words("for_authors", what=words(f"authors.{key}")),))]


__all__ = ["OUTLINES", "Section"]
