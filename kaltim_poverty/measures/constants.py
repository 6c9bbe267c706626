"""Constants of domains that features are computed with: counts, means, ends, quantiles, densities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures.linear import Array


class LineInfluence(NamedTuple):
    """The influence of a row on a line estimated from its survey: base + slope·(y − mean) + step·[y ≤ point].

    Attributes:
        base: see above.
        slope: see above.
        step: see above.
        point: the median, of a line that is a share of it.
        mean: of welfare in the whole file.
    """

    base: float
    slope: float
    step: float
    point: float
    mean: float

    def __call__(self, welfare: Array) -> Array:
        """The influence of rows of shape (rows,)."""
        return self.base + self.slope * (welfare - self.mean) + self.step * (welfare <= self.point)


class Constants(NamedTuple):
    """The constants that features of one domain depend on; NaN where none asked for them.

    Attributes:
        people: Σ w.
        centre: the mean of welfare, from which deviations are taken.
        poor: Σ w of the poor.
        poor_centre: the mean of welfare of the poor.
        ratio_centre: the mean of welfare over line of the poor.
        gaps: Σ w(1 − y/z) of the poor.
        floor: what welfare at or below 0 becomes for the Watts index; None: nothing.
        line: the influence of a row on the line; None unless that is estimated.
        quantiles: by percent.
        ratio_bandwidth: of the density of welfare over line.
    """

    people: float = math.nan
    centre: float = math.nan
    poor: float = math.nan
    poor_centre: float = math.nan
    ratio_centre: float = math.nan
    gaps: float = math.nan
    floor: float | None = None
    line: LineInfluence | None = None
    quantiles: Mapping[float, float] = {}
    ratio_bandwidth: float = math.nan


class Centres(NamedTuple):
    """The centres of features, by domain, (domains,).

    Attributes:
        everybody: the mean of welfare.
        poor: the mean of welfare of the poor; NaN where nobody asked who is poor.
    """

    everybody: Array
    poor: Array


@dataclass(frozen=True, eq=False)
class PoorConstants:
    """The poor of each domain; arrays of shape (domains,).

    Attributes:
        people: Σ w.
        rows: how many are poor.
        welfare: Σ w·y.
        ratio: Σ w·y/z.
        gaps: Σ w(1 − y/z).
        not_above_zero: rows of welfare at or below 0.
        on_line: rows whose welfare is the line, which are not poor.
        lowest: welfare; +inf where nobody is poor.
        highest: welfare; -inf where nobody is poor.
        lowest_ratio: welfare over line; +inf where nobody is poor.
        highest_ratio: welfare over line; -inf where nobody is poor.
    """

    people: Array
    rows: Array
    welfare: Array
    ratio: Array
    gaps: Array
    not_above_zero: Array
    on_line: Array
    lowest: Array
    highest: Array
    lowest_ratio: Array
    highest_ratio: Array

    @cached_property
    def centre(self) -> Array:
        """The mean of welfare."""
        return clipped_mean(self.lowest, quotient(self.welfare, self.people), self.highest)

    @cached_property
    def ratio_centre(self) -> Array:
        """The mean of welfare over line."""
        return clipped_mean(self.lowest_ratio, quotient(self.ratio, self.people), self.highest_ratio)


@dataclass(frozen=True, eq=False)
class DomainConstants:
    """The constants of domains that features depend on; arrays of shape (domains,).

    Attributes:
        people: Σ w.
        rows: rows with a weight above 0.
        welfare: Σ w·y.
        negative: rows of welfare below 0.
        zero: rows of welfare 0.
        lowest: welfare; +inf where there is nobody.
        highest: welfare; -inf where there is nobody.
        poor: the same of the poor; None unless a measure of poverty is wanted.
        floor: what welfare at or below 0 becomes for the Watts index; None: nothing.
        line: the influence of a row on the line; None unless that is estimated.
        quantiles: by percent.
        bandwidth: of the density of welfare; None unless densities are wanted.
        densities: of welfare at its quantiles, by percent.
        density_at_line: of welfare at an estimated line; None unless there is one.
        ratio_bandwidth: of the density of welfare over line; None unless that is wanted.
    """

    people: Array
    rows: Array
    welfare: Array
    negative: Array
    zero: Array
    lowest: Array
    highest: Array
    poor: PoorConstants | None = None
    floor: float | None = None
    line: LineInfluence | None = None
    quantiles: Mapping[float, Array] = field(default_factory=dict)
    bandwidth: Array | None = None
    densities: Mapping[float, Array] = field(default_factory=dict)
    density_at_line: Array | None = None
    ratio_bandwidth: Array | None = None

    @cached_property
    def centre(self) -> Array:
        """The mean of welfare, at which features are centred."""
        return clipped_mean(self.lowest, quotient(self.welfare, self.people), self.highest)

    @property
    def centres(self) -> Centres:
        """The means of everybody and of the poor."""
        missing = np.full_like(self.people, math.nan)
        return Centres(self.centre, missing if self.poor is None else self.poor.centre)

    @property
    def of_poor(self) -> PoorConstants:
        """The constants of the poor, where a measure of poverty was asked for.

        Raises:
            ValueError: if none was.
        """
        if self.poor is None:
            raise ValueError("the constants of the poor were not asked for")
        return self.poor

    def of(self, domain: int) -> Constants:
        """The constants of one domain as numbers."""
        found = Constants(
            float(self.people[domain]),
            float(self.centre[domain]),
            floor=self.floor,
            line=self.line,
            quantiles={percent: float(each[domain]) for percent, each in self.quantiles.items()},
            ratio_bandwidth=math.nan if self.ratio_bandwidth is None else float(self.ratio_bandwidth[domain]),
        )
        if self.poor is None:
            return found
        return found._replace(
            poor=float(self.poor.people[domain]),
            poor_centre=float(self.poor.centre[domain]),
            ratio_centre=float(self.poor.ratio_centre[domain]),
            gaps=float(self.poor.gaps[domain]),
        )


def quotient(one: Array, other: Array) -> Array:
    """The quotient, 0 where there is nothing to divide by."""
    return np.divide(one, other, out=np.zeros_like(one), where=other != 0)


def clipped_mean(lowest: Array, mean: Array, highest: Array) -> Array:
    """A mean held between the ends of what it is the mean of, so that equal numbers have deviations of 0."""
    return np.where(np.isfinite(lowest), np.minimum(np.maximum(mean, lowest), highest), mean)
