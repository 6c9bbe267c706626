"""What is asked of curves: which, of what, at which points, in which units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs import points as typed_points
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.records.charts import Level
from kaltim_poverty.survey.currency import PER_CAPITA
from kaltim_poverty.survey.curves.values import (
    BENEFIT,
    CDF,
    CONCENTRATION,
    CURVES,
    DENSITY,
    LORENZ,
    MEMBERS,
    OF_AMOUNTS,
    QUANTILE,
    TIP,
)
from kaltim_poverty.survey.people.weighted_people import WeightedPeople
from kaltim_poverty.survey.read import ExtraColumns, find_column
from kaltim_poverty.survey.sample import people_of
from kaltim_poverty.survey.study import with_measure
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.inputs.numbers import Number
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.request import Names
    from kaltim_poverty.survey.study import Request, Study

HOUSEHOLD, PERSON = "household", "person"
UNITS = {LORENZ: "percent", CONCENTRATION: "percent", TIP: "percent", CDF: "percent"}
LINES_AT_MOST, STEPS = 3.0, 100  # of amounts where a curve is drawn, and their number


class CurveOptions(NamedTuple):
    """The options of curves besides those of the survey.

    Attributes:
        curves: their names.
        in_lines: whether welfare is over the line of each row.
        points: as given; None for the usual ones.
        of: the column of what is concentrated.
        per: whether its amounts are of persons, or of households that share them.
    """

    curves: tuple[str, ...]
    in_lines: bool
    points: str | Sequence[Number] | None
    of: str | None
    per: str


def asked_curves(
    curve: Names | None,
    *,
    normalise: bool,
    points: str | Sequence[Number] | None,
    of: str | None,
    per: str,
) -> CurveOptions:
    """The curves that are asked for, checked.

    Raises:
        UsageError: for an unknown curve, options in conflict or without the one that they need.
    """
    named = [each for each in split_list(curve or ()) if each] or [LORENZ]
    curves = tuple(dict.fromkeys(choice("--curve", each, CURVES) for each in named))
    if (CONCENTRATION in curves) != (of is not None):
        pair = ("--of", "--curve concentration")
        raise UsageError("needs_option", option=pair[of is None], needed=pair[of is not None])
    of_amounts = [each for each in curves if each in OF_AMOUNTS]
    if points is not None and of_amounts and len(of_amounts) < len(curves):
        other = next(each for each in curves if each not in OF_AMOUNTS)
        raise UsageError("points_of_two_kinds", percent=other, amount=of_amounts[0])
    return CurveOptions(curves, bool(normalise), points, of, choice("--per", per, (HOUSEHOLD, PERSON)))


def check_two_surveys(against: object, *, difference: bool, panel: str | None) -> None:
    """Refuse what needs a second survey without one.

    Raises:
        UsageError: with the option.
    """
    for option, given in (("--difference", difference), ("--panel", panel)):
        if given and against is None:
            raise UsageError("needs_option", option=option, needed="--against")


def checked_request(request: Request, asked: CurveOptions) -> Request:
    """The request, with a line where one is needed.

    Raises:
        UsageError: if there is none.
    """
    for each in asked.curves:
        if (each == TIP or asked.in_lines) and not request.spec.given:
            raise UsageError("needs_line", measure="--normalise" if asked.in_lines else each)
    return with_measure(request, "p0" if request.spec.given else "mean")


def extra_columns(asked: CurveOptions, table: Table, request: Request) -> ExtraColumns:
    """The column of what is concentrated, and the members who share it."""
    if asked.of is None:
        return ExtraColumns()
    found = {BENEFIT: find_column(table, asked.of, "--of")}
    if asked.per == HOUSEHOLD and request.roles.size:
        found[MEMBERS] = request.roles.size
    return ExtraColumns(found)


def asked_points(curve: str, study: Study, asked: CurveOptions) -> Array:
    """Where a curve is drawn, ascending."""
    if curve not in OF_AMOUNTS:
        if asked.points is None:
            return np.arange(1.0, STEPS if curve == QUANTILE else STEPS + 1)
        return np.array(typed_points.percents("--points", asked.points, below_all=curve == QUANTILE))
    if asked.points is not None:
        return np.array(typed_points.amounts("--points", asked.points))
    return LINES_AT_MOST * length_of(study, asked) * np.arange(1, STEPS + 1) / STEPS


def length_of(study: Study, asked: CurveOptions) -> float:
    """By what amounts are measured: 1 for welfare in lines, the one line, else the median of the file."""
    line = study.reading.sample.cells.line
    if asked.in_lines:
        return 1.0
    if isinstance(line, float):
        return line
    everybody = WeightedPeople(people_of(study.reading.sample, ()), np.zeros(1, dtype=np.intp))
    return float(everybody.quantiles(np.array([[0.5]]))[0, 0])


def unit_of(curve: str, study: Study, asked: CurveOptions) -> str:
    """The unit of the numbers of a curve."""
    if curve in UNITS:
        return UNITS[curve]
    if asked.in_lines:
        return "ratio"
    if curve == DENSITY:
        return f"per_{(study.currency or 'unit').lower()}"
    return study.unit(PER_CAPITA)


def unit_of_points(curve: str, study: Study, asked: CurveOptions) -> str:
    """The unit of the points of a curve."""
    if curve not in OF_AMOUNTS:
        return "percent"
    return "ratio" if asked.in_lines else study.unit(PER_CAPITA)


def is_in_lines(curve: str, asked: CurveOptions) -> bool:
    """Whether a curve is of welfare in lines."""
    return asked.in_lines or curve == TIP


def named_options(asked: CurveOptions) -> dict[str, object]:
    """The options of curves, as the answer repeats them."""
    return {
        "curve": list(asked.curves),
        "normalise": asked.in_lines,
        "points": None if asked.points is None else str(asked.points),
        "of": asked.of,
        "per": asked.per,
    }


def levels_of(asked: CurveOptions) -> Iterator[Level]:
    """The line of equality beside curves of shares."""
    for each in asked.curves:
        if each in (LORENZ, CONCENTRATION):
            ends = ((0.0, 0.0), (100.0, 100.0))
            yield Level(message("chart.equality"), Decimal(100), "reference", each, ends=ends)
