"""Annex of areas: districts by indicators, now and before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.published.show import show
from kaltim_poverty.published.wide import wide
from kaltim_poverty.report.sections.shared import answered, table
from kaltim_poverty.report.subject import MAIN

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records.blocks import Block, Table
    from kaltim_poverty.report.subject import Subject


def annex(subject: Subject) -> list[Block]:
    """The section: the districts; where none have figures, the provinces of the group."""
    for areas, of in (
        (subject.districts, district_parent(subject)),
        (neighbours(subject), subject.neighbourhood or subject.area),
    ):
        tables = [found for when in periods(subject) if (found := areas_table(subject, areas, of, when))]
        if tables:
            return [*tables]
    return []


def district_parent(subject: Subject) -> object:
    """The area whose districts are shown."""
    return subject.parent if subject.area.level == "district" else subject.area


def neighbours(subject: Subject) -> tuple[Area, ...]:
    """The peers of a province; of a country its provinces."""
    return subject.provinces or subject.neighbours


def periods(subject: Subject) -> list[Period]:
    """The period, and the one that it is compared with."""
    return [subject.period, *([subject.against] if subject.against else [])]


def areas_table(subject: Subject, areas: tuple[Area, ...], of: object, period: Period) -> Table | None:
    """Areas by indicators in a period; None without figures."""
    if not areas:
        return None
    answer = answered(
        show,
        str(period),
        area=[area.area for area in areas],
        indicator=MAIN,
        figures=subject.figures,
    )
    if answer is None:
        return None
    return table(wide(answer, "indicators"), "annex", of=of, period=period)


__all__ = ["annex"]
