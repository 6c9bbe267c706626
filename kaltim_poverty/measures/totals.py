"""The totals of a domain: sums of w·feature, from which every measure follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants
from kaltim_poverty.measures.feature import DEVIATION, LINE, ONE, POOR, POOR_DEVIATION, Feature
from kaltim_poverty.measures.linear import Array, Linear


class Totals(NamedTuple):
    """The totals of domains that measures are functions of; arrays of shape (domains,).

    Attributes:
        sums: Σ w·feature by feature.
        constants: what features were computed with, such as the mean that they are centred at.
        line_slopes: ∂(sum)/∂line by feature, where the line itself was estimated.
    """

    sums: Mapping[Feature, Array]
    constants: DomainConstants
    line_slopes: Mapping[Feature, Array]

    def of(self, feature: Feature) -> Linear:
        """The total of a feature."""
        return self.variable(feature, 1.0)

    def pairs(self, feature: Feature, one: Feature | None = None, deviation: Feature | None = None) -> Linear:
        """The total over pairs Σ_ij w_i w_j d(i, j), of a feature Σ_j w_j d(i, j): each row counts twice.

        Args:
            feature: over pairs, of which each row lacks Σ w·deviation.
            one: 1 for every row.
            deviation: from the mean. Its total is 0 but for the rounding of the mean, which counts where
                weights are huge.
        """
        own = self.variable(feature, 2.0)
        if one is None or deviation is None:
            return own
        rest = self.sums[deviation]
        return Linear(own.value + self.sums[one] * rest, {**own.slopes, one: 2.0 * rest})

    def variable(self, feature: Feature, slope: float) -> Linear:
        """A total whose rows have *slope* times the feature as influence."""
        value = self.sums[feature]
        slopes = {feature: np.full_like(value, slope)}
        if feature in self.line_slopes:
            slopes[LINE] = self.line_slopes[feature]
        return Linear(value, slopes)

    @property
    def people(self) -> Linear:
        """The number of people, Σ w."""
        return self.of(ONE)

    @property
    def welfare(self) -> Linear:
        """Σ w·y, from the sum of deviations from a constant near the mean."""
        return self.people * self.constants.centre + self.of(DEVIATION)

    @property
    def poor(self) -> Linear:
        """The number of poor people, Σ w of the poor."""
        return self.of(POOR)

    @property
    def poor_welfare(self) -> Linear:
        """Σ w·y of the poor, from the sum of deviations from a constant near their mean."""
        return self.poor * self.constants.of_poor.centre + self.of(POOR_DEVIATION)
