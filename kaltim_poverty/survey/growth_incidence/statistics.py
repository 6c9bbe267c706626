"""How fast welfare grew between two surveys, as statistics: at quantiles, on average, and of the poor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.catalogue import measure as measure_of
from kaltim_poverty.measures.feature import Feature
from kaltim_poverty.measures.growth_incidence import growth_rate, mean_rate, places_of_poor
from kaltim_poverty.measures.growth_redistribution import GROWTH, SHAPLEY, TOTAL
from kaltim_poverty.measures.linear import Array, Linear
from kaltim_poverty.measures.pro_poor import kakwani_pernia, watts_growth
from kaltim_poverty.survey.decomposition.components import OWN, Component, of_growth, unscaled
from kaltim_poverty.survey.decomposition.scaled_poverty import ScaledPoverty, poor_without_logarithm
from kaltim_poverty.survey.decomposition.statistics import without_rounding
from kaltim_poverty.survey.infer import Quantile, Statistic
from kaltim_poverty.survey.people.pair_statistics import Both, empty_domains, replicates_of_pair
from kaltim_poverty.survey.people.quantiles import PeopleQuantiles, plain_quantiles
from kaltim_poverty.survey.people.weighted_people import WeightedPeople, values_under_replicates
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.people.pair_statistics import PairOfPeople

MEDIAN, BOTTOM = 50.0, 40.0
EVERY_PERCENT = tuple(float(percent) for percent in range(1, 100))
MEAN_GROWTH, MEDIAN_GROWTH, BOTTOM_GROWTH = "growth_mean", "growth_median", "growth_bottom40"
PREMIUM, MEAN_RATE = "shared_prosperity_premium", "mean_growth_rate"
RAVALLION_CHEN, BY_WATTS = "ravallion_chen", "ravallion_chen_watts"
RATIO, EQUIVALENT = "kakwani_pernia", "pegr"
NOT_ABOVE_ZERO = message("reason.quantile_not_above_zero")
DENOMINATOR = "denominator of "  # before the name of what it is divided by
WHOLE = 100.0  # percent, beside which the rounding of a growth rate is measured


class Asked(NamedTuple):
    """The options that growth statistics depend on.

    Attributes:
        years: between both surveys; growth is a year's.
        measures: of poverty, of which growth is told to be pro-poor or not; none where there is no line.
    """

    years: float
    measures: tuple[Measure, ...]


def rate_at_quantiles(pair: PairOfPeople, percents: Sequence[float], years: float) -> list[Statistic]:
    """The growth of each quantile, in percent: of independent samples by inversion, else by influence.

    Args:
        pair: the people of both surveys.
        percents: the shares in percent, ascending.
        years: between both.
    """
    sides = [QuantilesOfSurvey(pair, side, percents) for side in (0, 1)]
    empty = empty_domains(pair.both)
    return [rate_at(sides, place, percent, years, empty) for place, percent in enumerate(percents)]


class QuantilesOfSurvey:
    """The quantiles of one of both surveys, and how they enter a statistic.

    Args:
        pair: the people of both surveys.
        side: which of them.
        percents: the shares in percent, ascending.
    """

    def __init__(self, pair: PairOfPeople, side: int, percents: Sequence[float]) -> None:
        self.side, self.sample, study = side, pair.surveys.samples[side], pair.surveys.studies[side]
        people = pair.both[side]
        self.quantiles = PeopleQuantiles(people, percents)
        self.goes_by_influence = pair.surveys.linked or people.line is not None
        self.under: list[Array] = []
        if study.replicates is not None:
            _ = self.quantiles.shares  # at the weights as they are
            self.under = values_under_replicates(study, people, self.numbers_under)

    def numbers_under(self, weighted: WeightedPeople) -> list[Linear]:
        """The shares under the weights of a replicate; by influence the quantiles themselves."""
        shares = self.quantiles.shares_under(weighted)
        if not self.goes_by_influence:
            return shares
        moved = (
            self.quantiles.moved(place, share.value, weighted.moved) for place, share in enumerate(shares)
        )
        return [Linear(values, {}) for values in moved]


def rate_at(
    sides: Sequence[QuantilesOfSurvey],
    place: int,
    percent: float,
    years: float,
    empty: Mapping[int, Message],
) -> Statistic:
    """The growth rate of one quantile; NaN in *empty* rows."""
    ends = [
        Linear(side.quantiles.values[place], {side.side: np.ones_like(side.quantiles.values[place])})
        for side in sides
    ]
    rate = growth_rate(*ends, years=years)
    exists = np.isfinite(rate.value)
    slopes: dict[tuple[int, Feature], Array] = {}
    quantiles: list[Quantile] = []
    replicates: dict[int, Array] = {}
    for side in sides:
        derivative = np.where(exists, rate.slopes[side.side], 0.0)
        if side.goes_by_influence and side.under:
            moved = [
                Linear(side.under[place] if each is side else end.value, {})
                for each, end in zip(sides, ends, strict=True)
            ]
            replicates[side.sample] = growth_rate(*moved, years=years).value
            continue
        number = (
            side.quantiles.by_influence[place] if side.goes_by_influence else side.quantiles.shares[place]
        )
        if side.goes_by_influence:
            number = number.chain(number.value, derivative)
        else:
            quantiles.append(Quantile(side.side, number.value, derivative))
            replicates.update({side.sample: side.under[place]} if side.under else {})
        slopes.update(number.slopes)
    return Statistic(
        name=f"{percent:g}",
        unit="percent",
        value=rate.value,
        exists=exists,
        subsamples=(0, 1),
        slopes=slopes,
        replicates=replicates,
        quantiles=tuple(quantiles),
        scale=np.abs(rate.value) + WHOLE,
        undefined={**dict.fromkeys(np.flatnonzero(~exists).tolist(), NOT_ABOVE_ZERO), **empty},
        constant=dict.fromkeys(range(len(rate.value)), message("reason.nothing_varies")),
    )


def summary_statistics(pair: PairOfPeople, asked: Asked) -> tuple[list[Statistic], dict[str, Statistic]]:
    """The growth of the mean, the median, the poor …, and the denominators of those that are ratios."""
    counted = None
    if asked.measures:
        before = pair.both[0]
        rate = ScaledPoverty(before, unscaled(before), OWN).of(rate_measure())
        counted = places_of_poor(rate.value, len(EVERY_PERCENT))
    compute = partial(summary_numbers, asked=asked, counted=counted)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        numbers = compute(pair.both)
    under = replicates_of_pair(pair.surveys, pair.both, compute)
    reasons = reasons_of(pair.both)
    found = {
        name: summary_statistic(name, number, under.get(name, {}), reasons)
        for name, number in numbers.items()
    }
    (median,) = rate_at_quantiles(pair, [MEDIAN], asked.years)
    rows = [
        replace(median, name=name) if name == MEDIAN_GROWTH else each
        for name, each in found.items()
        if not name.startswith(DENOMINATOR)
    ]
    denominators = {
        name.removeprefix(DENOMINATOR): each for name, each in found.items() if name.startswith(DENOMINATOR)
    }
    return rows, denominators


def summary_numbers(both: Both, asked: Asked, counted: Array | None) -> dict[str, Linear]:
    """All rates of growth, and the denominators of those that are ratios.

    Args:
        both: the people of both surveys.
        asked: years and measures.
        counted: how many whole percents of people were poor, held fixed, (rows,).
    """
    first, second = both
    years = asked.years
    mean = growth_rate(first.mean, second.mean, years=years)
    bottom = growth_rate(*(mean_of_poorest(people, BOTTOM) for people in both), years=years)
    quantiles = [quantile_numbers(people) for people in both]
    rates = [growth_rate(*ends, years=years) for ends in zip(*quantiles, strict=True)]
    everywhere = np.full(len(mean.value), float(len(EVERY_PERCENT)))
    found = {
        MEAN_GROWTH: mean,
        MEDIAN_GROWTH: rates[EVERY_PERCENT.index(MEDIAN)],
        BOTTOM_GROWTH: bottom,
        PREMIUM: bottom - mean,
        MEAN_RATE: mean_rate(rates, everywhere),
    }
    if counted is not None:
        found[RAVALLION_CHEN] = mean_rate(rates, counted)
        found.update(numbers_of_poverty(both, asked, mean))
    return found


def numbers_of_poverty(both: Both, asked: Asked, mean: Linear) -> dict[str, Linear]:
    """Pro-poor growth numbers: by Watts' index, and for each poverty measure."""
    ends = [ScaledPoverty(people, unscaled(people), OWN) for people in both]
    watts, rate = known("watts"), ends[0].of(rate_measure())
    before, after = (end.of(watts) for end in ends)
    found = {BY_WATTS: watts_growth(before, after, rate, asked.years), f"{DENOMINATOR}{BY_WATTS}": rate}
    parts = of_growth(both, asked.measures)
    for measure in asked.measures:
        alone = parts[Component(measure.name, SHAPLEY, GROWTH)]
        ratio = kakwani_pernia(parts[Component(measure.name, SHAPLEY, TOTAL)], alone)
        for name, number in ((RATIO, ratio), (EQUIVALENT, ratio * mean)):
            found[f"{name}_{measure.name}"] = number
            found[f"{DENOMINATOR}{name}_{measure.name}"] = alone
    return found


