"""Whether a difference is real: t, p-value and verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.measures.student import two_sided

if TYPE_CHECKING:
    from kaltim_poverty.survey.infer.result import Result

COUNTED, UNKNOWN = "counted", "unknown"
SIGNIFICANT_BELOW = 0.05  # two-sided, as BPS takes it; a verdict, not a measurement


class SignificanceTest(NamedTuple):
    """A two-sided test that a difference is 0; NaN where its error is not known, or 0.

    Attributes:
        t: the difference over its standard error.
        p_value: two-sided, by Student's t.
        verdict: ``significant`` at 5 percent, ``not_significant`` or ``unknown``; ``counted`` of full counts.
    """

    t: float
    p_value: float
    verdict: str


def significance(value: float, se: float, df: float) -> SignificanceTest:
    """The test of one difference."""
    t = value / se if se > 0 else math.nan
    if not (math.isfinite(t) and df >= 1):
        return SignificanceTest(t, math.nan, UNKNOWN)
    p = two_sided(t, df)
    return SignificanceTest(t, p, verdict_of(p))


def significance_of_row(result: Result, row: int) -> SignificanceTest:
    """The significance test of one row; a difference between full counts is exact."""
    value = float(result.value[row])
    if result.is_full_count:
        return SignificanceTest(math.nan, math.nan, COUNTED if math.isfinite(value) else UNKNOWN)
    return significance(value, float(result.se[row]), float(result.df[row]))


def verdict_of(p_value: float) -> str:
    """Whether a difference with this p-value is significant at 5 percent."""
    return "significant" if p_value < SIGNIFICANT_BELOW else "not_significant"
