"""Curves over numbers, as a survey has them: of nobody's question, drawn by their declarations alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, NamedTuple

from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import ROW_UNIT, column, record
from kaltim_poverty.survey.columns import ESTIMATE, INTERVAL, MEASURE


class Named(NamedTuple):
    """A name that is the same in all languages."""

    name: str

    def spoken(self, _language):
        """It."""
        return self.name


@record
class Curve:
    """A number of a curve at a place, with its interval."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "line",
            x="spot",
            y="estimate",
            low="ci_low",
            high="ci_high",
            series=("groups", "season"),
            facet="curve",
        ),
    )

    groups: Mapping[str, str] = column("group")
    season: str = column("group")
    curve: str = column(MEASURE)
    x_unit: str = column("code")
    spot: float = column("value", decimals=0, unit_field="x_unit")
    unit: str = column(ROW_UNIT)
    estimate: float | None = column(ESTIMATE)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)


def lorenz(power, survey=""):
    """The share of the poorest, by a curve that everybody can compute."""
    for percent in range(1, 101):
        share = 100 * (percent / 100) ** power
        yield Curve({}, survey, "bow", "percent", float(percent), "percent", share, share - 1, share + 1)


def below(scale, survey=""):
    """The share below an amount."""
    for step in range(1, 101):
        amount = 25_000.0 * step
        share = 100 / (1 + (scale / amount) ** 4)
        yield Curve(
            {}, survey, "heap", "idr_per_capita_month", amount, "percent", share, share * 0.9, share * 1.01
        )


def answer_of(rows, levels=()):
    """An answer of curves."""
    return Answer("survey curve", {"level": "0.9"}, tuple(rows), (), (), {}, Curve, levels=levels)


EQUALITY = Level(Named("="), Decimal(100), "reference", "bow", ends=((0.0, 0.0), (100.0, 100.0)))
MEAN = Level(Named("mean"), Decimal(40), "reference", "heap")


def curves():
    """Two curves, one with the line of equality, the other with a level."""
    return answer_of([*lorenz(1.8), *below(800_000)], (EQUALITY, MEAN))


def two_curves():
    """Before and after."""
    rows = [
        *lorenz(1.8, "early"),
        *below(700_000, "early"),
        *lorenz(2.2, "late"),
        *below(900_000, "late"),
    ]
    return answer_of(rows, (EQUALITY,))


@record
class Part:
    """A contribution to a change of a survey, of a group, by a method."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "steps",
            x="component",
            y="contribution",
            low="before",
            high="after",
            series=("groups", "method"),
            facet="measure",
        ),
    )

    groups: Mapping[str, str] = column("group")
    measure: str = column(MEASURE)
    unit: str = column(ROW_UNIT)
    method: str = column("group")
    component: str = column("group")
    before: float | None = column(ESTIMATE)
    after: float | None = column(ESTIMATE)
    contribution: float | None = column("change", decimals=3)


def parts():
    """Growth and redistribution by two methods; the last rows are of a group, and no steps to a total."""
    rows = []
    for method, growth in (("shapley", -2.5), ("first", -3.25)):
        rows += [
            Part({}, "p0", "percent", method, "growth", None, None, growth),
            Part({}, "p0", "percent", method, "redistribution", None, None, -1.5 - growth),
            Part({}, "p0", "percent", method, "total", 10.1, 8.6, -1.5),
        ]
    city = {"place": "city"}
    rows += [
        Part(city, "p0", "percent", "first", "within", 9.0, 8.0, -0.5),
        Part(city, "p0", "percent", "first", "shift", 40.0, 45.0, -0.25),
    ]
    return Answer("survey decompose", {"level": "0.95"}, tuple(rows), (), (), {}, Part)
