"""Student's t distribution: probabilities and quantiles, without a statistics library.

The incomplete beta function is the continued fraction of Lentz's method (Numerical Recipes, section 6.4).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

SMALL = 1e-300  # in place of 0 in a continued fraction (Lentz)
NEWTON_CLOSE = 1e-9  # the step behind a step so small is below the last digit
MOST_NEWTON = 200  # a bound; 15 were enough for all probabilities and degrees that were tried
CLOSE = 1e-16  # below the last digit of 1
MOST_STEPS = 10_000  # a bound; 46 were enough for 1 to 1e11 degrees of freedom
ASYMPTOTIC = 20.0  # from here on the series has all digits
EXPANDED = 2_000.0  # from here on the expansion has all digits
LARGE = 1e12  # degrees of freedom from which the quantile of the normal distribution is the same
NEAR_NORMAL = 1e9  # from which its probabilities are nearer than the fraction, which loses digits


def incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function I_x(a, b) where a or b is 1/2; *rest* is 1 − x, exactly."""
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, rest, x)
    log_front = half_step(a + b - 0.5) - 0.5 * math.log(math.pi)
    log_front += a * logarithm(x, rest) + b * logarithm(rest, x)
    return math.exp(log_front) * continued_fraction(a, b, x) / a


def logarithm(x: float, rest: float) -> float:
    """Ln x, from whichever of x and 1 − x is the smaller."""
    return math.log(x) if x < rest else math.log1p(-rest)


def half_step(x: float) -> float:
    """Ln Γ(x + 1/2) − ln Γ(x), by its series where the difference would lose digits."""
    if x < ASYMPTOTIC:
        return math.lgamma(x + 0.5) - math.lgamma(x)
    series = -1 / (8 * x) + 1 / (192 * x**3) - 1 / (640 * x**5) + 17 / (14336 * x**7)
    return 0.5 * math.log(x) + series


def continued_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1.0 / nonzero(1.0 + step * d), nonzero(1.0 + step / c)
            value *= d * c
        if abs(d * c - 1.0) < CLOSE:
            break
    return value


def nonzero(number: float) -> float:
    """The number, or one that can be divided by."""
    return number if abs(number) > SMALL else SMALL


def two_sided(t: float, df: float) -> float:
    """The probability of a value at least as far from 0 as *t*."""
    if df >= NEAR_NORMAL:
        return math.erfc(abs(t) / math.sqrt(2.0))
    square = t * t
    return incomplete_beta(df / 2.0, 0.5, df / (df + square), square / (df + square))


@lru_cache(maxsize=2**14)  # many statistics have the same degrees of freedom
def t_quantile(probability: float, df: float) -> float:
    """The value below which a share *probability* (above 0.5) of the distribution lies.

    Newton steps from Hill's expansion (1970, https://doi.org/10.1145/355598.355600), which is not above the
    quantile; the tail is convex, so that no step passes it.
    """
    tail = 2.0 * (1.0 - probability)
    guess = NormalDist().inv_cdf(probability)
    if df >= LARGE:
        return guess
    t = expanded(guess, df)
    if df >= EXPANDED:
        return t
    for _ in range(MOST_NEWTON):
        step = (two_sided(t, df) - tail) / (2.0 * density(t, df))
        t += step
        if abs(step) <= NEWTON_CLOSE * abs(t):
            break
    return t


def expanded(z: float, df: float) -> float:
    """The t quantile from the normal one, by powers of 1/df; a first guess where df is small."""
    square = z * z
    terms = (
        (square + 1) / 4,
        ((5 * square + 16) * square + 3) / 96,
        (((3 * square + 19) * square + 17) * square - 15) / 384,
        ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
    )
    return z * (1 + sum(term / df ** (k + 1) for k, term in enumerate(terms)))


def density(t: float, df: float) -> float:
    """The density of Student's t."""
    log_front = half_step(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(log_front - (df + 1) / 2 * math.log1p(t * t / df))
