"""The lognormal distribution with a Gini ratio.

Aitchison and Brown (1957), The Lognormal Distribution, chapter 11.
"""

from __future__ import annotations

import math

import numpy as np

from kaltim_poverty.grouped.curves import normal
from kaltim_poverty.grouped.curves.distribution import Array, Distribution
from kaltim_poverty.grouped.lognormal_model import deviation_of


class Lognormal(Distribution):
    """The curve of σ, the standard deviation of logarithms."""

    def __init__(self, sigma: float) -> None:
        self.sigma = sigma
        self.knots = np.array([0.0, 0.5, 1.0])
        self.parameters = {"sigma": sigma}

    def income(self, place: Array, rest: Array) -> Array:
        """exp(σΦ⁻¹(P) − σ²/2)."""
        return np.asarray(np.exp(self.sigma * normal.quantile(place, rest) - self.sigma**2 / 2))

    def slope(self, place: Array, rest: Array) -> Array:
        """σ·Q/φ(Φ⁻¹(P))."""
        standard = normal.quantile(place, rest)
        log_income = self.sigma * standard - self.sigma**2 / 2
        log_density = -(standard**2) / 2 - math.log(2 * math.pi) / 2
        return np.asarray(self.sigma * np.exp(log_income - log_density))

    def lorenz(self, place: Array) -> Array:
        """Φ(Φ⁻¹(P) − σ)."""
        inner = np.clip(place, normal.SMALLEST, 1.0)
        shares = normal.below(normal.quantile(inner, 1 - inner) - self.sigma)
        return np.where(place <= 0, 0.0, np.where(place >= 1, 1.0, shares))


def of_gini(gini: float) -> Lognormal:
    """The curve with a Gini ratio."""
    return Lognormal(deviation_of(gini))
