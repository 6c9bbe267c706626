"""Quantiles: their errors by inversion of the share of people at or below them.

Woodruff (1952), https://doi.org/10.1080/01621459.1952.10483443: the interval is Q(F ± t·s), s the standard
error of the share F. The standard error of the quantile is the width of its 95 % interval over 2·t, whatever
the level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.infer.degrees import t_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer.evidence import Subsample

LEVEL = 0.95  # at which the share is inverted for an SE, whatever level is asked for
SIDES = (-1.0, 1.0)


class Inverted(NamedTuple):
    """A quantile with its error, each (rows,); NaN where an end lies outside [0, 1]."""

    se: Array
    low: Array
    high: Array


def inverted(
    subsample: Subsample, shares: Sequence[Array], variances: Sequence[Array], freedom: Array, level: float
) -> list[Inverted]:
    """The errors of several quantiles of one subsample; the rows of the survey are gone through once.

    Args:
        subsample: with its inverse.
        shares: of people at or below each quantile, each (rows,).
        variances: of these shares, each (rows,).
        freedom: degrees of freedom, (rows,).
        level: of the interval.
    """
    usual, own = t_values(LEVEL, freedom), t_values(level, freedom)
    reach = [
        share + side * t * np.sqrt(variance)
        for share, variance in zip(shares, variances, strict=True)
        for t in (usual, own)
        for side in SIDES
    ]
    points = quantiles_of_rows(subsample, np.stack(reach, axis=1)).T
    found = []
    for place in range(0, len(points), 4):
        low, high, own_low, own_high = points[place : place + 4]
        found.append(Inverted((high - low) / (2.0 * usual), own_low, own_high))
    return found


def quantiles_of_rows(subsample: Subsample, shares: Array) -> Array:
    """The quantiles of the domain of each row at shares, both (rows, points); NaN outside [0, 1]."""
    assert subsample.inverse is not None  # noqa: S101 - what names a quantile brings its inverse
    shares = np.where((shares >= 0) & (shares <= 1), shares, np.nan)
    found = np.full(shares.shape, np.nan)
    left = np.flatnonzero(subsample.domain >= 0)
    while len(left):  # once, unless several rows refer to one domain
        domain, first = np.unique(subsample.domain[left], return_index=True)
        wanted = np.full((len(subsample.over), shares.shape[1]), np.nan)
        wanted[domain] = shares[left[first]]
        found[left[first]] = subsample.inverse(wanted)[domain]
        left = np.delete(left, first)
    return found
