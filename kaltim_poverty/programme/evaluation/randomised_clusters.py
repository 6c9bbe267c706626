"""|t| with CR2 of many draws in which whole clusters change their arm.

Controls are taken out of outcome and arms once (Frisch and Waugh). In a cluster the arm is one number, so
that what a draw changes lies in the span of the controls of its rows and of one column more, B_g = U_gR_g′
with few columns: strata are constant there. In these coordinates H_gg is a small matrix R_g′NR_g, and so is
(I − H_gg)^(−1/2); rows are never touched again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.programme.evaluation.cluster_robust import LEAST_EIGENVALUE
from kaltim_poverty.programme.evaluation.least_squares import DEPENDENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    IntArray = NDArray[np.intp]

CELLS_OF_CHUNK = 200_000  # draws × clusters × columns at a time
NO_LENGTH = 1e-11  # of a direction that the rows of a cluster do not have, beside the longest


class Coordinates(NamedTuple):
    """The quantities that are invariant under re-randomisation.

    Attributes:
        roots: R_g of the controls and of the column of the arm, (clusters, controls + 1, columns).
        outcome: U_g′y of the outcome without the controls, (clusters, columns).
        products: Q_g′u_g: controls times the column of the arm, (clusters, controls).
        gains: u_g′y, (clusters,).
    """

    roots: Array
    outcome: Array
    products: Array
    gains: Array


def t_of_clusters(
    controls: Array,
    outcome: Array,
    arms: NDArray[np.int8],
    count: int,
    cluster: IntArray,
    weight: Array | None = None,
) -> Array:
    """|t| of each arm in each draw, (draws, arms); 0 where a draw lets an arm not be told apart.

    Args:
        controls: independent columns that no draw changes, (rows, columns).
        outcome: (rows,).
        arms: of each row in each draw, 0 the comparison, the same in all rows of a cluster, (draws, rows).
        count: how many arms there are besides the comparison.
        cluster: of each row, from 0 on without gaps, (rows,).
        weight: of the rows, (rows,).
    """
    fixed = coordinates(controls, outcome, cluster, weight)
    of_clusters = arms[:, np.unique(cluster, return_index=True)[1]]
    size = max(1, CELLS_OF_CHUNK // (fixed.outcome.size * max(count, 1)))
    chunks = [of_clusters[start : start + size] for start in range(0, len(arms), size)]
    return np.concatenate([t_of_chunk(fixed, chunk, count) for chunk in chunks])


def coordinates(controls: Array, outcome: Array, cluster: IntArray, weight: Array | None) -> Coordinates:
    """The quantities that are invariant under re-randomisation; see `t_of_clusters`."""
    root = np.ones(len(outcome)) if weight is None else np.sqrt(weight)
    basis = np.linalg.qr(controls * root[:, None])[0]
    rest = outcome * root - basis @ (basis.T @ (outcome * root))
    columns = np.column_stack([basis, root])
    own = [np.flatnonzero(cluster == each) for each in range(int(cluster.max()) + 1)]
    decomposed = [np.linalg.svd(columns[rows], full_matrices=False) for rows in own]
    most = max(int((length > NO_LENGTH * length[0]).sum()) for _, length, _ in decomposed)
    roots = np.zeros((len(own), columns.shape[1], most))
    projected = np.zeros((len(own), most))
    for place, (rows, (left, length, right)) in enumerate(zip(own, decomposed, strict=True)):
        kept = min(most, len(length))
        roots[place, :, :kept] = right[:kept].T * length[:kept]
        projected[place, :kept] = left[:, :kept].T @ rest[rows]
    products = np.array([basis[rows].T @ root[rows] for rows in own])
    return Coordinates(roots, projected, products, np.array([root[rows] @ rest[rows] for rows in own]))


def t_of_chunk(fixed: Coordinates, arms: NDArray[np.int8], count: int) -> Array:
    """|t| of some draws, (draws, arms), of the arms of clusters, (draws, clusters)."""
    given = np.stack([arms == arm for arm in range(1, count + 1)], axis=2).astype(float)
    taken = np.einsum("dga,gk->dka", given, fixed.products)  # Q′D
    left = -np.einsum("gkr,dka->dgra", fixed.roots[:, :-1], taken)
    left += np.einsum("gr,dga->dgra", fixed.roots[:, -1], given)  # U_g′ of the arms without the controls
    squares = np.einsum("dgra,dgrb->dab", left, left)
    inverse = np.linalg.pinv(squares, rcond=DEPENDENT, hermitian=True)
    effects = np.einsum("dab,dgb,g->da", inverse, given, fixed.gains)
    directions = left @ inverse[:, None]
    own = np.einsum("gkr,gks->grs", fixed.roots[:, :-1], fixed.roots[:, :-1])
    share, vectors = np.linalg.eigh(own + directions @ left.swapaxes(2, 3))
    rest = 1.0 - share
    factor = np.where(rest > LEAST_EIGENVALUE, 1.0 / np.sqrt(np.maximum(rest, LEAST_EIGENVALUE)), 0.0)
    residuals = fixed.outcome - np.einsum("dgra,da->dgr", left, effects)
    turned = np.einsum("dgrs,dgr->dgs", vectors, residuals) * factor
    scores = np.einsum("dgrs,dgra,dgs->dga", vectors, directions, turned)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(effects) / np.sqrt(np.square(scores).sum(axis=1))
    told_apart = (np.einsum("daa->da", squares) > DEPENDENT).all(axis=1)
    return np.asarray(np.where(told_apart[:, None], t, 0.0))


__all__ = ["t_of_clusters"]
