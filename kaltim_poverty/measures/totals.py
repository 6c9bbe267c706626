"""The totals of a domain: sums of w·feature, from which every measure follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array, Linear

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE = "line"  # the name under which slopes in the poverty line stand


class Totals(NamedTuple):
    """What is known of each domain when its measures are computed.

    Attributes:
        sums: Σ w·feature, by the name of the feature; one number a domain.
        facts: constants that features were computed with, such as the mean that they are centred at.
        line_slopes: ∂(sum)/∂line by feature, where the line itself was estimated.
    """

    sums: Mapping[str, Array]
    facts: Mapping[str, Array]
    line_slopes: Mapping[str, Array]

    def __getattr__(self, name: str) -> Linear:
        return self.of(name)

    def of(self, name: str) -> Linear:
        """The total of a feature."""
        return self.variable(name, 1.0)

    def pairs(self, name: str) -> Linear:
        """The total over pairs Σ_ij w_i w_j d(i, j), of a feature Σ_j w_j d(i, j): each row counts twice."""
        return self.variable(name, 2.0)

    def variable(self, name: str, slope: float) -> Linear:
        """A total whose rows have *slope* times the feature as influence."""
        value = self.sums[name]
        slopes = {name: np.full_like(value, slope)}
        if name in self.line_slopes:
            slopes[LINE] = self.line_slopes[name]
        return Linear(value, slopes)

    @property
    def welfare(self) -> Linear:
        """Σ w·y, from the sum of deviations from a constant near the mean."""
        return self.of("one").times(self.facts["centre"]).plus(self.of("deviation"))
