"""What a household needs: the poverty line of a household by its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.published.threshold import threshold
from kaltim_poverty.report.sections.shared import answered, paragraph, table
from kaltim_poverty.report.subject import words
from kaltim_poverty.words import Printed, Quantity

if TYPE_CHECKING:
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message

SIZES = "1-8"
RUPIAH = "idr"


def household(subject: Subject) -> list[Block]:
    """The section."""
    asked: dict[str, Any] = {"area": subject.area.area, "figures": subject.figures}
    answer = answered(threshold, str(subject.period), size=SIZES, **asked)
    if answer is None:
        return []
    return [
        paragraph(*sentences(subject)),
        table(answer, "household", area=subject.named, period=subject.period),
    ]


def sentences(subject: Subject) -> list[Message]:
    """The line of a person, and that of a poor household of the average size where that is published."""
    line, size = subject.value("poverty_line"), subject.value("poor_household_size")
    published = subject.value("poverty_line_household")
    values: dict[str, Any] = {"area": subject.named, "period": subject.period}
    if line is None:
        return []
    person = words("line_of_person", line=Quantity(line, RUPIAH), **values)
    if size is None or published is None:
        return [person]
    needed = Quantity(published, RUPIAH)
    return [person, words("line_of_household", size=Printed(size, "people"), line=needed)]


__all__ = ["household"]
