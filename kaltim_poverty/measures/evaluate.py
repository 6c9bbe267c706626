"""The value of a feature for rows of one domain: one number a row, of everybody or of the poor alone.

Rows come in order of welfare (those of a feature ranked by gap in order of welfare over line). A feature over
pairs is told what came before in `Rows.before`, so that a domain may arrive in any number of blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures import elasticities, hoover_index, inequality, lorenz, poverty, quantile_ratios
from kaltim_poverty.measures.constants import Constants, DomainConstants
from kaltim_poverty.measures.feature import PAIR, POOR_PAIR, SEN, SST, Family, Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.measures.relative_welfare import RelativeWelfare


class Prefix(NamedTuple):
    """Running sums of some rows, from which a feature over pairs goes on.

    Attributes:
        weight: Σ w.
        moment: Σ w·deviation, from the centre of the feature.
    """

    weight: float = 0.0
    moment: float = 0.0

    def plus(self, other: Prefix) -> Prefix:
        """The running sums of these rows and others together."""
        return Prefix(self.weight + other.weight, self.moment + other.moment)


NOTHING = Prefix()


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of one domain; arrays of shape (rows,).

    Attributes:
        welfare: of each row.
        weight: of each row.
        line: of each row, or one for all; of everybody only features of welfare over line use it.
        constants: of the domain.
        before: sums of the rows that came before these, by feature over pairs; absent: none came.
        columns: more numbers of each row by name.
    """

    welfare: Array
    weight: Array
    line: Array | float
    constants: Constants
    before: Mapping[Feature, Prefix]
    columns: Mapping[str, Array] = field(default_factory=dict)

    @cached_property
    def relative(self) -> RelativeWelfare:
        """Welfare over its mean, of which the features of entropy of all orders are made."""
        return RelativeWelfare(self.welfare, self.constants.centre)


def evaluate(feature: Feature, rows: Rows) -> Array:
    """The feature of every row."""
    if feature.column is not None:
        return rows.columns[feature.column]
    if feature.parameter is None:
        return PLAIN[feature.family](rows)
    return WITH_PARAMETER[feature.family](rows, feature.parameter)


def prefix(feature: Feature, rows: Rows) -> Prefix:
    """The running sums of these rows alone, of a feature over pairs."""
    return Prefix(float(rows.weight.sum()), dot(rows.weight, DEVIATIONS[feature.family](rows)))


def pair(rows: Rows) -> Array:
    """Distances to everybody."""
    constants, before = rows.constants, rows.before.get(PAIR, NOTHING)
    return inequality.distances(rows.welfare, rows.weight, constants.centre, before, constants.people)


def poor_pair(rows: Rows) -> Array:
    """Distances of welfare among the poor."""
    constants, before = rows.constants, rows.before.get(POOR_PAIR, NOTHING)
    return inequality.distances(rows.welfare, rows.weight, constants.poor_centre, before, constants.poor)


def sen(rows: Rows) -> Array:
    """Distances of welfare over line among the poor."""
    constants, before = rows.constants, rows.before.get(SEN, NOTHING)
    ratio = rows.welfare / rows.line
    return inequality.distances(ratio, rows.weight, constants.ratio_centre, before, constants.poor)


def sst(rows: Rows) -> Array:
    """Σ_j w_j max(g_i, g_j) less Σ_j w_j g_j, for the poor in order of welfare over line."""
    gaps = poverty.gap(rows.welfare, rows.line)
    before = rows.before.get(SST, NOTHING)
    poorer = np.cumsum(rows.weight) + before.weight
    poorer_gaps = np.cumsum(rows.weight * gaps) + before.moment
    return np.asarray(gaps * (rows.constants.people - poorer) + poorer_gaps - rows.constants.gaps)


def line(rows: Rows) -> Array:
    """The influence of each row on an estimated line.

    Raises:
        ValueError: if no line was estimated.
    """
    if rows.constants.line is None:
        raise ValueError("no poverty line was estimated")
    return rows.constants.line(rows.welfare)


DEVIATIONS: Mapping[Family, Callable[[Rows], Array]] = {
    "pair": lambda rows: rows.welfare - rows.constants.centre,
    "poor_pair": lambda rows: rows.welfare - rows.constants.poor_centre,
    "sen": lambda rows: np.asarray(rows.welfare / rows.line - rows.constants.ratio_centre),
    "sst": lambda rows: poverty.gap(rows.welfare, rows.line),
}
CENTRES: Mapping[Family, Callable[[DomainConstants], Array]] = {
    "pair": lambda constants: constants.centre,
    "poor_pair": lambda constants: constants.of_poor.centre,
    "sen": lambda constants: constants.of_poor.ratio_centre,
    "sst": lambda constants: np.zeros_like(constants.people),
}  # from which the deviations above are taken, (domains,)
PLAIN: Mapping[Family, Callable[[Rows], Array]] = {
    "one": lambda rows: np.ones_like(rows.welfare),
    "deviation": lambda rows: rows.welfare - rows.constants.centre,
    "pair": pair,
    "line": line,
    "watts": lambda rows: poverty.log_gap(rows.welfare, rows.line, rows.constants.floor),
    "shortfall": lambda rows: np.asarray(rows.line - rows.welfare),
    "sen": sen,
    "sst": sst,
    "poor_pair": poor_pair,
    "poor_deviation": lambda rows: rows.welfare - rows.constants.poor_centre,
    "below_mean": lambda rows: hoover_index.below_mean(rows.welfare, rows.constants.centre),
    "under_mean": lambda rows: hoover_index.under_mean(rows.welfare, rows.constants.centre),
    "ratio": lambda rows: np.asarray(rows.welfare / rows.line),
    "at_line": lambda rows: elasticities.at_line(rows.welfare / rows.line, rows.constants.ratio_bandwidth),
    "tilt_at_line": lambda rows: elasticities.tilt_at_line(
        rows.welfare / rows.line, rows.constants.ratio_bandwidth
    ),
}
WITH_PARAMETER: Mapping[Family, Callable[[Rows, float], Array]] = {
    "ge": lambda rows, order: inequality.entropy_feature(rows.relative, order),
    "below": lambda rows, percent: lorenz.below(rows.welfare, rows.constants.quantiles[percent]),
    "above": lambda rows, percent: lorenz.above(rows.welfare, rows.constants.quantiles[percent]),
    "up_to": lambda rows, percent: (rows.welfare <= rows.constants.quantiles[percent]).astype(np.float64),
    "at_quantile": lambda rows, percent: quantile_ratios.at_or_below(
        rows.welfare, rows.constants.quantiles[percent]
    ),
    "fgt": lambda rows, alpha: poverty.power(poverty.gap(rows.welfare, rows.line), alpha),
}
