"""The generalised beta distribution of the second kind, relative to its mean.

McDonald (1984), https://doi.org/10.2307/1913469. With u = I⁻¹_P(p, q) its quantile is b(u/(1 − u))^(1/a), and
its Lorenz curve L(P) = I_u(p + 1/a, q − 1/a), which exists for q > 1/a.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaltim_poverty.grouped.curves.distribution import Array, Distribution

SOME = 0.5  # a share of people, in place of those whose place is found otherwise
NEAR_END = np.log(1e-9)  # of u: below, two terms of its series are all of it

SMALLEST = 1e-300  # distance from an end
HALF = float(np.log(0.5))
LARGEST = 700.0  # logarithm of a number


class Shape(NamedTuple):
    """The parameters a, p and q > 1/a; numbers, or arrays of one shape."""

    a: Array | float
    p: Array | float
    q: Array | float


def log_beta_place(people: Array, p: Array | float, q: Array | float) -> Array:
    """The logarithm of u with I_u(p, q) = *people*, also where u is smaller than any number."""
    from scipy.special import betaincinv, betaln

    people = np.maximum(people, SMALLEST)
    first_term = (np.log(people) + np.log(p) + betaln(p, q)) / p
    near = first_term < NEAR_END
    second_term = np.log1p(
        -(1 - np.asarray(q)) / (p + np.asarray(1.0)) * np.exp(np.minimum(first_term, NEAR_END))
    )
    inside = np.log(betaincinv(p, q, np.where(near, SOME, people)))
    return np.asarray(np.where(near, first_term + second_term, inside))


def log_odds(people: Array, rest: Array, shape: Shape) -> tuple[Array, Array]:
    """The logarithms of u and 1 − u, each with all its digits."""
    lower = np.asarray(people <= rest)
    near = log_beta_place(
        np.where(lower, people, rest), np.where(lower, shape.p, shape.q), np.where(lower, shape.q, shape.p)
    )
    far = np.log1p(-np.exp(np.minimum(near, HALF)))
    crossed = near > HALF  # u is nearer to 1 although the place is nearer to 0, or the other way round
    if crossed.any():
        first, second = np.where(lower, shape.q, shape.p), np.where(lower, shape.p, shape.q)
        others = np.where(lower, rest, people)[crossed]
        far[crossed] = np.minimum(log_beta_place(others, first[crossed], second[crossed]), HALF)
        near[crossed] = np.log1p(-np.exp(far[crossed]))
    return np.where(lower, near, far), np.where(lower, far, near)


def lorenz_of(people: Array, shape: Shape) -> Array:
    """L at shares of people strictly between 0 and 1, for fitting: it loses digits where u is near 1."""
    from scipy.special import betainc, betaincinv

    inverse = 1 / np.asarray(shape.a)
    return np.asarray(betainc(shape.p + inverse, shape.q - inverse, betaincinv(shape.p, shape.q, people)))


class GB2(Distribution):
    """The curve of a shape."""

    def __init__(self, shape: Shape) -> None:
        from scipy.special import betaln

        a, p, q = (float(each) for each in shape)
        self.shape = Shape(a, p, q)
        self.log_scale = float(betaln(p, q) - betaln(p + 1 / a, q - 1 / a))
        self.log_beta = float(betaln(p, q))
        self.knots = np.array([0.0, 0.5, 1.0])
        self._last: tuple[Array, tuple[Array, Array]] | None = None
        self.parameters = {"a": a, "p": p, "q": q}

    def logs(self, place: Array, rest: Array) -> tuple[Array, Array]:
        """The logarithms of u and 1 − u; those of the same array are computed once."""
        if self._last is None or self._last[0] is not place:
            self._last = (place, log_odds(place, rest, self.shape))
        return self._last[1]

    def income(self, place: Array, rest: Array) -> Array:
        """Q/μ."""
        lower, upper = self.logs(place, rest)
        return np.exp(self.log_scale + (lower - upper) / self.shape.a)

    def slope(self, place: Array, rest: Array) -> Array:
        """The reciprocal of the density at Q/μ."""
        a, p, q = self.shape
        lower, upper = self.logs(place, rest)
        exponent = (lower - upper) / a - p * lower - q * upper
        return np.exp(np.minimum(self.log_scale + self.log_beta - np.log(a) + exponent, LARGEST))

    def lorenz(self, place: Array) -> Array:
        """L, from the nearer end of u."""
        from scipy.special import betainc

        a, p, q = self.shape
        lower, upper = log_odds(place, 1 - place, self.shape)
        near = lower <= upper
        first, second = np.where(near, p + 1 / a, q - 1 / a), np.where(near, q - 1 / a, p + 1 / a)
        part = betainc(first, second, np.exp(np.minimum(lower, upper)))
        return np.asarray(np.where(near, part, 1 - part))
