"""Why poverty changed between two surveys, as numbers that know their slopes in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.growth_redistribution import (
    REDISTRIBUTION,
    SHAPLEY,
    TOTAL,
    Counterfactuals,
    growth_redistribution,
)
from kaltim_poverty.measures.linear import Linear
from kaltim_poverty.measures.shapley import shapley
from kaltim_poverty.survey.decomposition.scaled_poverty import ScaledPoverty
from kaltim_poverty.survey.people.in_lines import AMOUNT, LINE
from kaltim_poverty.survey.people.weighted_people import AMOUNTS, LINES_OF_ROWS

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople

INCOME, PRICES = "income", "prices"
OWN = "own"


class Component(NamedTuple):
    """The key of a number: a component of a change by a method, or the measure before or after."""

    measure: str
    method: str
    component: str


Both = tuple["WeightedPeople", "WeightedPeople"]
BEFORE, AFTER = "before", "after"


def of_growth(both: Both, measures: Sequence[Measure]) -> Mapping[Component, Linear]:
    """Growth, redistribution and residual of each measure by each method, with poverty before and after."""
    first, second = both
    growth = ratio_of_means(second.mean, first.mean)
    before, after = (ScaledPoverty(people, unscaled(people), OWN) for people in both)
    grown = ScaledPoverty(first, growth, "grown")
    redistributed = ScaledPoverty(second, ratio_of_means(first.mean, second.mean), "redistributed")
    found: dict[Component, Linear] = {}
    for measure in measures:
        poverty = Counterfactuals(*(each.of(measure) for each in (before, after, grown, redistributed)))
        parts = growth_redistribution(poverty)
        found.update({Component(measure.name, *key): number for key, number in parts.items()})
        found[Component(measure.name, "", BEFORE)] = poverty.before
        found[Component(measure.name, "", AFTER)] = poverty.after
    return found


def unscaled(people: WeightedPeople) -> Linear:
    """A factor of 1."""
    return Linear(np.ones(len(people.places)), {})


def ratio_of_means(above: Linear, below: Linear) -> Linear:
    """The ratio of two means; NaN where either is not above 0."""
    ratio = above / below
    return ratio.chain(np.where((above.value > 0) & (below.value > 0), ratio.value, np.nan), 1.0)


def of_prices(both: Both, measures: Sequence[Measure]) -> Mapping[Component, Linear]:
    """Income, prices and redistribution of each measure, over the six orders of changing them.

    u = D·m/c: m the mean amount, c the mean line, D the rest. Poverty with the distribution of survey d, the
    mean of survey i and the lines of survey j is that of u_d·(m_i/m_d)·(c_d/c_j).
    """
    means = [mean_of_column(people, AMOUNT) for people in both]
    lines = [mean_of_column(people, LINE) for people in both]
    scaled: dict[tuple[int, ...], ScaledPoverty] = {}
    for survey, people in enumerate(both):
        for income in (0, 1):
            for prices in (0, 1):
                scale = ratio_of_means(means[income], means[survey])
                scale = scale * ratio_of_means(lines[survey], lines[prices])
                same = income == survey and prices == survey
                label = OWN if same else f"{income}{prices}"
                scaled[income, prices, survey] = ScaledPoverty(
                    people, unscaled(people) if same else scale, label
                )
    found: dict[Component, Linear] = {}
    for measure in measures:
        poverty = {key: each.of(measure) for key, each in scaled.items()}
        parts = shapley(poverty.__getitem__, 3)
        before, after = poverty[0, 0, 0], poverty[1, 1, 1]
        names = (INCOME, PRICES, REDISTRIBUTION, TOTAL)
        for name, number in zip(names, (*parts, after - before), strict=True):
            found[Component(measure.name, SHAPLEY, name)] = number
        found[Component(measure.name, "", BEFORE)] = before
        found[Component(measure.name, "", AFTER)] = after
    return found


def mean_of_column(people: WeightedPeople, name: str) -> Linear:
    """The mean amount, or the mean line, which moves with an estimated line itself."""
    values = people.column(name)
    if name == AMOUNT:
        return people.total(AMOUNTS, values) / people.people
    lines = values / people.moved
    return people.total(LINES_OF_ROWS, lines, elasticity=-people.sum(lines)) / people.people
