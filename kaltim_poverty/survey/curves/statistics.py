"""Curves with their errors: of one survey, or of two and their difference, some points at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.feature import LINE, ONE
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.survey.curves.dominance_values import poverty_curve
from kaltim_poverty.survey.curves.values import (
    CDF,
    CONCENTRATION,
    DENSITY,
    FORMULAS,
    LORENZ,
    QUANTILE,
    TIP,
    Ordinate,
    amounts_of,
    counted,
    counts_below,
    quantiles_of,
)
from kaltim_poverty.survey.infer import Quantile, Statistic, difference, infer
from kaltim_poverty.survey.people.weighted_people import WeightedPeople, values_under_replicates
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer import Evidence, Result
    from kaltim_poverty.survey.study import Study

CELLS_OF_BATCH = 4_000_000  # sums of own cells that are held at a time
ALL = 100.0


class Asked(NamedTuple):
    """The options that the statistics of a curve depend on.

    Attributes:
        curve: its name.
        points: where, ascending.
        unit: of its numbers.
        order: of a curve of poverty; 0 of the others.
    """

    curve: str
    points: Array
    unit: str
    order: int = 0

    def ordinates(self, people: WeightedPeople) -> Iterator[Ordinate]:
        """The numbers of the curve, one point after the other."""
        if self.order:
            return poverty_curve(people, self.points, self.order)
        return FORMULAS[self.curve](people, self.points)


class Side(NamedTuple):
    """One survey of a curve.

    Attributes:
        study: the survey.
        people: its people.
        sample: the number of its sample.
    """

    study: Study
    people: WeightedPeople
    sample: int


class CurveErrors(NamedTuple):
    """A curve with its errors: for each point a result in the rows of the answer.

    Attributes:
        asked: the curve.
        sides: of each survey.
        differences: of the second less the first, where that is asked for.
    """

    asked: Asked
    sides: list[list[Result]]
    differences: list[Result]


def curve_errors(
    sides: Sequence[Side],
    asked: Asked,
    evidence: Callable[[], Evidence],
    *,
    with_difference: bool = False,
    with_sides: bool = True,
    linked: bool = False,
) -> CurveErrors:
    """One curve of one or two surveys.

    Args:
        sides: the surveys.
        asked: the curve.
        evidence: what the sums of all people rest on so far.
        with_difference: whether the difference of two is asked for.
        with_sides: whether the curve of each is asked for.
        linked: whether both visited the same households.
    """
    under = [replicates_of(side, asked) for side in sides]
    ordinates = [asked.ordinates(side.people) for side in sides]
    found = CurveErrors(asked, [[] for _ in sides], [])
    step = points_at_a_time(sides)
    for start in range(0, len(asked.points), step):
        batch = range(start, min(start + step, len(asked.points)))
        statistics = statistics_of_batch(sides, asked, batch, ordinates, under)
        changes = []
        if with_difference:
            changes = [
                change(*pair, sides=sides, asked=asked, place=place, linked=linked)
                for place, pair in zip(batch, zip(*statistics, strict=True), strict=True)
            ]
        asked_of = sides[0].study.asked
        own = [each for side in statistics for each in side] if with_sides else []
        every = [*own, *changes]
        results = infer(every, evidence(), level=asked_of.level, interval=asked_of.interval)
        for number in range(len(sides) if with_sides else 0):
            found.sides[number].extend(results[number * len(batch) : (number + 1) * len(batch)])
        found.differences.extend(results[len(own) :])
        forget_points(sides)
    return found


def statistics_of_batch(
    sides: Sequence[Side],
    asked: Asked,
    batch: Sequence[int],
    ordinates: Sequence[Iterator[Ordinate]],
    under: Sequence[Array | None],
) -> list[list[Statistic]]:
    """The statistics of some points, by survey."""
    return [
        [
            statistic_of(side, asked, next(ordinates[number]), of_point(under[number], place), place)
            for place in batch
        ]
        for number, side in enumerate(sides)
    ]


def of_point(under: Array | None, place: int) -> Array | None:
    """The values under replicates at one point."""
    return None if under is None else under[place]


def points_at_a_time(sides: Sequence[Side]) -> int:
    """How many points are handled together, as each has sums of all own cells."""
    cells = sum(len(side.people.all.over.domain) for side in sides)
    return max(1, CELLS_OF_BATCH // max(cells, 1))


def forget_points(sides: Sequence[Side]) -> None:
    """Give back the sums of own cells of points that are done."""
    for side in sides:
        features = side.people.features
        for feature in [each for each in features if each.parameter is not None]:
            del features[feature]


def replicates_of(side: Side, asked: Asked) -> Array | None:
    """The values under the replicates of a survey, (points, replicates, rows)."""
    if side.study.replicates is None:
        return None
    fixed = shares_at(side.people, asked) if asked.curve == QUANTILE else None

    def compute(people: WeightedPeople) -> list[Linear]:
        if fixed is not None:
            return fixed(people)
        if asked.curve == DENSITY:
            people.widths = side.people.widths
        return [each.number for each in asked.ordinates(people)]

    return np.array(values_under_replicates(side.study, side.people, compute))


def shares_at(people: WeightedPeople, asked: Asked) -> Callable[[WeightedPeople], list[Linear]]:
    """A function that gives the shares of people at or below fixed quantiles, under any weights."""
    quantiles = quantiles_of(people, asked.points)

    def compute(own: WeightedPeople) -> list[Linear]:
        return [count / own.people for count in counts_below(own, quantiles, included=True)]

    return compute


def statistic_of(side: Side, asked: Asked, ordinate: Ordinate, under: Array | None, place: int) -> Statistic:
    """One point of one survey."""
    number, subsample = ordinate.number, side.people.number
    value = number.value if ordinate.quantile is None else ordinate.quantile
    reason = why_undefined(side.people, asked)
    exists = np.isfinite(value) & ~rows_of(reason, len(value))
    if asked.curve in (LORENZ, CONCENTRATION) and asked.points[place] == ALL:
        value = np.where(exists, ALL, value)
    percent = asked.unit == "percent"
    return Statistic(
        name=asked.curve,
        unit=asked.unit,
        value=value,
        exists=exists,
        subsamples=(subsample,),
        slopes=number.slopes,
        totals={} if ordinate.totals is None else {subsample: ordinate.totals},
        replicates={} if under is None else {side.sample: under},
        quantiles=() if ordinate.quantile is None else (Quantile(subsample, number.value),),
        scale=np.maximum(np.abs(np.nan_to_num(value)), ALL) if percent else None,
        undefined=reason,
        constant={row: why_constant(each, asked) for row, each in enumerate(value.tolist())},
        is_proportion=asked.curve == CDF,
    )


def rows_of(reasons: Mapping[int, Message], rows: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each row has a reason."""
    found = np.zeros(rows, dtype=bool)
    found[list(reasons)] = True
    return found


