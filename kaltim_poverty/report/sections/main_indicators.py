"""Main indicators: each before and now, what changed, whether that is known to be real, and the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.published.catalogue import indicators
from kaltim_poverty.published.compare import Comparison, compare
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.report.sections.compared import Compared
from kaltim_poverty.report.sections.shared import answered, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Indicator
    from kaltim_poverty.records import Answer, Note
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject

NOT_OF_POVERTY = ("population", "sample_households")


@record
class MainIndicator(Compared):
    """An indicator now and in the period that it is compared with, and the figure of the country now."""

    direction: str = column("code")
    verdict: str = column("code")
    nation: Decimal | None = column("value")


@record
class MainIndicatorOfRounds(MainIndicator):
    """An indicator with the round before too, where that is not the period compared with."""

    earlier_period: Period = column("code")
    earlier: Decimal | None = column("value", headed_by="earlier_period")
    change_earlier: Decimal | None = column("change")


class Changes(dict[str, Comparison]):
    """Comparisons of the area with an earlier period, by indicator."""

    notes: tuple[Note, ...] = ()


def main_indicators(subject: Subject) -> list[Block]:
    """The section."""
    answer = main_answer(subject.afresh())
    return [table(answer, "main", area=subject.named, period=subject.period)] if answer.rows else []


def main_answer(subject: Subject) -> Answer[MainIndicator]:
    """The main indicators of the area, those that it has in the period."""
    earlier = subject.round_before
    changes = changes_since(subject, subject.against)
    shorter = changes_since(subject, earlier) if earlier != subject.against else Changes()
    rows = [
        row if earlier is None or earlier == subject.against else with_round(row, earlier, shorter)
        for indicator in indicators().values()
        if indicator.indicator not in NOT_OF_POVERTY
        and (row := main_row(subject, indicator, changes)) is not None
    ]
    kind = type(rows[0]) if rows else MainIndicator
    notes = [*changes.notes, *shorter.notes]
    return subject.figures.answer("report", kind, rows, arguments={}, notes=notes)


def changes_since(subject: Subject, before: Period | None) -> Changes:
    """The changes since an earlier period, by indicator."""
    answer = before and answered(
        compare, str(before), str(subject.period), area=subject.area.area, figures=subject.figures
    )
    if not answer:
        return Changes()
    changes = Changes({row.indicator: row for row in answer})
    changes.notes = answer.notes
    return changes


def main_row(
    subject: Subject, indicator: Indicator, changes: Mapping[str, Comparison]
) -> MainIndicator | None:
    """The row of an indicator; None without a figure."""
    name = indicator.indicator
    value = subject.value(name)
    if value is None:
        return None
    changed = changes.get(name)
    return MainIndicator(
        subject.area.area,
        name,
        indicator.unit,
        subject.against,
        subject.period,
        changed.before if changed else None,
        value,
        changed.change if changed else None,
        changed.direction if changed else "",
        changed.verdict if changed else "",
        subject.value(name, subject.nation) if subject.nation else None,
    )


def with_round(
    row: MainIndicator, earlier: Period, changes: Mapping[str, Comparison]
) -> MainIndicatorOfRounds:
    """A row with the round before."""
    changed = changes.get(row.indicator)
    return MainIndicatorOfRounds(
        **vars(row),
        earlier_period=earlier,
        earlier=changed.before if changed else None,
        change_earlier=changed.change if changed else None,
    )


__all__ = ["MainIndicator", "MainIndicatorOfRounds", "main_indicators"]
