"""What scenarios change, cost and reach as statistics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import LINE
from kaltim_poverty.survey.infer import Statistic, values_by_replicate
from kaltim_poverty.survey.simulation.outcomes import Outcome, baseline, outcome
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.measures.recipients import Queue
    from kaltim_poverty.survey.sample import People
    from kaltim_poverty.survey.simulation.scenarios import Programme
    from kaltim_poverty.survey.study import Study

COMPARED = {"p0": "percent", "p1": "percent", "p2": "percent", "poor_count": "people", "gini": "ratio"}


def values_under_replicates(study: Study, people: People, wanted: Programme, queue: Queue) -> Array:
    """The numbers of all scenarios under each replicate, (replicates, scenarios, numbers)."""
    assert study.replicates is not None  # noqa: S101 - asked by the caller

    def compute(weight: Array, line: float | None) -> Array:
        base = baseline(people, queue, weight, line, estimated_line=study.relative is not None)
        return np.array([outcome(base, each, errors=False).values() for each in wanted.scenarios])

    reading = study.reading
    return values_by_replicate(
        study.replicates, reading.design, reading.sample, study.line_rule, people, compute
    )


def statistics_of_outcome(
    found: Outcome, wanted: Programme, under: Array | None, *, estimated_line: bool
) -> Iterator[Statistic]:
    """The statistics of one scenario: changes, costs and reach.

    Args:
        found: the scenario.
        wanted: the programme.
        under: the values under each replicate, (replicates, numbers).
        estimated_line: whether the numbers depend on a line that was estimated.
    """
    units = {**COMPARED, **units_of_spending(wanted)}
    numbers = zip(units.items(), found.numbers, sizes_of(found), strict=True)
    for place, ((name, unit), own, size) in enumerate(numbers):
        yield Statistic(
            name=name,
            unit=unit,
            value=np.array([own.value]),
            exists=np.array([np.isfinite(own.value)]),
            slopes={(1, LINE): np.array([own.line])} if estimated_line else {},
            totals={0: own.influence} if under is None else {},
            replicates={} if under is None else {0: under[:, [place]]},
            scale=np.array([size]),
            constant={0: message("reason.nothing_varies")},
        )


def units_of_spending(wanted: Programme) -> dict[str, str]:
    """The measures that stand in `after` alone, with their units."""
    return {
        "cost": wanted.unit,
        "recipients_poor": "households" if wanted.per == "household" else "people",
        "leakage": "percent",
        "idr_per_point_p1": wanted.unit,
    }


def sizes_of(found: Outcome) -> list[float]:
    """The size against which a standard error may be rounding: of changes the value before."""
    cost, poor, _, point = (number.value for number in found.others)
    return [*found.before.tolist(), cost, max(poor, found.recipients), 100.0, point]
