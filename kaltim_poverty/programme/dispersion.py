"""How unequal a sharing makes the chances of poor people: what would have to move, and a Gini index."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Dispersion(NamedTuple):
    """The spread of an allocation, exactly; chances are places for each poor person of an area.

    Attributes:
        dissimilarity: the part of all places that would have to move until all chances are the same.
        gini: of the chance over poor people; None where no place reaches any.
        smallest: the smallest chance.
        largest: the largest.
        ratio: the largest ÷ the smallest; None where that is 0.
    """

    dissimilarity: Fraction
    gini: Fraction | None
    smallest: Fraction
    largest: Fraction
    ratio: Fraction | None


def dispersion(places: Sequence[int], people: Sequence[Fraction]) -> Dispersion:
    """How far a sharing is from the same chance for everybody.

    The dissimilarity is ½Σ|a/A − c/C| (Duncan and Duncan 1955, DOI 10.2307/2088328), the Gini index half the
    mean difference of chances between two poor people ÷ the mean chance.

    Args:
        places: of each area, in all above 0.
        people: the poor people of each area, in all above 0; where there are none, places reach nobody.
    """
    given, living = sum(places), sum(people, Fraction(0))
    moved = sum(
        (abs(Fraction(share, given) - there / living) for share, there in zip(places, people, strict=True)),
        Fraction(0),
    )
    inhabited = [(Fraction(share), there) for share, there in zip(places, people, strict=True) if there]
    chances = [share / there for share, there in inhabited]
    apart = sum(
        (abs(one * others - other * ones) for (one, ones), (other, others) in combinations(inhabited, 2)),
        Fraction(0),
    )
    smallest, largest = min(chances), max(chances)
    reached = sum((share for share, _ in inhabited), Fraction(0))
    return Dispersion(
        moved / 2,
        apart / (living * reached) if reached else None,
        smallest,
        largest,
        largest / smallest if smallest else None,
    )


__all__ = ["Dispersion", "dispersion"]
