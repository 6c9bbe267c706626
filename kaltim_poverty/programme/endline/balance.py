"""Were the arms alike before? Means of what was known then."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.endline.domains import Domain, breakdowns
from kaltim_poverty.programme.evaluation.design_matrix import controls
from kaltim_poverty.programme.evaluation.effects import Regression, effects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kaltim_poverty.programme.endline.asked import Asked
    from kaltim_poverty.programme.endline.rows import Rows

    Array = NDArray[np.float64]


class Balanced(NamedTuple):
    """One variable in an arm and in the comparison."""

    groups: Mapping[str, str]
    variable: str
    arm: int
    mean: float | None
    comparison: float | None
    standardised: float | None
    p_value: float | None


def balance(asked: Asked, rows: Rows) -> Iterator[Balanced]:
    """All baselines and covariates: everybody first, then group by group."""
    variables = {
        own: rows.baselines[name] for name, own in zip(asked.outcomes, asked.baselines, strict=False)
    }
    variables |= rows.covariates
    for domains in breakdowns(asked.by, rows):
        for domain in domains:
            for name, values in variables.items():
                yield from of_variable(asked, rows, domain, name, values)


def of_variable(asked: Asked, rows: Rows, domain: Domain, name: str, values: Array) -> Iterator[Balanced]:
    """One variable in each arm; the p-value is that of a regression on arms and strata."""
    used = np.flatnonzero(domain.rows & ~np.isnan(values))
    weight = None if rows.person_weight is None else rows.person_weight[used]
    tests = [None] * (len(rows.arms) - 1) if not len(used) else p_values(asked, rows, used, values, weight)
    for arm, p_value in enumerate(tests, 1):
        own, other = (moments(values[used], rows.arm[used] == each, weight) for each in (arm, 0))
        difference = None if own is None or other is None else own[0] - other[0]
        spread = 0.0 if own is None or other is None else math.sqrt((own[1] + other[1]) / 2.0)
        yield Balanced(
            domain.groups,
            name,
            arm,
            None if own is None else own[0],
            None if other is None else other[0],
            None if difference is None or not spread > 0 else difference / spread,
            p_value,
        )


def p_values(
    asked: Asked, rows: Rows, used: NDArray[np.intp], values: Array, weight: Array | None
) -> list[float | None]:
    """Whether the arms differ, within strata."""
    own = None if weight is None else weight / weight.mean()
    strata = None if rows.stratum is None else rows.stratum[used]
    cluster = None if rows.cluster is None else rows.cluster[used]
    columns = controls(len(used), strata, [], own)
    regression = Regression(values[used], rows.arm[used], len(rows.arms) - 1, columns, own, cluster)
    return [each.p_value for each in effects(regression, asked.level)]


def moments(values: Array, chosen: NDArray[np.bool_], weight: Array | None) -> tuple[float, float] | None:
    """Mean and variance (over n − 1) of some rows; None if there are none."""
    if not chosen.any():
        return None
    own = None if weight is None else weight[chosen]
    mean = float(np.average(values[chosen], weights=own))
    count = int(chosen.sum())
    variance = float(np.average(np.square(values[chosen] - mean), weights=own))
    return mean, variance * count / (count - 1) if count > 1 else 0.0


__all__ = ["Balanced", "balance"]
