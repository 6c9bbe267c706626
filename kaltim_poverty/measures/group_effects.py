"""Which part of a change of poverty lies within groups, and which comes from people changing groups.

Ravallion and Huppi (1991), https://doi.org/10.1093/wber/5.1.57.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kaltim_poverty.measures.growth_redistribution import FIRST, LAST, SHAPLEY
from kaltim_poverty.measures.linear import Linear

WITHIN, SHIFT, INTERACTION = "within", "shift", "interaction"


class Groups(NamedTuple):
    """Shares of all people and poverty of each group, before and after; a number a group."""

    shares: tuple[Linear, Linear]
    rates: tuple[Linear, Linear]


def group_effects(groups: Groups) -> Mapping[tuple[str, str], Linear]:
    """The effects of each group by method and name.

    first: within = s₁·ΔP, shift = Δs·P₁, interaction = Δs·ΔP; last: s₂·ΔP, Δs·P₂, −Δs·ΔP; shapley: s̄·ΔP,
    Δs·P̄, no interaction. Added up over groups each method gives the whole change.
    """
    (share_before, share_after), (before, after) = groups
    of_share, of_rate = share_after - share_before, after - before
    return {
        (SHAPLEY, WITHIN): 0.5 * (share_before + share_after) * of_rate,
        (SHAPLEY, SHIFT): of_share * (0.5 * (before + after)),
        (FIRST, WITHIN): share_before * of_rate,
        (FIRST, SHIFT): of_share * before,
        (FIRST, INTERACTION): of_share * of_rate,
        (LAST, WITHIN): share_after * of_rate,
        (LAST, SHIFT): of_share * after,
        (LAST, INTERACTION): -(of_share * of_rate),
    }
