"""Quantiles of domains: only the blocks in which the cumulated weight reaches a share are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import quantiles
from kaltim_poverty.survey.distributed.views import BlockView, View, block_views
from kaltim_poverty.survey.moments import quantile_in

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows


class Lookups(NamedTuple):
    """The quantiles of a view that are looked for; arrays of shape (lookups,).

    Attributes:
        domain: whose quantile.
        share: the place of the share.
        block: in which it lies.
        target: the cumulated weight at which it is reached.
        before: the cumulated weight before the block.
    """

    domain: IntArray
    share: IntArray
    block: IntArray
    target: Array
    before: Array

    def in_block(self, number: int) -> Lookups:
        """The lookups in one block."""
        here = self.block == number
        return Lookups(*(values[here] for values in self))


def quantiles_of_views(
    rows: DistributedRows, views: Sequence[View], people: Sequence[Array], shares: Sequence[Array]
) -> list[Array]:
    """The quantiles of each view.

    Args:
        rows: the rows.
        views: whose quantiles.
        people: Σ w of the domains of each view by block, each (blocks, domains).
        shares: p from 0 to 1 of each view, each (domains, shares); not finite: no quantile.

    Returns:
        of each view (domains, shares); NaN where there is nobody.
    """
    lookups = [lookups_of(*each) for each in zip(people, shares, strict=True)]
    blocks = np.unique(np.concatenate([each.block for each in lookups])).tolist() if lookups else []
    wanted = {number: [each.in_block(number) for each in lookups] for number in blocks}
    found = [np.full(each.shape, np.nan) for each in shares]
    of_blocks = rows.each(partial(quantiles_in_block, views, wanted), blocks) if blocks else []
    for number, of_views in zip(blocks, of_blocks, strict=True):
        for values, own, there in zip(found, wanted[number], of_views, strict=True):
            values[own.domain, own.share] = there
    return found


def lookups_of(people: Array, shares: Array) -> Lookups:
    """Where each quantile lies: in the first block that has people of the domain and reaches the share."""
    ends = np.cumsum(people, axis=0)
    targets = quantiles.target(shares, 1.0) * ends[-1][:, None]
    domain, share = np.nonzero(np.isfinite(targets) & (ends[-1] > 0)[:, None])
    target = targets[domain, share]
    reachable = np.where(people > 0, ends, -np.inf)
    reached = [np.argmax(reachable[:, own] >= each) for own, each in zip(domain, target, strict=True)]
    block = np.array(reached, dtype=np.intp)
    before = np.vstack([np.zeros_like(ends[:1]), ends])[block, domain]
    return Lookups(domain, share, block, target, before)


def quantiles_in_block(
    views: Sequence[View], wanted: Mapping[int, Sequence[Lookups]], block: BlockRows
) -> list[Array]:
    """The quantiles of each view that lie in one block."""
    own = wanted[block.number]
    asked = [place for place, lookups in enumerate(own) if len(lookups.domain)]
    found = [np.empty(0) for _ in own]
    for place, view in zip(asked, block_views(block, [views[each] for each in asked]), strict=True):
        found[place] = quantiles_in_view(view, own[place])
    return found


def quantiles_in_view(view: BlockView, lookups: Lookups) -> Array:
    """The quantiles of one view that lie in one block, in the order of the lookups."""
    found = np.full(len(lookups.domain), np.nan)
    for part in view.parts():
        here = np.flatnonzero(lookups.domain == part.domain)
        if len(here):
            weight, before = view.weights(part), float(lookups.before[here[0]])
            found[here] = quantile_in(part, weight, before, lookups.target[here], view.sample.sizes)
    return found
