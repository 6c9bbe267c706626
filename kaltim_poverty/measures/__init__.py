"""Measures of poverty, inequality and targeting as functions of plain arrays, in numpy alone.

``measures.gini(welfare, weight)`` is a number; with ``influence=True`` it is a `MeasureResult`, whose
influence values give the standard error under any design. The functions are in `arrays`. What else is here
serves the survey engine, which computes the same from totals of blocks of rows: `catalogue` names the
measures, `features` are what rows add to totals, and `poverty`, `inequality`, `lorenz` and `quantiles` make
measures of totals. Nothing here knows an area, a year or a file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kaltim_poverty.deprecated import offered

if TYPE_CHECKING:
    from kaltim_poverty.measures.arrays.decompositions import (
        gini_decomposition,
        mld_decomposition,
        theil_decomposition,
    )
    from kaltim_poverty.measures.arrays.density import bandwidth, density
    from kaltim_poverty.measures.arrays.elasticities import growth_elasticity, inequality_elasticity
    from kaltim_poverty.measures.arrays.entropy import atkinson, generalized_entropy, mld, theil
    from kaltim_poverty.measures.arrays.gini import gini, gini_poor
    from kaltim_poverty.measures.arrays.hoover import hoover
    from kaltim_poverty.measures.arrays.location import mean, median, quantile
    from kaltim_poverty.measures.arrays.lorenz import lorenz_ordinate, palma, quantile_shares, s80s20, share
    from kaltim_poverty.measures.arrays.polarisation import polarisation
    from kaltim_poverty.measures.arrays.poverty import (
        fgt,
        gap_poor,
        poor_count,
        sen,
        sst,
        total_shortfall,
        watts,
    )
    from kaltim_poverty.measures.arrays.poverty_curves import poverty_curve, tip_ordinate
    from kaltim_poverty.measures.arrays.quantile_ratios import quantile_ratio
    from kaltim_poverty.measures.arrays.result import MeasureResult, UndefinedMeasureError
    from kaltim_poverty.measures.arrays.targeting import (
        benefit_per_recipient,
        concentration_index,
        coverage,
        exclusion_error,
        inclusion_error,
        share_of_benefit,
        targeting_ratio,
    )

_HOMES = {
    "decompositions": ("gini_decomposition", "mld_decomposition", "theil_decomposition"),
    "density": ("bandwidth", "density"),
    "elasticities": ("growth_elasticity", "inequality_elasticity"),
    "entropy": ("atkinson", "generalized_entropy", "mld", "theil"),
    "gini": ("gini", "gini_poor"),
    "hoover": ("hoover",),
    "location": ("mean", "median", "quantile"),
    "lorenz": ("lorenz_ordinate", "palma", "quantile_shares", "s80s20", "share"),
    "polarisation": ("polarisation",),
    "poverty": ("fgt", "gap_poor", "poor_count", "sen", "sst", "total_shortfall", "watts"),
    "poverty_curves": ("poverty_curve", "tip_ordinate"),
    "quantile_ratios": ("quantile_ratio",),
    "result": ("MeasureResult", "UndefinedMeasureError"),
    "targeting": (
        "benefit_per_recipient",
        "concentration_index",
        "coverage",
        "exclusion_error",
        "inclusion_error",
        "share_of_benefit",
        "targeting_ratio",
    ),
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "MeasureResult",
    "UndefinedMeasureError",
    "atkinson",
    "bandwidth",
    "benefit_per_recipient",
    "concentration_index",
    "coverage",
    "density",
    "exclusion_error",
    "fgt",
    "gap_poor",
    "generalized_entropy",
    "gini",
    "gini_decomposition",
    "gini_poor",
    "growth_elasticity",
    "hoover",
    "inclusion_error",
    "inequality_elasticity",
    "lorenz_ordinate",
    "mean",
    "median",
    "mld",
    "mld_decomposition",
    "palma",
    "polarisation",
    "poor_count",
    "poverty_curve",
    "quantile",
    "quantile_ratio",
    "quantile_shares",
    "s80s20",
    "sen",
    "share",
    "share_of_benefit",
    "sst",
    "targeting_ratio",
    "theil",
    "theil_decomposition",
    "tip_ordinate",
    "total_shortfall",
    "watts",
]


def __getattr__(name: str) -> object:
    """Import a public function when it is first used: ``import kaltim_poverty`` stays without numpy."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = offered(f"measures.{name}", getattr(import_module(f"{__name__}.arrays.{_MODULES[name]}"), name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
