"""Standing among peers: 1 is best, ties share a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.figures import Figures


def rank_of(value: Decimal, values: Iterable[Decimal], better: str) -> int:
    """One more than the number of *values* that are better; the largest is best unless down is better."""
    if better == "down":
        return 1 + sum(other < value for other in values)
    return 1 + sum(other > value for other in values)


def peers(figures: Figures, area: Area) -> list[Area]:
    """The areas of the same level and parent, the area itself among them; a country has none."""
    if area.level == "country":
        return []
    return [
        other for other in figures.areas.values() if (other.level, other.parent) == (area.level, area.parent)
    ]
