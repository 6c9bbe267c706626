"""Where an area stands among its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published.ranks import rank_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

FEWEST_PEERS = 3


class Rank(NamedTuple):
    """A rank, 1 being best, and the number of peers that have the figure, the area itself among them."""

    rank: int
    of: int


def rank_among(value: Decimal, values: Collection[Decimal], better: str) -> Rank | None:
    """The rank of a value among those of all peers; None among fewer than three.

    Args:
        value: that of the area.
        values: those of all peers that have the figure, the area itself among them.
        better: ``down`` if the lowest is best; else the highest is.
    """
    if len(values) < FEWEST_PEERS:
        return None
    return Rank(rank_of(value, values, better), len(values))


__all__ = ["FEWEST_PEERS", "Rank", "rank_among"]
