"""What a method has fitted to groups: its parameters, the conditions that make it valid, its distance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from kaltim_poverty.grouped.asked import check_by
from kaltim_poverty.grouped.curves.beta import Beta
from kaltim_poverty.grouped.curves.classes import Classes
from kaltim_poverty.grouped.curves.distribution import Distribution
from kaltim_poverty.grouped.curves.quadratic import Quadratic
from kaltim_poverty.grouped.estimate import fitted_by
from kaltim_poverty.grouped.methods import Fitted
from kaltim_poverty.grouped.notes import notes_of
from kaltim_poverty.grouped.options import Names, chosen_methods
from kaltim_poverty.grouped.sources import Data, Source, sources_of
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.records import Answer
from kaltim_poverty.records.fields import column, record

PARAMETER, CONDITION, DISTANCE = "parameter", "condition", "distance"
YES_NO = {True: "yes", False: "no"}


@record
class GroupedFit:
    """One number of a fitted curve: a `parameter`, a `condition`, or a `distance`.

    `holds` is ``yes`` or ``no`` of a condition. The distance is the greatest gap of the curve at the points
    of the Lorenz curve, in percent; of classes without means that between the people below each limit.
    """

    groups: Mapping[str, str] = column("group")
    method: str = column("group")
    kind: str = column("code")
    name: str = column("group")
    value: float | None = column("share", decimals=6)
    holds: str = column("code")


def fit(
    data: Data | None = None,
    *,
    by: str | None = None,
    mean: Number | None = None,
    gini: Number | None = None,
    method: Names | None = None,
    decimal: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Answer[GroupedFit]:
    """What a method has fitted to groups. On the command line: ``kpov grouped fit``.

    Args:
        data: a file of groups, or a mapping of its columns, as of `estimate`. None where *gini* is given.
        by: columns that tell several distributions apart, with commas between.
        mean: of all, above 0, where the file has none; means of the file are rescaled to it.
        gini: a Gini ratio between 0 and 1, in place of a file.
        method: ``gb2``, ``pip``, ``gq``, ``beta``, ``pchip``, ``lognormal``, or ``all``.
        decimal: the decimal mark of the file, ``.`` or ``,``.
        delimiter: between its cells; as in its first line if None.
        sheet: of a workbook; the first visible one if None.

    Returns:
        a row for each parameter, condition and distance of each method; an invalid curve is an answer.

    Raises:
        UsageError: for an unknown method, a number out of range, options in conflict.
        InputError: if the file is missing or anything in it cannot be right.
    """
    methods = chosen_methods(method)
    sources = sources_of(data, by=by, mean=mean, gini=gini, decimal=decimal, delimiter=delimiter, sheet=sheet)
    check_by(by, GroupedFit)
    fits = [(source, fitted_by(source, methods)) for source in sources]
    return Answer(
        question="grouped fit",
        arguments={
            "data": None if isinstance(data, Mapping) or data is None else str(data),
            "by": by,
            "mean": mean,
            "gini": gini,
            "method": methods,
        },
        rows=tuple(row for source, some in fits for fitted in some for row in rows_of(source, fitted)),
        notes=tuple(each for each in notes_of(fits, []) if each.code != "grouped_bounds"),
        sources=(),
        names={},
        kind=GroupedFit,
    )


def rows_of(source: Source, fitted: Fitted) -> Iterator[GroupedFit]:
    """The numbers of one method: those of its curve for inequality."""
    curve = fitted.curve
    if curve is None:
        yield GroupedFit(source.by, fitted.method, CONDITION, "valid", None, "no")
        return
    for name, value in curve.parameters.items():
        yield GroupedFit(source.by, fitted.method, PARAMETER, name, float(value), "")
    if isinstance(curve, (Quadratic, Beta)):
        for each in curve.conditions():
            yield GroupedFit(
                source.by, fitted.method, CONDITION, each.name, float(each.value), holds=YES_NO[each.holds]
            )
    gap = distance(source, curve)
    if gap is not None:
        yield GroupedFit(source.by, fitted.method, DISTANCE, "greatest_gap", gap, "")


def distance(source: Source, curve: Distribution) -> float | None:
    """The greatest gap at the points in percent; None where there are no points."""
    if source.groups is None:
        return None
    if isinstance(curve, Classes):
        people = np.cumsum(source.groups.weight)[:-1]
        return 100 * float(np.abs(curve.people(curve.knots[1:-1]) - people).max())
    points = source.groups.points
    inner = points.people[1:-1]
    return 100 * float(np.abs(curve.lorenz(inner) - points.lorenz[1:-1]).max())


__all__ = ["GroupedFit", "fit"]
