"""Why poverty changed: growth of the mean, and what happened to the distribution around it.

Datt and Ravallion (1992), Growth and redistribution components of changes in poverty measures, Journal of
Development Economics 38, 275-295, https://doi.org/10.1016/0304-3878(92)90001-P; without a residual Shorrocks
(2013), https://doi.org/10.1007/s10888-011-9214-z.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kaltim_poverty.measures.linear import Linear

SHAPLEY, FIRST, LAST = "shapley", "first", "last"
METHODS = (SHAPLEY, FIRST, LAST)
GROWTH, REDISTRIBUTION, RESIDUAL, TOTAL = "growth", "redistribution", "residual", "total"

Components = Mapping[tuple[str, str], Linear]


class Counterfactuals(NamedTuple):
    """Poverty before and after, and what it would have been with one of both changes alone.

    Attributes:
        before: P(u₁).
        after: P(u₂).
        grown: P(k·u₁), all welfare of the first survey grown as its mean did, k = μ₂/μ₁.
        redistributed: P(u₂/k), the second distribution at the first mean.
    """

    before: Linear
    after: Linear
    grown: Linear
    redistributed: Linear


def growth_redistribution(poverty: Counterfactuals) -> Components:
    """The components of P(u₂) − P(u₁) by method and name.

    first: growth = P(k·u₁) − P(u₁), redistribution = P(u₂/k) − P(u₁); last: growth = P(u₂) − P(u₂/k),
    redistribution = P(u₂) − P(k·u₁); residual = the rest. shapley: the mean of both, without a residual.
    """
    before, after, grown, redistributed = poverty
    total = after - before
    first = (grown - before, redistributed - before)
    last = (after - redistributed, after - grown)
    residual = total - first[0] - first[1]
    both = tuple(0.5 * (one + other) for one, other in zip(first, last, strict=True))
    return {
        (SHAPLEY, GROWTH): both[0],
        (SHAPLEY, REDISTRIBUTION): both[1],
        (SHAPLEY, TOTAL): total,
        (FIRST, GROWTH): first[0],
        (FIRST, REDISTRIBUTION): first[1],
        (FIRST, RESIDUAL): residual,
        (FIRST, TOTAL): total,
        (LAST, GROWTH): last[0],
        (LAST, REDISTRIBUTION): last[1],
        (LAST, RESIDUAL): -residual,
        (LAST, TOTAL): total,
    }
