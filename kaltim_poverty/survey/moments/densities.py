"""The density of welfare in each domain, at a point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaltim_poverty.measures import quantiles
from kaltim_poverty.measures.constants import DomainConstants, quotient
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.sample import Slices

QUARTILES = (25.0, 75.0)
REACH = 12.0  # bandwidths, beyond which a row adds less than 1e-31 of one at the point


def with_bandwidth(
    constants: DomainConstants, parts: Slices, squares: Array | None = None
) -> DomainConstants:
    """The constants with the bandwidth of the density of each domain; needs its quartiles.

    Args:
        constants: of the domains.
        parts: their rows.
        squares: Σ w(y − mean)² of each domain, (domains,), where that is known.
    """
    return with_bandwidth_of(constants, squares_from_mean(constants, parts) if squares is None else squares)


def squares_from_mean(constants: DomainConstants, parts: Slices) -> Array:
    """Σ w(y − mean)² of each domain, (domains,)."""
    squares = np.zeros_like(constants.people)
    for part in parts():
        deviation = part.welfare - constants.centre[part.domain]
        squares[part.domain] += dot(part.weight, deviation * deviation)
    return squares


def with_bandwidth_of(constants: DomainConstants, squares: Array) -> DomainConstants:
    """The constants with the bandwidth that follows from Σ w(y − mean)², (domains,)."""
    sigma = np.sqrt(quotient(squares, constants.people))
    low, high = (constants.quantiles[percent] for percent in QUARTILES)
    widths = zip(sigma.tolist(), (high - low).tolist(), constants.rows.tolist(), strict=True)
    return replace(constants, bandwidth=np.array([quantiles.bandwidth(*each) for each in widths]))


def density(constants: DomainConstants, parts: Slices, points: Array) -> Array:
    """The density of welfare at one point a domain, (domains,); 0 where all welfare is equal.

    Raises:
        ValueError: if the constants have no bandwidth.
    """
    return quotient(kernel_sums(constants, parts, points), constants.people)


def kernel_sums(constants: DomainConstants, parts: Slices, points: Array) -> Array:
    """Σ w·kernel at one point a domain, (domains,).

    Raises:
        ValueError: if the constants have no bandwidth.
    """
    if constants.bandwidth is None:
        raise ValueError("the constants have no bandwidth")
    found = np.zeros_like(points)
    for part in parts():
        width, point = float(constants.bandwidth[part.domain]), float(points[part.domain])
        if width > 0 and np.isfinite(point):
            rows = rows_near(part.welfare, point, REACH * width)
            found[part.domain] += dot(part.weight[rows], quantiles.kernel(part.welfare[rows], point, width))
    return found


def rows_near(welfare: Array, point: float, reach: float) -> slice:
    """The rows that are no farther from a point, of rows in order of welfare.

    All rows give the same to the last digits.
    """
    return slice(*np.searchsorted(welfare, (point - reach, point + reach)).tolist())
