"""Summary: a paragraph, and the headline rate beside that of larger areas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kaltim_poverty.published.brief import brief
from kaltim_poverty.published.exact import difference
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.report.sections.compared import Compared
from kaltim_poverty.report.sections.series import lines_picture
from kaltim_poverty.report.sections.shared import answered, paragraph, table
from kaltim_poverty.report.sentences.position import position_sentence, rank_in
from kaltim_poverty.report.subject import Subject, indicator_of

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block

HEADLINE = "p0"


@record
class Beside(Compared):
    """A figure of an area and of the larger areas, now and before; rank 1 is best."""

    rank: int | None = column("count")
    of: int | None = column("count")


def summary(subject: Subject) -> list[Block]:
    """The section."""
    answer = answered(
        brief,
        str(subject.period),
        against=str(subject.against) if subject.against else None,
        area=subject.area.area,
        figures=subject.figures,
    )
    if answer is None:
        return []
    return [paragraph(*(row.text for row in answer)), *headline(subject)]


def headline(subject: Subject) -> list[Block]:
    """The headline rate of the area and of larger ones, with its rank and its line."""
    sentence = position_sentence(subject, HEADLINE)
    if sentence is None:
        return []
    values: dict[str, Any] = {
        "indicator": indicator_of(HEADLINE),
        "area": subject.named,
        "period": subject.period,
    }
    return [
        paragraph(sentence),
        table(beside(subject.afresh()), "beside", **values),
        *lines_picture(subject, HEADLINE, (subject.area, *subject.larger)),
    ]


def beside(subject: Subject) -> Answer[Beside]:
    """The headline rate of the area and of larger areas."""
    rows = [row for area in (subject.area, *subject.larger) if (row := beside_row(subject, area)) is not None]
    answer = subject.figures.answer("report", Beside, rows, arguments={})
    return replace(answer, focus=(subject.area.area,))


def beside_row(subject: Subject, area: Area) -> Beside | None:
    """The row of an area, None if it lacks the figure; larger areas have no rank."""
    value = subject.value(HEADLINE, area)
    if value is None:
        return None
    before = subject.comparable(HEADLINE, area)
    rank = rank_in(subject, HEADLINE, value, subject.neighbours) if area is subject.area else None
    return Beside(
        area.area,
        HEADLINE,
        indicator_of(HEADLINE).unit,
        subject.against,
        subject.period,
        before,
        value,
        None if before is None else difference(value, before),
        rank.rank if rank else None,
        rank.of if rank else None,
    )


__all__ = ["Beside", "summary"]
