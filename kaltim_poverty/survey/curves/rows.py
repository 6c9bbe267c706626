"""The rows of curves: a number at each point, of one survey or of two and their difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, column, record
from kaltim_poverty.survey.columns import (
    CURVE_POINT,
    CURVE_UNIT,
    DEGREES_OF_FREEDOM,
    ESTIMATE,
    INTERVAL,
    MEASURE,
    STANDARD_ERROR,
)
from kaltim_poverty.survey.study import number
from kaltim_poverty.words import Message

if TYPE_CHECKING:
    from kaltim_poverty.survey.curves.statistics import CurveErrors
    from kaltim_poverty.survey.infer import Result

ONE, BEFORE, AFTER, DIFFERENCE = "", "before", "after", "difference"


@record
class CurvePoint:
    """A number of a curve at a point; None where it does not exist, and `note` says why.

    `survey` is empty for one survey, else ``before``, ``after`` or ``difference``. `x` is a percentage of
    people or an amount, as `x_unit` says.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "line",
            x="x",
            y="estimate",
            low="ci_low",
            high="ci_high",
            series=("groups", "survey"),
            facet="curve",
        ),
    )

    groups: Mapping[str, str] = column("group")
    survey: str = column("group")
    curve: str = column(MEASURE)
    x_unit: str = column(CURVE_UNIT)
    x: float = column(CURVE_POINT)
    unit: str = column(ROW_UNIT)
    estimate: float | None = column(ESTIMATE)
    se: float | None = column(STANDARD_ERROR)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)
    df: float | None = column(DEGREES_OF_FREEDOM)
    note: Message | None = column(REMARK)


def rows_of_curves(
    labels: Sequence[Mapping[str, str]], found: Sequence[CurveErrors], x_units: Mapping[str, str]
) -> Iterator[CurvePoint]:
    """The rows of one breakdown: by domain, survey, curve and point.

    Args:
        labels: the groups of each domain.
        found: the curves.
        x_units: the units of the points of each curve.
    """
    for domain, groups in enumerate(labels):
        for place, survey in enumerate(surveys_of(found)):
            for each in found:
                results = each.differences if survey == DIFFERENCE else each.sides[place]
                for x, result in zip(each.asked.points.tolist(), results, strict=True):
                    yield row_of(groups, survey, x_units[each.asked.curve], x, result, domain)


def surveys_of(found: Sequence[CurveErrors]) -> tuple[str, ...]:
    """The labels of surveys: none if there is one; before, after and their difference."""
    if len(found[0].sides) == 1:
        return (ONE,)
    return (BEFORE, AFTER, *([DIFFERENCE] if found[0].differences else []))


def row_of(
    groups: Mapping[str, str], survey: str, x_unit: str, x: float, result: Result, row: int
) -> CurvePoint:
    """The record of one point of a curve."""
    return CurvePoint(
        groups=groups,
        survey=survey,
        curve=result.name,
        x_unit=x_unit,
        x=int(x) if x.is_integer() else x,
        unit=result.unit,
        estimate=number(result.value[row]),
        se=number(result.se[row]),
        ci_low=number(result.low[row]),
        ci_high=number(result.high[row]),
        df=number(result.df[row]),
        note=result.reasons.get(row),
    )
