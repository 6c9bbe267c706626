"""Whether one curve lies below another everywhere: the intersection-union test over a grid of points.

That one of two is better at all points is accepted only where it is so at each by itself: the smallest t in
its favour is the statistic. Kaur, Prakasa Rao and Singh (1994), https://doi.org/10.1017/S0266466600008884;
Davidson and Duclos (2013), https://doi.org/10.1080/07474938.2012.690332.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.student import two_sided

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array

UNDECIDED, CROSSES = "undecided", "crosses"


class DominanceTest(NamedTuple):
    """The test of two curves over all points; NaN where no point has an error.

    Attributes:
        smallest_t: the larger of both smallest t.
        winner: in whose favour it is, 0 or 1; None where it is not above 0.
        df: degrees of freedom at the point where it is.
        p_value: one-sided.
        crosses: whether each is better at some point, by a one-sided test of that point.
        left_out: points without an error, or with one of 0.
    """

    smallest_t: float
    winner: int | None
    df: float
    p_value: float
    crosses: bool
    left_out: int

    def is_dominance(self, level: float) -> bool:
        """Whether the winner is better at all points."""
        return self.winner is not None and self.p_value < 1.0 - level


def counted_winner(in_favour_of_second: Array) -> int | None:
    """Which of two curves without error is better somewhere and worse nowhere, 0 or 1; None: neither.

    Args:
        in_favour_of_second: by how much the second is better at each point, (points,).
    """
    better = bool((in_favour_of_second > 0).any()), bool((in_favour_of_second < 0).any())
    return None if better[0] == better[1] else int(better[0])


def one_sided(t: float, df: float) -> float:
    """The probability of a larger t."""
    half = 0.5 * two_sided(abs(t), df)
    return half if t >= 0 else 1.0 - half


def dominance_test(t_of_second: Array, df: Array, level: float) -> DominanceTest:
    """The test from t at every point.

    Args:
        t_of_second: t in favour of the second of both, (points,); not finite where there is no error.
        df: degrees of freedom, (points,).
        level: 1 less the size of a test.
    """
    known = np.flatnonzero(np.isfinite(t_of_second) & (df >= 1))
    left_out = len(t_of_second) - len(known)
    if not len(known):
        return DominanceTest(math.nan, None, math.nan, math.nan, crosses=False, left_out=left_out)
    ways = [(float((sign * t_of_second[known]).min()), side) for side, sign in ((0, -1.0), (1, 1.0))]
    smallest, side = max(ways)
    sign = 1.0 if side else -1.0
    place = known[int(np.argmin(sign * t_of_second[known]))]
    return DominanceTest(
        smallest,
        side if smallest > 0 else None,
        float(df[place]),
        one_sided(smallest, float(df[place])),
        crosses=all(is_better_somewhere(each * t_of_second[known], df[known], level) for each in (1.0, -1.0)),
        left_out=left_out,
    )


def is_better_somewhere(t: Array, df: Array, level: float) -> bool:
    """Whether one is better at some point, tested there alone."""
    return any(
        one_sided(each, freedom) < 1.0 - level for each, freedom in zip(t.tolist(), df.tolist(), strict=True)
    )
