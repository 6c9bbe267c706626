"""The feature of a row of a larger domain, from features of the same row in a smaller one.

Features are centred at the mean of their domain. Seen from another centre each is a sum of a few features
seen from the first, so that what was added up over small domains need not be added up over large ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.measures.features import kind
from kaltim_poverty.measures.inequality import log_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.measures.linear import Array


def shifted(feature: str, before: Mapping[str, Array], after: Mapping[str, Array]) -> dict[str, Array]:
    """The sum that a feature becomes.

    Args:
        feature: its name.
        before: ``centre`` and ``poor_centre`` of the smaller domains.
        after: those of the larger domain that each is part of.

    Returns:
        the factors of features of the smaller domains; not finite for features that divide by a centre of 0.
    """
    family, parameter = kind(feature)
    same = np.ones_like(before["centre"])
    if family == "deviation":
        return {feature: same, "one": before["centre"] - after["centre"]}
    if family == "poor_deviation":
        return {feature: same, "fgt_0": before["poor_centre"] - after["poor_centre"]}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        away = (before["centre"] - after["centre"]) / after["centre"]
        logarithm = log_ratio(before["centre"], after["centre"], away)
        if family == "ge":
            own, relative, one = entropy(float(parameter), away, logarithm)
            return {feature: own, "deviation": relative / before["centre"], "one": one}
        if family == "atkinson":
            own, one = atkinson(float(parameter), logarithm)
            return {feature: own, "one": one}
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


def atkinson(aversion: float, logarithm: Array) -> tuple[Array, Array]:
    """Factors of the feature of Atkinson's index and of 1: s'^b − 1 = r^b·(s^b − 1) + (r^b − 1), of ln r."""
    if aversion == 1:
        return np.ones_like(logarithm), logarithm
    power = np.expm1((1.0 - aversion) * logarithm)
    return 1.0 + power, power
