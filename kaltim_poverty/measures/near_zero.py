"""Logarithms and exponentials less their first terms, exact near 0 where the difference is not."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.linear import Array

SMALL_LOG, LOG_TERMS = 0.25, 12  # (r/(2 + r))^24 is below 1e-16 there
SMALL_EXP, EXP_TERMS = 0.5, 15  # x^15/16! is below 1e-16 there


def log1p_minus(relative: Array, logarithm: Array) -> Array:
    """ln(1 + r) − r, of r and ln(1 + r).

    Near 0 by the series of the inverse hyperbolic tangent of u = r/(2 + r), in which −r²/2 leads:
    −r·u + 2u³(1/3 + u²/5 + u⁴/7 + …).
    """
    near = np.where(np.abs(relative) < SMALL_LOG, relative, 0.0)
    ratio = near / (2.0 + near)
    square, series = ratio * ratio, np.zeros_like(near)
    for term in range(LOG_TERMS, 0, -1):
        series = series * square + 1.0 / (2 * term + 1)
    small = 2.0 * ratio * square * series - near * ratio
    return np.where(np.abs(relative) < SMALL_LOG, small, logarithm - relative)


def expm1_ratio_minus(exponent: Array) -> Array:
    """(exp(x) − 1)/x − 1, 0 at 0: near it x/2 (1 + x/3 (1 + x/4 (…)))."""
    is_small = np.abs(exponent) < SMALL_EXP
    near, series = np.where(is_small, exponent, 0.0), np.ones_like(exponent)
    for term in range(EXP_TERMS, 2, -1):
        series = 1.0 + near / term * series
    far = np.where(is_small, 1.0, exponent)
    return np.where(is_small, near / 2.0 * series, (np.expm1(far) - far) / far)
