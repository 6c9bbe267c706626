"""The rows of an answer about dominance: stretches between crossings, and the test of the whole range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import ROW_UNIT, column, record
from kaltim_poverty.survey.columns import (
    CHANGE,
    CURVE_POINT,
    CURVE_UNIT,
    DEGREES_OF_FREEDOM,
    INTERVAL_OF_CHANGE,
    LEFT_OUT_NEXT,
    T_VALUE,
)

T_OF_WHOLE = T_VALUE._replace(gives_way=LEFT_OUT_NEXT)


@record
class Dominance:
    """A stretch in which one curve lies below the other, or at last the whole range with its test.

    `lower` says whose curve is lower: ``before``, ``after`` (of two groups ``first``, ``second``) or
    ``neither``. `largest_t` is the largest absolute t of the stretch. The row of the whole range alone has
    `smallest_t`, `df`, `p_value` (one-sided) and `verdict`; of two full counts the verdict goes by signs.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="from_x", y="smallest_t", series=("groups",), facet="curve"),
    )

    groups: Mapping[str, str] = column("group")
    curve: str = column("group")
    order: int | None = column("count")
    x_unit: str = column(CURVE_UNIT)
    from_x: float = column(CURVE_POINT)
    to_x: float = column(CURVE_POINT)
    lower: str | None = column("code")
    smallest_t: float | None = column(T_OF_WHOLE)
    largest_t: float | None = column(T_OF_WHOLE)
    df: float | None = column(DEGREES_OF_FREEDOM)
    p_value: float | None = column("p_value", decimals=3)
    verdict: str | None = column("code")


@record
class CurveDifference:
    """The difference of two curves at a point, the second less the first: what a chart of dominance draws."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="x", y="difference", low="ci_low", high="ci_high", series=("groups",), facet="curve"),
    )

    groups: Mapping[str, str] = column("group")
    curve: str = column("group", with_unit=True)
    x_unit: str = column(CURVE_UNIT)
    x: float = column(CURVE_POINT)
    unit: str = column(ROW_UNIT)
    difference: float | None = column(CHANGE)
    ci_low: float | None = column(INTERVAL_OF_CHANGE)
    ci_high: float | None = column(INTERVAL_OF_CHANGE)
