"""The public functions by the names of the catalogue, so that they can stand where the engine stands."""

from __future__ import annotations

import numpy as np

from kaltim_poverty import measures

WITHOUT_LINE = {
    "mean": measures.mean,
    "median": measures.median,
    "gini": measures.gini,
    "theil": measures.theil,
    "mld": measures.mld,
    "hoover": measures.hoover,
    "polarisation": measures.polarisation,
    "palma": measures.palma,
    "s80s20": measures.s80s20,
}
WITH_LINE = {
    "watts": measures.watts,
    "sen": measures.sen,
    "sst": measures.sst,
    "gap_poor": measures.gap_poor,
    "gini_poor": measures.gini_poor,
    "poor_count": measures.poor_count,
    "total_shortfall": measures.total_shortfall,
}
ELASTICITIES = {"growth": measures.growth_elasticity, "inequality": measures.inequality_elasticity}
RATIOS = {
    **{
        f"p{upper}p{lower}": lambda y, w, _, ends=(upper, lower), **options: measures.quantile_ratio(
            y, w, *ends, **options
        )
        for upper, lower in ((90, 10), (75, 25), (50, 10))
    },
    **{
        f"{kind}_elasticity_p{alpha}": lambda y, w, z, of=function, alpha=alpha, **options: of(
            y, w, z, alpha, **options
        )
        for kind, function in ELASTICITIES.items()
        for alpha in range(3)
    },
}
SHARES = {
    "bottom40": (0, 40),
    "middle40": (40, 80),
    "top20": (80, 100),
    "top10": (90, 100),
    "top1": (99, 100),
    **{f"decile_{k}": (10 * k - 10, 10 * k) for k in range(1, 11)},
    **{f"quintile_{k}": (20 * k - 20, 20 * k) for k in range(1, 6)},
}
FAMILIES = {
    "quantile": measures.quantile,
    "lorenz": measures.lorenz_ordinate,
    "ge": measures.generalized_entropy,
    "atkinson": measures.atkinson,
}


def function_of(name):
    """The function behind a name, of welfare, weight and line."""
    family, _, parameter = {"p0": "fgt_0", "p1": "fgt_1", "p2": "fgt_2", "ge2": "ge_2"}.get(
        name, name
    ).partition("_")
    if name in RATIOS:
        return RATIOS[name]
    if name in WITHOUT_LINE:
        return lambda y, w, _, **options: WITHOUT_LINE[name](y, w, **options)
    if name in WITH_LINE:
        return WITH_LINE[name]
    if family == "share":
        return lambda y, w, _, **options: measures.share(y, w, *SHARES[parameter], **options)
    if family == "fgt":
        return lambda y, w, z, **options: measures.fgt(y, w, z, float(parameter), **options)
    return lambda y, w, _, **options: FAMILIES[family](y, w, float(parameter), **options)


def call(name, y, w, z=None, **options):
    """A measure of the catalogue by a public function."""
    return function_of(name)(y, w, z, **options)


def value(name, y, w, z=None):
    """The value; NaN where it does not exist, as in the engine."""
    try:
        return call(name, y, w, z)
    except measures.UndefinedMeasureError:
        return float("nan")


def influence(name, y, w, z=None):
    """The influence values."""
    return np.asarray(call(name, y, w, z, influence=True).influence)
