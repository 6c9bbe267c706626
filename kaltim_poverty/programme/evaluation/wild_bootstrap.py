"""The wild cluster bootstrap with the null imposed: for few clusters.

Cameron, Gelbach and Miller (2008), https://doi.org/10.1162/rest.90.3.414: residuals of the regression
without the effect change their signs by cluster; t is that of CR1, whose factor is the same in every draw.
Coefficient and scores are linear in the signs, so that a draw costs clusters × clusters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.programme.evaluation.cluster_robust import cross_products, sums_by
from kaltim_poverty.programme.evaluation.least_squares import least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.programme.evaluation.least_squares import Fit

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

MOST_ENUMERATED = 12  # clusters: 4,096 signs
FEW_CLUSTERS = 40  # from which on the bootstrap is not needed
AS_LARGE = 1.0 - 1e-9  # t of the same draw, computed in another order
SMALLEST = 1e-12  # of a score beside all of them


def wild_p_value(
    fit: Fit, cluster: IntArray, column: int, draws: int, random: np.random.Generator
) -> float | None:
    """The p-value of one coefficient; None where its t does not exist.

    Args:
        fit: the regression, with the column.
        cluster: of each row, from 0 on without gaps, (rows,).
        column: the place of the coefficient.
        draws: how many, where not all signs are taken.
        random: where draws come from.

    Returns:
        the share of all 2^G signs with |t*| ≥ |t| for G ≤ 12, else (1 + count)/(draws + 1).
    """
    clusters = int(cluster.max(initial=-1)) + 1
    enumerated = clusters <= MOST_ENUMERATED
    signs = all_signs(clusters) if enumerated else random.choice((-1.0, 1.0), (draws, clusters))
    coefficient, scores = linear_in_signs(fit, cluster, column)
    observed = squared_t(np.ones((1, clusters)), coefficient, scores)[0]
    if np.isnan(observed):
        return None
    extreme = int((squared_t(signs, coefficient, scores) >= observed * AS_LARGE).sum())
    return extreme / len(signs) if enumerated else (1 + extreme) / (draws + 1)


def all_signs(clusters: int) -> Array:
    """Every choice of signs, (2^clusters, clusters)."""
    bits = (np.arange(2**clusters)[:, None] >> np.arange(clusters)) & 1
    return np.asarray(1.0 - 2.0 * bits)


def linear_in_signs(fit: Fit, cluster: IntArray, column: int) -> tuple[Array, Array]:
    """The bootstrap's coefficient as m′s and its cluster scores as Ws, of signs s.

    Returns:
        m, (clusters,), and W, (clusters, clusters).
    """
    outcome = fit.design @ fit.coefficients + fit.residuals
    restricted = least_squares(np.delete(fit.design, column, axis=1), outcome)
    squares = cross_products(fit.design, cluster)
    moments = sums_by(cluster, fit.design * restricted.residuals[:, None], len(squares))
    direction = fit.inverse[column]
    coefficient = moments @ direction
    fitted = (squares @ direction) @ fit.inverse @ moments.T
    return coefficient, np.diag(coefficient) - fitted


def squared_t(signs: Array, coefficient: Array, scores: Array) -> Array:
    """The square of t of each draw but for a factor; NaN where nothing varies.

    Args:
        signs: (draws, clusters).
        coefficient: m, (clusters,).
        scores: W, (clusters, clusters).
    """
    value, spread = np.square(signs @ coefficient), np.square(signs @ scores.T).sum(axis=1)
    size = np.square(np.abs(coefficient).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(spread > SMALLEST**2 * size, value / spread, np.inf)
    return np.asarray(np.where(value > SMALLEST**2 * size, t, np.where(np.isinf(t), np.nan, t)))


__all__ = ["FEW_CLUSTERS", "wild_p_value"]
