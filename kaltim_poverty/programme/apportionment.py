"""Sharing a whole number of places by weights, so that the shares are whole and add up.

Weights are exact fractions in the order in which ties are settled: of two areas that are equal in all else,
the one with the larger weight is first, then the one that stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Method: TypeAlias = Callable[[int, Sequence[Fraction]], list[int]]
HALF = Fraction(1, 2)


class Apportionment(NamedTuple):
    """Each area's quota, and the whole number that it gets; both add up to the places."""

    quotas: list[Fraction]
    places: list[int]


def apportion(places: int, weights: Sequence[Fraction], method: Method, minimum: int = 0) -> Apportionment:
    """Share places by weights; areas with less than the minimum get exactly it, the others share the rest.

    Neither method rounds a quota of the minimum or more below it: Hamilton's gives at least its whole part,
    and Webster's could do so only if the quotas of the other areas were smaller than the minimum.

    Args:
        places: how many there are, at least *minimum* for each area.
        weights: of each area, none below 0 and one of them above.
        method: `hamilton` or `webster`.
        minimum: the least that an area gets.

    Returns:
        the quotas and the places of each area, in the order of the weights.
    """
    fixed: set[int] = set()
    while True:
        found = beside_fixed(places, weights, method, minimum, fixed)
        below = {area for area, due in enumerate(found.quotas) if due < minimum}
        if not below:
            return found
        fixed |= below


def beside_fixed(
    places: int, weights: Sequence[Fraction], method: Method, minimum: int, fixed: set[int]
) -> Apportionment:
    """The minimum for the areas that are *fixed* to it, and the rest shared by the weights of the others."""
    free = [area for area in range(len(weights)) if area not in fixed]
    rest = places - minimum * len(fixed)
    due, given = [Fraction(minimum)] * len(weights), [minimum] * len(weights)
    shared = [weights[area] for area in free]
    for area, quota, whole in zip(free, quotas(rest, shared), method(rest, shared), strict=True):
        due[area], given[area] = quota, whole
    return Apportionment(due, given)


def quotas(places: int, weights: Sequence[Fraction]) -> list[Fraction]:
    """The exact share of each area, which is rarely whole."""
    whole = sum(weights, Fraction(0))
    return [places * weight / whole for weight in weights]


def hamilton(places: int, weights: Sequence[Fraction]) -> list[int]:
    """The whole part of each quota, then a place more for those with the largest remainders.

    No area is ever a place or more away from its quota, but one may lose a place when there is one more to
    share (the Alabama paradox); no method avoids both (Balinski and Young 1982, Fair Representation).
    """
    due = quotas(places, weights)
    shares = [int(quota) for quota in due]
    order = sorted(range(len(due)), key=lambda area: (shares[area] - due[area], -weights[area], area))
    for area in order[: places - sum(shares)]:
        shares[area] += 1
    return shares


def webster(places: int, weights: Sequence[Fraction]) -> list[int]:
    """The places by the divisors 1, 3, 5, …: each next one goes where weight ÷ (2·places + 1) is largest.

    No area loses a place when there are more to share (Balinski and Young 1982, Fair Representation). The
    search begins at the rounded quotas, which the same rule would reach from nothing.
    """
    shares = [rounded_half_down(quota) for quota in quotas(places, weights)]
    for _ in range(places - sum(shares)):
        shares[max(range(len(shares)), key=lambda area: (*priority(weights, shares, area), -area))] += 1
    for _ in range(sum(shares) - places):
        holding = [area for area, share in enumerate(shares) if share]
        last = min(holding, key=lambda area: (*priority(weights, shares, area, before=1), -area))
        shares[last] -= 1
    return shares


def rounded_half_down(quota: Fraction) -> int:
    """The nearest whole number, of two the smaller."""
    return -int((HALF - quota).__floor__())


def priority(
    weights: Sequence[Fraction], shares: Sequence[int], area: int, before: int = 0
) -> tuple[Fraction, Fraction]:
    """The claim of an area to its next place, or to the one that it was given last (*before* is 1)."""
    return weights[area] / (2 * (shares[area] - before) + 1), weights[area]


METHODS: dict[str, Method] = {"hamilton": hamilton, "webster": webster}

__all__ = ["METHODS", "Apportionment", "Method", "apportion", "hamilton", "quotas", "webster"]
