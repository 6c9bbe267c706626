"""Where the change came from: the headline rate decomposed over urban and rural areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.published.decompose import decompose
from kaltim_poverty.report.sections.shared import answered, paragraph, picture, table
from kaltim_poverty.report.sentences.effectiveness import way
from kaltim_poverty.report.subject import words
from kaltim_poverty.words import Quantity
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.decompose import Contribution
    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message

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
    values: dict[str, Any] = {"inner": words(f"inner.{HEADLINE}"), "area": subject.named}
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
        f"origin_{way(parts['total'])}",
        indicator=words(f"noun.{HEADLINE}"),
        before=answer[0].before_period,
        after=answer[0].after_period,
        total=Quantity(abs(parts["total"]), "point"),
        urban=signed(parts["urban"]),
        rural=signed(parts["rural"]),
        moved=signed(sum((parts[name] for name in MOVEMENT), start=parts["total"] * 0)),
    )


def signed(value: Decimal) -> Decimal:
    """A contribution as a sentence says it: with its sign."""
    return rounded_to(value, DECIMALS)


__all__ = ["origin"]
