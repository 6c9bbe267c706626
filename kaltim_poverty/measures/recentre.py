"""The feature of a row of a larger domain, from features of the same row in a smaller one.

Features are centred at the mean of their domain. Seen from another centre each is a sum of a few features
seen from the first, so that what was added up over small domains need not be added up over large ones.
"""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.constants import Centres
from kaltim_poverty.measures.feature import DEVIATION, ONE, POOR, Feature
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.relative_welfare import log_ratio


def recentred(feature: Feature, before: Centres, after: Centres) -> dict[Feature, Array]:
    """The sum of features of smaller domains that a feature of a larger one is.

    Args:
        feature: of the larger domain.
        before: centres of the smaller domains.
        after: those of the larger domain that each is part of.

    Returns:
        the factors of features of the smaller domains, of shape (smaller domains,); not finite for features
        that divide by a centre of 0.
    """
    same = np.ones_like(before.everybody)
    if feature.family == "deviation":
        return {feature: same, ONE: before.everybody - after.everybody}
    if feature.family == "poor_deviation":
        return {feature: same, POOR: before.poor - after.poor}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        away = (before.everybody - after.everybody) / after.everybody
        logarithm = log_ratio(before.everybody, after.everybody, away)
        if feature.family == "ge":
            own, relative, one = entropy(feature.number, away, logarithm)
            return {feature: own, DEVIATION: relative / before.everybody, ONE: one}
    return {feature: same}


def entropy(order: float, away: Array, logarithm: Array) -> tuple[Array, Array, Array]:
    """Factors of the feature of GE(a), of s − 1 and of 1, *away* the ratio r of both centres less 1.

    With s' = r·s: s'^a − 1 − a(s' − 1) = r^a·(s^a − 1 − a(s − 1)) + a(r^a − r)(s − 1) + (r^a − 1 − a(r − 1)).
    """
    ratio = 1.0 + away
    if order == 0:
        return np.ones_like(away), away, away - logarithm
    if order == 1:
        return ratio, ratio * logarithm, ratio * logarithm - away
    if order == 2:  # noqa: PLR2004 - the square, which negative welfare has too
        return ratio * ratio, 2.0 * ratio * away, away * away
    power = np.expm1(order * logarithm)
    return 1.0 + power, order * (power - away), power - order * away
