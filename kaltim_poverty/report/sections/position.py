"""Position: an indicator among the peers of an area, and among its districts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaltim_poverty.published.catalogue import COUNTS
from kaltim_poverty.published.rank import rank
from kaltim_poverty.records.blocks import Picture
from kaltim_poverty.records.charts import Level
from kaltim_poverty.report.sections.shared import answered, in_unit, paragraph, picture
from kaltim_poverty.report.sentences.position import position_sentence
from kaltim_poverty.report.subject import indicator_of
from kaltim_poverty.report.verdicts.position import FEWEST_PEERS

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.rank import Ranked
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject


def position(subject: Subject, name: str) -> list[Block]:
    """The sentence, and a chart of each set of peers."""
    return [
        paragraph(position_sentence(subject, name)),
        *among_peers(subject, name),
        *among_districts(subject, name),
    ]


def among_peers(subject: Subject, name: str) -> list[Block]:
    """The area among its peers; a country shows its provinces."""
    if subject.area.level == "district":
        return bars(subject, name, "districts", subject.parent, subject.larger)
    if subject.area.level == "country":
        return bars(subject, name, "provinces", subject.area, (subject.area,))
    return bars(subject, name, subject.group or "provinces", subject.neighbourhood, subject.larger)


def among_districts(subject: Subject, name: str) -> list[Block]:
    """The districts of a province, whose own figure stands across."""
    if subject.area.level != "province" or not subject.districts:
        return []
    return bars(subject, name, "districts", subject.area, (subject.area, *subject.larger))


def bars(subject: Subject, name: str, among: str, of: object, across: tuple[Area, ...]) -> list[Block]:
    """A bar for each peer, and uprights for larger areas."""
    answer = answered(
        rank, name, str(subject.period), area=subject.area.area, among=among, figures=subject.figures
    )
    if answer is None or len(answer) < FEWEST_PEERS:
        return []
    shown = replace(answer, focus=(subject.area.area,), levels=levels_of(subject, name, across))
    return [picture_of(shown, name, among, of)]


def picture_of(answer: Answer[Ranked], name: str, among: str, of: object) -> Picture:
    """The picture under its title."""
    indicator = indicator_of(name)
    key = "by_district" if among == "districts" else "by_province"
    return picture(answer, key, indicator=indicator, unit=in_unit(indicator), of=of, period=answer[0].period)


def levels_of(subject: Subject, name: str, areas: tuple[Area, ...]) -> tuple[Level, ...]:
    """The figures of larger areas; of counts none, as they would dwarf the others."""
    if indicator_of(name).unit in COUNTS:
        return ()
    values = [(area, subject.value(name, area)) for area in areas]
    return tuple(
        Level(area, value, "nation" if area.level == "country" else "area")
        for area, value in values
        if value is not None
    )


__all__ = ["position"]
