"""The normal distribution, as arrays: of scipy only `scipy.special` is used elsewhere, and here nothing."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array

STANDARD = NormalDist()
SMALLEST = 1e-300  # below, the quantile hardly moves


def below(values: Array) -> Array:
    """Φ, with all its digits far below 0."""
    return np.array([math.erfc(-value / math.sqrt(2)) / 2 for value in np.atleast_1d(values)])


def quantile(place: Array, rest: Array) -> Array:
    """Φ⁻¹ at *place*, from the nearer end; *rest* is 1 − place."""
    nearer = np.maximum(np.minimum(place, rest), SMALLEST)
    found = np.array([STANDARD.inv_cdf(each) for each in nearer])
    return np.where(place <= rest, found, -found)


def density(values: Array) -> Array:
    """φ."""
    return np.asarray(np.exp(-(values**2) / 2) / math.sqrt(2 * math.pi))
