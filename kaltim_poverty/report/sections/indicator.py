"""The section of an indicator: position, change over time, relevance, effectiveness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kaltim_poverty.records.blocks import Heading
from kaltim_poverty.report.sections.change import Target, change
from kaltim_poverty.report.sections.effectiveness import effectiveness
from kaltim_poverty.report.sections.position import position
from kaltim_poverty.report.sections.relevance import relevance
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject

Part = Literal["position", "change", "relevance", "effectiveness"]


def indicator_section(
    subject: Subject, name: str, headings: Mapping[Part, str], aim: Target | None = None
) -> list[Block]:
    """The parts of an indicator in the order of their headings; nothing without a figure.

    Args:
        subject: the area and period.
        name: of the indicator.
        headings: a key of the catalogue for each part; an empty one leaves the heading out.
        aim: a target of the headline rate.
    """
    if subject.value(name) is None:
        return []
    return [
        block
        for part, heading in headings.items()
        for block in with_heading(subject, name, part, heading, aim)
    ]


def with_heading(
    subject: Subject, name: str, part: Part, heading: str, aim: Target | None
) -> Sequence[Block]:
    """A part under its heading."""
    above = [Heading(2, words(f"heading.{heading}"))] if heading else []
    return [*above, *part_of(subject, name, part, aim)]


def part_of(subject: Subject, name: str, part: Part, aim: Target | None) -> list[Block]:
    """The blocks of a part."""
    match part:
        case "position":
            return position(subject, name)
        case "change":
            return change(subject, name, aim)
        case "relevance":
            return relevance(subject, name)
        case "effectiveness":
            return effectiveness(subject, name)


__all__ = ["Part", "indicator_section"]