def known(name: str) -> Measure:
    """A measure of the catalogue."""
    found = measure_of(name)
    assert found is not None  # noqa: S101 - a name of the catalogue
    return found


def rate_measure() -> Measure:
    """The poverty rate."""
    return known("p0")


def quantile_numbers(people: WeightedPeople) -> list[Linear]:
    """The quantiles at every whole percent, with their influence where slopes are wanted."""
    if people.slopes:
        return PeopleQuantiles(people, EVERY_PERCENT).by_influence
    return plain_quantiles(people, EVERY_PERCENT)


def mean_of_poorest(people: WeightedPeople, percent: float) -> Linear:
    """The mean welfare of the poorest so many percent of people, the row at the boundary split.

    It is (Σ w (u − q)[u < q] + p·q·N)/(p·N), q the quantile: Beach and Davidson (1983),
    https://doi.org/10.2307/2297773.
    """
    share = percent / 100.0
    points = people.quantiles(np.full((len(people.all.over), 1), share))[:, 0]
    point = points[people.domain] if len(points) > 1 else points
    below = np.where(people.welfare < point, people.welfare - point, 0.0)
    at = people.of_rows(points)
    everybody = people.people
    sum_below = people.sum(below) + share * points * people.sum(np.ones_like(people.weight))
    number = people.total(Feature("below", percent), below) + share * at * everybody
    return (number + people.by_line(sum_below)) / (share * everybody)


