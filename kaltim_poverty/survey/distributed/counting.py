"""The first pass: who is in each domain, by block, so that it is known what came before each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.measures.constants import DomainConstants, PoorConstants
from kaltim_poverty.survey.distributed.views import BlockView, View, block_views
from kaltim_poverty.survey.moments import Carry, Plan, centres_of, count, rolled_up, running_sums

if TYPE_CHECKING:
    from kaltim_poverty.measures.feature import Feature
    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows, Slice

NUMBERS_OF_BATCH = 4_000_000  # that the driver receives at a time, 8 bytes each
NUMBERS_OF_COUNT, NUMBERS_OF_CARRY = 18, 3  # of a domain, and of each of its features over pairs


class BlockCarry(NamedTuple):
    """The running sums of one block alone, while nobody knows the centres of the whole survey.

    Attributes:
        sums: of the features over pairs, with deviations from `centres`.
        centres: those of the block, each (domains,), by feature.
    """

    sums: Carry
    centres: Mapping[Feature, Array]

    def seen_from(self, centres: Mapping[Feature, Array]) -> Carry:
        """The sums with deviations from other centres."""
        return self.sums.recentred(self.centres, centres)


class Counted(NamedTuple):
    """The counts of a view, from which its later passes start.

    Attributes:
        constants: of its domains.
        people: Σ w of each domain in each block, (blocks, domains).
        rows: how many rows with a weight above 0, (blocks, domains).
        carries: the running sums of each block, of the features over pairs that were asked for.
    """

    constants: DomainConstants
    people: Array
    rows: IntArray
    carries: list[BlockCarry]


def batches_of_blocks(blocks: int, numbers_of_block: int) -> Iterator[range]:
    """The blocks, as many at a time as bring so many numbers together."""
    size = max(1, NUMBERS_OF_BATCH // max(numbers_of_block, 1))
    return (range(start, min(start + size, blocks)) for start in range(0, blocks, size))


def count_views(
    rows: DistributedRows, views: Sequence[View], *, poverty: bool, pairs: Sequence[Feature] = ()
) -> list[Counted]:
    """Count people, rows and welfare of each view; with *poverty* the same of the poor.

    Args:
        rows: the rows.
        views: what is counted.
        poverty: whether the poor are.
        pairs: features over pairs, in the order of the rows, that will be folded.
    """
    numbers = (NUMBERS_OF_COUNT + NUMBERS_OF_CARRY * len(pairs)) * sum(len(view.domains) for view in views)
    found: list[list[DomainConstants]] = [[] for _ in views]
    people: list[list[Array]] = [[] for _ in views]
    number: list[list[Array]] = [[] for _ in views]
    carries: list[list[BlockCarry]] = [[] for _ in views]
    for batch in batches_of_blocks(rows.blocks, numbers):
        of_blocks = rows.each(partial(counts_of_block, views, poverty, pairs), batch)
        for place, of_view in enumerate(zip(*of_blocks, strict=True)):
            counts, sums = zip(*of_view, strict=True)
            people[place] += [each.people for each in counts]
            number[place] += [each.rows for each in counts]
            carries[place] += sums
            found[place] = [counted_together([*found[place], *counts])]
    return [
        Counted(own[0], np.stack(sums), np.stack(ns).astype(np.intp), of_blocks)
        for own, sums, ns, of_blocks in zip(found, people, number, carries, strict=True)
    ]


def counts_of_block(
    views: Sequence[View], poverty: bool, pairs: Sequence[Feature], block: BlockRows
) -> list[tuple[DomainConstants, BlockCarry]]:
    """The counts of the domains of each view in one block, and its running sums."""
    return [counts_of_view(own, poverty, pairs) for own in block_views(block, views)]


def counts_of_view(
    view: BlockView, poverty: bool, pairs: Sequence[Feature]
) -> tuple[DomainConstants, BlockCarry]:
    """The counts of the domains of one view in one block, and its running sums."""
    lines, weights = view.line, view.weights
    counts = count(view.parts, len(view.over), poverty=poverty, lines=lines, weights=weights)
    sums = sums_of_view(view, pairs, counts, view.parts())
    return counts, BlockCarry(sums, centres_of(counts, pairs))


def sums_of_view(
    view: BlockView, pairs: Sequence[Feature], constants: DomainConstants, parts: Iterable[Slice]
) -> Carry:
    """The running sums of one view in one block alone.

    Args:
        view: of the block.
        pairs: features over pairs.
        constants: with the centres that deviations are taken from.
        parts: the rows of each domain, in the order of these features.
    """
    plan = Plan(tuple(pairs), ())
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return running_sums(
            parts if pairs else (),
            view.over,
            plan,
            constants,
            lines=view.line,
            weights=view.weights,
            sizes=view.sample.sizes,
        )


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
