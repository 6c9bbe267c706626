"""The rows of a profile of the poor: of groups, and of columns among the poor and the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, record
from kaltim_poverty.records.fields import column as declared
from kaltim_poverty.survey.columns import (
    DEGREES_OF_FREEDOM,
    ESTIMATE,
    INTERVAL,
    MEASURE,
    ROWS,
    STANDARD_ERROR,
)
from kaltim_poverty.words import Message


@record
class GroupShare:
    """One measure of one group, or one component of inequality of a breakdown (without groups).

    `breakdown` names its columns. `share` is that of a component in all inequality, percent. `n` counts rows
    of the group with a weight above 0.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="",
            y="estimate",
            low="ci_low",
            high="ci_high",
            series=("groups",),
            facet="measure",
            shown=("population_share", "poor_share", "p0", "relative_risk"),
        ),
    )

    groups: Mapping[str, str] = declared("group")
    breakdown: str = declared("group")
    measure: str = declared(MEASURE)
    unit: str = declared(ROW_UNIT)
    estimate: float | None = declared(ESTIMATE)
    se: float | None = declared(STANDARD_ERROR)
    ci_low: float | None = declared(INTERVAL)
    ci_high: float | None = declared(INTERVAL)
    df: int | None = declared(DEGREES_OF_FREEDOM)
    share: float | None = declared("share", decimals=1)
    n: int | None = declared(ROWS)
    note: Message | None = declared(REMARK)


@record
class Characteristic:
    """A mean, or the share of a value, among the people of one state in one domain.

    `group` is ``all``, ``poor``, ``not_poor`` or ``difference`` (poor less the others), which alone has a
    `p_value`. `category` is the value whose share it is, empty for a mean.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="",
            y="estimate",
            low="ci_low",
            high="ci_high",
            series=("groups", "category", "group"),
            facet="column",
        ),
    )

    groups: Mapping[str, str] = declared("group")
    column: str = declared("group", with_unit=True)
    category: str = declared("group")
    group: str = declared("group")
    unit: str = declared(ROW_UNIT)
    estimate: float | None = declared(ESTIMATE)
    se: float | None = declared(STANDARD_ERROR)
    ci_low: float | None = declared(INTERVAL)
    ci_high: float | None = declared(INTERVAL)
    df: int | None = declared(DEGREES_OF_FREEDOM)
    p_value: float | None = declared("p_value", decimals=3)
    n: int | None = declared(ROWS)
    note: Message | None = declared(REMARK)
