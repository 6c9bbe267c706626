"""How small an effect a comparison can see: the arithmetic of planning, without numpy.

The smallest effect that is seen with a given power is a multiple of the standard error: t_{1−α/2} + t_power
(Bloom 1995, Evaluation Review 19(5); Duflo, Glennerster and Kremer 2007,
https://doi.org/10.1016/S1573-4471(07)04061-2).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from kaltim_poverty.measures.student import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

Estimator = Literal["ancova", "difference", "after"]
HALVINGS = 200  # of an interval of probabilities
MOST_UNITS = 10**9  # beyond which no comparison is looked for


def variance_factor(estimator: Estimator, before: int, after: int, correlation: float) -> float:
    """F: the variance over that of one round after, without a baseline.

    McKenzie (2012), https://doi.org/10.1016/j.jdeveco.2012.01.002: after (1 + (r − 1)ρ)/r; ancova that
    − mρ²/(1 + (m − 1)ρ); difference (1 − ρ)(1/r + 1/m).

    Args:
        estimator: how rounds are used.
        before: m, rounds before; at least 1 for ``difference``.
        after: r, rounds after, at least 1.
        correlation: ρ between any two rounds.
    """
    if estimator == "difference":
        return (1.0 - correlation) * (1.0 / after + 1.0 / before)
    mean = (1.0 + (after - 1) * correlation) / after
    if estimator == "after" or before == 0:
        return mean
    return mean - before * correlation**2 / (1.0 + (before - 1) * correlation)


def design_effect(size: float, icc: float, variation: float = 0.0) -> float:
    """D = 1 + ((1 + C²)M − 1)·ICC of whole villages.

    Eldridge, Ashby and Kerry (2006), https://doi.org/10.1093/ije/dyl129.

    Args:
        size: M, people of a village.
        icc: the share of the variance that lies between villages, 0 to 1.
        variation: C, the coefficient of variation of sizes.
    """
    return 1.0 + ((1.0 + variation**2) * size - 1.0) * icc


def multiplier(alpha: float, power: float, df: float) -> float | None:
    """t_{1−α/2} + t_power; None with less than one degree of freedom.

    Args:
        alpha: of a test of two sides, 0 to 1.
        power: above 0, below 1.
        df: degrees of freedom.
    """
    if df < 1:
        return None
    return t_quantile(1.0 - alpha / 2.0, df) + quantile(power, df)


def quantile(probability: float, df: float) -> float:
    """The quantile of Student's t at any probability."""
    if probability == 0.5:  # noqa: PLR2004 - the middle
        return 0.0
    return t_quantile(probability, df) if probability > 0.5 else -t_quantile(1.0 - probability, df)  # noqa: PLR2004


def detectable(multiple: float, variance: float, treated: float, comparison: float) -> float:
    """The smallest effect that is seen, in standard deviations.

    Args:
        multiple: of the standard error.
        variance: F·D.
        treated: n₁, those analysed.
        comparison: n₀.
    """
    return multiple * math.sqrt(variance * (1.0 / treated + 1.0 / comparison))


def detectable_share(
    poor: float, alpha: float, power: float, variance: float, treated: float, comparison: float
) -> float | None:
    """The smallest fall of a share that is seen, 0 to 1; None where even a fall to 0 is not.

    The Δ with z_{1−α/2}·√(p̄q̄(1/n₁ + 1/n₀)) + z_power·√(p₁q₁/n₁ + p₀q₀/n₀) = Δ/√(F·D), p₁ = p₀ − Δ.

    Args:
        poor: p₀, the share in the comparison group, 0 to 1.
        alpha: of a test of two sides.
        power: above 0, below 1.
        variance: F·D.
        treated: n₁, those analysed.
        comparison: n₀.
    """
    normal = NormalDist()
    z_alpha, z_power = normal.inv_cdf(1.0 - alpha / 2.0), normal.inv_cdf(power)

    def lacking(fall: float) -> float:
        """How much larger than the fall would have to be what is seen."""
        lower = max(poor - fall, 0.0)
        pooled = (treated * lower + comparison * poor) / (treated + comparison)
        null = math.sqrt(pooled * (1.0 - pooled) * (1.0 / treated + 1.0 / comparison))
        spread = math.sqrt(lower * (1.0 - lower) / treated + poor * (1.0 - poor) / comparison)
        return z_alpha * null + z_power * spread - fall / math.sqrt(variance)

    return first_root(lacking, poor) if lacking(poor) <= 0 else None


def first_root(function: Callable[[float], float], high: float) -> float:
    """Where a function that is above 0 at 0, and not at *high*, falls to 0."""
    low = 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if function(middle) > 0:
            low = middle
        else:
            high = middle
    return high


def smallest(is_enough: Callable[[int], bool], step: int) -> int | None:
    """The smallest multiple of a step that is enough, where more is never worse; None if none is.

    Args:
        is_enough: whether so many are.
        step: by which numbers can grow.
    """
    high = 1
    while not is_enough(high * step):
        high *= 2
        if high * step > MOST_UNITS:
            return None
    low = high // 2  # not enough, or none at all
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle * step) else (middle, high)
    return high * step


__all__ = [
    "Estimator",
    "design_effect",
    "detectable",
    "detectable_share",
    "multiplier",
    "smallest",
    "variance_factor",
]