def why_undefined(people: WeightedPeople, asked: Asked) -> dict[int, Message]:
    """Why a curve does not exist, by row."""
    if asked.curve == LORENZ:
        low = people.of_rows(people.sum(people.welfare)) <= 0
        return dict.fromkeys(np.flatnonzero(low).tolist(), message("reason.positive_total"))
    if asked.curve == CONCENTRATION:
        low = people.of_rows(people.sum(amounts_of(people))) <= 0
        return dict.fromkeys(np.flatnonzero(low).tolist(), message("reason.nothing_to_share"))
    return {}


def why_constant(value: float, asked: Asked) -> Message:
    """Why a number without any error has no interval."""
    if asked.curve in (LORENZ, CONCENTRATION) and value == ALL:
        return message("reason.end_of_curve")
    if asked.curve == TIP and value == 0:
        return message("reason.nobody_poor")
    ends = asked.curve == CDF and value in (0.0, ALL)
    return message("reason.all_or_none" if ends else "reason.nothing_varies")


def change(
    before: Statistic, after: Statistic, *, sides: Sequence[Side], asked: Asked, place: int, linked: bool
) -> Statistic:
    """The difference of two surveys; of linked ones quantiles go by their influence."""
    if linked and asked.curve == QUANTILE:
        before, after = (
            by_influence(each, side, asked.points[place], place)
            for each, side in zip((before, after), sides, strict=True)
        )
    return difference(before, after)


def by_influence(statistic: Statistic, side: Side, percent: float, place: int) -> Statistic:
    """A quantile by its influence values −([y ≤ q] − p)/(N f(q)): inversion knows no covariance."""
    people, number = side.people, side.people.number
    points = people.of_domains(statistic.value)
    crowd = people.of_rows(people.densities(points)) * people.people.value
    slope = np.divide(1.0, crowd, out=np.zeros_like(crowd), where=crowd > 0)
    slopes = {(number, counted(place)): -slope, (number, ONE): percent / ALL * slope}
    density = slope * people.people.value
    lines = {key: -each * density for key, each in statistic.slopes.items() if key[1] == LINE}
    return replace(statistic, slopes={**slopes, **lines}, quantiles=())
