"""The design effect: a variance over that of a simple random sample of as many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.survey.infer.rounding import ROUNDING, ROUNDING_OF_SUMS

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, Linear
    from kaltim_poverty.survey.moments import Moments


def design_effect(variance: Array, spread: Array, people: Array, rows: Array, size: Array) -> Array:
    """V / (N Σw(u − ū)²/(n − 1)), u the influence values.

    Args:
        variance: of the statistic, (rows of the answer,), as all that follow.
        spread: Σw(u − ū)².
        people: N.
        rows: n, rows of the survey with a weight above 0.
        size: the size against which the spread may consist of rounding.

    Returns:
        NaN where the variance of a simple random sample is 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(people * spread <= (100 * ROUNDING * size) ** 2, 0.0, spread)
        simple = people * spread / (rows - 1.0)
        return np.where((simple > 0) & np.isfinite(simple), variance / simple, np.nan)


def spread_of_rows(weight: Array, influence: Array) -> float:
    """Σ w(u − ū)² of influence values of rows, 0 where that consists of rounding.

    Args:
        weight: (rows of the survey,).
        influence: (rows of the survey,).
    """
    people = float(weight.sum())
    mean = float(np.dot(weight, influence)) / people if people else 0.0
    spread = float(np.dot(weight, (influence - mean) ** 2))
    return 0.0 if spread <= ROUNDING_OF_SUMS * float(np.dot(weight, influence**2)) else spread


def spread_of_features(moments: Moments, value: Linear, people: Array) -> Array:
    """Σ w(u − ū)² of influence values, from the sums of products of features.

    Args:
        moments: with the products of all features that the value has a slope in.
        value: with slopes (domains,).
        people: Σ w, (domains,).

    Returns:
        (domains,).
    """
    squares, sums, size = np.zeros((3, len(people)))
    features = list(value.slopes)
    for place, one in enumerate(features):
        sums += value.slopes[one] * moments.totals[one]
        for two in features[place:]:
            twice = 1.0 if one == two else 2.0
            term = twice * value.slopes[one] * value.slopes[two] * moments.product(one, two)
            squares += term
            size += np.abs(term)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - sums * sums / people
    return np.where(spread <= ROUNDING_OF_SUMS * size, 0.0, spread)


def spread_of_share(share: Array, people: Array) -> Array:
    """Σ w(u − ū)² for the share of people at or below a point: F(1 − F)/N."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(share * (1.0 - share) / people)
