"""The value of a feature for rows of one domain: one number a row, of everybody or of the poor alone.

Rows come in order of welfare (those of a feature ranked by gap in order of welfare over line), and a feature
over pairs remembers in `Rows.carried` what came before, so that a domain may arrive in any number of blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import NamedTuple

import numpy as np

from kaltim_poverty.measures import inequality, lorenz, poverty
from kaltim_poverty.measures.constants import Constants
from kaltim_poverty.measures.feature import PAIR, POOR_PAIR, SEN, SST, Family, Feature
from kaltim_poverty.measures.linear import Array, dot


class Rows(NamedTuple):
    """Rows of one domain; arrays of shape (rows,).

    Attributes:
        welfare: of each row.
        weight: of each row, above 0.
        line: of each row, or one for all; not used by features of everybody.
        constants: of the domain.
        carried: Σ w and Σ w·deviation of the rows before these, by feature over pairs.
    """

    welfare: Array
    weight: Array
    line: Array | float
    constants: Constants
    carried: MutableMapping[Feature, tuple[float, float]]

    def carry(self, feature: Feature, deviation: Array) -> tuple[float, float]:
        """What came before these rows, Σ w and Σ w·deviation; from now on these are part of it."""
        before = self.carried.get(feature, (0.0, 0.0))
        moved = float(dot(self.weight, deviation))
        self.carried[feature] = (before[0] + float(self.weight.sum()), before[1] + moved)
        return before


def evaluate(feature: Feature, rows: Rows) -> Array:
    """The feature of every row."""
    if feature.parameter is None:
        return PLAIN[feature.family](rows)
    return WITH_PARAMETER[feature.family](rows, feature.parameter)


def pair(rows: Rows) -> Array:
    """Distances to everybody."""
    centre = rows.constants.centre
    before = rows.carry(PAIR, rows.welfare - centre)
    return inequality.distances(rows.welfare, rows.weight, centre, before, rows.constants.people)


def poor_pair(rows: Rows) -> Array:
    """Distances of welfare among the poor."""
    centre = rows.constants.poor_centre
    before = rows.carry(POOR_PAIR, rows.welfare - centre)
    return inequality.distances(rows.welfare, rows.weight, centre, before, rows.constants.poor)


def sen(rows: Rows) -> Array:
    """Distances of welfare over line among the poor."""
    ratio, centre = rows.welfare / rows.line, rows.constants.ratio_centre
    before = rows.carry(SEN, ratio - centre)
    return inequality.distances(ratio, rows.weight, centre, before, rows.constants.poor)


def sst(rows: Rows) -> Array:
    """Σ_j w_j max(g_i, g_j) less Σ_j w_j g_j, for the poor in order of welfare over line."""
    gaps = poverty.gap(rows.welfare, rows.line)
    before = rows.carry(SST, gaps)
    poorer = np.cumsum(rows.weight) + before[0]
    poorer_gaps = np.cumsum(rows.weight * gaps) + before[1]
    return np.asarray(gaps * (rows.constants.people - poorer) + poorer_gaps - rows.constants.gaps)


def line(rows: Rows) -> Array:
    """The influence of each row on an estimated line.

    Raises:
        ValueError: if no line was estimated.
    """
    if rows.constants.line is None:
        raise ValueError
    return rows.constants.line(rows.welfare)


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
}
WITH_PARAMETER: Mapping[Family, Callable[[Rows, float], Array]] = {
    "ge": lambda rows, order: inequality.entropy_feature(rows.welfare, rows.constants.centre, order),
    "atkinson": lambda rows, aversion: inequality.atkinson_feature(
        rows.welfare, rows.constants.centre, aversion
    ),
    "below": lambda rows, percent: lorenz.below(rows.welfare, rows.constants.quantiles[percent]),
    "above": lambda rows, percent: lorenz.above(rows.welfare, rows.constants.quantiles[percent]),
    "up_to": lambda rows, percent: (rows.welfare <= rows.constants.quantiles[percent]).astype(np.float64),
    "fgt": lambda rows, alpha: poverty.power(poverty.gap(rows.welfare, rows.line), alpha),
}
