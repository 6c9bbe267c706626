"""What a row adds to generalised entropy, without cancellation where welfare hardly differs."""

from __future__ import annotations

import numpy as np

from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.near_zero import expm1_ratio_minus, log1p_minus

SQUARE = 2.0  # the order that negative welfare has, too
LOW = -0.9  # y/μ − 1, below which ln(y/μ) has more digits than ln(1 + (y/μ − 1))


def entropy_terms(relative: Array, share: Array, order: float) -> Array:
    """(s^a − 1 − a(s − 1))/(a(a − 1)) of s and r = s − 1, s ln s − r for a = 1, r − ln s for a = 0.

    With L = ln s and q(x) = (exp(x) − 1)/x − 1 it is (r − L − L·q(aL))/(1 − a), and also
    (s·L − r + s·L·q((a − 1)L))/a. The one is exact for a near 0, the other for a near 1, both for s near 1.
    """
    if order == SQUARE:
        return 0.5 * relative * relative
    above = share > 0
    logarithm = np.log1p(np.where(relative > LOW, relative, 0.0))
    low = above & (relative <= LOW)
    logarithm[low] = np.log(share[low])
    excess = log1p_minus(np.where(above, relative, 0.0), logarithm)
    if order <= 0.5:  # noqa: PLR2004 - as far from 0 as from 1
        found = -(excess + logarithm * expm1_ratio_minus(order * logarithm)) / (1.0 - order)
    else:
        scaled = (1.0 + relative) * excess + relative * relative
        found = (scaled + share * logarithm * expm1_ratio_minus((order - 1.0) * logarithm)) / order
    return np.where(above, found, 1.0 / order if order else 0.0)
