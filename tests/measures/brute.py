"""The definitions over all pairs of rows, written as they are read; slow on purpose."""

from __future__ import annotations

import numpy as np


def gini(y, w, z=None):
    return pairs(y, w) / (2 * w.sum() * (w * y).sum())


def pairs(v, w):
    return float((w[:, None] * w[None, :] * np.abs(v[:, None] - v[None, :])).sum())


def quantile(y, w, p):
    order = np.argsort(y, kind="stable")
    cumulated = np.cumsum(w[order])
    return y[order][np.argmax(cumulated >= p * w.sum() - 1e-10 * w.sum())]


def lorenz(y, w, p):
    q = quantile(y, w, p)
    below = y < q
    return ((w * y)[below].sum() + q * (p * w.sum() - w[below].sum())) / (w * y).sum()


def poverty(y, w, z):
    poor = y < z
    return poor, np.where(poor, 1 - y / z, 0.0), w.sum()


def fgt(alpha):
    def measure(y, w, z):
        poor, gaps, people = poverty(y, w, z)
        return 100 * (w[poor] * gaps[poor] ** alpha).sum() / people

    return measure


def watts(y, w, z):
    poor, _, people = poverty(y, w, z)
    return (w[poor] * np.log((z / y)[poor])).sum() / people


def gap_poor(y, w, z):
    return 100 * fgt(1)(y, w, z) / fgt(0)(y, w, z)


def sen(y, w, z):
    poor, gaps, people = poverty(y, w, z)
    if not poor.any():
        return 0.0
    return (w * gaps).sum() / people + pairs((y / z)[poor], w[poor]) / (2 * people * w[poor].sum())


def sst(y, w, z):
    _, gaps, people = poverty(y, w, z)
    return (w[:, None] * w[None, :] * np.maximum(gaps[:, None], gaps[None, :])).sum() / people**2


def gini_poor(y, w, z):
    poor = y < z
    return gini(y[poor], w[poor])


def ge(order):
    def measure(y, w, z=None):
        share = y / np.average(y, weights=w)
        if order == 0:
            return -np.average(np.log(share), weights=w)
        if order == 1:
            logs = np.log(np.where(share > 0, share, 1.0))
            return np.average(share * logs, weights=w)
        return (np.average(share**order, weights=w) - 1) / (order * (order - 1))

    return measure


def atkinson(aversion):
    def measure(y, w, z=None):
        share = y / np.average(y, weights=w)
        if aversion == 1:
            return 1 - np.exp(np.average(np.log(share), weights=w))
        return 1 - np.average(share ** (1 - aversion), weights=w) ** (1 / (1 - aversion))

    return measure


def share(low, high):
    return lambda y, w, _=None: 100 * (lorenz(y, w, high) - lorenz(y, w, low))


def over(top, bottom):
    return lambda y, w, _=None: (1 - lorenz(y, w, top)) / lorenz(y, w, bottom)


def hoover(y, w, z=None):
    mean = np.average(y, weights=w)
    return (w * np.abs(y - mean)).sum() / (2 * w.sum() * mean)


def growth_elasticity(alpha):
    """By rates of poverty that are fractions, of orders from 1 on."""

    def measure(y, w, z):
        rate, lower = (fgt(order)(y, w, z) / 100 for order in (alpha, alpha - 1))
        return -alpha * (lower - rate) / rate

    return measure


def inequality_elasticity(alpha):
    def measure(y, w, z):
        rate, lower = (fgt(order)(y, w, z) for order in (alpha, alpha - 1))
        return growth_elasticity(alpha)(y, w, z) + alpha * np.average(y / z, weights=w) * lower / rate

    return measure


MEASURES = {
    "p0": fgt(0),
    "p1": fgt(1),
    "p2": fgt(2),
    "fgt_1.5": fgt(1.5),
    "watts": watts,
    "gap_poor": gap_poor,
    "sen": sen,
    "sst": sst,
    "gini_poor": gini_poor,
    "poor_count": lambda y, w, z: w[y < z].sum(),
    "total_shortfall": lambda y, w, z: (w * (z - y))[y < z].sum(),
    "mean": lambda y, w, _: np.average(y, weights=w),
    "gini": gini,
    "theil": ge(1),
    "mld": ge(0),
    "ge2": ge(2),
    "ge_-1": ge(-1),
    "ge_0.5": ge(0.5),
    "atkinson_0.5": atkinson(0.5),
    "atkinson_1": atkinson(1),
    "atkinson_2": atkinson(2),
    "palma": over(0.9, 0.4),
    "s80s20": over(0.8, 0.2),
    "share_bottom40": share(0, 0.4),
    "share_middle40": share(0.4, 0.8),
    "share_top10": lambda y, w, _: 100 * (1 - lorenz(y, w, 0.9)),
    "lorenz_35": share(0, 0.35),
    "hoover": hoover,
    "growth_elasticity_p1": growth_elasticity(1),
    "growth_elasticity_p2": growth_elasticity(2),
    "inequality_elasticity_p1": inequality_elasticity(1),
    "inequality_elasticity_p2": inequality_elasticity(2),
}
