"""A second implementation of changes between two surveys: dense, slow, with derivatives by differences.

Nothing here is shared with the package. The derivative of a number in the weight of each row comes from a
moved weight; its design variance is summed over PSUs row by row.
"""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np

STEP = 1e-5  # of a weight


def fgt(x, w, alpha):
    """Percent; of welfare in lines, poor below 1."""
    poor = 1 - x > 1e-12
    return 100 * (w[poor] * (1 - x[poor]) ** alpha).sum() / w.sum()


def watts(x, w):
    poor = 1 - x > 1e-12
    return (w[poor] * -np.log(x[poor])).sum() / w.sum()


MEASURES = {
    "p0": lambda x, w: fgt(x, w, 0),
    "p1": lambda x, w: fgt(x, w, 1),
    "p2": lambda x, w: fgt(x, w, 2),
    "fgt_1.5": lambda x, w: fgt(x, w, 1.5),
    "watts": watts,
}


def mean(x, w):
    return (w * x).sum() / w.sum()


def into_growth(first, second, measure):
    """By method and component; each survey is (y, z, w)."""
    of = MEASURES[measure]
    (u1, w1), (u2, w2) = ((y / z, w) for y, z, w in (first, second))
    k = mean(u2, w2) / mean(u1, w1)
    before, after, grown, redistributed = of(u1, w1), of(u2, w2), of(k * u1, w1), of(u2 / k, w2)
    total = after - before
    one = (grown - before, redistributed - before)
    two = (after - redistributed, after - grown)
    return {
        ("first", "growth"): one[0],
        ("first", "redistribution"): one[1],
        ("first", "residual"): total - sum(one),
        ("last", "growth"): two[0],
        ("last", "redistribution"): two[1],
        ("last", "residual"): total - sum(two),
        ("shapley", "growth"): (one[0] + two[0]) / 2,
        ("shapley", "redistribution"): (one[1] + two[1]) / 2,
        **{(method, "total"): total for method in ("first", "last", "shapley")},
    }


def into_prices(first, second, measure):
    """P(D·m/c) with the distribution, the mean and the lines of either survey, over the six orders."""
    of = MEASURES[measure]
    surveys = (first, second)
    m = [mean(y, w) for y, _, w in surveys]
    c = [mean(z, w) for _, z, w in surveys]

    def value(income, prices, distribution):
        y, z, w = surveys[distribution]
        rest = y / z * c[distribution] / m[distribution]
        return of(rest * m[income] / c[prices], w)

    found = dict.fromkeys(("income", "prices", "redistribution"), 0.0)
    names = tuple(found)
    for order in permutations(range(3)):
        state = [0, 0, 0]
        for factor in order:
            was = value(*state)
            state[factor] = 1
            found[names[factor]] += (value(*state) - was) / 6
    found["total"] = value(1, 1, 1) - value(0, 0, 0)
    return {("shapley", name): number for name, number in found.items()}


def into_groups(first, second, measure, groups):
    """Sums, and the effects of each group, by (group, method, component); group None is the sum."""
    of = MEASURES[measure]
    names = sorted({*groups[0], *groups[1]})
    share, rate = {}, {}
    for t, ((y, z, w), own) in enumerate(zip((first, second), groups, strict=True)):
        for name in names:
            inside = own == name
            share[t, name] = w[inside].sum() / w.sum()
            rate[t, name] = of((y / z)[inside], w[inside]) if inside.any() else None
    for name in names:
        for t in (0, 1):
            if rate[t, name] is None:
                rate[t, name] = rate[1 - t, name]
    found = {}
    for name in names:
        s1, s2, p1, p2 = share[0, name], share[1, name], rate[0, name], rate[1, name]
        ds, dp = s2 - s1, p2 - p1
        found.update(
            {
                (name, "first", "within"): s1 * dp,
                (name, "first", "shift"): ds * p1,
                (name, "first", "interaction"): ds * dp,
                (name, "last", "within"): s2 * dp,
                (name, "last", "shift"): ds * p2,
                (name, "last", "interaction"): -ds * dp,
                (name, "shapley", "within"): (s1 + s2) / 2 * dp,
                (name, "shapley", "shift"): ds * (p1 + p2) / 2,
            }
        )
    for (_, method, component), number in list(found.items()):
        key = (None, method, component)
        found[key] = found.get(key, 0.0) + number
        found[None, method, "total"] = found.get((None, method, "total"), 0.0) + number
    return found


