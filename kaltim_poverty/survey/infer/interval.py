"""Confidence intervals from an estimate and its standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array


class Interval(NamedTuple):
    """Both ends, (rows,); NaN where there is none."""

    low: Array
    high: Array


def wald(value: Array, se: Array, t: Array) -> Interval:
    """Estimate ± t·se, not clipped."""
    return Interval(value - t * se, value + t * se)


def logit(value: Array, se: Array, t: Array) -> Interval:
    """The Wald interval on the logit scale, of percentages: expit(ln(p/(1 − p)) ± t·se/(p(1 − p))).

    Args:
        value: percent, (rows,).
        se: of the percentage, (rows,).
        t: the quantile of Student's t, (rows,).

    Returns:
        ends in percent; NaN at 0 and 100.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        p = value / 100.0
        middle, width = np.log(p / (1.0 - p)), t * (se / 100.0) / (p * (1.0 - p))
        low, high = (100.0 / (1.0 + np.exp(-(middle + side * width))) for side in (-1.0, 1.0))
    inside = (p > 0) & (p < 1)
    return Interval(np.where(inside, low, np.nan), np.where(inside, high, np.nan))