def summary_statistic(
    name: str, number: Linear, under: Mapping[int, Array], reasons: Mapping[str, Mapping[int, Message]]
) -> Statistic:
    """One rate of growth, or a ratio."""
    is_ratio = name.startswith(RATIO)
    size = np.abs(np.nan_to_num(number.value)) + (1.0 if is_ratio else WHOLE)
    value = without_rounding(number.value, size)
    own = reasons[reason_of(name)]
    rows = range(len(value))
    return Statistic(
        name=name,
        unit="ratio" if is_ratio else "percent",
        value=value,
        exists=np.isfinite(value),
        subsamples=(0, 1),
        slopes=number.slopes,
        replicates=under,
        scale=size,
        undefined={row: own[row] for row in rows if not np.isfinite(value[row])},
        constant=dict.fromkeys(rows, message("reason.nothing_varies")),
    )


def reason_of(name: str) -> str:
    """Why a number of this name may be undefined."""
    if name in (MEDIAN_GROWTH, MEAN_RATE):
        return "quantile"
    if name == RAVALLION_CHEN:
        return "poor"
    return name if name == BY_WATTS else "mean"


def reasons_of(both: Both) -> dict[str, dict[int, Message]]:
    """Why numbers are undefined, by row, if they are."""
    rows = range(len(both[0].places))
    low = sum((people.of_rows(poor_without_logarithm(people)) for people in both), np.zeros(len(rows)))
    nobody_poor = message("reason.nobody_poor_at_first")
    found = {
        "quantile": dict.fromkeys(rows, NOT_ABOVE_ZERO),
        "poor": dict.fromkeys(rows, message("reason.poor_percents")),
        "mean": dict.fromkeys(rows, message("reason.growth_undefined")),
        BY_WATTS: {
            row: message("reason.positive_poor", poor_not_above_zero=f"{low[row]:.0f}")
            if low[row]
            else nobody_poor
            for row in rows
        },
    }
    empty = empty_domains(both)
    return {name: {**own, **empty} for name, own in found.items()}
