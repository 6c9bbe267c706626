"""Poverty of the people of a survey, all their welfare multiplied by a factor that was estimated."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures import scaled_poverty as formula
from kaltim_poverty.measures.feature import WATTS, Feature
from kaltim_poverty.survey.people.in_lines import LIFTED, sums_by_domain

if TYPE_CHECKING:
    from kaltim_poverty.measures.catalogue import Measure
    from kaltim_poverty.measures.linear import Array, IntArray, Linear
    from kaltim_poverty.survey.people.weighted_people import WeightedPeople


def order_of(measure: Measure) -> float | None:
    """The α of a measure of Foster, Greer and Thorbecke; None of Watts' index."""
    return None if WATTS in measure.features else measure.features[-1].parameter


class ScaledPoverty:
    """Poverty of the people of each domain when all welfare in lines is multiplied by a factor.

    Args:
        people: whose welfare is in lines.
        scale: the factor, in the rows of the answer; not finite: no poverty.
        label: tells the sums of this factor from those of others.
    """

    def __init__(self, people: WeightedPeople, scale: Linear, label: str) -> None:
        self.people, self.scale, self.label = people, scale, label

    @cached_property
    def factor(self) -> Array:
        """The factor of each domain, (domains,)."""
        return self.people.of_domains(self.scale.value)

    def scaled(self, welfare: Array) -> Array:
        """Welfare times the factor, (rows,)."""
        factor = self.factor
        return welfare * (factor[0] if len(factor) == 1 else factor[self.people.domain])

    @cached_property
    def poor(self) -> tuple[IntArray, Array]:
        """The rows that are poor, and their welfare times the factor."""
        scaled = self.scaled(self.people.welfare)
        rows = formula.poor_rows(scaled)
        return rows, scaled[rows]

    @cached_property
    def lifted_poor(self) -> tuple[IntArray, Array]:
        """The poor with welfare at or below 0 raised to a floor."""
        if LIFTED not in self.people.all.columns:
            return self.poor
        scaled = self.scaled(self.people.column(LIFTED) * self.people.moved)
        rows = formula.poor_rows(scaled)
        return rows, scaled[rows]

    def of(self, measure: Measure) -> Linear:
        """The measure, in its unit, in the rows of the answer; NaN where it does not exist."""
        alpha = order_of(measure)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = self.watts() if alpha is None else 100.0 * self.fgt(alpha)
            found = found / self.people.people
        return found.chain(np.where(np.isfinite(self.scale.value), found.value, np.nan), 1.0)

    def fgt(self, alpha: float) -> Linear:
        """Σ w (1 − s·u)^α over the poor."""
        rows, scaled = self.poor
        values = formula.gaps_to(alpha, scaled)
        if not self.people.slopes:
            return self.total(Feature("fgt", alpha, self.label), values, rows, np.zeros(0))
        if alpha == 0:
            density = self.people.densities(1.0 / self.factor)
            everybody = self.people.sum(np.ones_like(self.people.weight))
            slope = formula.slope_of_count(self.factor, everybody, density)
        else:
            own = self.people.sum(values, rows)
            lower = self.people.sum(formula.gaps_to(alpha - 1.0, scaled), rows)
            slope = formula.slope_of_gaps(alpha, self.factor, lower, own)
        return self.total(Feature("fgt", alpha, self.label), values, rows, slope)

    def watts(self) -> Linear:
        """Σ w ln(1/(s·u)) over the poor."""
        rows, scaled = self.lifted_poor
        slope = np.zeros(0)
        if self.people.slopes:
            slope = formula.slope_of_watts(self.factor, self.people.sum(np.ones_like(scaled), rows))
        found = self.total(Feature("watts", None, self.label), formula.log_gaps(scaled), rows, slope)
        without_log = self.people.of_rows(count_by_domain(self.people, rows[scaled <= 0]))
        return found.chain(np.where(without_log > 0, np.nan, found.value), 1.0)

    def total(self, feature: Feature, values: Array, rows: IntArray, slope: Array) -> Linear:
        """A sum over the poor with its slopes: in the weights, the factor, and an estimated line."""
        if not self.people.slopes:
            return self.people.total(feature, values, rows)
        found = self.people.total(feature, values, rows, elasticity=slope * self.factor)
        return found + self.scale.chain(np.zeros_like(found.value), self.people.of_rows(slope))


def count_by_domain(people: WeightedPeople, rows: IntArray) -> Array:
    """How many of some rows with a weight above 0 each domain has, (domains,)."""
    return sums_by_domain(people.all, (people.weight[rows] > 0).astype(np.float64), rows)


def poor_without_logarithm(people: WeightedPeople) -> Array:
    """How many poor rows of each domain have welfare of 0 or less that no floor lifts, (domains,)."""
    welfare = people.all.columns.get(LIFTED, people.all.welfare)
    return count_by_domain(people, np.flatnonzero(welfare <= 0))
