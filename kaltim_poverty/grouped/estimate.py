"""From a few shares or classes to poverty and inequality, with bounds that hold whatever the curve."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.grouped.asked import check_by, scale_of
from kaltim_poverty.grouped.bounded import inequality_bounds, poverty_bounds
from kaltim_poverty.grouped.bounds import NONE, Bounds
from kaltim_poverty.grouped.curves.distribution import Distribution
from kaltim_poverty.grouped.measured import Poverty, UndefinedError, inequality_value, poverty_value
from kaltim_poverty.grouped.methods import METHODS, Fitted
from kaltim_poverty.grouped.notes import notes_of
from kaltim_poverty.grouped.options import (
    Names,
    chosen_lines,
    chosen_measures,
    chosen_methods,
    parse_currency,
    parse_people,
)
from kaltim_poverty.grouped.sources import Data, Source, sources_of
from kaltim_poverty.inputs.amounts import Numbers
from kaltim_poverty.inputs.currency import unit_in
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.measures.catalogue import Measure
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, ROW_UNIT, Declaration, column, record
from kaltim_poverty.words import Message, message

PERCENT = 100.0
DECIMALS = {"percent": 2, "ratio": 3, "money": 2}  # of rupiah and people none
ESTIMATE = Declaration("value", decimals=DECIMALS)
BOUND = Declaration("value", decimals=DECIMALS, gives_way=1)


@record
class GroupedEstimate:
    """One measure of one distribution by one method; None where a number does not exist, and `note` says why.

    `groups` holds the values of the breakdown by column. `line` is empty for measures that need none. `low`
    and `high` are bounds: no distribution with these groups is outside, whatever its curve.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="",
            y="estimate",
            low="low",
            high="high",
            series=("groups", "line", "method"),
            facet="measure",
        ),
    )

    groups: Mapping[str, str] = column("group")
    line: Decimal | None = column("group")
    measure: str = column(Declaration("group", with_unit=True))
    unit: str = column(ROW_UNIT)
    method: str = column("group")
    estimate: float | None = column(ESTIMATE)
    low: float | None = column(BOUND)
    high: float | None = column(BOUND)
    note: Message | None = column(REMARK)


class Asked(NamedTuple):
    """The options for every distribution."""

    lines: list[Decimal]
    measures: list[Measure]
    people: float | None
    currency: str | None


