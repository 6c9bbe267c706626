"""Where the change came from: the headline rate decomposed over urban and rural areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.published.decompose import decompose
from kaltim_poverty.report.sections.shared import answered, paragraph, picture, table
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.words import Quantity
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.decompose import Contribution
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message, Spoken

HEADLINE = "p0"
DECIMALS = 2
MOVEMENT = ("shift", "interaction")  # of people between the parts


def origin(subject: Subject) -> list[Block]:
    """The section."""
    if subject.against is None:
        return []
    answer = answered(
        decompose,
        str(subject.against),
        str(subject.period),
        area=subject.area.area,
        indicator=HEADLINE,
        figures=subject.figures,
    )
    if answer is None:
        return []
    values: dict[str, Any] = {"indicator": indicator_of(HEADLINE), "area": subject.named}
    values |= {"before": subject.against, "after": subject.period}
    return [
        paragraph(sentence(answer)),
        picture(answer, "origin", **values),
        table(answer, "origin_table", **values),
    ]


def sentence(answer: Answer[Contribution]) -> Message:
    """The change and its parts."""
    parts = {row.component: row.contribution for row in answer}
    return words(
        "origin",
        indicator=words(f"noun.{HEADLINE}"),
        before=answer[0].before_period,
        after=answer[0].after_period,
        total=points(parts["total"]),
        urban=points(parts["urban"]),
        rural=points(parts["rural"]),
        moved=points(sum((parts[name] for name in MOVEMENT), start=parts["total"] * 0)),
    )


def points(value: Decimal) -> Spoken:
    """A contribution in percentage points, with its sign."""
    return Quantity(rounded_to(value, DECIMALS), "point")


__all__ = ["origin"]
