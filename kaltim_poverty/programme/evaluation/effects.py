"""The effect of each arm on one outcome, with everything that says how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.student import t_quantile, two_sided
from kaltim_poverty.programme.evaluation.cluster_robust import robust_error
from kaltim_poverty.programme.evaluation.least_squares import Fit, independent, least_squares
from kaltim_poverty.programme.evaluation.randomisation import share_as_large, t_of_rows
from kaltim_poverty.programme.evaluation.randomised_clusters import t_of_clusters
from kaltim_poverty.programme.evaluation.wild_bootstrap import FEW_CLUSTERS, wild_p_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.programme.evaluation.randomisation import Draws

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

ROUNDING = 1e-12  # beside the outcome: nothing
LEAST_UNITS = 2  # on each side, or nothing is known of its spread
LEAST_DF = 1.0


class Regression(NamedTuple):
    """An outcome and what explains it.

    Attributes:
        outcome: (rows,).
        arm: 0 the comparison, (rows,).
        arms: how many there are besides the comparison.
        controls: independent columns, the constant first, (rows, columns).
        weight: above 0, (rows,); 1 if None.
        cluster: the cluster of each row by any whole numbers, (rows,); each row one if None.
    """

    outcome: Array
    arm: NDArray[np.int8]
    arms: int
    controls: Array
    weight: Array | None = None
    cluster: IntArray | None = None

    @property
    def clusters(self) -> IntArray | None:
        """The cluster of each row from 0 on without gaps."""
        return None if self.cluster is None else np.unique(self.cluster, return_inverse=True)[1].reshape(-1)

    def units(self, arm: int) -> int:
        """How many rows, or clusters, have an arm."""
        given = self.arm == arm
        return int(given.sum() if self.cluster is None else len(np.unique(self.cluster[given])))


class Effect(NamedTuple):
    """An effect; None where a number does not exist, and the reason says why.

    Attributes:
        value: in the unit of the outcome.
        se: its standard error.
        low: of the interval.
        high: of the interval.
        df: degrees of freedom.
        p_value: two-sided, by Student's t.
        reason: the key of a sentence.
    """

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    df: float | None = None
    p_value: float | None = None
    reason: str | None = None


def effects(regression: Regression, level: float) -> list[Effect]:
    """The effect of each arm, in their order.

    Args:
        regression: the outcome and what explains it.
        level: of the interval, between 0 and 1.
    """
    if not len(regression.outcome):
        return [Effect(None, reason="nobody_found")] * regression.arms
    fit, columns = fitted(regression)
    return [effect_of_arm(regression, fit, columns, arm, level) for arm in range(1, regression.arms + 1)]


def fitted(regression: Regression) -> tuple[Fit | None, dict[int, int]]:
    """The fit, and the column of each arm that can be told apart from all else."""
    count = regression.controls.shape[1]
    given = [(regression.arm == arm).astype(float) for arm in range(1, regression.arms + 1)]
    design = np.column_stack([regression.controls, *given])
    kept = independent(design)
    kept[:count] = True
    columns = {
        arm: int(kept[: count + arm - 1].sum()) for arm in range(1, len(given) + 1) if kept[count + arm - 1]
    }
    if not columns:
        return None, {}
    centred = regression.outcome - np.average(regression.outcome, weights=regression.weight)
    return least_squares(design[:, kept], centred, regression.weight), columns


def effect_of_arm(
    regression: Regression, fit: Fit | None, columns: dict[int, int], arm: int, level: float
) -> Effect:
    """The effect of one arm."""
    if not regression.units(arm) or not regression.units(0):
        return Effect(None, reason="nobody_found")
    if fit is None or arm not in columns:
        return Effect(None, reason="not_told_apart")
    contrast = np.zeros(fit.design.shape[1])
    contrast[columns[arm]] = 1.0
    size = float(np.abs(regression.outcome).max())
    few = min(regression.units(arm), regression.units(0)) < LEAST_UNITS
    return tested(fit, regression.clusters, contrast, level, size, few=few)


def tested(
    fit: Fit, cluster: IntArray | None, contrast: Array, level: float, size: float, *, few: bool
) -> Effect:
    """A contrast with its error, interval and test, as far as they exist.

    Args:
        fit: the regression.
        cluster: of each row, from 0 on without gaps, (rows,).
        contrast: weights of the coefficients, (columns,).
        level: of the interval.
        size: the largest outcome, beside which rounding is nothing.
        few: whether a side has a single unit.
    """
    error = robust_error(fit, cluster, contrast)
    value = 0.0 if abs(error.value) <= ROUNDING * size else error.value
    if few:
        return Effect(value, reason="one_unit")
    if not error.df >= LEAST_DF:
        return Effect(value, reason="no_freedom")
    if error.se <= ROUNDING * size:
        return Effect(value, se=0.0, df=error.df, reason="nothing_varies")
    reach = t_quantile(0.5 + level / 2.0, error.df) * error.se
    p_value = two_sided(value / error.se, error.df)
    return Effect(value, error.se, value - reach, value + reach, error.df, p_value)


def difference(first: Regression, second: Regression, arm: int, level: float) -> Effect:
    """The effect of an arm in the second group less that in the first.

    Both groups are one regression in which everything differs between them: clusters may reach into both.
    """
    if not len(first.outcome) or not len(second.outcome):
        return Effect(None, reason="nobody_found")
    (one, places), (other, other_places) = fitted(first), fitted(second)
    if one is None or other is None or arm not in places or arm not in other_places:
        return Effect(None, reason="not_told_apart")
    together = side_by_side(one, other)
    contrast = np.zeros(together.design.shape[1])
    contrast[places[arm]], contrast[one.design.shape[1] + other_places[arm]] = -1.0, 1.0
    size = max(float(np.abs(each.outcome).max()) for each in (first, second))
    cluster = None
    if first.cluster is not None and second.cluster is not None:
        both = np.concatenate([first.cluster, second.cluster])
        cluster = np.unique(both, return_inverse=True)[1].reshape(-1)
    few = min(each.units(side) for each in (first, second) for side in (0, arm)) < LEAST_UNITS
    return tested(together, cluster, contrast, level, size, few=few)


def side_by_side(first: Fit, second: Fit) -> Fit:
    """Two fits as one, in which no column has rows of both."""
    return Fit(
        block_diagonal(first.design, second.design),
        block_diagonal(first.inverse, second.inverse),
        np.concatenate([first.coefficients, second.coefficients]),
        np.concatenate([first.residuals, second.residuals]),
    )


def block_diagonal(first: Array, second: Array) -> Array:
    """Two matrices in one, with 0 elsewhere."""
    (rows, columns), (more_rows, more_columns) = first.shape, second.shape
    joined = np.zeros((rows + more_rows, columns + more_columns))
    joined[:rows, :columns], joined[rows:, columns:] = first, second
    return joined


def wild_p_values(regression: Regression, draws: int, random: np.random.Generator) -> list[float | None]:
    """The p-value of each arm by the wild cluster bootstrap; None with 40 clusters or more."""
    if not len(regression.outcome):
        return [None] * regression.arms
    fit, columns = fitted(regression)
    cluster = regression.clusters
    cluster = np.arange(len(regression.outcome)) if cluster is None else cluster
    if fit is None or int(cluster.max(initial=-1)) + 1 >= FEW_CLUSTERS:
        return [None] * regression.arms
    places = [columns.get(arm) for arm in range(1, regression.arms + 1)]
    return [None if place is None else wild_p_value(fit, cluster, place, draws, random) for place in places]


def randomisation_p_values(regression: Regression, draws: Draws, unit: IntArray) -> list[float | None]:
    """The p-value of each arm by randomisation inference; None where its t does not exist.

    Args:
        regression: the outcome and what explains it.
        draws: other draws of all units.
        unit: of each row of the regression, (rows,).
    """
    if not len(regression.outcome):
        return [None] * regression.arms
    outcome = regression.outcome - np.average(regression.outcome, weights=regression.weight)
    cluster = regression.clusters

    def t_of(arms: NDArray[np.int8]) -> Array:
        shared = (regression.controls, outcome, arms, regression.arms)
        if cluster is None:
            return t_of_rows(*shared, regression.weight)
        return t_of_clusters(*shared, cluster, regression.weight)

    observed = t_of(regression.arm[None, :])[0]
    if not np.isfinite(observed).any():
        return [None] * regression.arms
    share = share_as_large(observed, t_of(draws.arms[:, unit]), complete=draws.complete)
    return [
        float(p) if math.isfinite(t) and not math.isnan(p) else None
        for t, p in zip(observed, share, strict=True)
    ]


__all__ = [
    "Effect",
    "Regression",
    "difference",
    "effects",
    "fitted",
    "randomisation_p_values",
    "tested",
    "wild_p_values",
]
