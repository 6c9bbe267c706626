"""What a row contributes to a total: one number a row, for everybody or for the poor alone.

The names carry their parameters: ``fgt_1.5``, ``ge_2``, ``below_40``. Rows come in order of welfare (those
of `RANKED_BY_GAP` in order of welfare over line), and a feature over pairs remembers in `Rows.carried` what
came before, so that a domain may arrive in any number of blocks.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import inequality, lorenz, poverty
from kaltim_poverty.measures.linear import Array, dot

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_THE_POOR = ("fgt", "watts", "shortfall", "sen", "sst", "poor_pair", "poor_deviation")
RANKED_BY_GAP = ("sen", "sst")
OVER_PAIRS = ("pair", "poor_pair", "sen", "sst")


class Rows(NamedTuple):
    """Rows of one domain.

    Attributes:
        welfare: of each row.
        weight: of each row, above 0.
        line: of each row, or one for all; not used by features of everybody.
        facts: numbers of the domain that features need, such as ``centre`` and ``people``.
        carried: running sums of features over pairs, by feature.
    """

    welfare: Array
    weight: Array
    line: Array | float
    facts: Mapping[str, float]
    carried: MutableMapping[str, tuple[float, float]]

    def carry(self, name: str, deviation: Array) -> tuple[float, float]:
        """What came before these rows, Σ w and Σ w·deviation; from now on these are part of it."""
        before = self.carried.get(name, (0.0, 0.0))
        moved = float(dot(self.weight, deviation))
        self.carried[name] = (before[0] + float(self.weight.sum()), before[1] + moved)
        return before


def kind(feature: str) -> tuple[str, str]:
    """The function of a feature and its parameter (empty if it has none)."""
    name, _, parameter = feature.rpartition("_")
    return (name, parameter) if parameter[:1].isdigit() or parameter[:1] == "-" else (feature, "")


def of_the_poor(feature: str) -> bool:
    """Whether it is 0 for whoever is not poor."""
    return kind(feature)[0] in OF_THE_POOR


def evaluate(feature: str, rows: Rows) -> Array:
    """The feature of every row."""
    name, parameter = kind(feature)
    return FUNCTIONS[name](rows, parameter)


def pair(rows: Rows, _: str) -> Array:
    """Distances to everybody."""
    centre = rows.facts["centre"]
    before = rows.carry("pair", rows.welfare - centre)
    return inequality.distances(rows.welfare, rows.weight, centre, before, rows.facts["people"])


def poor_pair(rows: Rows, _: str) -> Array:
    """Distances of welfare among the poor."""
    centre = rows.facts["poor_centre"]
    before = rows.carry("poor_pair", rows.welfare - centre)
    return inequality.distances(rows.welfare, rows.weight, centre, before, rows.facts["poor"])


def sen(rows: Rows, _: str) -> Array:
    """Distances of welfare over line among the poor."""
    ratio, centre = rows.welfare / rows.line, rows.facts["ratio_centre"]
    before = rows.carry("sen", ratio - centre)
    return inequality.distances(ratio, rows.weight, centre, before, rows.facts["poor"])


def sst(rows: Rows, _: str) -> Array:
    """Σ_j w_j max(g_i, g_j) less Σ_j w_j g_j, for the poor in order of welfare over line."""
    gaps = poverty.gap(rows.welfare, rows.line)
    before = rows.carry("sst", gaps)
    poorer = np.cumsum(rows.weight) + before[0]
    poorer_gaps = np.cumsum(rows.weight * gaps) + before[1]
    return np.asarray(gaps * (rows.facts["people"] - poorer) + poorer_gaps - rows.facts["gaps"])


def watts(rows: Rows, _: str) -> Array:
    """ln(z/y), with the floor of the question."""
    return poverty.log_gap(rows.welfare, rows.line, rows.facts.get("floor"))


FUNCTIONS: Mapping[str, Callable[[Rows, str], Array]] = {
    "one": lambda rows, _: np.ones_like(rows.welfare),
    "deviation": lambda rows, _: rows.welfare - rows.facts["centre"],
    "pair": pair,
    "ge": lambda rows, order: inequality.entropy_feature(rows.welfare, rows.facts["centre"], float(order)),
    "atkinson": lambda rows, aversion: inequality.atkinson_feature(
        rows.welfare, rows.facts["centre"], float(aversion)
    ),
    "below": lambda rows, percent: lorenz.below(rows.welfare, rows.facts[f"quantile_{percent}"]),
    "above": lambda rows, percent: lorenz.above(rows.welfare, rows.facts[f"quantile_{percent}"]),
    "upto": lambda rows, percent: (rows.welfare <= rows.facts[f"quantile_{percent}"]).astype(np.float64),
    "line": lambda rows, _: (
        rows.facts["line_base"]
        + rows.facts["line_slope"] * (rows.welfare - rows.facts["centre"])
        + rows.facts["line_step"] * (rows.welfare <= rows.facts["line_point"])
    ),
    "fgt": lambda rows, alpha: poverty.power(poverty.gap(rows.welfare, rows.line), float(alpha)),
    "watts": watts,
    "shortfall": lambda rows, _: np.asarray(rows.line - rows.welfare),
    "sen": sen,
    "sst": sst,
    "poor_pair": poor_pair,
    "poor_deviation": lambda rows, _: rows.welfare - rows.facts["poor_centre"],
}