def estimate(
    data: Data | None = None,
    *,
    by: str | None = None,
    mean: Number | None = None,
    gini: Number | None = None,
    line: Numbers | None = None,
    measure: Names | None = None,
    method: Names | None = None,
    population: Number | None = None,
    currency: str | None = None,
    decimal: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Answer[GroupedEstimate]:
    """Poverty and inequality from a few shares or classes. On the command line: ``kpov grouped estimate``.

    Args:
        data: a file with a group a row, the poorest first, or a mapping of its columns: ``share`` (with
            ``population`` where groups differ), ``p`` and ``l``, ``population`` and ``mean``, or ``lower``,
            ``upper``, ``population`` and perhaps ``mean``. None where *gini* is given.
        by: columns that tell several distributions apart, with commas between.
        mean: of all, above 0, where the file has none; means of the file are rescaled to it.
        gini: a Gini ratio between 0 and 1, in place of a file.
        line: poverty lines, in the unit of the mean.
        measure: names of measures, or ``all``.
        method: ``gb2``, ``pip``, ``gq``, ``beta``, ``pchip``, ``lognormal``, or ``all``.
        population: the number of people, for `poor_count` and `total_shortfall`.
        currency: of amounts, such as ``IDR``.
        decimal: the decimal mark of the file, ``.`` or ``,``.
        delimiter: between its cells; as in its first line if None.
        sheet: of a workbook; the first visible one if None.

    Returns:
        a row for each line, measure and method of each distribution.

    Raises:
        UsageError: for an unknown measure or method, a number out of range, options in conflict.
        InputError: if the file is missing or anything in it cannot be right.
    """
    methods, lines = chosen_methods(method), chosen_lines(line)
    people = parse_people(population)
    measures = chosen_measures(measure, has_line=bool(lines), has_people=people is not None)
    asked = Asked(lines, measures, people, parse_currency(currency))
    sources = sources_of(data, by=by, mean=mean, gini=gini, decimal=decimal, delimiter=delimiter, sheet=sheet)
    check_by(by, GroupedEstimate)
    check_lines(sources, lines)
    fits = [(source, fitted_by(source, methods)) for source in sources]
    return Answer(
        question="grouped estimate",
        arguments={
            "data": None if isinstance(data, Mapping) or data is None else str(data),
            "by": by,
            "mean": mean,
            "gini": gini,
            "line": lines,
            "measure": [each.name for each in measures],
            "method": methods,
            "population": people,
            "currency": asked.currency,
        },
        rows=tuple(row for source, fitted in fits for row in rows_of(source, fitted, asked)),
        notes=tuple(notes_of(fits, lines)),
        sources=(),
        names={},
        kind=GroupedEstimate,
    )


def check_lines(sources: list[Source], lines: list[Decimal]) -> None:
    """Refuse a line where the mean is not known.

    Raises:
        UsageError: that it must be given.
    """
    for source in sources:
        relative = source.groups is None or source.groups.has_means
        if lines and relative and math.isnan(source.mean):
            raise UsageError("needs_option", option="--line", needed="--mean")


def fitted_by(source: Source, methods: list[str]) -> list[Fitted]:
    """The curves of the methods; of all of them those that what is known allows.

    Raises:
        UsageError: if a method that was asked for needs more than is known.
    """
    allowed = source.methods
    if allowed is not None and set(methods) == set(METHODS):
        methods = list(allowed)
    return [source.fit(method) for method in methods]


def rows_of(source: Source, fits: list[Fitted], asked: Asked) -> Iterator[GroupedEstimate]:
    """The rows of one distribution: by line the measures of poverty, then the others."""
    for line in asked.lines:
        found = [poverty_of(source, fitted, float(line)) for fitted in fits]
        for each in (each for each in asked.measures if each.of_poverty):
            bounds = scaled(
                poverty_bounds(source.groups, each.name, float(line) / source.unit), each, line, asked
            )
            for fitted, poverty in zip(fits, found, strict=True):
                value, reason = poverty_estimate(poverty, each)
                yield row_of(
                    source, each, fitted, line, scaled_value(value, each, line, asked), bounds, reason, asked
                )
    for each in (each for each in asked.measures if not each.of_poverty):
        own = inequality_bounds(source.groups, each.name)
        for fitted in fits:
            value, reason = inequality_estimate(source, fitted.curve, each)
            bounds = scaled(own, each, None, asked)
            yield row_of(
                source, each, fitted, None, scaled_value(value, each, None, asked), bounds, reason, asked
            )


def row_of(
    source: Source,
    measure: Measure,
    fitted: Fitted,
    line: Decimal | None,
    value: float | None,
    bounds: Bounds,
    reason: Message | None,
    asked: Asked,
) -> GroupedEstimate:
    """One row."""
    unit = unit_in(asked.currency, measure.unit)
    return GroupedEstimate(source.by, line, measure.name, unit, fitted.method, value, *bounds, reason)


def poverty_of(source: Source, fitted: Fitted, line: float) -> Poverty | None:
    """The poor of a method's curve below a line; None if it has no curve there."""
    curve = fitted.at_line(line / source.unit)
    return None if curve is None else Poverty(curve, line / source.unit / scale_of(curve))


def poverty_estimate(poverty: Poverty | None, measure: Measure) -> tuple[float | None, Message | None]:
    """A measure of poverty as a fraction, or why there is none."""
    if poverty is None:
        return None, message("reason.no_curve")
    try:
        return finite(poverty_value(poverty, measure.name))
    except UndefinedError as error:
        return None, message(f"reason.{error.key}")


def inequality_estimate(
    source: Source, curve: Distribution | None, measure: Measure
) -> tuple[float | None, Message | None]:
    """A measure of everybody, shares as fractions and amounts in the unit of lines, or why there is none."""
    amount = measure.unit.startswith("idr")
    if curve is None:
        return None, message("reason.no_curve")
    if amount and math.isnan(source.mean) and (source.groups is None or source.groups.has_means):
        return None, message("reason.no_mean")
    try:
        value = inequality_value(curve, measure.name)
    except UndefinedError as error:
        return None, message(f"reason.{error.key}")
    return finite(value * source.unit * scale_of(curve) if amount else value)


def finite(value: float) -> tuple[float | None, Message | None]:
    """A number, or that a curve which is no distribution has none."""
    return (value, None) if math.isfinite(value) else (None, message("reason.no_distribution"))


def scaled_value(value: float | None, measure: Measure, line: Decimal | None, asked: Asked) -> float | None:
    """A fraction in the unit of its measure."""
    if value is None:
        return None
    people = asked.people or 0.0
    if measure.name == "poor_count":
        return value * people
    if measure.name == "total_shortfall":
        return value * people * float(line or 0)
    return PERCENT * value if measure.unit == "percent" else value


def scaled(bounds: Bounds, measure: Measure, line: Decimal | None, asked: Asked) -> Bounds:
    """Both bounds in the unit of the measure."""
    if bounds == NONE:
        return bounds
    return Bounds(*(scaled_value(each, measure, line, asked) for each in bounds))


__all__ = ["GroupedEstimate", "estimate"]
