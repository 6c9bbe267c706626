"""The same formulas written out: whole matrices, one cluster after the other, one draw after the other."""

from __future__ import annotations

import itertools

import numpy as np

FLAT = 1e-10


def fit(design, outcome, weight=None):
    """Weighted rows, coefficients and residuals by the normal equations."""
    root = np.sqrt(np.ones(len(outcome)) if weight is None else weight)
    x, y = design * root[:, None], outcome * root
    beta = np.linalg.solve(x.T @ x, x.T @ y)
    return x, beta, y - x @ beta


def cr2(design, outcome, cluster, contrast, weight=None):
    """Value, CR2 standard error and Satterthwaite's degrees of freedom, from V and P as they are defined."""
    x, beta, e = fit(design, outcome, weight)
    m = np.linalg.inv(x.T @ x)
    groups = [np.flatnonzero(cluster == each) for each in np.unique(cluster)]
    middle, a, b = np.zeros_like(m), [], []
    for rows in groups:
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - x[rows] @ m @ x[rows].T)
        root = vectors @ np.diag([value**-0.5 if value > FLAT else 0.0 for value in values]) @ vectors.T
        score = x[rows].T @ root @ e[rows]
        middle += np.outer(score, score)
        a.append(root @ x[rows] @ m @ contrast)
        b.append(x[rows].T @ a[-1])
    p = np.array(
        [[(a[g] @ a[g] if g == h else 0.0) - b[g] @ m @ b[h] for h in range(len(a))] for g in range(len(a))]
    )
    return contrast @ beta, np.sqrt(contrast @ m @ middle @ m @ contrast), np.trace(p) ** 2 / (p**2).sum()


def cr1_t(design, outcome, cluster, column):
    """The t of CR1 of one coefficient, with its factor."""
    x, beta, e = fit(design, outcome)
    m, groups = np.linalg.inv(x.T @ x), np.unique(cluster)
    scores = np.array([x[cluster == each].T @ e[cluster == each] for each in groups])
    n, k, g = len(x), x.shape[1], len(groups)
    variance = (m @ scores.T @ scores @ m)[column, column] * g / (g - 1) * (n - 1) / (n - k)
    return beta[column] / np.sqrt(variance)


def wild_share(design, outcome, cluster, column):
    """The share of all changes of sign with |t*| at least |t|: each sample is made and fitted anew."""
    without = np.delete(design, column, axis=1)
    _, beta, residuals = fit(without, outcome)
    observed = abs(cr1_t(design, outcome, cluster, column))
    groups = np.unique(cluster)
    count = 0
    for signs in itertools.product((1.0, -1.0), repeat=len(groups)):
        sign = dict(zip(groups, signs, strict=True))
        again = without @ beta + residuals * np.array([sign[each] for each in cluster])
        count += abs(cr1_t(design, again, cluster, column)) >= observed * (1 - 1e-9)
    return count / 2 ** len(groups)
