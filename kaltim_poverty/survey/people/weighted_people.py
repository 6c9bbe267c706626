"""The people of a survey under some weights: sums by domain that know their slopes.

A question adds up what it needs of the rows (`total`), and formulas make numbers of the sums, each with its
slopes, from which standard errors follow. Under the weights of a replicate the formulas give values alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.feature import LINE, ONE, Feature
from kaltim_poverty.measures.linear import Array, IntArray, Linear
from kaltim_poverty.measures.quantiles import kernel, target
from kaltim_poverty.survey.infer import Subsample, subsample_of_totals, weights_and_lines
from kaltim_poverty.survey.people.in_lines import domain_of_rows, sums_by_domain
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.sample import Chunk, People
    from kaltim_poverty.survey.study import Study

WELFARE = Feature("column", None, "welfare")
AMOUNTS = Feature("column", None, "amount")
LINES_OF_ROWS = Feature("column", None, "line")


class WeightedPeople:
    """The people of the domains of one survey, under some weights.

    Args:
        people: in order of welfare within each domain.
        places: the domain of each row of an answer, -1 where there is none, (answer rows,).
        number: of the subsample that they are.
        line: the number of the subsample of the line, and that line, where it was estimated.
        weight: of the rows, (rows,); None: their own.
        moved: by what welfare is multiplied, as the line of a replicate is another.
        slopes: whether sums shall know their slopes.

    Attributes:
        features: Σ w·feature of each own cell, of all that was added up with slopes.
    """

    def __init__(
        self,
        people: People,
        places: IntArray,
        number: int = 0,
        *,
        line: tuple[int, float] | None = None,
        weight: Array | None = None,
        moved: float = 1.0,
        slopes: bool = True,
    ) -> None:
        self.all, self.places, self.number, self.line = people, places, number, line
        self.weight = people.weight if weight is None else weight
        self.moved, self.slopes = moved, slopes
        self.features: dict[Feature, Array] = {}

    @cached_property
    def domain(self) -> IntArray:
        """The domain of each row, (rows,)."""
        return domain_of_rows(self.all)

    @cached_property
    def welfare(self) -> Array:
        """The welfare of each row, (rows,)."""
        return self.all.welfare if self.moved == 1.0 else self.all.welfare * self.moved

    def column(self, name: str) -> Array:
        """A column of the rows, (rows,)."""
        return self.all.columns[name]

    def under(self, weight: Array, line: float | None) -> WeightedPeople:
        """The people under the weights of a replicate, with the line that these make."""
        moved = 1.0 if line is None or self.line is None else self.line[1] / line
        return WeightedPeople(
            self.all, self.places, self.number, line=self.line, weight=weight, moved=moved, slopes=False
        )

    def without_slopes(self) -> WeightedPeople:
        """The people with sums that do not track their slopes."""
        return WeightedPeople(self.all, self.places, self.number, line=self.line, slopes=False)

    def of_rows(self, by_domain: Array) -> Array:
        """Numbers of domains as those of the rows of the answer, 0 where there is no domain."""
        return np.append(by_domain, 0.0)[self.places]

    def of_domains(self, by_row: Array) -> Array:
        """Numbers of the rows of the answer as those of domains; NaN for domains without a row."""
        found = np.full(len(self.all.over) + 1, np.nan)
        found[self.places] = by_row
        return found[:-1]

    def sum(self, values: Array, rows: IntArray | slice = slice(None)) -> Array:
        """Σ w·value of some rows by domain, (domains,)."""
        return sums_by_domain(self.all, self.weight[rows] * values, rows)

    def total(
        self,
        feature: Feature,
        values: Array,
        rows: IntArray | slice = slice(None),
        elasticity: Array | None = None,
    ) -> Linear:
        """Σ w·value of some rows, in the rows of the answer.

        Args:
            feature: what it is called among the sums of this survey.
            values: of these rows.
            rows: all if not given.
            elasticity: d total/d ln s, if all welfare were multiplied by s, (domains,): by this much the
                total falls where an estimated line rises.
        """
        weighted = self.weight[rows] * values
        value = self.of_rows(sums_by_domain(self.all, weighted, rows))
        if not self.slopes:
            return Linear(value, {})
        self.features[feature] = summed(self.all.own[rows], weighted, len(self.all.over.domain))
        found = Linear(value, {(self.number, feature): np.ones_like(value)})
        return found if elasticity is None else found + self.by_line(elasticity)

    def total_of_cells(self, feature: Feature, by_cell: Array, by_domain: Array, elasticity: Array) -> Linear:
        """A total that has been added up already.

        Args:
            feature: what it is called among the sums of this survey.
            by_cell: of each own cell, (cells,).
            by_domain: of each domain, (domains,).
            elasticity: d total/d ln s, if all welfare were multiplied by s, (domains,).
        """
        value = self.of_rows(by_domain)
        if not self.slopes:
            return Linear(value, {})
        self.features[feature] = by_cell
        return Linear(value, {(self.number, feature): np.ones_like(value)}) + self.by_line(elasticity)

    def by_line(self, elasticity: Array) -> Linear:
        """0, with the slope that a total has in the line if that was estimated."""
        nothing = np.zeros(len(self.places))
        if self.line is None or not self.slopes:
            return Linear(nothing, {})
        number, line = self.line
        return Linear(nothing, {(number, LINE): -self.of_rows(elasticity) / line})

    @cached_property
    def people(self) -> Linear:
        """The number of people of each domain, Σ w."""
        return self.total(ONE, np.ones_like(self.weight))

    @cached_property
    def mean(self) -> Linear:
        """The mean of welfare."""
        sums = self.sum(self.welfare) if self.line else None
        return self.total(WELFARE, self.welfare, elasticity=sums) / self.people

    def domain_rows(self) -> Iterator[tuple[int, slice]]:
        """The domains with their rows."""
        return ((number, self.all.domain(number)) for number in range(len(self.all.over)))

    @cached_property
    def widths(self) -> Array:
        """The bandwidth of the density of welfare in each domain, (domains,)."""
        return np.array([width_of(self.welfare[own], self.weight[own]) for _, own in self.domain_rows()])

    def densities(self, points: Array) -> Array:
        """The density of welfare at some points.

        Args:
            points: of each domain, (domains,) or (domains, points).

        Returns:
            of the same shape; 0 where all welfare is equal.
        """
        found = np.zeros(points.shape)
        for number, own in self.domain_rows():
            width, weight = float(self.widths[number]), self.weight[own]
            if width > 0 and weight.sum() > 0:
                found[number] = densities_at(self.welfare[own], weight, points[number], width)
        return found

    def quantiles(self, shares: Array) -> Array:
        """The smallest welfare with a cumulated weight of at least p·N.

        Args:
            shares: p from 0 to 1, of each domain, (domains, points); not finite: no quantile.

        Returns:
            of the same shape; NaN where there is nobody.
        """
        found = np.full(shares.shape, np.nan)
        for number, own in self.domain_rows():
            cumulated = np.cumsum(self.weight[own])
            if len(cumulated) and cumulated[-1] > 0:
                wanted = target(shares[number], float(cumulated[-1]))
                place = np.minimum(np.searchsorted(cumulated, wanted), len(cumulated) - 1)
                values = self.welfare[own][first_with_weight(self.weight[own], place)]
                found[number] = np.where(np.isfinite(shares[number]), values, np.nan)
        return found

    def subsample(self, sample: int = 0) -> Subsample:
        """The subsample behind its sums: own cells of all features so far, and the inverse of shares."""
        features = self.features

        def sums(chunk: Chunk) -> Mapping[Feature, Array]:
            return {feature: chunk.of(values) for feature, values in features.items()}

        return replace(
            subsample_of_totals(sample, self.all.over),
            sums=sums,
            domain=self.places,
            people=self.sum(np.ones_like(self.weight)),
            rows=np.diff(self.all.starts).astype(np.float64),
            inverse=self.quantiles,
        )


def first_with_weight(weight: Array, places: IntArray) -> IntArray:
    """For each place the first row from there on that has a weight above 0, or the last that has one."""
    used = np.flatnonzero(weight > 0)
    if len(used) == len(weight):
        return places
    return np.asarray(used[np.minimum(np.searchsorted(used, places), len(used) - 1)])


def densities_at(welfare: Array, weight: Array, points: Array, width: float) -> Array:
    """The density of ascending welfare at some points, of any shape; far rows weigh nothing."""
    found = [
        density_near(welfare, weight, float(point), width) if np.isfinite(point) else 0.0
        for point in np.ravel(points)
    ]
    return np.asarray(np.reshape(np.array(found), np.shape(points)) / weight.sum())


def density_near(welfare: Array, weight: Array, point: float, width: float) -> float:
    """Σ w·φ((y − x)/h)/h, over the rows in which φ is more than 1e-18."""
    reach = FAR * width
    near = slice(*np.searchsorted(welfare, (point - reach, point + reach)).tolist())
    return float(np.dot(weight[near], kernel(welfare[near], point, width)))


FAR = 9.0  # standard deviations


def values_under_replicates(
    study: Study, people: WeightedPeople, compute: Callable[[WeightedPeople], Sequence[Linear]]
) -> list[Array]:
    """Numbers under the weights of each replicate of a survey, each (replicates, rows of the answer).

    Args:
        study: the survey, with replicates.
        people: its people.
        compute: the numbers, from people under weights.
    """
    assert study.replicates is not None  # noqa: S101 - asked by the caller
    reading = study.reading
    under = weights_and_lines(study.replicates, reading.design, reading.sample, study.line_rule, people.all)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = [[number.value for number in compute(people.under(*each))] for each in under]
    return [np.array(values) for values in zip(*found, strict=True)]
