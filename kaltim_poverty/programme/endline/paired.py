"""What changed between before and after, of the same people: a change, and nothing said of its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.endline.domains import Domain, breakdowns
from kaltim_poverty.programme.endline.estimates import measures_asked
from kaltim_poverty.programme.evaluation.effects import LEAST_UNITS, Effect, Regression, tested
from kaltim_poverty.programme.evaluation.least_squares import least_squares
from kaltim_poverty.programme.evaluation.measures_of_rows import measure_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.rows import Rows

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]


class Paired(NamedTuple):
    """One measure of the same rows before and after."""

    groups: Mapping[str, str]
    outcome: str
    measure: str
    before: float | None
    after: float | None
    change: Effect
    n: int


def paired(asked: Asked, rows: Rows) -> Iterator[Paired]:
    """All changes: everybody first, then group by group; rows of the comparison are left out."""
    for domains in breakdowns(asked.by, rows):
        for domain in domains:
            for outcome in asked.outcomes:
                for measure in measures_asked(asked):
                    yield change_of(asked, rows, domain, outcome, measure)


def change_of(asked: Asked, rows: Rows, domain: Domain, outcome: str, measure: str) -> Paired:
    """One change."""
    before, after = (
        measure_of_rows(measure, values[outcome], rows.line) for values in (rows.baselines, rows.outcomes)
    )
    used = np.flatnonzero(domain.rows & (rows.arm > 0) & ~np.isnan(after - before))
    if not len(used):
        return Paired(domain.groups, outcome, measure, None, None, Effect(None, reason="nobody_found"), 0)
    weight = None if rows.person_weight is None else rows.person_weight[used]
    start, end = (float(np.average(each[used], weights=weight)) for each in (before, after))
    change = mean_with_error(
        after[used] - before[used], weight, None if rows.cluster is None else rows.cluster[used], asked.level
    )
    return Paired(domain.groups, outcome, measure, start, end, change, len(used))


def mean_with_error(values: Array, weight: Array | None, cluster: IntArray | None, level: float) -> Effect:
    """A mean with its error, by cluster.

    Args:
        values: (rows,).
        weight: (rows,).
        cluster: of each row, (rows,).
        level: of the interval.
    """
    own = None if weight is None else weight / weight.mean()
    constant = np.ones((len(values), 1))
    shape = Regression(values, np.ones(len(values), dtype=np.int8), 1, constant, own, cluster)
    size = float(np.abs(values).max())
    few = shape.units(1) < LEAST_UNITS
    return tested(least_squares(constant, values, own), shape.clusters, np.ones(1), level, size, few=few)


__all__ = ["Paired", "paired"]
