"""The value of a measure of the catalogue on plain arrays, by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from kaltim_poverty.measures.arrays import (
    elasticities,
    entropy,
    gini,
    hoover,
    location,
    lorenz,
    polarisation,
    poverty,
    quantile_ratios,
)
from kaltim_poverty.measures.arrays.result import UndefinedMeasureError
from kaltim_poverty.measures.catalogue import (
    GROWTH_ELASTICITIES,
    INEQUALITY_ELASTICITIES,
    QUANTILE_RATIOS,
    SHARES,
    SYNONYMS,
)
from kaltim_poverty.measures.linear import Array

_OfWelfare = Callable[[Array, Array], float]
_OfPoverty = Callable[[Array, Array, Array], float]

_PLAIN: dict[str, _OfWelfare] = {
    "mean": location.mean,
    "gini": gini.gini,
    "palma": lorenz.palma,
    "s80s20": lorenz.s80s20,
    "hoover": hoover.hoover,
    "polarisation": polarisation.polarisation,
    **{name: partial(lorenz.share, low=low, high=high) for name, (low, high) in SHARES.items()},
    **{
        name: partial(quantile_ratios.quantile_ratio, upper=upper, lower=lower)
        for name, (upper, lower) in QUANTILE_RATIOS.items()
    },
}
_OF_POVERTY: dict[str, _OfPoverty] = {
    "sen": poverty.sen,
    "sst": poverty.sst,
    "gap_poor": poverty.gap_poor,
    "gini_poor": gini.gini_poor,
    "poor_count": poverty.poor_count,
    "total_shortfall": poverty.total_shortfall,
    **{
        name: partial(elasticities.growth_elasticity, alpha=alpha)
        for name, alpha in GROWTH_ELASTICITIES.items()
    },
    **{
        name: partial(elasticities.inequality_elasticity, alpha=alpha)
        for name, alpha in INEQUALITY_ELASTICITIES.items()
    },
}
_WITH_PARAMETER: dict[str, Callable[[Array, Array, float], float]] = {
    "quantile": location.quantile,
    "lorenz": lorenz.lorenz_ordinate,
    "ge": entropy.generalized_entropy,
    "atkinson": entropy.atkinson,
}


def value_by_name(
    name: str, welfare: Array, weight: Array, line: Array | None, floor: float | None = None
) -> float | None:
    """The value of a measure.

    Args:
        name: of a measure of the catalogue.
        welfare: of each row; shape (rows,).
        weight: people that each row stands for; shape (rows,).
        line: of each row, shape (rows,); None where the measure needs none.
        floor: what welfare of 0 or less becomes for Watts; None: nothing.

    Returns:
        the value in the unit of the measure; None where it does not exist, as where there
        are no rows.
    """
    if not welfare.size:
        return None
    try:
        return _value(SYNONYMS.get(name, name), welfare, weight, line, floor)
    except UndefinedMeasureError:
        return None


def _value(name: str, welfare: Array, weight: Array, line: Array | None, floor: float | None) -> float:
    """The value of a measure that is no synonym."""
    family, _, parameter = name.partition("_")
    if name in _PLAIN:
        return _PLAIN[name](welfare, weight)
    if family in _WITH_PARAMETER:
        return _WITH_PARAMETER[family](welfare, weight, float(parameter))
    lines = np.empty(0) if line is None else line
    if name == "watts":
        return poverty.watts(welfare, weight, lines, floor)
    if family == "fgt":
        return poverty.fgt(welfare, weight, lines, float(parameter))
    return _OF_POVERTY[name](welfare, weight, lines)


__all__ = ["value_by_name"]
