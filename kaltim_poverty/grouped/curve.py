"""A curve through groups in numbers: its Lorenz ordinates, quantiles and density at equal steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.grouped.asked import check_by, scale_of
from kaltim_poverty.grouped.curves.distribution import Distribution
from kaltim_poverty.grouped.notes import notes_of
from kaltim_poverty.grouped.options import chosen_methods
from kaltim_poverty.grouped.sources import Data, Source, sources_of
from kaltim_poverty.inputs.numbers import Number, whole_number
from kaltim_poverty.records import Answer
from kaltim_poverty.records.charts import Chart, Level
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import message

MOST_POINTS = 10_000
PERCENT = 100.0


@record
class GroupedPoint:
    """One point of a curve: the poorest `p` percent have `lorenz` percent of all income.

    `quantile` is the income at `p` and `density` the density there; both are over the mean where that is not
    known, and empty where the curve has no end.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="p", y="lorenz", series=("groups",)),
        Chart("line", x="p", y="quantile", series=("groups",)),
    )

    groups: Mapping[str, str] = column("group")
    p: float = column("share", decimals=2)
    lorenz: float | None = column("value", unit="percent", decimals=2)
    quantile: float | None = column("share", decimals=4)
    density: float | None = column("share", decimals=8)


def curve(
    data: Data | None = None,
    *,
    points: Number = 100,
    by: str | None = None,
    mean: Number | None = None,
    gini: Number | None = None,
    method: str | None = None,
    decimal: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Answer[GroupedPoint]:
    """The curve through groups in numbers. On the command line: ``kpov grouped curve``.

    Args:
        data: a file of groups, or a mapping of its columns, as of `estimate`. None where *gini* is given.
        points: how many, 1 to 10,000, at equal steps up to 100 percent.
        by: columns that tell several distributions apart, with commas between.
        mean: of all, above 0, where the file has none; means of the file are rescaled to it.
        gini: a Gini ratio between 0 and 1, in place of a file.
        method: one of ``gb2``, ``gq``, ``beta``, ``pchip``, ``lognormal``, ``pip`` (for inequality).
        decimal: the decimal mark of the file, ``.`` or ``,``.
        delimiter: between its cells; as in its first line if None.
        sheet: of a workbook; the first visible one if None.

    Returns:
        a row for each point of each distribution.

    Raises:
        UsageError: for an unknown method, a number out of range, options in conflict.
        InputError: if the file is missing or anything in it cannot be right.
    """
    [chosen] = one_method(method)
    count = whole_number("--points", points, 1, MOST_POINTS)
    sources = sources_of(data, by=by, mean=mean, gini=gini, decimal=decimal, delimiter=delimiter, sheet=sheet)
    check_by(by, GroupedPoint)
    fits = [(source, [source.fit(chosen)]) for source in sources]
    rows = [row for source, [fitted] in fits for row in rows_of(source, fitted.curve, count)]
    answer = Answer(
        question="grouped curve",
        arguments={
            "data": None if isinstance(data, Mapping) or data is None else str(data),
            "points": count,
            "by": by,
            "mean": mean,
            "gini": gini,
            "method": chosen,
        },
        rows=tuple(rows),
        notes=tuple(each for each in notes_of(fits, []) if each.code != "grouped_bounds"),
        sources=(),
        names={},
        kind=GroupedPoint,
    )
    equality = Level(message("chart.equality"), Decimal(100), "reference", ends=((0, 0), (100, 100)))
    return replace(answer, levels=(equality,))


def one_method(given: str | None) -> list[str]:
    """The only method.

    Raises:
        UsageError: if it is unknown, or there are several.
    """
    methods = chosen_methods(given)
    if len(methods) != 1:
        raise UsageError("one_method")
    return methods


def rows_of(source: Source, fitted: Distribution | None, count: int) -> Iterator[GroupedPoint]:
    """The points of one distribution."""
    percents = PERCENT * np.arange(1, count + 1) / count
    if fitted is None:
        yield from (GroupedPoint(source.by, float(p), None, None, None) for p in percents)
        return
    scale = source.unit * scale_of(fitted)
    place = fitted.place_of(percents / PERCENT)
    rest = 1 - place
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        incomes = scale * fitted.income(place, rest)
        densities = 1 / (scale * fitted.slope(place, rest))
        lorenz = fitted.lorenz(place)
    if fitted.is_open:
        incomes[-1] = densities[-1] = math.nan
    for row in zip(percents, PERCENT * lorenz, incomes, densities, strict=True):
        yield GroupedPoint(source.by, float(row[0]), *map(finite, row[1:]))


def finite(value: float) -> float | None:
    """A number, or None where there is none."""
    return float(value) if math.isfinite(value) else None


__all__ = ["GroupedPoint", "curve"]
