"""Series of indicators, drawn as lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaltim_poverty.published.brief import with_kind
from kaltim_poverty.published.trend import trend
from kaltim_poverty.report.sections.shared import answered, in_unit, picture
from kaltim_poverty.report.subject import indicator_of

if TYPE_CHECKING:
    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.trend import Step
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.records.charts import Level
    from kaltim_poverty.report.subject import Subject

FEWEST_ROUNDS = 2  # that make a line


def series_of(subject: Subject, name: str, areas: tuple[Area, ...]) -> Answer[Step] | None:
    """The series of an indicator in areas; None if the area in question has no two rounds."""
    answer = answered(
        trend,
        name,
        subject.range,
        area=[area.area for area in areas],
        round=subject.round,
        figures=subject.figures,
    )
    if answer is None or sum(row.area == subject.area.area for row in answer) < FEWEST_ROUNDS:
        return None
    return replace(answer, focus=(subject.area.area,))


def lines_picture(
    subject: Subject, name: str, areas: tuple[Area, ...], levels: tuple[Level, ...] = ()
) -> list[Block]:
    """The lines of areas, if there are any."""
    answer = series_of(subject, name, areas)
    if answer is None:
        return []
    answer = replace(answer, levels=levels)
    shown = {row.area for row in answer}
    indicator = indicator_of(name)
    return [
        picture(
            answer,
            "lines",
            indicator=indicator,
            unit=in_unit(indicator),
            areas=[with_kind(area) for area in areas if area.area in shown],
            first=min(row.period for row in answer),
            last=subject.period,
        )
    ]


__all__ = ["lines_picture", "series_of"]
