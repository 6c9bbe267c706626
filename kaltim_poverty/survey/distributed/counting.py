"""The first pass: who is in each domain, by block, so that it is known what came before each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants, PoorConstants
from kaltim_poverty.survey.distributed.views import View, block_views
from kaltim_poverty.survey.moments import count, rolled_up

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows

NUMBERS_OF_BATCH = 4_000_000  # that the driver receives at a time, 8 bytes each
NUMBERS_OF_COUNT = 18  # of a domain


class Counted(NamedTuple):
    """The counts of a view, from which its later passes start.

    Attributes:
        constants: of its domains.
        people: Σ w of each domain in each block, (blocks, domains).
        rows: how many rows with a weight above 0, (blocks, domains).
    """

    constants: DomainConstants
    people: Array
    rows: IntArray


def batches_of_blocks(blocks: int, numbers_of_block: int) -> Iterator[range]:
    """The blocks, as many at a time as bring so many numbers together."""
    size = max(1, NUMBERS_OF_BATCH // max(numbers_of_block, 1))
    return (range(start, min(start + size, blocks)) for start in range(0, blocks, size))


def count_views(rows: DistributedRows, views: Sequence[View], *, poverty: bool) -> list[Counted]:
    """Count people, rows and welfare of each view; with *poverty* the same of the poor.

    Args:
        rows: the rows.
        views: what is counted.
        poverty: whether the poor are.
    """
    numbers = NUMBERS_OF_COUNT * sum(len(view.domains) for view in views)
    found: list[list[DomainConstants]] = [[] for _ in views]
    people: list[list[Array]] = [[] for _ in views]
    number: list[list[Array]] = [[] for _ in views]
    for batch in batches_of_blocks(rows.blocks, numbers):
        of_blocks = rows.each(partial(counts_of_block, views, poverty), batch)
        for own, sums, ns, counts in zip(found, people, number, zip(*of_blocks, strict=True), strict=True):
            sums += [each.people for each in counts]
            ns += [each.rows for each in counts]
            own[:] = [counted_together([*own, *counts])]
    return [
        Counted(own[0], np.stack(sums), np.stack(ns).astype(np.intp))
        for own, sums, ns in zip(found, people, number, strict=True)
    ]


def counts_of_block(views: Sequence[View], poverty: bool, block: BlockRows) -> list[DomainConstants]:
    """The counts of the domains of each view in one block."""
    return [
        count(own.parts, len(own.over), poverty=poverty, lines=own.line, weights=own.weights)
        for own in block_views(block, views)
    ]


def counted_together(counts: Sequence[DomainConstants]) -> DomainConstants:
    """The counts of the same domains in some blocks, added in their order."""
    domains = len(counts[0].people)
    return rolled_up(one_after_the_other(counts), np.tile(np.arange(domains), len(counts)), domains)


def one_after_the_other(counts: Sequence[DomainConstants]) -> DomainConstants:
    """The constants of several groups of domains as those of one."""
    poor = [each.poor for each in counts if each.poor is not None]
    arrays: dict[str, Any] = {name: joined(counts, name) for name in names_of_arrays(counts[0])}
    for name in ("quantiles", "densities"):
        of_first: Mapping[float, Array] = getattr(counts[0], name)
        arrays[name] = {
            percent: np.concatenate([getattr(each, name)[percent] for each in counts]) for percent in of_first
        }
    return replace(counts[0], poor=joined_poor(poor) if poor else None, **arrays)


def joined_poor(counts: Sequence[PoorConstants]) -> PoorConstants:
    """The counts of the poor of several groups of domains as those of one."""
    return PoorConstants(**{name: joined(counts, name) for name in names_of_arrays(counts[0])})


def joined(counts: Sequence[DomainConstants] | Sequence[PoorConstants], name: str) -> Array:
    """One of the arrays of all, one after the other."""
    return np.concatenate([getattr(each, name) for each in counts])


def names_of_arrays(counts: DomainConstants | PoorConstants) -> list[str]:
    """The fields that hold an array."""
    return [each.name for each in fields(counts) if isinstance(getattr(counts, each.name), np.ndarray)]
