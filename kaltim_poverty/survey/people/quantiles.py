"""Quantiles of the people of a survey at several shares, with what their errors rest on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.feature import LINE, ONE, Feature
from kaltim_poverty.measures.linear import Array, IntArray, Linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.survey.people.weighted_people import WeightedPeople


class PeopleQuantiles:
    """Quantiles of welfare of each domain.

    Args:
        people: in order of welfare within each domain, under their own weights.
        percents: the shares in percent, ascending.
    """

    def __init__(self, people: WeightedPeople, percents: Sequence[float]) -> None:
        self.people, self.percents = people, tuple(percents)

    @cached_property
    def points(self) -> Array:
        """The quantiles, (domains, percents)."""
        shares = np.array(self.percents) / 100.0
        return self.people.quantiles(np.tile(shares, (len(self.people.all.over), 1)))

    @cached_property
    def values(self) -> Array:
        """The quantiles, (percents, rows of the answer)."""
        return np.append(self.points, np.full((1, len(self.percents)), np.nan), axis=0)[self.people.places].T

    @cached_property
    def band(self) -> IntArray:
        """How many of the quantiles of its domain lie below each row, (rows,)."""
        found = np.empty(len(self.people.weight), dtype=np.intp)
        for number, own in self.people.domain_rows():
            found[own] = np.searchsorted(self.points[number], self.people.all.welfare[own], side="left")
        return found

    def up_to(self, weight: Array, group: IntArray, groups: int) -> Array:
        """Σ w [u ≤ q] of each quantile by groups of rows, (groups, percents)."""
        bands = len(self.percents) + 1
        sums = np.bincount(group * bands + self.band, weight, groups * bands).reshape(groups, bands)
        return np.asarray(np.cumsum(sums, axis=1)[:, :-1], dtype=np.float64)

    @cached_property
    def shares(self) -> list[Linear]:
        """Σ w [u ≤ q]/N at each quantile, whose sums by PSU are added to those of the people."""
        people = self.people
        cells = self.up_to(people.weight, people.all.own, len(people.all.over.domain))
        totals = self.up_to(people.weight, people.domain, len(people.all.over))
        found = []
        for place, percent in enumerate(self.percents):
            feature = Feature("up_to", percent)
            people.features[feature] = np.ascontiguousarray(cells[:, place])
            value = people.of_rows(totals[:, place])
            total = Linear(value, {(people.number, feature): np.ones_like(value)})
            found.append(total / people.people)
        return found

    def shares_under(self, weighted: WeightedPeople) -> list[Linear]:
        """The shares of people at or below the same quantiles under other weights."""
        totals = self.up_to(weighted.weight, weighted.domain, len(weighted.all.over))
        people = weighted.sum(np.ones_like(weighted.weight))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = totals / people[:, None]
        return [Linear(weighted.of_rows(share), {}) for share in shares.T]

    @cached_property
    def densities(self) -> Array:
        """The density of welfare at each quantile, (percents, rows of the answer)."""
        found = self.people.densities(self.points)
        return np.append(found, np.full((1, len(self.percents)), np.nan), axis=0)[self.people.places].T

    @cached_property
    def by_influence(self) -> list[Linear]:
        """Each quantile with its influence −([u ≤ q] − p)/(N f(q)), and −q·IF(z)/z of an estimated line.

        Deville (1999), Survey Methodology 25, 193-203.
        """
        people, found = self.people, []
        for place, percent in enumerate(self.percents):
            share, value = self.shares[place], self.values[place]
            (feature,) = (key for key in share.slopes if key[1] != ONE)
            with np.errstate(divide="ignore", invalid="ignore"):
                slope = 1.0 / (people.people.value * self.densities[place])
            slopes = {feature: -slope, (people.number, ONE): slope * percent / 100.0}
            if people.line is not None:
                slopes[people.line[0], LINE] = -value / people.line[1]
            found.append(Linear(value, slopes))
        return found

    def moved(self, place: int, shares: Array, moved: float) -> Array:
        """A quantile under replicates: moved by its share over the density, and as all welfare is moved."""
        with np.errstate(divide="ignore", invalid="ignore"):
            away = (shares - self.shares[place].value) / self.densities[place]
        return np.asarray((self.values[place] - away) * moved)


def plain_quantiles(people: WeightedPeople, percents: Sequence[float]) -> list[Linear]:
    """Quantiles without slopes, under any weights."""
    return [Linear(values, {}) for values in PeopleQuantiles(people, percents).values]
