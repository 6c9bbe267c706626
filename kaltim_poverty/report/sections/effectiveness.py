"""Effectiveness: the last rounds of an indicator and the line through them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.published.periods import Period
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, INDICATOR, PERIOD, ROW_UNIT, column, record
from kaltim_poverty.report.numbers import averaged
from kaltim_poverty.report.sections.shared import in_unit, paragraph, picture
from kaltim_poverty.report.sentences.effectiveness import effectiveness_sentence, worst_sentence
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.effectiveness import effectiveness as judged

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.series import Round
    from kaltim_poverty.report.subject import Subject


@record
class Fitted:
    """A round and the value of the line of least squares in it, with a decimal more than printed."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="period", y="value", series=("area",), more=("trend",)),
    )

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    period: Period = column(PERIOD)
    value: Decimal = column("value")
    trend: Decimal = column("value")


def effectiveness(subject: Subject, name: str) -> list[Block]:
    """The sentence, what it does not say, and the line through the rounds."""
    of_figures = words("of_printed_figures") if indicator_of(name).direction else None
    return [
        paragraph(effectiveness_sentence(subject, name), worst_sentence(subject, name), of_figures),
        *line_picture(subject, name),
    ]


def line_picture(subject: Subject, name: str) -> list[Block]:
    """The rounds and their line, if there are enough."""
    indicator = indicator_of(name)
    found = judged(subject.rounds(name), indicator)
    if found.verdict == "cannot_be_judged":
        return []
    values = {"first": found.rounds[0].period, "last": found.rounds[-1].period}
    answer = fitted_answer(subject.afresh(), name, found.rounds, found.slope)
    return [
        picture(
            answer, "trend_line", indicator=indicator, unit=in_unit(indicator), area=subject.named, **values
        )
    ]


def fitted_answer(subject: Subject, name: str, rounds: tuple[Round, ...], slope: Fraction) -> Answer[Fitted]:
    """A row for each round."""
    unit, values = indicator_of(name).unit, [each.value for each in rounds]
    fitted = (averaged(value, values, unit) for value in on_line(rounds, slope))
    for each in rounds:
        subject.figures.find(subject.area.area, each.period, "total", name)  # so that its source is named
    rows = [
        Fitted(subject.area.area, name, unit, each.period, each.value, trend)
        for each, trend in zip(rounds, fitted, strict=True)
    ]
    answer = subject.figures.answer("report", Fitted, rows, arguments={})
    return replace(answer, focus=(subject.area.area,))


def on_line(rounds: tuple[Round, ...], slope: Fraction) -> list[Fraction]:
    """The exact value of the line in each round."""
    years = [Fraction(each.period.months, 12) for each in rounds]
    middle = sum(years, Fraction()) / len(years)
    mean = sum((Fraction(each.value) for each in rounds), Fraction()) / len(rounds)
    return [mean + slope * (year - middle) for year in years]


__all__ = ["Fitted", "effectiveness"]
