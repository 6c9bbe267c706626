"""Cluster-robust variances with the bias-reduced linearisation CR2, and their degrees of freedom.

V = M ΣX′_gA_ge_ge′_gA_gX_g M with M = (X′X)⁻¹ and A_g = (I − H_gg)^(−1/2), H_gg = X_gMX′_g. Degrees of
freedom after Satterthwaite: (tr P)²/ΣP² with P_gh = [g = h]a′_ga_g − b′_gMb_h, a_g = A_gX_gMc, b_g = X′_ga_g.
Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004. With each row a cluster of its
own A_g is (1 − h)^(−1/2), and CR2 is HC2.

A_gX_gMc lies in the span of the rows' own columns: a_g = X_gz_g, so that sums over rows are needed once
(S_g = X′_gX_g), and the inverse root is one of a matrix of columns by columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.programme.evaluation.least_squares import Fit

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

LEAST_EIGENVALUE = 1e-10  # of I − H: a direction that the cluster alone decides


class RobustError(NamedTuple):
    """A contrast of coefficients with its cluster-robust standard error.

    Attributes:
        value: the contrast.
        se: its standard error.
        df: degrees of freedom; NaN where they do not exist.
    """

    value: float
    se: float
    df: float


def robust_error(fit: Fit, cluster: IntArray | None, contrast: Array) -> RobustError:
    """The contrast with its CR2 standard error and Satterthwaite degrees of freedom.

    Args:
        fit: the regression.
        cluster: of each row, from 0 on without gaps, (rows,); None where each row is one.
        contrast: weights of the coefficients, (columns,).
    """
    return hc2(fit, contrast) if cluster is None else cr2(fit, cluster, contrast)


def hc2(fit: Fit, contrast: Array) -> RobustError:
    """HC2 errors: each row is a cluster, without a matrix for each.

    Args:
        fit: the regression.
        contrast: weights of the coefficients, (columns,).
    """
    leverage = np.einsum("nk,kl,nl->n", fit.design, fit.inverse, fit.design)
    left = 1.0 - leverage
    decided = left <= LEAST_EIGENVALUE
    share = np.where(decided, 0.0, fit.design @ (fit.inverse @ contrast))
    share /= np.sqrt(np.where(decided, 1.0, left))
    own = np.square(share)
    between = fit.inverse @ ((fit.design * own[:, None]).T @ fit.design)
    total = own.sum() - (own * leverage).sum()
    squared = np.square(own).sum() - 2.0 * (np.square(own) * leverage).sum()
    squared += np.einsum("kl,lk->", between, between)
    return RobustError(
        float(contrast @ fit.coefficients),
        float(np.sqrt(np.square(share * fit.residuals).sum())),
        float(total**2 / squared) if squared > 0 else float("nan"),
    )


def cr2(fit: Fit, cluster: IntArray, contrast: Array) -> RobustError:
    """The contrast with its CR2 standard error and degrees of freedom, of clusters of any size.

    Args:
        fit: the regression.
        cluster: of each row, from 0 on without gaps, (rows,).
        contrast: weights of the coefficients, (columns,).
    """
    squares = cross_products(fit.design, cluster)
    multipliers = adjusted_multipliers(squares, fit.inverse, contrast)
    scores = sums_by(cluster, fit.design * fit.residuals[:, None], len(squares))
    variance = np.square(np.einsum("gk,gk->g", multipliers, scores)).sum()
    return RobustError(
        float(contrast @ fit.coefficients),
        float(np.sqrt(variance)),
        satterthwaite(squares, fit.inverse, multipliers),
    )


def cross_products(design: Array, cluster: IntArray) -> Array:
    """X′_gX_g of each cluster, (clusters, columns, columns)."""
    columns = design.shape[1]
    products = design[:, :, None] * design[:, None, :]
    sums = sums_by(cluster, products.reshape(len(design), -1), int(cluster.max(initial=-1)) + 1)
    return sums.reshape(-1, columns, columns)


def sums_by(cluster: IntArray, values: Array, clusters: int) -> Array:
    """The sums of columns by cluster, (clusters, columns).

    Args:
        cluster: of each row, (rows,).
        values: (rows, columns).
        clusters: how many there are.
    """
    columns = [np.bincount(cluster, values[:, place], clusters) for place in range(values.shape[1])]
    return np.column_stack(columns)


def adjusted_multipliers(squares: Array, inverse: Array, contrast: Array) -> Array:
    """z_g with a_g = A_gX_gMc = X_gz_g, (clusters, columns).

    With M = RR′ the eigenvectors of R′S_gR are those of H_gg seen from the columns: (I − H)^(−1/2) is
    I + XR·W·diag((f − 1)/s²)·W′·R′X′, f = (1 − s²)^(−1/2), or 0 where 1 − s² is below 1e-10.

    Args:
        squares: X′_gX_g, (clusters, columns, columns).
        inverse: M, (columns, columns).
        contrast: c, (columns,).
    """
    root = np.linalg.cholesky(inverse)
    share, vectors = np.linalg.eigh(root.T @ squares @ root)
    left = 1.0 - share
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(left > LEAST_EIGENVALUE, 1.0 / np.sqrt(np.maximum(left, LEAST_EIGENVALUE)), 0.0)
        weight = np.where(share > LEAST_EIGENVALUE, (factor - 1.0) / share, 0.0)
    direction = inverse @ contrast
    turned = np.einsum("gki,gk->gi", vectors, (squares @ direction) @ root)
    back = np.einsum("gki,gi->gk", vectors, weight * turned)
    return np.asarray(direction + back @ root.T)


def satterthwaite(squares: Array, inverse: Array, multipliers: Array) -> float:
    """(tr P)²/ΣP² of a contrast.

    Args:
        squares: X′_gX_g, (clusters, columns, columns).
        inverse: M, (columns, columns).
        multipliers: z_g, (clusters, columns).
    """
    projected = np.einsum("gkl,gl->gk", squares, multipliers)  # b_g
    own = np.einsum("gk,gk->g", multipliers, projected)  # a′_ga_g
    leverage = np.einsum("gk,kl,gl->g", projected, inverse, projected)
    between = inverse @ (projected.T @ projected)
    total = own.sum() - leverage.sum()
    squared = np.square(own).sum() - 2.0 * (own @ leverage) + np.einsum("kl,lk->", between, between)
    return float(total**2 / squared) if squared > 0 else float("nan")


__all__ = ["RobustError", "cr2", "cross_products", "hc2", "robust_error", "sums_by"]
