"""Inequality: the Gini ratio by locality, and the share of the poorest 40 percent with its class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaltim_poverty.published.catalogue import LOCALITIES
from kaltim_poverty.published.periods import Period
from kaltim_poverty.published.trend import trend
from kaltim_poverty.records.fields import AREA, LOCALITY, PERIOD, column, record
from kaltim_poverty.report.numbers import figure
from kaltim_poverty.report.sections.shared import answered, paragraph, picture, table
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.inequality import inequality_class

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message

GINI, SHARE = "gini", "expenditure_share_bottom40"


@record
class Inequality:
    """The Gini ratio of a locality, and the share of its poorest 40 percent in all expenditure."""

    area: str = column(AREA)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    gini: Decimal | None = column("value", unit="ratio")
    bottom40: Decimal | None = column("value", unit="percent")
    inequality: str = column("code")


def inequality(subject: Subject) -> list[Block]:
    """The section."""
    answer = inequality_answer(subject.afresh())
    if not answer.rows:
        return []
    return [
        paragraph(*sentences(subject)),
        *series(subject),
        table(answer, "inequality", area=subject.named, period=subject.period),
    ]


def inequality_answer(subject: Subject) -> Answer[Inequality]:
    """A row for each locality that has a figure."""
    rows = [row for locality in LOCALITIES if (row := row_of(subject, locality)) is not None]
    return subject.figures.answer("report", Inequality, rows, arguments={})


def row_of(subject: Subject, locality: str) -> Inequality | None:
    """The row of a locality; None if it has neither figure."""
    gini, share = (subject.value(name, locality=locality) for name in (GINI, SHARE))
    if gini is None and share is None:
        return None
    degree = "" if share is None else inequality_class(share)
    return Inequality(subject.area.area, subject.period, locality, gini, share, degree)


def series(subject: Subject) -> list[Block]:
    """The Gini ratio over the years, a line a locality."""
    answer = answered(
        trend,
        GINI,
        subject.range,
        area=subject.area.area,
        locality="all",
        round=subject.round,
        figures=subject.figures,
    )
    if answer is None or len({row.period for row in answer}) == 1:
        return []
    first, last = answer[0].period, subject.period
    shown = replace(answer, focus=("total",))
    return [picture(shown, "gini", area=subject.named, first=first, last=last)]


def sentences(subject: Subject) -> list[Message]:
    """The Gini ratio by locality, and the class of the share."""
    share = subject.value(SHARE)
    found = [gini_sentence(subject)]
    if share is not None:
        shown = figure(share, indicator_of(SHARE))
        degree = words(f"inequality_{inequality_class(share)}")
        found.append(words("bottom40", share=shown, degree=degree))
    return [sentence for sentence in found if sentence is not None]


def gini_sentence(subject: Subject) -> Message | None:
    """The Gini ratio, in urban and rural areas too where these have one."""
    gini = subject.value(GINI)
    if gini is None:
        return None
    urban, rural = (subject.value(GINI, locality=locality) for locality in ("urban", "rural"))
    key = "gini" if urban is None or rural is None else "gini_by_locality"
    shown = {
        name: None if value is None else figure(value, indicator_of(GINI))
        for name, value in (("gini", gini), ("urban", urban), ("rural", rural))
    }
    return words(key, area=subject.named, period=subject.period, **shown)


__all__ = ["Inequality", "inequality"]
