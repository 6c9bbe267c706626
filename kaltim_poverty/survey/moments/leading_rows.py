"""Features that are 0 for everybody above a quantile or a mean, or from far above the line on.

Rows come in order of welfare, so only those up to there are added up. It saves 4 percent of the CPU of all
measures of 5 million rows by three breakdowns, 1 percent of 340,000.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaltim_poverty.measures.evaluate import Rows
from kaltim_poverty.measures.feature import OF_ITS_MEAN, Feature
from kaltim_poverty.measures.linear import Array, dot
from kaltim_poverty.survey.moments.densities import REACH


def leading_rows(feature: Feature, rows: Rows) -> Rows:
    """The rows up to the last for which a feature may be more than 0; of most features all.

    Args:
        feature: one that everybody has.
        rows: in order of welfare.
    """
    end = end_of(feature, rows)
    if end is None:
        return rows
    return replace(rows, welfare=rows.welfare[: int(np.searchsorted(rows.welfare, end, side="right"))])


def end_of(feature: Feature, rows: Rows) -> float | None:
    """The welfare above which a feature is 0; None where there is none, or rows have different lines."""
    constants = rows.constants
    if feature.moves_with_its_domain:
        return constants.centre if feature.family in OF_ITS_MEAN else constants.quantiles[feature.number]
    if feature.of_a_ratio_density and not isinstance(rows.line, np.ndarray):
        return rows.line * (1.0 + REACH * constants.ratio_bandwidth)
    return None


def dot_of_leading(one: Array, two: Array) -> float:
    """Σ a·b, where the shorter is 0 from its end on."""
    rows = min(len(one), len(two))
    return dot(one[:rows], two[:rows])
