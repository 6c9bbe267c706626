"""Programmes: whether the amount of a transfer is enough, and how many it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.assess import assess
from kaltim_poverty.records.blocks import Paragraph
from kaltim_poverty.report.sections.shared import answered, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.inputs.numbers import Number
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject


class Transfer(NamedTuple):
    """A transfer as given: the amount for each, how many receive it, and what else is known of it."""

    amount: Number
    recipients: Number
    more: Mapping[str, Number | str]


def programmes(subject: Subject, transfer: Transfer) -> list[Block]:
    """The section."""
    answer = answered(
        assess,
        transfer.amount,
        transfer.recipients,
        period=str(subject.period),
        area=subject.area.area,
        figures=subject.figures,
        **transfer.more,  # type: ignore[arg-type] # by the names of the options
    )
    if answer is None:
        return []
    opening: list[Block] = [Paragraph((answer.opening,))] if answer.opening else []
    return [*opening, table(answer, "programme", area=subject.named, period=subject.period)]


__all__ = ["Transfer", "programmes"]
