"""The sums of features over all blocks, each folded from the running sums of those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.distributed.counting import batches_of_blocks
from kaltim_poverty.survey.distributed.views import BlockView, View, block_views, poor_of
from kaltim_poverty.survey.moments import Carry, Moments, Plan, by_welfare, fold, no_carry, running_sums

if TYPE_CHECKING:
    from kaltim_poverty.measures.constants import DomainConstants
    from kaltim_poverty.survey.distributed.rows import BlockRows
    from kaltim_poverty.survey.sample import DistributedRows, Slice


class Folding(NamedTuple):
    """The features to fold over rows in one order.

    Attributes:
        views: what is looked at.
        plan: the features.
        constants: of the domains of each view.
        of_poor: whether these are features of the poor in order of welfare over line.
    """

    views: tuple[View, ...]
    plan: Plan
    constants: tuple[DomainConstants, ...]
    of_poor: bool = False

    @property
    def over_pairs(self) -> Plan:
        """The features that go on from running sums."""
        return Plan(tuple(feature for feature in self.plan.features if feature.over_pairs), ())

    @property
    def numbers(self) -> int:
        """How many numbers a block becomes, about."""
        return (4 + 2 * len(self.plan.features) + len(self.plan.products)) * sum(
            len(view.domains) for view in self.views
        )

    def parts(self, view: BlockView) -> Iterable[Slice]:
        """The rows that features are of, in their order."""
        return poor_of(view.parts) if self.of_poor else view.parts()


class Folded(NamedTuple):
    """The result of folding rows: moments and running sums.

    Attributes:
        moments: of each view, without own cells.
        starts: the running sums before each block, by block and view; of features over pairs alone.
    """

    moments: list[Moments]
    starts: list[list[Carry]]


def foldings(
    views: Sequence[View], plan: Plan, constants: Sequence[DomainConstants]
) -> tuple[Folding, Folding | None]:
    """The features to fold by welfare, and those by welfare over line where that order differs."""
    if all(view.line is not None for view in views):
        return Folding(tuple(views), plan, tuple(constants)), None
    in_order = plan.restricted_to(by_welfare)
    deferred = plan.without(in_order)
    ranked = Folding(tuple(views), deferred, tuple(constants), of_poor=True) if deferred.features else None
    return Folding(tuple(views), in_order, tuple(constants)), ranked


def fold_rows(rows: DistributedRows, folding: Folding, *, products: bool) -> Folded:
    """The moments of all rows.

    Args:
        rows: in the order that features rank by.
        folding: what is folded.
        products: whether products are wanted.
    """
    found: list[Moments] = []
    starts: list[list[Carry]] = []
    carry = [no_carry(folding.plan.features, len(view.domains)) for view in folding.views]
    for batch in batches_of_blocks(rows.blocks, folding.numbers):
        before, carry = starts_of(rows, folding, batch, carry)
        starts += before
        own = rows.each(partial(fold_block, folding, dict(zip(batch, before, strict=True)), products), batch)
        found = added([*([found] if found else []), *own])
    return Folded(found, starts)


def starts_of(
    rows: DistributedRows, folding: Folding, batch: range, carry: list[Carry]
) -> tuple[list[list[Carry]], list[Carry]]:
    """The running sums before each of some blocks, and after them, of each view."""
    if not folding.over_pairs.features:
        return [carry for _ in batch], carry
    followed = [number for number in batch if number + 1 < rows.blocks]
    every = list(accumulate([carry, *rows.each(partial(sums_of_block, folding), followed)], carried))
    return every[: len(batch)], every[-1]


def carried(before: Sequence[Carry], own: Sequence[Carry]) -> list[Carry]:
    """The running sums of each view once more rows have passed."""
    return [one.added(two) for one, two in zip(before, own, strict=True)]


def added(of_blocks: Sequence[Sequence[Moments]]) -> list[Moments]:
    """The moments of each view, added in the order of blocks."""
    return [reduce(Moments.added, own) for own in zip(*of_blocks, strict=True)]


def sums_of_block(folding: Folding, block: BlockRows) -> list[Carry]:
    """The running sums of each view in one block alone."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return [
            running_sums(
                folding.parts(view),
                view.over,
                folding.over_pairs,
                constants,
                lines=view.line,
                weights=view.weights,
                sizes=view.sample.sizes,
            )
            for view, constants in zip(block_views(block, folding.views), folding.constants, strict=True)
        ]


def fold_block(
    folding: Folding,
    starts: Mapping[int, Sequence[Carry]],
    products: bool,
    block: BlockRows,
) -> list[Moments]:
    """The moments of each view in one block, without own cells."""
    views = block_views(block, folding.views)
    return [
        fold(
            folding.parts(view),
            view.over,
            folding.plan,
            constants,
            lines=view.line,
            start=start,
            with_cells=products,
            weights=view.weights,
            sizes=view.sample.sizes,
        ).moments.without_cells()
        for view, constants, start in zip(views, folding.constants, starts[block.number], strict=True)
    ]