def derivatives(compute, first, second):
    """d(numbers)/d(weight) of every row of each survey, by differences: two dicts of arrays (rows,)."""
    slopes = []
    for side, survey in enumerate((first, second)):
        rows = len(survey[2])
        columns = {}
        for row in range(rows):
            values = []
            for sign in (1, -1):
                w = survey[2].copy()
                step = STEP * w[row]
                w[row] += sign * step
                moved = (survey[0], survey[1], w)
                values.append(compute(moved, second) if side == 0 else compute(first, moved))
            for key in values[0]:
                columns.setdefault(key, np.zeros(rows))[row] = (values[0][key] - values[1][key]) / (2 * step)
        slopes.append(columns)
    return slopes


def variance(contributions, strata, psus):
    """Σ_h n/(n − 1) Σ (t − t̄)² of the totals of PSUs, strata with one PSU adding nothing."""
    totals = {}
    for value, stratum, psu in zip(contributions, strata, psus, strict=True):
        totals.setdefault(stratum, {}).setdefault(psu, 0.0)
        totals[stratum][psu] += value
    found = 0.0
    for own in totals.values():
        n, values = len(own), list(own.values())
        if n > 1:
            middle = sum(values) / n
            found += n / (n - 1) * sum((each - middle) ** 2 for each in values)
    return found


def degrees(strata, psus):
    return len(set(zip(strata, psus, strict=True))) - len(set(strata))


def se_and_df(slopes, surveys, designs, *, linked=False):
    """Of one number, from its derivatives in both surveys; *designs* are (strata, psus)."""
    parts = [own * survey[2] for own, survey in zip(slopes, surveys, strict=True)]
    if linked:
        strata, psus = (np.concatenate([design[place] for design in designs]) for place in (0, 1))
        return math.sqrt(variance(np.concatenate(parts), strata, psus)), degrees(strata, psus)
    v = [variance(part, *design) for part, design in zip(parts, designs, strict=True)]
    d = [degrees(*design) for design in designs]
    below = sum(own**2 / df for own, df in zip(v, d, strict=True))
    return math.sqrt(sum(v)), sum(v) ** 2 / below if below > 0 else math.nan


def density(x, w, point):
    """Gaussian kernel, bandwidth 0.9·min(σ, IQR/1.34)·n^(−1/5)."""
    order = np.argsort(x, kind="stable")
    cumulated = np.cumsum(w[order])
    low, high = (x[order][np.searchsorted(cumulated, p * cumulated[-1] * (1 - 1e-10))] for p in (0.25, 0.75))
    sigma = math.sqrt((w * (x - mean(x, w)) ** 2).sum() / w.sum())
    width = 0.9 * (min(sigma, (high - low) / 1.34) if high > low else sigma) * len(x) ** -0.2
    return (w * np.exp(-0.5 * ((x - point) / width) ** 2)).sum() / w.sum() / width / math.sqrt(2 * math.pi)


def made(rows, seed, *, growth=1.0, ties=False, negative=False):
    """A small survey of four strata: columns y, z (two lines), w, h, p, g."""
    random = np.random.default_rng(seed)
    y = np.exp(random.normal(0.4, 0.7, rows)) * growth
    if ties:
        y = np.round(y, 1)
    if negative:
        y[:3] = [-0.4, 0.0, -1.5]
    psu = np.arange(rows) // 4
    return {
        "y": y,
        "z": np.where(random.random(rows) < 0.4, 1.1, 0.9),
        "w": random.uniform(1, 5, rows),
        "h": psu % 4,
        "p": psu,
        "g": random.choice(list("abc"), rows),
        "id": np.arange(rows),
    }


def of(data):
    """A survey as (y, z, w)."""
    return np.asarray(data["y"]), np.asarray(data["z"]), np.asarray(data["w"])


def design_of(data):
    return np.asarray(data["h"]), np.asarray(data["p"])
