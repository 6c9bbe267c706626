"""Whether a difference is real: t, p-value and verdict."""

from __future__ import annotations

import math
from typing import NamedTuple

from kaltim_poverty.measures.student import two_sided

SIGNIFICANT_BELOW = 0.05  # two-sided, as BPS takes it; a verdict, not a measurement


class SignificanceTest(NamedTuple):
    """A two-sided test that a difference is 0; NaN where its error is not known, or 0.

    Attributes:
        t: the difference over its standard error.
        p_value: two-sided, by Student's t.
        verdict: ``significant`` at 5 percent, ``not_significant`` or ``unknown``.
    """

    t: float
    p_value: float
    verdict: str


def significance(value: float, se: float, df: float) -> SignificanceTest:
    """The test of one difference."""
    t = value / se if se > 0 else math.nan
    if not (math.isfinite(t) and df >= 1):
        return SignificanceTest(t, math.nan, "unknown")
    p = two_sided(t, df)
    return SignificanceTest(t, p, verdict_of(p))


def verdict_of(p_value: float) -> str:
    """Whether a difference with this p-value is significant at 5 percent."""
    return "significant" if p_value < SIGNIFICANT_BELOW else "not_significant"
