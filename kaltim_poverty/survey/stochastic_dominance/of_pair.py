"""The rows of two distributions: crossings, and the test whether one is better everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.curves.of_domain import curve_of
from kaltim_poverty.survey.curves.statistics import Asked, curve_errors
from kaltim_poverty.survey.infer.intersection_union import (
    CROSSES,
    UNDECIDED,
    DominanceTest,
    counted_winner,
    dominance_test,
)
from kaltim_poverty.survey.stochastic_dominance.crossings import Stretch, stretches
from kaltim_poverty.survey.stochastic_dominance.options import DominanceOptions, units_of
from kaltim_poverty.survey.stochastic_dominance.rows import CurveDifference, Dominance
from kaltim_poverty.survey.study import number

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.stochastic_dominance.pairs import PairOfSides

NEITHER = "neither"
ROUNDING = 1e-13  # of the curves: a difference below it is none


class Compared(NamedTuple):
    """The comparison of two curves: crossings and test.

    Attributes:
        rows: stretches and the whole range.
        drawn: the difference at each point.
        left_out: points without an error, or with one of 0.
    """

    rows: list[Dominance]
    drawn: list[CurveDifference]
    left_out: int

    def with_those_of(self, other: Compared) -> Compared:
        """With those of another breakdown."""
        return Compared(
            [*self.rows, *other.rows], [*self.drawn, *other.drawn], self.left_out + other.left_out
        )


class Points(NamedTuple):
    """The difference of two curves over the grid in one domain, arrays of shape (points,).

    Of two full counts (`counted`) it has no error.
    """

    x: Array
    value: Array
    low: Array
    high: Array
    t: Array
    df: Array
    counted: bool = False


class Frame(NamedTuple):
    """The fields that the rows of one order and domain have in common.

    Attributes:
        groups: of the domain.
        curve: its name.
        order: of a curve of poverty, 0 of the others.
        units: of points, and of the curve.
        words: what both distributions are called.
        lower_is_better: whether the lower curve is that of the better one.
    """

    groups: Mapping[str, str]
    curve: str
    order: int
    units: tuple[str, str]
    words: tuple[str, str]
    lower_is_better: bool

    def lower(self, sign: int) -> str:
        """Whose curve is lower where the difference, second less first, has a sign."""
        return NEITHER if sign == 0 else self.words[0 if sign > 0 else 1]


def compared(pair: PairOfSides, options: DominanceOptions, grid: Array, words: tuple[str, str]) -> Compared:
    """Every order of the curve in every domain.

    Args:
        pair: both distributions.
        options: what is asked.
        grid: the points.
        words: what both are called.
    """
    study = pair.sides[0].study
    units = units_of(options, study)
    by_order = {
        order: curve_errors(
            pair.sides,
            Asked(options.curve, grid, units[1], order),
            pair.evidence,
            with_difference=True,
            with_sides=False,
            linked=pair.linked,
        ).differences
        for order in options.orders
    }
    rows: list[Dominance] = []
    drawn: list[CurveDifference] = []
    left_out = 0
    for domain, groups in enumerate(pair.labels):
        for order, results in by_order.items():
            frame = Frame(groups, options.curve, order, units, words, options.lower_is_better)
            points = points_of(results, grid, domain)
            found = rows_of_domain(pair, frame, domain, points, study.asked.level)
            rows += found.rows
            drawn += drawn_rows(frame, points)
            left_out += found.left_out
    return Compared(rows, drawn, left_out)


def points_of(results: list[Result], grid: Array, domain: int) -> Points:
    """The difference over the grid in one domain, 0 where it consists of rounding."""
    columns = np.array(
        [[float(each[domain]) for each in (r.value, r.low, r.high, r.se, r.df)] for r in results]
    ).T
    value, low, high, se, df = columns
    size = np.nanmax(np.abs(value), initial=0.0)
    value = np.where(np.abs(value) <= ROUNDING * max(size, 1.0), 0.0, value)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(se > 0, value / se, np.nan)
    counted = all(each.is_full_count for each in results)
    return Points(grid, np.nan_to_num(value), low, high, t, np.nan_to_num(df), counted)


class DomainRows(NamedTuple):
    """The rows of one domain, and how many points say nothing."""

    rows: list[Dominance]
    left_out: int


def rows_of_domain(pair: PairOfSides, frame: Frame, domain: int, points: Points, level: float) -> DomainRows:
    """The stretches of one domain, then the whole range with its test."""
    first, second = (
        curve_of(side.people, int(side.people.places[domain]), frame.curve, frame.order)
        for side in pair.sides
    )
    found = stretches(points.x, points.value, lambda x: second(x) - first(x))
    if points.counted:
        rows = [stretch_row(frame, points, each) for each in found]
        return DomainRows([*rows, counted_row(frame, points)], 0)
    in_favour = -points.t if frame.lower_is_better else points.t
    test = dominance_test(in_favour, points.df, level)
    rows = [stretch_row(frame, points, each) for each in found]
    return DomainRows([*rows, whole_row(frame, points, test, level)], test.left_out)


def stretch_row(frame: Frame, points: Points, stretch: Stretch) -> Dominance:
    """The record of one stretch between crossings."""
    t = np.abs(points.t[stretch.points])
    known = t[np.isfinite(t)]
    return Dominance(
        groups=frame.groups,
        curve=frame.curve,
        order=frame.order or None,
        x_unit=frame.units[0],
        from_x=stretch.start,
        to_x=stretch.end,
        lower=frame.lower(stretch.sign),
        smallest_t=None,
        largest_t=float(known.max()) if len(known) else None,
        df=None,
        p_value=None,
        verdict=None,
    )


def counted_row(frame: Frame, points: Points) -> Dominance:
    """The whole range of two full counts: better somewhere and worse nowhere is dominance."""
    in_favour = -points.value if frame.lower_is_better else points.value
    winner, differs = counted_winner(in_favour), bool(points.value.any())
    sign = 0 if winner is None else -1 if (winner == 1) == frame.lower_is_better else 1
    dominates = UNDECIDED if winner is None else f"{frame.words[winner]}_dominates"
    return Dominance(
        groups=frame.groups,
        curve=frame.curve,
        order=frame.order or None,
        x_unit=frame.units[0],
        from_x=float(points.x[0]),
        to_x=float(points.x[-1]),
        lower=frame.lower(sign),
        smallest_t=None,
        largest_t=None,
        df=None,
        p_value=None,
        verdict=CROSSES if winner is None and differs else dominates,
    )


def whole_row(frame: Frame, points: Points, test: DominanceTest, level: float) -> Dominance:
    """The whole range: whose curve is lower in the best case for either, and whether that holds."""
    t = np.abs(points.t[np.isfinite(points.t)])
    sign = 0
    if test.winner is not None:
        second_is_lower = (test.winner == 1) == frame.lower_is_better
        sign = -1 if second_is_lower else 1
    return Dominance(
        groups=frame.groups,
        curve=frame.curve,
        order=frame.order or None,
        x_unit=frame.units[0],
        from_x=float(points.x[0]),
        to_x=float(points.x[-1]),
        lower=frame.lower(sign),
        smallest_t=number(test.smallest_t),
        largest_t=float(t.max()) if len(t) else None,
        df=number(test.df),
        p_value=number(test.p_value),
        verdict=verdict_of(frame, test, level),
    )


def verdict_of(frame: Frame, test: DominanceTest, level: float) -> str:
    """The verdict: which distribution dominates, that the curves cross, or that it is undecided."""
    if test.winner is not None and test.is_dominance(level):
        return f"{frame.words[test.winner]}_dominates"
    return CROSSES if test.crosses else UNDECIDED


def drawn_rows(frame: Frame, points: Points) -> Iterator[CurveDifference]:
    """The difference at every point, for a chart."""
    curve = f"{frame.curve}_{frame.order}" if frame.order else frame.curve
    for x, value, low, high in zip(points.x, points.value, points.low, points.high, strict=True):
        yield CurveDifference(
            groups=frame.groups,
            curve=curve,
            x_unit=frame.units[0],
            x=float(x),
            unit=frame.units[1],
            difference=number(value),
            ci_low=number(low),
            ci_high=number(high),
        )
