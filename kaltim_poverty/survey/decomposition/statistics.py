"""The components of changes of poverty as statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.decomposition.components import AFTER, BEFORE, Component
from kaltim_poverty.survey.decomposition.scaled_poverty import order_of, poor_without_logarithm
from kaltim_poverty.survey.infer import Statistic
from kaltim_poverty.survey.people.pair_statistics import empty_domains, largest, replicates_of_pair
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.linear import Array, Linear
    from kaltim_poverty.survey.people.pair_statistics import Both, PairOfPeople

ROUNDING = 1e-13  # of the measure: a contribution below it consists of rounding


def statistics_of_components(
    pair: PairOfPeople,
    measures: Sequence[Measure],
    compute: Callable[[Both, Sequence[Measure]], Mapping[Component, Linear]],
) -> tuple[dict[Component, Statistic], dict[Component, Array]]:
    """The components of each measure in the domains of both surveys, and the measure before and after.

    Args:
        pair: the people of both surveys.
        measures: whose change is taken apart.
        compute: the components, from the people.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        numbers = compute(pair.both, measures)
    under = replicates_of_pair(pair.surveys, pair.both, lambda both: compute(both, measures))
    levels = {key: number.value for key, number in numbers.items() if not key.method}
    found = {}
    for measure in measures:
        size = largest(*(levels[Component(measure.name, "", end)] for end in (BEFORE, AFTER)))
        reasons = why_undefined(pair.both, measure)
        for key, number in numbers.items():
            if key.measure == measure.name and key.method:
                found[key] = component(key, measure, number, size, under.get(key, {}), reasons)
    return found, levels


def component(
    key: Component,
    measure: Measure,
    number: Linear,
    size: Array,
    under: Mapping[int, Array],
    reasons: Mapping[int, Message],
) -> Statistic:
    """One component.

    Args:
        key: what it is.
        measure: whose change it is of.
        number: its value with its slopes.
        size: of the measure itself.
        under: its values under the replicates of each sample.
        reasons: why it has no value where it has none.
    """
    value = without_rounding(number.value, size)
    rows = range(len(value))
    return Statistic(
        name=key.component,
        unit=measure.unit,
        value=value,
        exists=np.isfinite(value),
        subsamples=(0, 1),
        slopes=number.slopes,
        replicates=under,
        scale=size,
        undefined={row: reasons[row] for row in rows if not np.isfinite(value[row])},
        constant=dict.fromkeys(rows, message("reason.nothing_varies")),
    )


def without_rounding(value: Array, size: Array) -> Array:
    """Values, 0 where they are so small beside a size that they consist of rounding."""
    return np.where(np.abs(value) <= ROUNDING * size, 0.0, value)


def why_undefined(both: Both, measure: Measure) -> dict[int, Message]:
    """Why a component has no value, by row, where it should have none."""
    rows = range(len(both[0].places))
    reasons = dict.fromkeys(rows, message("reason.positive_total"))
    if order_of(measure) is None:
        first, second = (people.of_rows(poor_without_logarithm(people)) for people in both)
        low = first + second
        for row in np.flatnonzero(low).tolist():
            reasons[row] = message("reason.positive_poor", poor_not_above_zero=f"{low[row]:.0f}")
    return {**reasons, **empty_domains(both)}
