"""Inequality within and between groups of people: Theil, mean log deviation, Gini.

Each component is a number with its influence value for every row, the derivative in the weight of that row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, IntArray

Component = tuple[float, Array]
"""A value and its influence values, (rows,)."""


class Groups(NamedTuple):
    """Rows of groups; N_g = Σ w and Y_g = Σ wy of a group, N and Y of everybody.

    Attributes:
        welfare: of each row, (rows,).
        weight: of each row, (rows,).
        group: the number of the group of each row, (rows,).
        people: N_g, (groups,).
        total: Y_g, (groups,).
    """

    welfare: Array
    weight: Array
    group: IntArray
    people: Array
    total: Array

    @property
    def everybody(self) -> float:
        """The number of all people, N."""
        return float(self.people.sum())

    @property
    def everything(self) -> float:
        """The total of welfare, Y."""
        return float(self.total.sum())

    @property
    def means(self) -> Array:
        """μ_g, (groups,); 0 of a group without people."""
        return np.divide(self.total, self.people, out=np.zeros_like(self.total), where=self.people > 0)


def groups_of(welfare: Array, weight: Array, group: IntArray, groups: int) -> Groups:
    """The rows of groups.

    Args:
        welfare: of each row, (rows,).
        weight: of each row, (rows,).
        group: the number of the group of each row, (rows,).
        groups: how many groups there are.
    """
    people, total = (np.bincount(group, values, groups) for values in (weight, weight * welfare))
    return Groups(welfare, weight, group, people.astype(np.float64), total.astype(np.float64))


def theil(rows: Groups) -> dict[str, Component]:
    """``within`` Σ_g (Y_g/Y)·T_g and ``between`` Σ_g (Y_g/Y)·ln(μ_g/μ); welfare is not negative.

    Shorrocks (1980), https://doi.org/10.2307/1913126.
    """
    mean = rows.everything / rows.everybody
    own = rows.means[rows.group]
    away = rows.welfare * log_quotient(rows.welfare, own)
    step = rows.welfare * log_quotient(own, mean)
    within, between = (float(np.dot(rows.weight, each)) / rows.everything for each in (away, step))
    return {
        "within": (within, (away - rows.welfare + own - within * rows.welfare) / rows.everything),
        "between": (between, (step - own + mean - between * rows.welfare) / rows.everything),
    }


def mld(rows: Groups) -> dict[str, Component]:
    """``within`` Σ_g (N_g/N)·M_g and ``between`` Σ_g (N_g/N)·ln(μ/μ_g); welfare is above 0.

    Shorrocks (1980), https://doi.org/10.2307/1913126.
    """
    mean = rows.everything / rows.everybody
    own = rows.means[rows.group]
    away, step = log_quotient(own, rows.welfare), log_quotient(np.full_like(own, mean), own)
    within, between = (float(np.dot(rows.weight, each)) / rows.everybody for each in (away, step))
    lifted = rows.welfare / own
    return {
        "within": (within, (away + lifted - 1.0 - within) / rows.everybody),
        "between": (between, (step + rows.welfare / mean - lifted - between) / rows.everybody),
    }


def gini(rows: Groups) -> dict[str, Component]:
    """``within`` Σ_g Σ_ij∈g w_i w_j |y_i − y_j|/(2NY), ``between`` with μ_g for y, ``overlap`` the rest.

    Overlap is 0 if nobody of a poorer group has more than anybody of a richer one. Lambert and
    Aronson (1993), https://doi.org/10.2307/2234247.
    """
    order = np.argsort(rows.welfare, kind="stable")
    by_group = order[np.argsort(rows.group[order], kind="stable")]
    ends = np.searchsorted(rows.group[by_group], np.arange(len(rows.people) + 1))
    inside = np.zeros_like(rows.welfare)
    for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        places = by_group[start:end]
        inside[places] = distances(rows.welfare[places], rows.weight[places])
    every = np.zeros_like(rows.welfare)
    every[order] = distances(rows.welfare[order], rows.weight[order])
    found = {
        name: ratio_of_pairs(rows, each)
        for name, each in (("within", inside), ("between", distances_of_means(rows)), ("all", every))
    }
    rest = found["all"][0] - found["within"][0] - found["between"][0]
    overlap = (rest, found["all"][1] - found["within"][1] - found["between"][1])
    return {"within": found["within"], "between": found["between"], "overlap": overlap}


def ratio_of_pairs(rows: Groups, distance: Array) -> Component:
    """Σ w·d/(2NY), of the distances of each row to others, which count from both sides."""
    value = float(np.dot(rows.weight, distance)) / (2.0 * rows.everybody * rows.everything)
    own = distance / (rows.everybody * rows.everything)
    return value, own - value * (1.0 / rows.everybody + rows.welfare / rows.everything)


def distances(ascending: Array, weight: Array) -> Array:
    """Σ_j w_j |y_i − y_j| of rows in ascending order, from the steps between neighbours."""
    if not len(ascending):
        return np.zeros_like(ascending)
    steps = np.diff(ascending)
    below, above = np.cumsum(weight)[:-1], np.cumsum(weight[::-1])[::-1][1:]
    found = np.zeros_like(ascending)
    found[1:] = np.cumsum(below * steps)
    found[:-1] += np.cumsum((above * steps)[::-1])[::-1]
    return found


def distances_of_means(rows: Groups) -> Array:
    """Σ_h (N_h·y − Y_h)·sign(μ_g − μ_h) of each row: its part of the distances between means."""
    means = rows.means
    order = np.argsort(means, kind="stable")
    lower = np.searchsorted(means[order], means, side="left")
    upper = np.searchsorted(means[order], means, side="right")
    signed = []
    for values in (rows.people, rows.total):
        cumulated = np.concatenate([[0.0], np.cumsum(values[order])])
        signed.append(cumulated[lower] - (cumulated[-1] - cumulated[upper]))
    people, total = signed
    return np.asarray(rows.welfare * people[rows.group] - total[rows.group])


def log_quotient(one: Array, other: Array | float) -> Array:
    """ln(a/b), 0 where a is 0, so that welfare of 0 adds nothing to Theil's index."""
    positive = one > 0
    return np.where(positive, np.log(np.where(positive, one, 1.0) / np.where(positive, other, 1.0)), 0.0)
