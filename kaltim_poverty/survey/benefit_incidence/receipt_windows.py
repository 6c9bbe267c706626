"""The rows around the quantiles of people, where rows stay on a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures.incidence import ROUNDING, tie_at, window_around
from kaltim_poverty.survey.benefit_incidence.receipts_in_blocks import Before, rows_of_domains
from kaltim_poverty.survey.distributed import block_views

if TYPE_CHECKING:
    from kaltim_poverty.survey.distributed import BlockRows, View
    from kaltim_poverty.survey.sample import DistributedRows


class Located(NamedTuple):
    """A tie at a quantile: its domain and share, and its rows within the domain."""

    domain: int
    share: float
    low: int
    high: int


def ties_of_block(
    view: View, before: Before, wanted: Mapping[int, Sequence[tuple[int, float]]], block: BlockRows
) -> list[Located]:
    """The ties at the quantiles that lie in a block, by domain and share."""
    (own,) = block_views(block, [view])
    found = []
    for rows in rows_of_domains(own, before, block.number):
        for domain, share in wanted[block.number]:
            if domain == rows.domain:
                low, high = tie_at(rows.ranked, share)
                found.append(Located(domain, share, low + rows.rows_before, high + rows.rows_before))
    return found


def windows_of(
    rows: DistributedRows, view: View, before: Before, shares: Sequence[float]
) -> list[dict[float, tuple[int, int]]]:
    """The rows around the quantiles of each domain: by share the first, and the first beyond them."""
    wanted: dict[int, list[tuple[int, float]]] = {}
    ends = np.vstack([before.people[1:], before.all_people])
    there = np.diff(np.vstack([before.rows, before.all_rows]), axis=0) > 0
    reachable = np.where(there, ends, -np.inf)
    for domain in np.flatnonzero(before.all_people > 0).tolist():
        last = int(np.flatnonzero(there[:, domain])[-1])
        for share in shares:
            reached = reachable[:, domain] >= share * before.all_people[domain] * (1 - ROUNDING)
            block = int(np.argmax(reached)) if reached.any() else last
            wanted.setdefault(block, []).append((domain, share))
    found: list[dict[float, tuple[int, int]]] = [{} for _ in range(len(before.all_people))]
    for located in rows.each(partial(ties_of_block, view, before, wanted), sorted(wanted)):
        for domain, share, low, high in located:
            found[domain][share] = window_around(low, high, int(before.all_rows[domain]))
    return found
